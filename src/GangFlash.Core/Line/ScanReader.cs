using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Documents;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>Bounds and classifies what comes from the scanner.</summary>
/// <param name="Recipe">None before a batch is open; its pattern for units rules over the station's.</param>
public sealed record ScanReader(ScanSettings Settings, BadgeList Badges, RecipeCard? Recipe)
{
    /// <summary>So many characters of a text are kept for the record.</summary>
    public const int LongestKept = 256;

    /// <summary>A label that no pattern knows is a unit only if it has at least so many characters.</summary>
    const int ShortestUnit = 4;

    const char Separator = (char)29;

    /// <summary>All patterns, the built-in ones too.</summary>
    public ImmutableArray<ScanPattern> Patterns { get; } =
    [
        new(ScanKind.Command, new(Settings.CommandPrefix + "*"), "station: command prefix"),
        new(ScanKind.Slot, new(Settings.SlotPrefix + "*"), "station: slot prefix"),
        new(ScanKind.Recipe, new(Settings.RecipePrefix + "*"), "station: recipe prefix"),
        .. Settings.SelfTest is { } test ? [new ScanPattern(ScanKind.SelfTest, new(test), "station: scanner self-test")] : (ImmutableArray<ScanPattern>)[],
        .. Settings.Patterns.Where(pattern => pattern.Kind != ScanKind.Unit || Recipe?.Serial.Pattern is null),
        .. Recipe?.Serial.Pattern is { } unit ? [new ScanPattern(ScanKind.Unit, unit, $"recipe {Recipe.Name}: serial pattern")] : (ImmutableArray<ScanPattern>)[],
    ];

    /// <summary>
    /// Patterns of different kinds that can match one text, each pair with the text; badges that read as something else; prefixes with wildcards in them.
    /// Decided and not guessed, with one limit: a recipe without a serial pattern takes for a unit what nothing else matches, and that overlaps with nothing by definition.
    /// </summary>
    public ImmutableArray<ScanProblem> Problems() =>
    [
        .. from one in Patterns.Select((pattern, index) => (pattern, index))
           from other in Patterns.Skip(one.index + 1)
           where other.Kind != one.pattern.Kind
           let witness = PatternOverlap.Witness(one.pattern.Pattern, other.Pattern, Settings.Longest)
           where witness is not null
           select new ScanProblem(one.pattern.Source, other.Source, witness),
        .. from badge in Badges.Badges
           from pattern in Patterns
           where pattern.Kind != ScanKind.Badge && pattern.Pattern.Matches(badge.Id)
           select new ScanProblem("station: badge list", pattern.Source, badge.Id),
        .. from prefix in (string[])[Settings.CommandPrefix, Settings.SlotPrefix, Settings.RecipePrefix]
           where prefix.Length == 0 || prefix.AsSpan().IndexOfAny('*', '?') >= 0
           select new ScanProblem("station: prefixes", "every prefix must have a character and no wildcard", prefix),
    ];

    public Scan Read(string text, ScanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(text);
        var raw = text.Length <= LongestKept ? text : text[..LongestKept];
        if (text.Length > Settings.Longest)
            return new(raw, text.Length, "", null, entry, ScanKind.Unknown, Problem: ScanPhrases.TooLong.With(("count", text.Length), ("most", Settings.Longest)));
        var (symbology, rest) = SplitSymbology(text.Trim());
        if (Settings.Separator == GroupSeparator.Replace)
            rest = rest.Replace(Separator, Settings.SeparatorAs);
        Scan scan = new(raw, text.Length, rest, symbology, entry, ScanKind.Unknown);
        if (rest.Length == 0)
            return scan with { Problem = ScanPhrases.Empty };
        if (rest.Any(letter => char.IsControl(letter) && !(letter == Separator && Settings.Separator == GroupSeparator.Keep)))
            return scan with { Problem = ScanPhrases.ControlCharacters };
        return Classify(scan);
    }

    Scan Classify(Scan scan)
    {
        if (After(scan.Text, Settings.CommandPrefix) is { } word)
        {
            return StationCommands.Parse(word) is { } command
                ? scan with { Kind = ScanKind.Command, Command = command.Command, Number = command.Number }
                : scan with { Kind = ScanKind.Command, Problem = ScanPhrases.UnknownCommand };
        }

        if (After(scan.Text, Settings.SlotPrefix) is { } slot)
        {
            return int.TryParse(slot, NumberStyles.None, null, out var number) && slot.Length <= 4
                ? scan with { Kind = ScanKind.Slot, Number = number }
                : scan with { Kind = ScanKind.Slot, Problem = ScanPhrases.BadSlotLabel };
        }

        if (After(scan.Text, Settings.RecipePrefix) is { } recipe)
            return scan with { Kind = ScanKind.Recipe, Text = recipe };
        if (Badges.Find(scan.Text) is not null)
            return scan with { Kind = ScanKind.Badge };
        if (scan.Text == Settings.SelfTest)
            return scan with { Kind = ScanKind.SelfTest };
        ImmutableArray<ScanKind> kinds = KindsOf(scan.Text);
        return kinds switch
        {
            [var kind] => scan with { Kind = kind },
            [var one, var other, ..] => scan with { Problem = ScanPhrases.TwoMeanings.With(("one", ScanPhrases.Word(one)), ("other", ScanPhrases.Word(other))) },
            [] when IsUnitByElimination(scan.Text) => scan with { Kind = ScanKind.Unit },
            [] => scan with { Problem = WhyUnknown(scan.Text) },
        };
    }

    ImmutableArray<ScanKind> KindsOf(string text) =>
        [.. Patterns.Where(pattern => pattern.Kind is not (ScanKind.Command or ScanKind.Slot or ScanKind.Recipe or ScanKind.SelfTest) && pattern.Pattern.Matches(text)).Select(pattern => pattern.Kind).Distinct()];

    bool IsUnitByElimination(string text) =>
        Recipe is { ScansUnits: true } && !Patterns.Any(pattern => pattern.Kind == ScanKind.Unit)
        && text.Length >= ShortestUnit && text.All(letter => letter is > ' ' and <= '~' or Separator);

    /// <summary>The usual two reasons for a label that reads wrong, before "unknown" is said.</summary>
    Message WhyUnknown(string text)
    {
        if (LooksLikeSelfTest(text))
            return ScanPhrases.ScannerLayout;
        return !KindsOf(SwapCase(text)).IsEmpty ? ScanPhrases.CapsLock : ScanPhrases.Unknown;
    }

    /// <summary>As long as the self-test and half of it equal: the scanner types for another keyboard.</summary>
    bool LooksLikeSelfTest(string text) =>
        Settings.SelfTest is { } test && test.Length == text.Length && test.Zip(text).Count(pair => pair.First == pair.Second) * 2 >= test.Length;

    static string SwapCase(string text) => string.Concat(text.Select(letter => char.IsUpper(letter) ? char.ToLowerInvariant(letter) : char.ToUpperInvariant(letter)));

    static string? After(string text, string prefix) => prefix.Length > 0 && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;

    /// <summary>AIM symbology identifiers: a bracket, a letter for the code, a character for its options.</summary>
    static (string? Symbology, string Text) SplitSymbology(string text) =>
        text is [']', var code, var option, ..] && char.IsAsciiLetter(code) && char.IsAsciiLetterOrDigit(option) ? (text[..3], text[3..]) : (null, text);
}

/// <summary>A text that two patterns match.</summary>
public sealed record ScanProblem(string One, string Other, string Witness);

/// <summary>The command codes as they are printed.</summary>
public static class StationCommands
{
    /// <summary>What stands behind the prefix.</summary>
    public static string Word(StationCommand command) => command switch
    {
        StationCommand.EndBatch => "END-BATCH",
        StationCommand.EndShift => "END-SHIFT",
        _ => command.ToString().ToUpperInvariant(),
    };

    /// <summary>None if no command reads so. Blanks and hyphens are the same, since some labels cannot hold one of them.</summary>
    public static (StationCommand Command, int? Number)? Parse(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        var spelled = word.Trim().Replace(' ', '-');
        if (spelled.StartsWith("REASON-", StringComparison.Ordinal))
            return int.TryParse(spelled.AsSpan(7), NumberStyles.None, null, out var number) && Enum.IsDefined((ReleaseReason)(number - 1)) ? (StationCommand.Reason, number) : null;
        foreach (var command in Enum.GetValues<StationCommand>())
        {
            if (command != StationCommand.Reason && Word(command) == spelled)
                return (command, null);
        }

        return null;
    }
}
