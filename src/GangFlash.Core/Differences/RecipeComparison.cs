using System.Collections.Immutable;
using GangFlash.Planning;

namespace GangFlash.Differences;

/// <summary>Finds what is different between two recipes that were loaded with their images. Pure.</summary>
public static class RecipeComparison
{
    /// <param name="deviceOf">What stands in for the device of an order; none where its recipe names none.</param>
    public static RecipeDifferences Of(FlashOrder before, FlashOrder after, Func<FlashOrder, TargetMemory?> deviceOf)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var pairs = Pairs(before, after);
        return new(
            before.Recipe.Source.Sha256 == after.Recipe.Source.Sha256,
            KeyComparison.Of(before.Recipe.Source, after.Recipe.Source),
            Ranges(pairs),
            ImageComparison.Of(before, after),
            [.. pairs.Select(pair => Erase(pair.Variant, pair.Before, pair.After, deviceOf)).OfType<EraseDifference>()]);
    }

    /// <summary>The orders that mean the same boards: those of variants of one name, and the only one of recipes without variants.</summary>
    static ImmutableArray<(string? Variant, FlashOrder Before, FlashOrder After)> Pairs(FlashOrder before, FlashOrder after) =>
    [
        .. from old in before.All
           from now in after.All
           where old.Recipe.Variant == now.Recipe.Variant || before.Variants.IsEmpty || after.Variants.IsEmpty
           select (now.Recipe.Variant ?? old.Recipe.Variant, old, now),
    ];

    static ImmutableArray<RangeDifference> Ranges(ImmutableArray<(string? Variant, FlashOrder Before, FlashOrder After)> pairs)
    {
        var each = pairs.Select(pair => (pair.Variant, Found: RangeComparison.Of(pair.Before.Recipe.Ranges, pair.After.Recipe.Ranges))).ToList();
        // Variants share what the recipe says once, and so does what changed of it.
        return each.Select(pair => string.Join('\n', pair.Found.Select(Text))).Distinct().Take(2).Count() == 1
            ? each[0].Found
            : [.. each.SelectMany(pair => pair.Found.Select(found => found with { Variant = pair.Variant }))];

        static string Text(RangeDifference found) => $"{found.Change} {string.Join(' ', found.Ranges)}";
    }

    static EraseDifference? Erase(string? variant, FlashOrder before, FlashOrder after, Func<FlashOrder, TargetMemory?> deviceOf)
    {
        if (deviceOf(before) is not { } oldDevice || deviceOf(after) is not { } newDevice)
            return null;
        return (FlashPlanner.Plan(before, oldDevice), FlashPlanner.Plan(after, newDevice)) switch
        {
            (Planned.Ready { Plan: var old }, Planned.Ready { Plan: var now }) when old.MassErase is null && now.MassErase is null => new EraseDifference.Sectors(variant, old.Erases, now.Erases, Other(old, now)),
            (Planned.Ready { Plan: var old }, Planned.Ready { Plan: var now }) => new EraseDifference.Everything(variant, old.MassErase is not null, now.MassErase is not null),
            (var old, var now) => new EraseDifference.Refused(variant, RefusalsOf(old), RefusalsOf(now)),
        };
    }

    static ImmutableArray<Refusal> RefusalsOf(Planned planned) => planned is Planned.Refused { Refusals: var refusals } ? refusals : [];

    /// <summary>Of those that both erase: what is in the others before a job, no recipe says.</summary>
    static ImmutableArray<int> Other(FlashPlan before, FlashPlan after)
    {
        var known = before.Erases.Select(erase => erase.Sector.Range).ToHashSet();
        return [.. Enumerable.Range(0, after.Erases.Length).Where(i => after.Erases[i].Sector.Range is var range && known.Contains(range) && !before.ContentOf(range).AsSpan().SequenceEqual(after.ContentOf(range)))];
    }
}
