using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Which variant of a recipe is meant by a board and its unit. Exactly one must be: two are as wrong as none.</summary>
static class VariantChoice
{
    /// <returns>The variants whose conditions hold.</returns>
    public static ImmutableArray<RecipeVariant> Meant(ImmutableArray<RecipeVariant> variants, DeviceIdentity device, string? unit, ImmutableSortedDictionary<string, string> values)
    {
        ImmutableArray<Chip> candidates = [];
        if (variants.Any(variant => variant.When.Chip is not null))
            candidates = ChipCatalogue.Candidates(device);
        return [.. variants.Where(variant => Holds(variant.When))];

        bool Holds(VariantCondition when) =>
            (when.Unit is not { } label || (unit is not null && label.Matches(unit)))
            && (when.Chip is not { } part || (ChipCatalogue.Find(part) is { } choice && candidates.Contains(choice.Chip)))
            && (when.Product is not { } product || product.Matches(device.Product.Text))
            && when.Order.All(value => values.TryGetValue(value.Key, out var given) && value.Value.Matches(given));
    }

    public static Refusal Refuse(FlashOrder order, DeviceIdentity device, ImmutableArray<RecipeVariant> meant) => new Refusal.NoVariant(
        [.. (meant.IsEmpty ? order.Recipe.Variants : meant).Select(variant => variant.Name)],
        IsAmbiguous: !meant.IsEmpty,
        $"{(order.Unit is { } unit ? $"unit \"{Printable.Escape(unit, 64)}\"" : "no unit")}, product \"{Printable.Escape(device.Product.Text, 64)}\", {BoardName.Chips(device)}{string.Concat(order.Values.Select(value => $", {value.Key} = \"{Printable.Escape(value.Value, 64)}\""))}");
}
