using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>A recipe for some of the boards that a recipe is for.</summary>
/// <param name="Recipe">All of it: what the variant says itself, and the rest from the recipe around it.</param>
public sealed record RecipeVariant(string Name, VariantCondition When, Recipe Recipe, SourcePlace Place);

/// <summary>Which boards a variant is for. All that is given must hold.</summary>
public sealed record VariantCondition
{
    /// <summary>What the unit's serial must look like, as it was scanned or given.</summary>
    public TextPattern? Unit { get; init; }

    /// <summary>A part whose ROM says what the device says.</summary>
    public string? Chip { get; init; }

    /// <summary>For the USB product string.</summary>
    public TextPattern? Product { get; init; }

    /// <summary>For values of the work order, by their names.</summary>
    public ImmutableSortedDictionary<string, TextPattern> Order { get; init; } = ImmutableSortedDictionary<string, TextPattern>.Empty;

    public SourcePlace ChipPlace { get; init; }

    /// <summary>A case in which both hold, in words; none if one always excludes the other.</summary>
    internal string? Both(VariantCondition other, PatternOverlap.Paper paper)
    {
        var found = new List<string>();
        if (Chip is { } one && other.Chip is { } two && !one.Equals(two, StringComparison.OrdinalIgnoreCase))
            return null;
        return Meet("the unit", Unit, other.Unit) && Meet("the product string", Product, other.Product) && Order.Keys.All(key => Meet($"'{key}' of the order", Order[key], other.Order.GetValueOrDefault(key)))
            ? found.Count == 0 ? "any board" : string.Join(" and ", found)
            : null;

        bool Meet(string what, TextPattern? mine, TextPattern? theirs)
        {
            if (mine is null || theirs is null)
                return true;
            if (PatternOverlap.Witness(mine, theirs, LongestWitness, paper) is not { } witness)
                return false;
            found.Add($"{what} '{DocumentScalars.Show(witness)}'");
            return true;
        }
    }

    const int LongestWitness = 128;
}
