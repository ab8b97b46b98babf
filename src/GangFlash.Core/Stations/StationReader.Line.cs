using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Recipes;

namespace GangFlash.Stations;

/// <summary>What the line's screen takes from the station file: badges, scans, line stops, the shift, work orders.</summary>
public sealed partial class StationReader
{
    const int MostBadges = 1000;
    const int MostPatterns = 32;

    /// <summary>No label in use is longer, and the input decoder takes no longer burst.</summary>
    const int LongestScan = 200;

    /// <summary>More units than anybody can keep in view while a rule waits.</summary>
    const int MostUnits = 1000;

    /// <summary>Where each pattern, badge and work order stands, for what is wrong with two of them.</summary>
    readonly Dictionary<string, SourcePlace> places = new(StringComparer.Ordinal);

    Badge? Badge(DocumentKeys keys, SourcePlace place)
    {
        var id = keys.Required("id", "'id: B-1001', as the badge scans", value => value.Text(64));
        var name = keys.Required("name", "'name: Operator 1', for the screen", value => value.Text(64));
        var role = keys.Required("role", "'role: operator'", value => value.Choice<Role>());
        if (id is null)
            return null;
        if (!places.TryAdd(BadgeKey(id), place))
            problems.Error(DocumentCode.Duplicate, place, $"badge '{DocumentScalars.Show(id)}' stands in line {places[BadgeKey(id)].Line} already; keep one of the two");
        return name is not null && role is { } known ? new(id, name, known) : null;
    }

    static string BadgeKey(string id) => $"badge {id}";

    ScanSetup Scans(DocumentKeys keys)
    {
        var usual = new ScanSettings();
        var codes = new ScanSettings
        {
            CommandPrefix = Prefix(keys, "command-prefix", "station: command prefix") ?? usual.CommandPrefix,
            SlotPrefix = Prefix(keys, "slot-prefix", "station: slot prefix") ?? usual.SlotPrefix,
            RecipePrefix = Prefix(keys, "recipe-prefix", "station: recipe prefix") ?? usual.RecipePrefix,
            Patterns = keys.Optional("patterns", patterns => patterns.Keys(inner => new PatternList(Patterns(inner))))?.Patterns ?? ScanSetup.UsualPatterns,
            SelfTest = keys.Optional("self-test", test => SelfTest(test)),
            Longest = keys.Optional("longest", longest => longest.Count(LongestScan, least: 8)) ?? usual.Longest,
            Separator = keys.Optional("separator", separator => separator.Choice<GroupSeparator>()) ?? usual.Separator,
            SeparatorAs = keys.Optional("separator-as", letter => letter.Text(1))?[0] ?? usual.SeparatorAs,
            RepeatWithin = Seconds(keys, "repeat-seconds", most: 60) ?? usual.RepeatWithin,
        };
        if (codes.Separator != GroupSeparator.Replace)
            keys.Unused("separator-as", "says nothing without 'separator: replace'");
        return new()
        {
            Codes = codes,
            ScannerPrefix = keys.Optional("scanner-prefix", prefix => prefix.Text(16)) ?? "",
            ScannerSuffix = keys.Optional("scanner-suffix", suffix => suffix.Text(16)) ?? "",
        };
    }

    string? Prefix(DocumentKeys keys, string key, string source) => keys.Optional(key, value =>
    {
        places[source] = value.Place;
        if (value.Text(32) is not { } prefix)
            return null;
        if (prefix.AsSpan().IndexOfAny('*', '?') < 0)
            return prefix;
        value.Error(StationCode.Scan, $"'{key}': '{DocumentScalars.Show(prefix)}' has a * or ?, which a prefix takes as it is; remove it");
        return null;
    });

    string? SelfTest(DocumentValue value)
    {
        places["station: scanner self-test"] = value.Place;
        if (value.Text(LongestScan) is not { } test)
            return null;
        if (test.AsSpan().IndexOfAny('*', '?') < 0)
            return test;
        value.Error(StationCode.Scan, "'self-test' has a * or ?, which stand for any character; use other ones");
        return null;
    }

    sealed record PatternList(ImmutableArray<ScanPattern> Patterns);

    /// <summary>What a kind's key says takes the place of the usual pattern of that kind.</summary>
    ImmutableArray<ScanPattern> Patterns(DocumentKeys keys)
    {
        return
        [
            .. Of("badge", ScanKind.Badge), .. Of("work-order", ScanKind.WorkOrder), .. Of("unit", ScanKind.Unit),
            .. Of("panel", ScanKind.Panel), .. Of("fixture", ScanKind.Fixture), .. Of("child-part", ScanKind.ChildPart),
        ];

        ImmutableArray<ScanPattern> Of(string key, ScanKind kind) =>
            keys.Optional(key, patterns => patterns.OneOrSeveral(MostPatterns, pattern => Pattern(key, kind, pattern))) ?? [.. ScanSetup.UsualPatterns.Where(usual => usual.Kind == kind)];
    }

    ScanPattern? Pattern(string key, ScanKind kind, DocumentValue value)
    {
        if (value.Text(128) is not { } text)
            return null;
        var source = $"{key} pattern {text}";
        _ = places.TryAdd(source, value.Place);
        return new(kind, new(text), source);
    }

    LineRules LineStop(DocumentKeys keys)
    {
        var usual = new LineRules();
        var rules = new LineRules
        {
            FailedInSlot = Units("failed-in-slot", usual.FailedInSlot),
            FailedAtStation = Units("failed-at-station", usual.FailedAtStation),
            SameCodeCall = Units("same-code-call", usual.SameCodeCall),
            SameCodeStop = Units("same-code-stop", usual.SameCodeStop),
            SameCodeWindow = Units("same-code-window", usual.SameCodeWindow, least: 1),
            FirstPassLimit = Percent("first-pass-percent", usual.FirstPassLimit),
            FirstPassWindow = Units("first-pass-window", usual.FirstPassWindow, least: 1),
            FirstPassMinimum = Units("first-pass-minimum", usual.FirstPassMinimum),
            CommonCauseWithin = Seconds(keys, "common-cause-seconds", most: 600, least: 1) ?? usual.CommonCauseWithin,
            CommonCauseSlots = Units("common-cause-slots", usual.CommonCauseSlots),
            CommonCauseShare = Percent("common-cause-percent", usual.CommonCauseShare, least: 1),
            NoStartsInSlot = Units("no-starts-in-slot", usual.NoStartsInSlot),
            NoStartShare = Percent("no-start-percent", usual.NoStartShare),
            NoStartWindow = Units("no-start-window", usual.NoStartWindow, least: 1),
            WrongUnits = Units("wrong-units", usual.WrongUnits),
            ClockStep = Seconds(keys, "clock-step-seconds", most: 86_400) ?? usual.ClockStep,
            SlowPhases = Units("slow-phases", usual.SlowPhases),
            SlowWindow = Units("slow-window", usual.SlowWindow, least: 1),
            RelapseUnits = Units("relapse-units", usual.RelapseUnits),
        };
        RefuseBeyond("same-code-call", rules.SameCodeCall, "same-code-window", rules.SameCodeWindow);
        RefuseBeyond("same-code-stop", rules.SameCodeStop, "same-code-window", rules.SameCodeWindow);
        RefuseBeyond("first-pass-minimum", rules.FirstPassMinimum, "first-pass-window", rules.FirstPassWindow);
        RefuseBeyond("slow-phases", rules.SlowPhases, "slow-window", rules.SlowWindow);
        return rules;

        int Units(string key, int otherwise, int least = 0) => keys.Optional(key, value => value.Count(MostUnits, least)) ?? otherwise;

        double Percent(string key, double otherwise, int least = 0) => keys.Optional(key, value => value.Count(100, least)) is { } percent ? percent / 100.0 : otherwise;

        // A rule that waits for more than its window holds is switched off, and nobody knows.
        void RefuseBeyond(string key, int limit, string windowKey, int window)
        {
            if (limit > window)
                problems.Error(StationCode.Limit, keys.PlaceOf(keys.Has(key) ? key : windowKey), $"'{key}' is {limit} and '{windowKey}' only {window}, so the rule could never stop anything; change one of the two, or write '{key}: 0' to switch it off");
        }
    }

    static TimeSpan? Seconds(DocumentKeys keys, string key, int most, int least = 0) => keys.Optional(key, value => value.Count(most, least)) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    static ShiftSettings Shift(DocumentKeys keys)
    {
        var usual = new ShiftSettings();
        return new()
        {
            Binding = keys.Optional("binding", binding => binding.Choice<UnitBinding>()) ?? usual.Binding,
            Start = keys.Optional("start", start => start.Choice<GangStart>()) ?? usual.Start,
            Language = keys.Optional("language", Language) ?? usual.Language,
            LockAfter = keys.Optional("lock-after-minutes", minutes => minutes.Count(24 * 60)) is { } minutes ? TimeSpan.FromMinutes(minutes) : usual.LockAfter,
            CountedAttempts = keys.Optional("counted-attempts", attempts => attempts.Count(10, least: 1)) ?? usual.CountedAttempts,
            RetestElsewhere = keys.Optional("retest-elsewhere", elsewhere => elsewhere.Truth()) ?? usual.RetestElsewhere,
            TypedSerials = keys.Optional("typed-serials", typed => typed.Truth()) ?? usual.TypedSerials,
            ReleaseByAnother = keys.Optional("release-by-another", another => another.Truth()) ?? usual.ReleaseByAnother,
            RecipeWithoutWorkOrder = keys.Optional("recipe-without-work-order", without => without.Truth()) ?? usual.RecipeWithoutWorkOrder,
        };
    }

    static Language? Language(DocumentValue value)
    {
        switch (value.Text(16))
        {
            case null:
                return null;
            case "en":
                return Messages.Language.English;
            case "de":
                return Messages.Language.German;
            case var other:
                value.Error(DocumentCode.Choice, $"'language': '{DocumentScalars.Show(other)}' is not known here; write en or de");
                return null;
        }
    }

    WorkOrder? Order(DocumentKeys keys, SourcePlace place)
    {
        var number = keys.Required("number", "'number: WO-1001', as it scans", value => value.Text(64));
        var recipe = keys.Optional("recipe", value => value.Name());
        var quantity = keys.Optional("quantity", value => value.Count(WorkOrderFile.MostUnits, least: 1));
        var values = keys.Optional("values", value => value.Names(WorkOrderFile.MostValues, text => text.Text(WorkOrderFile.LongestValue)));
        if (number is null)
            return null;
        if (!places.TryAdd(OrderKey(number), place))
            problems.Error(DocumentCode.Duplicate, place, $"work order '{DocumentScalars.Show(number)}' stands in line {places[OrderKey(number)].Line} already; keep one of the two");
        return new(number, recipe, quantity) { Values = values ?? ImmutableSortedDictionary<string, string>.Empty };
    }

    /// <summary>A class, since what cannot be read is nothing.</summary>
    sealed record ShareOfNumbers(NumberShare Value);

    ShareOfNumbers? Share(DocumentKeys keys)
    {
        var (first, last) = (keys.Required("first", "'first: 100000'", Number), keys.Required("last", "'last: 149999'", Number));
        if (first is null || last is null)
            return null;
        if (last < first)
            problems.Error(StationCode.Numbers, keys.PlaceOf("last"), "'last' comes before 'first'; swap the two");
        return new(new(first.Value, last.Value));
    }

    static ulong? Number(DocumentValue value)
    {
        if (value.Text(24) is not { } text)
            return null;
        if (NumberRange.Parse(text, out var number, out _) is not { } why)
            return number;
        value.Error(DocumentCode.Number, $"'{DocumentScalars.Show(text)}' {why}");
        return null;
    }

    const int MostShares = 64;

    static string OrderKey(string number) => $"work order {number}";

    /// <summary>A scan with two meanings would be refused at the line, so it is refused here; so is a work order that no scan can be.</summary>
    void RefuseAmbiguousScans(StationSettings settings, SourcePlace otherwise)
    {
        var reader = new ScanReader(settings.Scans.Codes, settings.Badges, null);
        foreach (var problem in reader.Problems())
        {
            var place = places.TryGetValue(BadgeKey(problem.Witness), out var badge) ? badge
                : places.TryGetValue(problem.Other, out var other) ? other
                : places.GetValueOrDefault(problem.One, otherwise);
            problems.Error(StationCode.Scan, place, $"'{DocumentScalars.Show(problem.Witness)}' would be read by two: {DocumentScalars.Show(problem.One)}, and {DocumentScalars.Show(problem.Other)}; change one of them");
        }

        if (problems.HasErrors)
            return;     // patterns that cannot be used say nothing about work orders
        foreach (var order in settings.WorkOrders.Where(order => !WorkOrderFile.IsRead(reader, order.Number)))
            problems.Error(StationCode.WorkOrder, places[OrderKey(order.Number)], WorkOrderFile.NotRead(order.Number));
    }
}
