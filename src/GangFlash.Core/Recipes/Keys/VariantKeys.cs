using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of a variant: when it is meant, and what it has instead of the recipe around it.</summary>
static class VariantKeys
{
    const int MostVariants = 32;
    const int MostValues = 16;

    static readonly DocumentKey<TextPattern> s_unit = new("unit", Readings.Pattern, "What the unit's serial must look like, as it was scanned or given; * and ? are wildcards.");

    static readonly DocumentKey<string> s_chip = new("chip", Readings.Text(32), "A part of the catalogue: the bootloader must say what the ROM of this part says.");

    static readonly DocumentKey<TextPattern> s_product = new("product", Readings.Pattern, "What the USB product string must look like; for bootloaders of your own.");

    static readonly DocumentKey<ImmutableSortedDictionary<string, TextPattern>> s_order = new("order", Readings.Names("a value of the work order by its name", Readings.Pattern, MostValues),
        "What values of the work order must look like.");

    static readonly DocumentTable s_whenTable = new("'when'", [s_unit, s_chip, s_product, s_order]);

    static readonly DocumentKey<string> s_name = new("variant", Readings.Name, "The variant's name, as the record keeps it.") { Needed = "'variant: ' and its name" };

    static readonly DocumentKey<VariantCondition> s_when = new("when", Readings.Keys(s_whenTable, When), "Which boards it is for; all that is given must hold.") { Needed = "'when: { unit: PC-EU-* }' or 'when: { chip: STM32F405 }'" };

    static readonly DocumentKey<ImmutableArray<RecipeImage>?> s_images = new("images", ImageKeys.Reading, "Instead of the recipe's images, as a whole.");

    static readonly DocumentKey<ExpectedDevice> s_device = new("device", DeviceKeys.Reading, "Instead of the recipe's device, as a whole.");

    static readonly DocumentKey<RangeRules> s_ranges = new("ranges", RangeKeys.Reading, "Instead of the recipe's ranges, as a whole.");

    static readonly DocumentTable s_table = new("an entry of 'variants'", [s_name, s_when, s_images, s_device, s_ranges]);

    /// <summary>As they are written; <see cref="Resolve"/> makes recipes of them.</summary>
    public static Reading<ImmutableArray<Draft>?> Reading { get; } = Readings.Several(MostVariants, Readings.Keys(s_table, Variant)).Then(RefuseTwins);

    /// <summary>A variant before the recipe around it is known.</summary>
    public sealed record Draft(string Name, VariantCondition When, ImmutableArray<RecipeImage>? Images, ExpectedDevice? Device, RangeRules? Ranges, SourcePlace Place, ImmutableDictionary<string, SourcePlace> Places);

    public static ImmutableArray<RecipeVariant> Resolve(Recipe recipe, ImmutableArray<Draft> drafts) =>
    [
        .. drafts.Select(draft => new RecipeVariant(
            draft.Name,
            draft.When,
            recipe with
            {
                Variant = draft.Name,
                Images = draft.Images ?? recipe.Images,
                Device = draft.Device ?? recipe.Device,
                Ranges = draft.Ranges ?? recipe.Ranges,
                Places = recipe.Places.SetItems(draft.Places),
            },
            draft.Place)),
    ];

    /// <summary>Which of two variants is meant must never be a matter of their order.</summary>
    static void RefuseAmbiguous(DocumentProblems problems, ImmutableArray<Draft> drafts)
    {
        var paper = new PatternOverlap.Paper();
        foreach (var (other, i) in drafts.Take(MostVariants).Select((draft, i) => (draft, i)))
        {
            foreach (var one in drafts.Take(i))
            {
                if (one.When.Both(other.When, paper) is not { } both)
                    continue;
                problems.Error(RecipeCode.Variant, other.Place, $"'{other.Name}' and '{one.Name}' of line {one.Place.Line} are both meant by {both}; make 'when' of one of them narrower");
                break;
            }
        }
    }

    static Draft? Variant(DocumentKeys keys)
    {
        var (name, when, images, device, ranges) = (keys.Of(s_name), keys.Of(s_when), keys.Of(s_images), keys.Of(s_device), keys.Of(s_ranges));
        return name is null || when is null ? null : new(name, when, images, device, ranges, keys.Place, keys.Places);
    }

    static VariantCondition When(DocumentKeys keys)
    {
        var when = new VariantCondition
        {
            Unit = keys.Of(s_unit),
            Chip = keys.Of(s_chip),
            ChipPlace = keys.PlaceOf(s_chip.Name),
            Product = keys.Of(s_product),
            Order = keys.Of(s_order) ?? ImmutableSortedDictionary<string, TextPattern>.Empty,
        };
        if (!s_whenTable.Keys.Any(key => keys.Has(key.Name)))
            keys.Problems.Error(RecipeCode.Variant, keys.Place, "'when' says nothing; write unit, chip, product or order");
        return when;
    }

    static ImmutableArray<Draft>? RefuseTwins(DocumentValue value, ImmutableArray<Draft>? drafts)
    {
        value.Problems.RefuseTwins(drafts, draft => draft.Name, draft => draft.Place, draft => $"the variant '{draft.Name}'");
        RefuseAmbiguous(value.Problems, drafts ?? []);
        return drafts;
    }
}
