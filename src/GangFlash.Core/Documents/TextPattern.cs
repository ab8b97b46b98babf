using System.Text.RegularExpressions;

namespace GangFlash.Documents;

/// <summary>
/// A whole-text pattern with <c>*</c> (any characters) and <c>?</c> (one). Runs of white space count as one space on both sides,
/// since tools print <c>STM32  BOOTLOADER</c> both ways. Case matters.
/// </summary>
public sealed partial record TextPattern(string Text)
{
    public bool Matches(string candidate)
    {
        // Two pointers and one remembered star: linear enough for any text that a USB string or a scan can hold.
        var (pattern, text) = (Squeeze(Text), Squeeze(candidate));
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && (pattern[p] == '?' || (pattern[p] != '*' && pattern[p] == text[t])))
                (p, t) = (p + 1, t + 1);
            else if (p < pattern.Length && pattern[p] == '*')
                (star, resume, p) = (p, t, p + 1);
            else if (star >= 0)
                (p, t, resume) = (star + 1, resume + 1, resume + 1);
            else
                return false;
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;
    }

    public override string ToString() => Text;

    static string Squeeze(string text) => WhiteSpace.Replace(text.Trim(), " ");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WhiteSpace { get; }
}
