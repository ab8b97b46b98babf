using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>The language of recipes: its keys from the top, as the reader, the schema and the reference know them.</summary>
static class RecipeKeys
{
    static readonly DocumentKey<string> s_name = new("recipe", Readings.Name, "The recipe's name: letters, digits, dots, dashes and underscores.") { Needed = "'recipe: ' and its name" };

    static readonly DocumentKey<string> s_revision = new("revision", Readings.Text(32), "Counted up with every change that reaches the line.") { Needed = "'revision: ' and a number or a short text" };

    static readonly DocumentKey<string> s_description = new("description", Readings.Prose(4000), "What it is for, in a few lines.");

    static readonly DocumentKey<ImmutableArray<RecipeImage>?> s_images = new("images", ImageKeys.Reading, "What is written, one file or several. Needed, unless each variant has its own.");

    static readonly DocumentKey<OverlapPolicy?> s_overlap = new("overlap", PolicyKeys.Overlap, "What becomes of an address for which two images have data.") { Usual = "refuse" };

    static readonly DocumentKey<ExpectedDevice> s_device = new("device", DeviceKeys.Reading, "What must be plugged in. Every rule that is given must hold; a board that differs is refused before anything is erased.");

    static readonly DocumentKey<RangeRules> s_ranges = new("ranges", RangeKeys.Reading, "Which addresses the job may use.");

    static readonly DocumentKey<ErasePolicy?> s_erase = new("erase", PolicyKeys.Erase, "What is erased before the images are written.") { Usual = "touched" };

    static readonly DocumentKey<BlankCheckPolicy?> s_blankCheck = new("blank-check", PolicyKeys.BlankCheck, "Whether erased sectors are read back as blank before the first write.") { Usual = "auto" };

    static readonly DocumentKey<VerifyPolicy?> s_verify = new("verify", PolicyKeys.Verify, "What counts as proof.") { Usual = "full" };

    static readonly DocumentKey<ImmutableArray<NumberRange>?> s_numbers = new("numbers", NumberKeys.Reading, "Numbers that units take one after the other, each once: serial numbers, MAC addresses. The record knows which was taken by whom.");

    static readonly DocumentKey<ImmutableArray<UnitDataKeys.Draft>?> s_unitData = new("unit-data", UnitDataKeys.Reading,
        "What differs from unit to unit: written into flash with the images, read back, and recorded with the unit.");

    static readonly DocumentKey<SerialKeys.Draft> s_serial = new("serial", SerialKeys.Reading, "Where a unit's serial comes from.") { Usual = "none" };

    static readonly DocumentKey<AfterPolicy> s_after = new("after", AfterKeys.Reading, "What happens after the verdict, which is taken before and does not change by it unless 'required' says so.") { Usual = "leave" };

    static readonly DocumentKey<Pace?> s_pace = new("pace", PolicyKeys.Pace, "Whether the waits that a device announces are obeyed while blocks are written.") { Usual = "obey" };

    static readonly DocumentKey<RetryPolicy> s_retries = new("retries", RetryKeys.Reading, "How often a failed unit is tried again by itself, each time as an attempt of its own.") { Usual = "0" };

    static readonly DocumentKey<ImmutableArray<VariantKeys.Draft>?> s_variants = new("variants", VariantKeys.Reading,
        "The same recipe for boards that differ. Exactly one variant must be meant by the board and its unit, else the board is refused.");

    public static DocumentTable Table { get; } = new(
        "a recipe",
        [s_name, s_revision, s_description, s_images, s_overlap, s_device, s_ranges, s_erase, s_blankCheck, s_verify, s_serial, s_numbers, s_unitData, s_after, s_pace, s_retries, s_variants])
    { OneOf = [s_images.Name, s_variants.Name] };

    // Stand-ins such as "" and 0 never leave the reader: what they stand in for was complained about.
    public static Recipe Read(DocumentKeys keys, RecipeSource source)
    {
        var numbers = keys.Of(s_numbers) ?? [];
        var recipe = new Recipe
        {
            Name = keys.Of(s_name) ?? "",
            Revision = keys.Of(s_revision) ?? "",
            Description = keys.Of(s_description) ?? "",
            Images = keys.Of(s_images) ?? [],
            Overlap = keys.Of(s_overlap) ?? default,
            Device = keys.Of(s_device) ?? new(),
            Ranges = keys.Of(s_ranges) ?? new(),
            Erase = keys.Of(s_erase) ?? default,
            BlankCheck = keys.Of(s_blankCheck) ?? default,
            Verify = keys.Of(s_verify) ?? default,
            Numbers = numbers,
            Serial = SerialKeys.Resolve(keys.Problems, keys.Of(s_serial) ?? new(new()), numbers),
            UnitData = UnitDataKeys.Resolve(keys.Problems, keys.Of(s_unitData) ?? [], numbers),
            After = keys.Of(s_after) ?? new(),
            Pace = keys.Of(s_pace) ?? default,
            Retries = keys.Of(s_retries) ?? new(),
            Source = source,
            Places = keys.Places,
        };
        var variants = keys.Of(s_variants) ?? [];
        DemandImages(keys, variants);
        foreach (var other in variants.Where(variant => variant.Device is { } device && device.Usb != recipe.Device.Usb))
            keys.Problems.Error(RecipeCode.Variant, other.Place, $"the device of the variant '{other.Name}' shows {other.Device!.Usb} and that of the recipe {recipe.Device.Usb}; boards are found by one USB ID, so write it in both");
        if (recipe.Erase is ErasePolicy.All && recipe.Ranges.Protect is [var reached, ..])
        {
            keys.Error(RecipeCode.MassErase, s_erase.Name,
                $"a mass erase reaches everything, the protected range {reached.Range} too; write 'erase: touched', which erases only what the images need");
        }

        DemandSerials(keys.Problems, recipe);
        return recipe with { Variants = VariantKeys.Resolve(recipe, variants) };
    }

    static void DemandSerials(DocumentProblems problems, Recipe recipe)
    {
        if (recipe.Serial.From != SerialSource.None)
            return;
        foreach (var field in recipe.UnitData.Where(field => field.Value is UnitValue.Serial or UnitValue.SerialNumber))
            problems.Error(RecipeCode.UnitData, field.Place, $"'{field.Name}' is the unit's serial, and units of this recipe have none; write 'serial: given', or take numbers");
    }

    static void DemandImages(DocumentKeys keys, ImmutableArray<VariantKeys.Draft> variants)
    {
        const string Example = "write 'images:' and below it '  - file: images/app.elf'";
        if (keys.Has(s_images.Name))
            return;
        if (!keys.Has(s_variants.Name))
            keys.Error(DocumentCode.MissingKey, s_images.Name, $"'images' is missing; {Example}");
        foreach (var variant in variants.Where(variant => variant.Images is null))
            keys.Problems.Error(RecipeCode.Variant, variant.Place, $"neither the variant '{variant.Name}' nor the recipe has images; {Example}");
    }
}
