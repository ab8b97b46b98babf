using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Gang;

namespace GangFlash.Stations;

/// <summary>Reads a station file and reports all of its problems at once. Each section is a method that turns the keys of its mapping into a record.</summary>
public sealed partial class StationReader
{
    static readonly DocumentKind s_kind = new("station", "station file", "'station: ' and its name");

    const int MostFixtures = 64;
    const int MostRanges = 32;
    const int MostTrustedKeys = 32;

    readonly DocumentProblems problems;

    StationReader(DocumentProblems problems) => this.problems = problems;

    /// <summary>Never throws: a file that is no station file gives no settings, and says why.</summary>
    /// <param name="file">For the messages; nothing is opened.</param>
    /// <param name="bytes">The whole file, as it was on the disk.</param>
    public static StationReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var found = new DocumentProblems(s_kind, file);
        StationSettings? settings = null;
        if (DocumentText.Decode(bytes, found) is { } text && YamlDocument.Load(text[DocumentText.WithoutMark(text)..], found) is { } root)
            settings = new DocumentValue(root, "a station file", found).Keys(new StationReader(found).Station);
        return new(found.HasErrors ? null : settings, found.InOrder());
    }

    StationSettings Station(DocumentKeys keys)
    {
        var settings = new StationSettings
        {
            Name = keys.Optional("station", name => name.Text(64)),
            Database = keys.Optional("database", database => database.Text(1024)),
            Slots = keys.Optional("slots", slots => slots.Keys(Slots)) ?? new(),
            Badges = new(keys.Optional("badges", badges => badges.Several(MostBadges, badge => badge.Keys(inner => Badge(inner, badge.Place)))) ?? []),
            Scans = keys.Optional("scans", scans => scans.Keys(Scans)) ?? new(),
            LineStop = keys.Optional("line-stop", rules => rules.Keys(LineStop)) ?? new(),
            Shift = keys.Optional("shift", shift => shift.Keys(Shift)) ?? new(),
            Recipes = keys.Optional("recipes", folder => folder.Text(1024)),
            Releases = keys.Optional("releases", releases => releases.Keys(Releases)) ?? new(),
            WorkOrders = keys.Optional("work-orders", orders => orders.Several(WorkOrderFile.MostOrders, order => order.Keys(inner => Order(inner, order.Place)))) ?? [],
            Numbers = keys.Optional("numbers", numbers => numbers.Names(MostShares, share => share.Keys(Share)))?.ToImmutableSortedDictionary(share => share.Key, share => share.Value.Value) ?? ImmutableSortedDictionary<string, NumberShare>.Empty,
            WorkOrdersFile = keys.Optional("work-orders-file", file => file.Text(1024)),
        };
        RefuseAmbiguousScans(settings, keys.PlaceOf("scans"));
        return settings;
    }

    SlotSettings Slots(DocumentKeys keys)
    {
        var slots = new SlotSettings
        {
            UnknownPorts = keys.Optional("unknown-ports", ports => ports.Choice<UnknownPorts>()) ?? UnknownPorts.Use,
            Fixtures = keys.Optional("fixtures", fixtures => fixtures.Several(MostFixtures, fixture => fixture.Keys(inner => Fixture(inner, fixture.Place)))) ?? [],
        };
        RefuseTwins(slots.Fixtures);
        return slots;
    }

    /// <summary>A rule that no release could meet would only be found at the line.</summary>
    ReleaseSettings Releases(DocumentKeys keys)
    {
        var releases = new ReleaseSettings
        {
            Required = keys.Optional("required", required => required.Truth()) ?? false,
            Trusted = keys.Optional("trusted", trusted => trusted.OneOrSeveral(MostTrustedKeys, file => file.Text(1024) is { } path ? new TrustedKeyFile(path, file.Place) : null)) ?? [],
            Approvals = keys.Optional("approvals", approvals => approvals.Count(MostTrustedKeys, least: 1)) ?? 1,
        };
        problems.RefuseTwins<TrustedKeyFile, string>(releases.Trusted, key => key.File, key => key.Place, key => $"the key '{DocumentScalars.Show(key.File)}'");
        if (releases.Required && !keys.Has("trusted"))
            problems.Error(DocumentCode.MissingKey, keys.PlaceOf("required"), "releases are required, and no key is trusted to sign them; write 'trusted: keys/qa.pub' below it, a file that 'gangflash recipe key new' wrote");
        else if (keys.Has("approvals") && releases.Approvals > releases.Trusted.Length)
            problems.Error(StationCode.Limit, keys.PlaceOf("approvals"), $"'approvals' is {releases.Approvals}, and {releases.Trusted.Length} {(releases.Trusted.Length == 1 ? "key is" : "keys are")} trusted, so no release could ever be approved; change one of the two");
        return releases;
    }

    Fixture? Fixture(DocumentKeys keys, SourcePlace place)
    {
        var hub = keys.Required("hub", "'hub: 1-4', the path that 'gangflash devices' shows in front of the last dot", Hub);
        var ranges = keys.Required("ports", "'ports: 1-7'", ports => ports.OneOrSeveral(MostRanges, Ports));
        var first = keys.Required("first-slot", "'first-slot: 1'", slot => Number(slot, StationCode.Slot, "slot", SlotMap.MostSlots));
        if (hub is not { } it || ranges is not { } several || first is not { } number)
            return null;
        ImmutableArray<int> ports = [.. several.SelectMany(range => range)];
        if (ports.GroupBy(port => port).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            problems.Error(StationCode.Port, keys.PlaceOf("ports"), $"port {twice.Key} stands in 'ports' twice; keep one of the two");
            return null;
        }

        if (number + ports.Length - 1 > SlotMap.MostSlots)
        {
            problems.Error(StationCode.Slot, keys.PlaceOf("first-slot"), $"{ports.Length} slots from {number} on end at {number + ports.Length - 1}; slots are 1 to {SlotMap.MostSlots}");
            return null;
        }

        if (ports.FirstOrDefault(port => it.Port(port) is null) is var beyond and > 0)
        {
            problems.Error(StationCode.Hub, keys.PlaceOf("hub"), $"a chain of hubs can't be as long as {it}.{beyond}; USB allows seven tiers");
            return null;
        }

        return new(it, ports, number, place);
    }

    /// <summary>A hub by its path.</summary>
    static UsbHub? Hub(DocumentValue value)
    {
        if (value.Text(64) is not { } text)
            return null;
        if (UsbHub.TryParse(text, out var hub))
            return hub;
        value.Error(StationCode.Hub, $"'hub': '{DocumentScalars.Show(text)}' is no hub; write its path such as 1-4 or 1-4.2, or the bus alone such as 1 for the ports of the PC itself");
        return null;
    }

    /// <summary>One port or a range: <c>4</c>, <c>1-7</c>, or <c>7-1</c> where a fixture counts the other way.</summary>
    static List<int>? Ports(DocumentValue value)
    {
        if (value.Text(16) is not { } text)
            return null;
        var (first, last) = text.Split('-', StringSplitOptions.TrimEntries) switch
        {
            [var one] => (Port(one), Port(one)),
            [var from, var to] => (Port(from), Port(to)),
            _ => (null, null),
        };
        if (first is not { } begin || last is not { } end)
        {
            value.Error(StationCode.Port, $"'{DocumentScalars.Show(text)}' names no ports; write one from 1 to {UsbHub.MostPorts}, a range such as 1-7, or 7-1 to count down; a hub behind a port is an entry of its own");
            return null;
        }

        var ports = Enumerable.Range(Math.Min(begin, end), Math.Abs(end - begin) + 1);
        return [.. end < begin ? ports.Reverse() : ports];
    }

    static int? Port(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= UsbHub.MostPorts ? port : null;

    internal static int? Number(DocumentValue value, string code, string noun, int most)
    {
        if (value.Word() is not { } number)
            return null;
        if (number >= 1 && number <= most)
            return (int)number;
        value.Error(code, $"a {noun} is 1 to {most}, and this is {number}");
        return null;
    }

    // Two fixtures that claim one slot or one port: which of them is meant, nobody but the author knows.
    void RefuseTwins(ImmutableArray<Fixture> fixtures)
    {
        var slots = new Dictionary<int, (Fixture Of, UsbPortPath Port)>();
        var ports = new Dictionary<UsbPortPath, (Fixture Of, int Slot)>();
        foreach (var fixture in fixtures)
        {
            foreach (var (slot, port) in fixture.Places)
            {
                var portIsTwice = !ports.TryAdd(port, (fixture, slot));
                var slotIsTwice = !slots.TryAdd(slot, (fixture, port));
                if (portIsTwice)
                    problems.Error(StationCode.Port, fixture.Place, $"port {port} is slot {slot} here and slot {ports[port].Slot} in line {ports[port].Of.Place.Line}; change 'ports' of one of the two");
                else if (slotIsTwice)
                    problems.Error(StationCode.Slot, fixture.Place, $"slot {slot} is port {port} here and port {slots[slot].Port} in line {slots[slot].Of.Place.Line}; change 'first-slot' or 'ports' of one of the two");
                if (portIsTwice || slotIsTwice)
                    break;      // the rest of an overlap says the same again
            }
        }
    }
}
