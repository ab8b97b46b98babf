using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>One place of the screen.</summary>
/// <param name="Text">One printable character; empty for the right half of a wide one.</param>
readonly record struct Cell(string Text, CellStyle Style)
{
    public static Cell Blank { get; } = new(" ", CellStyle.Plain);

    public bool IsRightHalf => Text.Length == 0;
}

/// <param name="Foreground">0xRRGGBB, or <see cref="Default"/>.</param>
/// <param name="Background">As above.</param>
readonly record struct CellStyle(int Foreground, int Background, CellFlags Flags)
{
    /// <summary>The terminal's own colour.</summary>
    public const int Default = -1;

    public static CellStyle Plain { get; } = new(Default, Default, CellFlags.None);
}

[Flags]
enum CellFlags
{
    None = 0,
    Bold = 1,
    Dim = 2,
    Underline = 4,
    Invert = 8,
}

/// <summary>How many cells a character takes.</summary>
static class CellWidth
{
    /// <summary>1 or 2; 0 for what must never stand in a cell: control, format and combining characters, halves of pairs.</summary>
    public static int Of(Rune rune) => rune.Value switch
    {
        >= ' ' and <= '~' => 1,
        < 0xA0 or 0xAD => 0,
        _ when Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.EnclosingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator or System.Globalization.UnicodeCategory.Surrogate
            or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned => 0,
        _ => IsWide(rune.Value) ? 2 : 1,
    };

    /// <summary>The cells of a text, each character that may not be shown counted as the one that stands in for it.</summary>
    public static int Of(string text) => text.EnumerateRunes().Sum(rune => Math.Max(1, Of(rune)));

    /// <summary>The text cut to a number of cells, with a mark where something is missing.</summary>
    public static string Cut(string text, int cells)
    {
        if (Of(text) <= cells)
            return text;
        var kept = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Math.Max(1, Of(rune));
            if (used > cells - 1)
                break;
            _ = kept.Append(rune);
        }

        return cells < 1 ? "" : kept.Append('…').ToString();
    }

    // East Asian Wide and Fullwidth (Unicode, EastAsianWidth.txt) by block.
    static bool IsWide(int value) => value switch
    {
        >= 0x1100 and <= 0x115F => true,
        >= 0x2E80 and <= 0x303E => true,
        >= 0x3041 and <= 0x33FF => true,
        >= 0x3400 and <= 0x4DBF => true,
        >= 0x4E00 and <= 0x9FFF => true,
        >= 0xA000 and <= 0xA4CF => true,
        >= 0xA960 and <= 0xA97C => true,
        >= 0xAC00 and <= 0xD7A3 => true,
        >= 0xF900 and <= 0xFAFF => true,
        >= 0xFE30 and <= 0xFE6F => true,
        >= 0xFF01 and <= 0xFF60 => true,
        >= 0xFFE0 and <= 0xFFE6 => true,
        >= 0x16FE0 and <= 0x18CFF => true,
        >= 0x1AFF0 and <= 0x1B2FF => true,
        >= 0x1F004 and <= 0x1F251 => true,
        >= 0x1F300 and <= 0x1F64F => true,
        >= 0x1F680 and <= 0x1F6FF => true,
        >= 0x1F7E0 and <= 0x1F7F0 => true,
        >= 0x1F900 and <= 0x1FAFF => true,
        >= 0x20000 and <= 0x3FFFD => true,
        _ => false,
    };
}
