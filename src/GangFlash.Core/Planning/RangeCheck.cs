using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Holds data, and the sectors that it needs erased, against memories and rules. Reports everything: an engineer fixes a linker script once.</summary>
static class RangeCheck
{
    public static IEnumerable<Refusal> CheckData(FlashOrder order, TargetMemory target, Segment part)
    {
        var alternates = target.Alternates;
        if (part.Origin is SegmentOrigin.DfuElement element)
        {
            alternates = [.. alternates.Where(alternate => alternate.Number == element.Alternate)];
            if (alternates.IsEmpty)
                return [new Refusal.NoSuchAlternate(element.File, element.Alternate)];
        }

        return
        [
            .. OutsideMemory(order, target, alternates, part),
            .. OutsideWriteRanges(order.Recipe.Ranges.Write, part),
            .. Protected(order.Recipe.Ranges.Protect, part),
            .. NotWritable(alternates, part),
        ];
    }

    /// <summary>Complaints about sectors whose erase would reach further than their data.</summary>
    public static IEnumerable<Refusal> CheckSector(FlashOrder order, TargetAlternate alternate, Sector sector, Segment first)
    {
        var rules = order.Recipe.Ranges;
        if (!sector.Allows(SectorAccess.Write))
            yield break;
        if (alternate.Layout.IsOptionBytes || (!sector.Allows(SectorAccess.Erase) && order.Recipe.Erase is ErasePolicy.Touched or ErasePolicy.Auto))
            yield return new Refusal.NotErasable(first.Origin.File, sector, alternate.Layout.Name);
        if (order.Recipe.Erase == ErasePolicy.None)
            yield break;
        foreach (var rule in rules.Protect.Where(rule => rule.Shared == SharedSector.Refuse && rule.Range.Overlaps(sector.Range) && !rule.Range.Overlaps(first.Range)))
            yield return new Refusal.ProtectedRange(first.Origin.File, rule.Range.Intersect(sector.Range), sector, $"the recipe protects in line {rule.Place.Line}");
        var restored = rules.Protect.Where(rule => rule.Shared == SharedSector.Restore).Select(rule => rule.Range);
        if (!rules.Write.IsEmpty && AddressRanges.Subtract(sector.Range, rules.Write.Select(rule => rule.Range).Concat(restored)) is [var outside, ..] && outside.Intersect(first.Range).IsEmpty)
            yield return new Refusal.ProtectedRange(first.Origin.File, outside, sector, "is outside of what the recipe lets this job write");
    }

    static IEnumerable<Refusal> OutsideMemory(FlashOrder order, TargetMemory target, ImmutableArray<TargetAlternate> alternates, Segment part) =>
        from outside in AddressRanges.Subtract(part.Range, alternates.SelectMany(alternate => alternate.Layout.Ranges))
        select new Refusal.OutsideMemory(part.Slice(outside), AddressMap.Classify(outside.Start, order.Chip?.Chip.Family), target.Writable);

    static IEnumerable<Refusal> OutsideWriteRanges(ImmutableArray<RangeRule> allowed, Segment part)
    {
        if (allowed.IsEmpty)
            return [];
        var ranges = AddressRanges.Union(allowed.Select(rule => rule.Range));
        return from outside in AddressRanges.Subtract(part.Range, ranges)
               select new Refusal.OutsideWriteRanges(part.Origin.File, outside, part.Origin.Place(outside), ranges);
    }

    static IEnumerable<Refusal> Protected(ImmutableArray<ProtectRule> rules, Segment part) =>
        from rule in rules
        where rule.Range.Overlaps(part.Range)
        select new Refusal.ProtectedRange(part.Origin.File, rule.Range.Intersect(part.Range), By: null, $"the recipe protects in line {rule.Place.Line}");

    static IEnumerable<Refusal> NotWritable(ImmutableArray<TargetAlternate> alternates, Segment part) =>
        from alternate in alternates
        from range in AddressRanges.Union(
            alternate.Layout.Touching(part.Range).Where(sector => !sector.Allows(SectorAccess.Write)).Select(sector => sector.Range.Intersect(part.Range)))
        select new Refusal.ProtectedRange(part.Origin.File, range, By: null, $"the bootloader marks as readable only in \"{alternate.Layout.Name}\"");
}
