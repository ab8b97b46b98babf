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
    public static string? Witness(TextPattern one, TextPattern other, int longest) => Witness(one, other, longest, new());

    /// <inheritdoc cref="Witness(TextPattern, TextPattern, int)"/>
    /// <param name="paper">For whoever compares many: 20 bytes for each pair of places in the two patterns.</param>
    internal static string? Witness(TextPattern one, TextPattern other, int longest, Paper paper)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = (Squeeze(one.Text), Squeeze(other.Text));
        // All letters that neither pattern asks for next lead to the same places, so the first of them stands for all.
        var any = (a + b).Where(letter => letter is not ('*' or '?' or ' ')).Append(Filler).Min();
        var hasSpace = a.Contains(' ', StringComparison.Ordinal) || b.Contains(' ', StringComparison.Ordinal);

        // Breadth first, so that the first text found is a shortest one. White space counts as one space and not at the ends, as in TextPattern.
        var (steps, seen) = paper.Begin((a.Length + 1) * (b.Length + 1) * 2);
        Span<char> letters = stackalloc char[4];
        for (var i = 0; i < steps.Count; i++)
        {
            var at = steps[i];
            if (at.Length > 0 && at.Letter != ' ' && IsEnd(a, at.A) && IsEnd(b, at.B))
                return TextTo(steps, i);
            if (at.Length == longest)
                continue;
            foreach (var letter in letters[..Next(letters, any, Named(a, at.A), Named(b, at.B), hasSpace && at.Length > 0 && at.Letter != ' ')])
            {
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

    /// <summary>The letters to go on with, each once and in their order; how many there are.</summary>
    static int Next(Span<char> letters, char any, char? one, char? other, bool space)
    {
        letters[0] = any;
        var count = 1;
        foreach (var letter in (ReadOnlySpan<char?>)[one, other, space ? ' ' : null])
        {
            if (letter is { } named and not ('*' or '?') && (named != ' ' || space) && !letters[..count].Contains(named))
                letters[count++] = named;
        }

        letters[..count].Sort();
        return count;
    }

    /// <summary>Where a comparison keeps its steps.</summary>
    internal sealed class Paper
    {
        readonly List<Step> steps = [];
        bool[] seen = [];

        internal (List<Step> Steps, bool[] Seen) Begin(int places)
        {
            steps.Clear();
            steps.Add(new(0, 0, Before: 0, default, Length: 0));
            if (seen.Length < places)
                seen = new bool[places];
            else
                Array.Clear(seen);
            return (steps, seen);
        }
    }

    /// <param name="A">Where the one pattern stands.</param>
    /// <param name="Before">The step that this one follows, by its number.</param>
    internal readonly record struct Step(int A, int B, int Before, char Letter, int Length);

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
