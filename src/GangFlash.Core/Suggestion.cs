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
            .Select(word => (Word: word, Edits: Distance(wrong.ToUpperInvariant(), word.ToUpperInvariant())))
            .Where(candidate => candidate.Edits <= Math.Max(wrong.Length, candidate.Word.Length) / 3)
            .OrderBy(candidate => candidate.Edits)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    const int LongestWord = 64;

    // Optimal string alignment, three rows at a time.
    static int Distance(string from, string to)
    {
        int[] before = [], row = [.. Enumerable.Range(0, to.Length + 1)];
        for (var i = 1; i <= from.Length; i++)
        {
            var next = new int[to.Length + 1];
            next[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                next[j] = Math.Min(Math.Min(row[j], next[j - 1]) + 1, row[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                    next[j] = Math.Min(next[j], before[j - 2] + 1);
            }

            (before, row) = (row, next);
        }

        return row[^1];
    }
}
