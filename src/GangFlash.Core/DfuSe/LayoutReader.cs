using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace GangFlash.DfuSe;

/// <summary>
/// One reading of <c>@name /address/segments/address/segments</c>. What is no doubt about is understood with a warning;
/// what leaves a doubt about one address refuses the whole string.
/// </summary>
internal sealed partial class LayoutReader
{
    readonly ImmutableArray<string>.Builder warnings = ImmutableArray.CreateBuilder<string>();

    public ImmutableArray<string> Warnings => warnings.ToImmutable();

    public MemoryLayout? Read(string text)
    {
        var clean = Clean(text);
        if (clean.Length > LayoutString.LongestText)
            return Refuse($"{clean.Length} characters; a USB string can't hold more than {LayoutString.LongestText}");
        if (!clean.Contains('/', StringComparison.Ordinal))
            return Refuse($"\"{clean}\" describes no memory: no address in it");

        var parts = clean.Split('/').ToList();
        if (parts.Count > 2 && string.IsNullOrWhiteSpace(parts[^1]))
            Warn("slash at the end");       // once, however many there are: a recipe shows every warning
        while (parts.Count > 2 && string.IsNullOrWhiteSpace(parts[^1]))
            parts.RemoveAt(parts.Count - 1);

        if (parts.Count % 2 == 0)
            return Refuse($"address \"{parts[^1]}\" has no sector list");
        var name = NameOf(parts[0]);
        var runs = new List<SectorRun>();
        for (var i = 1; i < parts.Count; i += 2)
        {
            if (AddressOf(parts[i]) is not { } address || !AddGroup(runs, address, parts[i + 1]))
                return null;
        }

        runs.Sort((a, b) => (a.Address, a.Range.End).CompareTo((b.Address, b.Range.End)));      // UM0424's own example descends (and overlaps: it is refused below)
        return Overlap(runs) is var (first, second)
            ? Refuse($"{first.Range} and {second.Range} overlap")
            : new MemoryLayout(name, [.. runs]);
    }

    string Clean(string text)
    {
        var printable = text.AsSpan().IndexOfAnyExceptInRange(' ', '~') is var end and >= 0 ? text[..end] : text;
        if (printable.Length < text.Length)
            Warn($"cut after {printable.Length} characters, where rubbish starts");
        var clean = printable.Trim();
        if (clean.Length < printable.Length)
            Warn("spaces around it");
        return clean;
    }

    string NameOf(string part)
    {
        if (!part.StartsWith('@'))
            Warn("no '@' before the name");
        var name = part.TrimStart('@').Trim();
        if (name.Length == 0)
            Warn("no name");
        return name;
    }

    uint? AddressOf(string part)
    {
        var text = part.Trim();
        if (text.Length < part.Length)
            Warn($"spaces around address \"{text}\"");
        if (text is not ['0', 'x' or 'X', .. { Length: >= 1 and <= 8 } digits]
            || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var address))
        {
            Warn($"\"{text}\" is no address: 0x and one to eight hex digits are needed");
            return null;
        }

        return address;
    }

    /// <summary>The segments of one address group follow each other without a gap.</summary>
    bool AddGroup(List<SectorRun> runs, uint address, string segments)
    {
        var parts = segments.Split(',').ToList();
        if (parts.Count > 1 && string.IsNullOrWhiteSpace(parts[^1]))
        {
            Warn("comma at the end");
            parts.RemoveAt(parts.Count - 1);
        }

        ulong at = address;
        foreach (var part in parts)
        {
            if (runs.Count == LayoutString.MostSegments)
                return Fail($"more than {LayoutString.MostSegments} segments");
            if (SegmentOf(part, at) is not { } run)
                return false;
            runs.Add(run);
            at = run.Range.End;
        }

        return true;
    }

    SectorRun? SegmentOf(string part, ulong at)
    {
        var text = part.TrimEnd();
        if (text.Length < part.Length)
            Warn($"spaces behind \"{text.TrimStart()}\"");
        text = text.TrimStart();
        var match = Segment.Match(text);
        if (!match.Success)
            return RefuseRun($"\"{text}\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed");
        if (match.Groups["unit"].Length == 0 && match.Groups["type"].Value == "B")
            return RefuseRun($"\"{text}\" has no type letter: its B is the unit");
        if (!uint.TryParse(match.Groups["count"].ValueSpan, out var count) || count > LayoutString.MostSectors)
            return RefuseRun($"\"{text}\" counts more than {LayoutString.MostSectors} sectors");
        if (SizeOf(match, text) is not { } size)
            return RefuseRun($"\"{text}\" has sectors of more than 4 GiB");
        if (size == 0)
            return RefuseRun($"\"{text}\" has sectors of no size");
        if (at + (ulong)size * count is > AddressRange.AddressSpace || at > uint.MaxValue)
            return RefuseRun($"\"{text}\" at 0x{at:X8} leaves the 32-bit address space");
        if (size == 1)
            Warn($"\"{text}\" has sectors of one byte");
        return new((uint)at, size, (int)count, AccessOf(match.Groups["type"].ValueSpan[0], text));
    }

    uint? SizeOf(Match segment, string text)
    {
        var unit = segment.Groups["unit"].Value;
        if (unit is "b" or "k" or "m")
            Warn($"lower-case unit in \"{text}\"");
        uint scale = unit switch
        {
            "K" or "k" => 1024,
            "M" or "m" => 1024 * 1024,
            _ => 1,     // B, space, dot or nothing: "1536*128g", "01*016 e", "01*1024.e"
        };
        return uint.TryParse(segment.Groups["size"].ValueSpan, out var size) && (ulong)size * scale <= uint.MaxValue ? size * scale : null;
    }

    SectorAccess AccessOf(char letter, string text)
    {
        if (char.IsAsciiLetterUpper(letter))
            Warn($"upper-case type letter in \"{text}\"");
        return (SectorAccess)letter & SectorAccess.All;     // the low three bits of the ASCII code, in both cases
    }

    /// <summary>The first two neighbours that share an address. Empty runs share none.</summary>
    static (SectorRun First, SectorRun Second)? Overlap(List<SectorRun> ascending)
    {
        var filled = ascending.FindAll(run => run.Count > 0);
        for (var i = 1; i < filled.Count; i++)
        {
            if (filled[i - 1].Range.Overlaps(filled[i].Range))
                return (filled[i - 1], filled[i]);
        }

        return null;
    }

    void Warn(string departure) => warnings.Add(departure);

    bool Fail(string reason)
    {
        Warn(reason);
        return false;
    }

    MemoryLayout? Refuse(string reason)
    {
        Warn(reason);
        return null;
    }

    SectorRun? RefuseRun(string reason)
    {
        Warn(reason);
        return null;
    }

    // A unit is one character; what follows it, or the digits, is the type.
    [GeneratedRegex(@"\A(?<count>[0-9]+) *\* *(?<size>[0-9]+)(?<unit>[BKMbkm .]?)(?<type>[a-gA-G])\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Segment { get; }
}
