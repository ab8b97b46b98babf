using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of addresses.</summary>
static class RangeKeys
{
    const int MostRanges = 64;

    public static Reading<RangeRule> Rule { get; } = new(Readings.Range.Shape, value => value.Range() is { } range ? new RangeRule(range, value.Place) : null);

    static readonly Reading<ImmutableArray<RangeRule>?> s_rules = Readings.OneOrSeveral(MostRanges, Rule).Then(RefuseTwins);

    static readonly DocumentKey<ImmutableArray<RangeRule>?> s_write = new("write", s_rules, "Only here may the job erase and write. Without it: wherever the device lets it.");

    static readonly DocumentKey<AddressRange?> s_protectRange = new("range", Readings.Range, "What is protected.") { Needed = "'range: 0x0801F800-0x0801FFFF'" };

    static readonly DocumentKey<SharedSector?> s_sharedSector = new("shared-sector", PolicyKeys.SharedSector, "What is done where a sector that has to be erased reaches into the range.") { Usual = "refuse" };

    static readonly DocumentTable s_protectTable = new("an entry of 'protect'", [s_protectRange, s_sharedSector]);

    static readonly Reading<ProtectRule> s_protectRule = Readings.Either(
        new Reading<ProtectRule>(Readings.Range.Shape, value => Protect(value.Range(), SharedSector.Refuse, value.Place)),
        Readings.Keys(s_protectTable, keys => Protect(keys.Of(s_protectRange), keys.Of(s_sharedSector) ?? default, keys.Place)));

    static readonly DocumentKey<ImmutableArray<ProtectRule>?> s_protect = new("protect", Readings.OneOrSeveral(MostRanges, s_protectRule).Then(RefuseTwins),
        "What must be after the job as it was before. Images have nothing here, and no sector here is erased, unless it is shared and 'shared-sector' says restore.");

    static readonly DocumentKey<AddressRange?> s_dropRange = new("range", Readings.Range, "The data to leave out.") { Needed = "'range: 0x0800C000-0x0800C023'" };

    static readonly DocumentKey<bool?> s_dropFlashData = new("flash-data", Readings.Truth, "Confirms that data is left out which this device could store.") { Usual = "false" };

    static readonly DocumentTable s_dropTable = new("an entry of 'drop'", [s_dropRange, s_dropFlashData]);

    static readonly Reading<DropRule> s_dropRule = Readings.Either(
        new Reading<DropRule>(Readings.Range.Shape, value => Drop(value.Range(), flashData: false, value.Place)),
        Readings.Keys(s_dropTable, keys => Drop(keys.Of(s_dropRange), keys.Of(s_dropFlashData) ?? false, keys.Place)));

    static readonly DocumentKey<ImmutableArray<DropRule>?> s_drop = new("drop", Readings.OneOrSeveral(MostRanges, s_dropRule).Then(RefuseTwins),
        "Image data that is left out of the job, such as RAM content that a linker script leaked. The record says how much it was.");

    static readonly DocumentTable s_table = new("'ranges'", [s_write, s_protect, s_drop]);

    public static Reading<RangeRules> Reading { get; } = Readings.Keys(s_table, Ranges);

    static RangeRules Ranges(DocumentKeys keys)
    {
        var ranges = new RangeRules
        {
            Write = keys.Of(s_write) ?? [],
            Protect = keys.Of(s_protect) ?? [],
            Drop = keys.Of(s_drop) ?? [],
        };
        foreach (var kept in ranges.Protect)
        {
            if (ranges.Write.FirstOrDefault(write => write.Range.Overlaps(kept.Range)) is not { } written)
                continue;
            keys.Problems.Error(RecipeCode.Overlap, kept.Place,
                $"{written.Range.Intersect(kept.Range)} is protected here and may be written by line {written.Place.Line}; narrow one of the two");
        }

        return ranges;
    }

    static ProtectRule? Protect(AddressRange? range, SharedSector shared, SourcePlace place) => range is { } given ? new(given, shared, place) : null;

    static DropRule? Drop(AddressRange? range, bool flashData, SourcePlace place) => range is { } given ? new(given, flashData, place) : null;

    static ImmutableArray<RangeRule>? RefuseTwins(DocumentValue value, ImmutableArray<RangeRule>? rules)
    {
        value.Problems.RefuseTwins(rules, rule => rule.Range, rule => rule.Place, rule => $"the range {rule.Range}");
        return rules;
    }

    static ImmutableArray<ProtectRule>? RefuseTwins(DocumentValue value, ImmutableArray<ProtectRule>? rules)
    {
        value.Problems.RefuseTwins(rules, rule => rule.Range, rule => rule.Place, rule => $"the range {rule.Range}");
        return rules;
    }

    static ImmutableArray<DropRule>? RefuseTwins(DocumentValue value, ImmutableArray<DropRule>? drops)
    {
        value.Problems.RefuseTwins(drops, drop => drop.Range, drop => drop.Place, drop => $"the range {drop.Range}");
        return drops;
    }
}
