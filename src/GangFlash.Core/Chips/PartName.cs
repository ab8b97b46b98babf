using System.Text.RegularExpressions;

namespace GangFlash.Chips;

/// <summary>How part numbers are built: part, pin count, flash size, package, temperature range (<c>STM32F746 Z G T 6</c>).</summary>
internal static partial class PartName
{
    /// <summary>The largest <see cref="Distance"/> that is worth a question.</summary>
    public const int Similar = 2;

    const int Longest = 40;

    /// <summary>In capitals; <c>F746</c> becomes <c>STM32F746</c>.</summary>
    public static string Normal(string part)
    {
        var name = part.Trim().ToUpperInvariant();
        if (name.Length > Longest)
            name = name[..Longest];
        return WithoutVendor.IsMatch(name) ? "STM32" + name : name;
    }

    /// <summary>What follows the part: nothing, the pin letter, or pin letter, size letter and more.</summary>
    /// <param name="length">Bytes of flash; none without a size letter (<c>STM32F746xx</c> has none either).</param>
    /// <returns>False where it is no such suffix.</returns>
    public static bool TrySuffix(string suffix, out ulong? length)
    {
        length = null;
        var match = Suffix.Match(suffix);
        if (!match.Success)
            return false;
        var letter = match.Groups["size"].Value;
        if (letter is "" or "X")
            return true;
        length = FlashLength(letter[0]);
        return length is not null;
    }

    /// <summary>Bytes, as ST's ordering information counts.</summary>
    static ulong? FlashLength(char letter)
    {
        ulong? kib = letter switch
        {
            '4' => 16,
            '6' => 32,
            '8' => 64,
            'B' => 128,
            'Z' => 192,
            'C' => 256,
            'D' => 384,
            'E' => 512,
            'Y' => 640,     // WB55 only
            'F' => 768,
            'G' => 1024,
            'H' => 1536,
            'I' => 2048,
            'J' => 4096,
            'M' => 4032,    // Artery only
            _ => null,
        };
        return kib * 1024;
    }

    /// <summary>
    /// Edits (insert, delete, replace, swap neighbours) that make <paramref name="known"/> of the text.
    /// What the text has behind the known part's length costs nothing: it may be package and size.
    /// </summary>
    public static int Distance(string text, string known)
    {
        var whole = Edits(text, known);
        return text.Length <= known.Length ? whole : Math.Min(whole, Edits(text[..known.Length], known));
    }

    static int Edits(string a, string b)
    {
        // On the stack: a file may name a hundred parts that nobody knows, and each is compared with all that are known.
        var width = b.Length + 1;
        var size = (a.Length + 1) * width;
        Span<int> edits = size <= 1024 ? stackalloc int[size] : new int[size];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                var at = i * width + j;
                if (i == 0 || j == 0)
                {
                    edits[at] = i + j;
                    continue;
                }

                var replace = edits[at - width - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                edits[at] = Math.Min(replace, Math.Min(edits[at - width], edits[at - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    edits[at] = Math.Min(edits[at], edits[at - 2 * width - 2] + 1);
            }
        }

        return edits[^1];
    }

    [GeneratedRegex(@"\A[CFGHLUNW][0-9B]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex WithoutVendor { get; }

    [GeneratedRegex(@"\A([A-Z]((?<size>[A-Z0-9])[A-Z0-9]{0,8})?)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Suffix { get; }
}
