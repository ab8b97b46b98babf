using System.Collections.Immutable;
using GangFlash.Recipes;
using GangFlash.Stations;

namespace GangFlash.Station.Loading;

/// <summary>Values of a work order as a command line gives them: <c>NAME=TEXT</c>.</summary>
static class OrderValues
{
    const int Longest = WorkOrderFile.LongestValue;

    /// <returns>What is wrong, a sentence; none if every value that the recipe takes is there, and no other.</returns>
    public static string? Read(Recipe recipe, string[] texts, out ImmutableSortedDictionary<string, string> values)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        values = read.ToImmutable();
        foreach (var text in texts)
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1 || text.Length - equals - 1 is 0 or > Longest)
                return $"--value: \"{Printable.Escape(text, 64)}\" is not NAME=TEXT with 1 to {Longest} characters of text.";
            var name = text[..equals];
            if (!recipe.OrderValues.Contains(name))
            {
                return $"--value: the recipe takes no '{Printable.Escape(name, 64)}'{(Suggestion.Nearest(name, recipe.OrderValues) is { } near ? $"; did you mean '{near}'?"
                    : recipe.OrderValues.IsEmpty ? ", and no other value of a work order." : $"; it takes {string.Join(", ", recipe.OrderValues)}.")}";
            }

            if (!read.TryAdd(name, text[(equals + 1)..]))
                return $"--value: '{name}' is given twice.";
        }

        values = read.ToImmutable();
        return recipe.OrderValues.FirstOrDefault(name => !read.ContainsKey(name)) is { } missing
            ? $"The recipe takes '{missing}' from the work order: give --value {missing}=TEXT."
            : null;
    }
}
