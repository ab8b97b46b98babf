using System.Text.RegularExpressions;

namespace GangFlash.Documents;

/// <summary>
/// Whether two patterns can match one text. With <c>*</c> and <c>?</c> alone that can be decided: both are walked side by side, and the shortest text
/// that takes both to their ends is the witness. None means that there is no such text within the length, not that none was found.
/// </summary>
public static partial class PatternOverlap
{
    /// <summary>Stands for any character in a witness.</summary>
    const char Filler = '0';

    /// <summary>The shortest text that both match, of at most <paramref name="longest"/> characters; none if there is none.</summary>
    public static string? Witness(TextPattern one, TextPattern other, int longest)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (Squeeze(one.Text), Squeeze(other.Text));
        char[] letters = [.. (a + b).Where(letter => letter is not ('*' or '?')).Append(Filler).Distinct().Order()];

        // Breadth first, so that the first text found is a shortest one. White space counts as one space and not at the ends, as in TextPattern.
        HashSet<(int A, int B, bool Space)> seen = [];
        Queue<(int A, int B, string Text)> open = new([(0, 0, "")]);
        while (open.TryDequeue(out var at))
        {
            if (at.Text.Length > 0 && !at.Text.EndsWith(' ') && IsEnd(a, at.A) && IsEnd(b, at.B))
                return at.Text;
            if (at.Text.Length == longest)
                continue;
            foreach (var letter in letters)
            {
                if (letter == ' ' && (at.Text.Length == 0 || at.Text.EndsWith(' ')))
                    continue;
                foreach (var nextA in After(a, at.A, letter))
                {
                    foreach (var nextB in After(b, at.B, letter))
                    {
                        if (seen.Add((nextA, nextB, letter == ' ')))
                            open.Enqueue((nextA, nextB, at.Text + letter));
                    }
                }
            }
        }

        return null;
    }

    static bool IsEnd(string pattern, int at) => pattern.AsSpan(at).Trim('*').IsEmpty;

    /// <summary>Where a pattern can stand after one more letter: a star stays or is left.</summary>
    static IEnumerable<int> After(string pattern, int at, char letter)
    {
        for (; at < pattern.Length && pattern[at] == '*'; at++)
            yield return at;
        if (at < pattern.Length && (pattern[at] == '?' || pattern[at] == letter))
            yield return at + 1;
    }

    static string Squeeze(string text) => WhiteSpace.Replace(text.Trim(), " ");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WhiteSpace { get; }
}
