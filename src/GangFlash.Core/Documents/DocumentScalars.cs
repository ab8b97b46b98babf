using System.Globalization;
using System.Text.RegularExpressions;
using GangFlash.Devices;

namespace GangFlash.Documents;

/// <summary>Reads a scalar's text; the answer is why it can't be read, or nothing.</summary>
public delegate string? ScalarRule<T>(string text, out T value);

/// <summary>How numbers, ranges and words are written in a file. A complaint continues the sentence that starts with the text itself.</summary>
public static partial class DocumentScalars
{
    /// <summary>Of whatever authors name.</summary>
    public const string NamePattern = "^[A-Za-z0-9._-]{1,64}$";

    /// <summary>Always eight hex digits: a lost or doubled zero is the most expensive typing error there is.</summary>
    public static string? Address(string text, out uint address)
    {
        address = 0;
        if (HexDigits(text) is not { } digits)
        {
            return Word(text, out var word) is null
                ? $"is no address; write it as 0x and eight hex digits (as a decimal number it is 0x{word:X8})"
                : "is no address; write it as 0x and eight hex digits, such as 0x08000000";
        }

        if (digits.Length != 8)
            return $"has {digits.Length} hex digits and an address has eight; was a zero lost or doubled?";
        address = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return null;
    }

    /// <summary>32 bits, hexadecimal or decimal.</summary>
    public static string? Word(string text, out uint word)
    {
        word = 0;
        if (HexDigits(text) is { } digits)
        {
            if (digits.Length > 8)
                return $"has {digits.Length} hex digits and 32 bits have at most eight";
            word = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            return null;
        }

        if (!Decimal.IsMatch(text))
            return "is no number; write it in hex such as 0x449 or in decimal without leading zeros";
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out word) ? null : "does not fit into 32 bits";
    }

    /// <summary><c>0x08000000-0x0801FFFF</c> with both ends inside, <c>0x08000000+0x20000</c> or <c>0x08000000+128K</c>.</summary>
    public static string? Range(string text, out AddressRange range)
    {
        range = default;
        var cut = text.AsSpan().IndexOfAny('-', '–', '+');      // the long dash too: that is how we print ranges
        if (cut < 0)
            return "is no range; write 0x08000000-0x0801FFFF (the last address is inside), 0x08000000+0x20000 or 0x08000000+128K";
        var (first, second) = (text[..cut].Trim(), text[(cut + 1)..].Trim());
        if (Address(first, out var start) is { } whyStart)
            return $"is no range: its start '{Show(first)}' {whyStart}";
        if (text[cut] == '+')
        {
            if (Size(second, out var size) is { } whySize)
                return $"is no range: its size '{Show(second)}' {whySize}";
            if (size == 0)
                return "is empty; give it a size";
            if (size > AddressRange.AddressSpace - start)
                return "reaches beyond 0xFFFFFFFF, the last address of 32 bits";
            range = AddressRange.Of(start, size);
            return null;
        }

        if (Address(second, out var last) is { } whyLast)
            return $"is no range: its end '{Show(second)}' {whyLast}";
        if (last < start)
            return "ends before it starts; swap the two addresses";
        range = new(start, (ulong)last + 1);
        return null;
    }

    /// <summary>Bytes: <c>0x20000</c>, <c>131072</c>, <c>128K</c>, <c>1M</c>.</summary>
    public static string? Size(string text, out ulong size)
    {
        size = 0;
        var unit = text switch { [.., 'K'] => 1024UL, [.., 'M'] => 1024UL * 1024, _ => 1UL };
        if (Word(unit == 1 ? text : text[..^1], out var count) is not null)
            return "is no size; write bytes such as 0x20000 or 131072, or 128K, or 1M";
        size = count * unit;
        return null;
    }

    public static string? Truth(string text, out bool truth)
    {
        truth = text == "true";
        return text is "true" or "false" ? null : "is neither true nor false";
    }

    public static string? Usb(string text, out UsbId id) =>
        UsbId.TryParse(text, out id) ? null : "is no USB ID; write vendor and product with four hex digits each, such as 0483:df11";

    /// <summary>A word that stands for a member of an enum: <c>none-allowed</c> for <c>NoneAllowed</c>.</summary>
    public static string? Choice<T>(string text, out T choice)
        where T : struct, Enum
    {
        var words = Words<T>();
        if (words.TryGetValue(text, out choice))
            return null;
        return Suggestion.Nearest(text, words.Keys) is { } near
            ? $"is not known here; did you mean '{near}'?"
            : $"is not known here; write {(words.Count == 1 ? "" : $"{string.Join(", ", words.Keys.SkipLast(1))} or ")}{words.Keys.Last()}";
    }

    /// <summary>The word of each member of an enum, in the order of their values.</summary>
    public static IReadOnlyDictionary<string, T> Words<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToDictionary(Word);

    public static string Word<T>(T member)
        where T : struct, Enum => Capital.Replace(member.ToString(), "-$0").ToLowerInvariant();

    public static string? Name(string text, string noun) =>
        NameShape.IsMatch(text) ? null : $"is no name of a {noun}; use 1 to 64 letters, digits, dots, dashes and underscores";

    /// <summary>A file that is found on every station: below the folder of the file that names it, however it is mounted.</summary>
    public static string? RelativePath(string text, string noun)
    {
        if (text.Contains('\\'))
            return "has backslashes; write forward slashes, which work on every station";
        if (text is ['/' or '~', ..] || text.Contains(':'))
            return $"works only on this PC; name the file relative to the {noun}'s folder, such as images/app.elf";
        if (text is [] or [.., '/'])
            return "names no file";
        var depth = 0;
        foreach (var step in text.Split('/'))
        {
            depth += step switch { "" or "." => 0, ".." => -1, _ => 1 };
            if (depth < 0)
                return $"leaves the {noun}'s folder and so works only on this PC; put the file below the {noun}'s folder";
        }

        return text is [.., '.'] && depth == 0 ? "names no file" : null;
    }

    public static string Show(string text) => Printable.Escape(text, 60);

    static string? HexDigits(string text) => Hex.Match(text) is { Success: true } match ? match.Groups["digits"].Value : null;

    [GeneratedRegex("^0[xX](?<digits>[0-9a-fA-F]+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Hex { get; }

    [GeneratedRegex("^(0|[1-9][0-9]*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal { get; }

    [GeneratedRegex(NamePattern, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NameShape { get; }

    [GeneratedRegex(@"\B[A-Z]", RegexOptions.NonBacktracking)]
    private static partial Regex Capital { get; }
}
