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

    const int Nowhere = -1;

    /// <summary>The shortest text that both match, of at most <paramref name="longest"/> characters; none if there is none.</summary>
    public static string? Witness(TextPattern one, TextPattern other, int longest)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (Squeeze(one.Text), Squeeze(other.Text));
        // All letters that neither pattern names lead to the same places, so the first of them stands for all.
        char[] letters = [.. (a + b).Where(letter => letter is not ('*' or '?')).Append(Filler).Distinct().Order()];
        var any = letters.First(letter => letter != ' ');

        // Breadth first, so that the first text found is a shortest one. White space counts as one space and not at the ends, as in TextPattern.
        List<Step> steps = [new(0, 0, Before: 0, default, Length: 0)];
        var seen = new bool[(a.Length + 1) * (b.Length + 1) * 2];
        for (var i = 0; i < steps.Count; i++)
        {
            var at = steps[i];
            if (at.Length > 0 && at.Letter != ' ' && IsEnd(a, at.A) && IsEnd(b, at.B))
                return TextTo(steps, i);
            if (at.Length == longest)
                continue;
            foreach (var letter in letters)
            {
                if (letter == ' ' ? at.Length == 0 || at.Letter == ' ' : letter != any && letter != Named(a, at.A) && letter != Named(b, at.B))
                    continue;
                var (stayA, goA) = After(a, at.A, letter);
                var (stayB, goB) = After(b, at.B, letter);
                foreach (var nextA in (ReadOnlySpan<int>)[stayA, goA])
                {
                    foreach (var nextB in (ReadOnlySpan<int>)[stayB, goB])
                    {
                        if (nextA == Nowhere || nextB == Nowhere)
                            continue;
                        ref var isSeen = ref seen[(nextA * (b.Length + 1) + nextB) * 2 + (letter == ' ' ? 1 : 0)];
                        if (isSeen)
                            continue;
                        isSeen = true;
                        steps.Add(new(nextA, nextB, i, letter, at.Length + 1));
                    }
                }
            }
        }

        return null;
    }

    /// <param name="A">Where the one pattern stands.</param>
    /// <param name="Before">The step that this one follows, by its number.</param>
    readonly record struct Step(int A, int B, int Before, char Letter, int Length);

    static string TextTo(List<Step> steps, int last)
    {
        var text = new char[steps[last].Length];
        for (var at = steps[last]; at.Length > 0; at = steps[at.Before])
            text[at.Length - 1] = at.Letter;
        return new(text);
    }

    static bool IsEnd(string pattern, int at) => at == pattern.Length || (at == pattern.Length - 1 && pattern[at] == '*');

    /// <summary>The letter that the pattern asks for here, behind a star or not.</summary>
    static char? Named(string pattern, int at)
    {
        if (at < pattern.Length && pattern[at] == '*')
            at++;
        return at < pattern.Length ? pattern[at] : null;
    }

    /// <summary>Where a pattern can stand after one more letter: a star stays, or is left with it.</summary>
    static (int Stays, int Goes) After(string pattern, int at, char letter)
    {
        var stays = at < pattern.Length && pattern[at] == '*' ? at : Nowhere;
        var next = stays == Nowhere ? at : at + 1;
        return (stays, next < pattern.Length && (pattern[next] == '?' || pattern[next] == letter) ? next + 1 : Nowhere);
    }

    /// <summary>White space as one space, and stars that follow each other as one star.</summary>
    static string Squeeze(string text) => Stars.Replace(WhiteSpace.Replace(text.Trim(), " "), "*");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WhiteSpace { get; }

    [GeneratedRegex(@"\*\*+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Stars { get; }
}
