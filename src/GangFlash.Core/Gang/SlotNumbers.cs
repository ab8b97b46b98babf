using System.Collections.Immutable;
using System.Globalization;

namespace GangFlash.Gang;

/// <summary>Slot numbers as people write them: <c>1,3-5</c>.</summary>
public static class SlotNumbers
{
    /// <summary>The numbers in the text, each once and in order, or none if it names no slots.</summary>
    public static ImmutableSortedSet<int>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var (first, last) = part.Split('-') switch
            {
                [var one] => (Number(one), Number(one)),
                [var from, var to] => (Number(from), Number(to)),
                _ => (null, null),
            };
            if (first is not { } begin || last is not { } end || end < begin)
                return null;
            numbers.UnionWith(Enumerable.Range(begin, end - begin + 1));
        }

        return numbers.ToImmutable();
    }

    /// <summary>The shortest such text, with "to" in ranges: <c>1, 3 to 5</c>.</summary>
    public static string Text(IEnumerable<int> numbers)
    {
        List<(int First, int Last)> runs = [];
        foreach (var number in numbers.Distinct().Order())
        {
            if (runs is [.., var run] && run.Last == number - 1)
                runs[^1] = (run.First, number);
            else
                runs.Add((number, number));
        }

        return string.Join(", ", runs.Select(run => run.First == run.Last ? $"{run.First}" : run.Last == run.First + 1 ? $"{run.First}, {run.Last}" : $"{run.First} to {run.Last}"));
    }

    static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= SlotMap.MostSlots ? number : null;
}
