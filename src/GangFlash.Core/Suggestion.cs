namespace GangFlash;

/// <summary>What somebody probably meant who mistyped a word of a short list.</summary>
public static class Suggestion
{
    /// <summary>The nearest of the known words by edits (a letter lost, added, changed, two swapped; case is free), or none if nothing is near.</summary>
    public static string? Nearest(string wrong, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(wrong);
        if (wrong.Length > LongestWord)
            return null;       // nobody mistypes that much, and the distance costs the product of both lengths
        return known
            .Where(word => word.Length <= LongestWord)
            .Select(word => (Word: word, Edits: Distance(wrong, word)))
            .Where(candidate => candidate.Edits <= Math.Max(wrong.Length, candidate.Word.Length) / 3)
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    const int LongestWord = 64;

    // Optimal string alignment, three rows at a time. On the stack: a file full of unknown words asks for every one of them.
    static int Distance(string from, string to)
    {
        Span<int> before = stackalloc int[to.Length + 1], row = stackalloc int[to.Length + 1], next = stackalloc int[to.Length + 1];
        for (var j = 0; j <= to.Length; j++)
            row[j] = j;
        for (var i = 1; i <= from.Length; i++)
        {
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j], next[j - 1]) + 1, row[j - 1] + (Same(from[i - 1], to[j - 1]) ? 0 : 1));
                if (i > 1 && j > 1 && Same(from[i - 1], to[j - 2]) && Same(from[i - 2], to[j - 1]))
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            var oldest = before;
            before = row;
            row = next;
            next = oldest;
        }

        return row[^1];
    }

    static bool Same(char one, char other) => char.ToUpperInvariant(one) == char.ToUpperInvariant(other);
}
