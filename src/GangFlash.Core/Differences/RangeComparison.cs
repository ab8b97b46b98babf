using System.Collections.Immutable;
using GangFlash.Recipes;

namespace GangFlash.Differences;

/// <summary>What became of addresses, however the ranges are written.</summary>
static class RangeComparison
{
    public static ImmutableArray<RangeDifference> Of(RangeRules before, RangeRules after)
    {
        var found = ImmutableArray.CreateBuilder<RangeDifference>();
        var (oldWrite, newWrite) = (Union(before.Write.Select(rule => rule.Range)), Union(after.Write.Select(rule => rule.Range)));
        if (oldWrite.IsEmpty != newWrite.IsEmpty)
        {
            found.Add(oldWrite.IsEmpty ? new(null, RangeChange.OnlyThese, newWrite) : new(null, RangeChange.NotOnlyThese, oldWrite));
        }
        else
        {
            Add(RangeChange.MayWrite, Without(newWrite, oldWrite));
            Add(RangeChange.MayNotWrite, Without(oldWrite, newWrite));
        }

        var (oldProtect, newProtect) = (Union(before.Protect.Select(rule => rule.Range)), Union(after.Protect.Select(rule => rule.Range)));
        Both(oldProtect, newProtect, RangeChange.Protected, RangeChange.NotProtected);
        Within(oldProtect, newProtect, Restored(before), Restored(after), RangeChange.Restored, RangeChange.NotRestored);
        var (oldDrop, newDrop) = (Union(before.Drop.Select(rule => rule.Range)), Union(after.Drop.Select(rule => rule.Range)));
        Both(oldDrop, newDrop, RangeChange.Dropped, RangeChange.NotDropped);
        Within(oldDrop, newDrop, FlashData(before), FlashData(after), RangeChange.FlashDataDropped, RangeChange.FlashDataNotDropped);
        return found.ToImmutable();

        void Add(RangeChange change, ImmutableArray<AddressRange> ranges)
        {
            if (!ranges.IsEmpty)
                found.Add(new(null, change, ranges));
        }

        void Both(ImmutableArray<AddressRange> old, ImmutableArray<AddressRange> now, RangeChange gained, RangeChange lost)
        {
            Add(gained, Without(now, old));
            Add(lost, Without(old, now));
        }

        // Of what is as before on the whole: where one more thing is said of it.
        void Within(ImmutableArray<AddressRange> old, ImmutableArray<AddressRange> now, ImmutableArray<AddressRange> oldMore, ImmutableArray<AddressRange> newMore, RangeChange gained, RangeChange lost)
        {
            Add(gained, Shared(Without(newMore, oldMore), old));
            Add(lost, Shared(Without(oldMore, newMore), now));
        }
    }

    static ImmutableArray<AddressRange> Restored(RangeRules rules) => Union(rules.Protect.Where(rule => rule.Shared is SharedSector.Restore).Select(rule => rule.Range));

    static ImmutableArray<AddressRange> FlashData(RangeRules rules) => Union(rules.Drop.Where(rule => rule.FlashData).Select(rule => rule.Range));

    static ImmutableArray<AddressRange> Union(IEnumerable<AddressRange> ranges) => AddressRanges.Union(ranges);

    static ImmutableArray<AddressRange> Without(ImmutableArray<AddressRange> ranges, ImmutableArray<AddressRange> taken) => [.. ranges.SelectMany(range => AddressRanges.Subtract(range, taken))];

    static ImmutableArray<AddressRange> Shared(ImmutableArray<AddressRange> ranges, ImmutableArray<AddressRange> others) =>
        Union(ranges.SelectMany(range => others.Select(range.Intersect)));
}
