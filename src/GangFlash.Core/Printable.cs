using System.Text;

namespace GangFlash;

/// <summary>Makes text from outside (USB strings, file names, section names, scans) safe to show on a terminal.</summary>
public static class Printable
{
    /// <summary>
    /// The same text with everything that could move a cursor or hide from an eye written as <c>\xNN</c> or <c>\uNNNN</c>:
    /// control characters, format characters, lone surrogates; and cut after <paramref name="most"/> characters.
    /// </summary>
    public static string Escape(string text, int most = 256)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= most && text.All(c => c is >= ' ' and <= '~'))
            return text;
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= most)
                return shown.Append('…').ToString();
            _ = rune.Value switch
            {
                >= ' ' and <= '~' => shown.Append((char)rune.Value),
                < 0x100 when Rune.IsControl(rune) => shown.Append($"\\x{rune.Value:X2}"),
                _ when Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) => shown.Append(rune),
                _ => shown.Append($"\\u{rune.Value:X4}"),
            };
        }

        return shown.ToString();
    }
}
