using System.Collections.Immutable;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>The data of all images without what the recipe drops, in the order of addresses and free of overlaps.</summary>
static class ImageParts
{
    public static ImmutableArray<Segment> Collect(
        FlashOrder order, TargetMemory target, ICollection<Refusal> refusals, ICollection<DroppedData> dropped)
    {
        var parts = new List<Segment>();
        foreach (var image in order.Images)
        {
            var fresh = image.Segments.SelectMany(segment => Keep(segment, order.Recipe.Ranges.Drop, target, refusals, dropped)).ToList();
            if (fresh.Count == 0)
                refusals.Add(new Refusal.NoData(image.Name));
            parts = Join(parts, fresh, order.Recipe.Overlap, refusals, dropped);
        }

        if (order.Recipe.Overlap == OverlapPolicy.Later)
        {
            foreach (var hidden in order.Images.Where(image => !parts.Exists(part => image.Segments.Any(segment => ReferenceEquals(segment.Origin, part.Origin)))))
                refusals.Add(new Refusal.NoData(hidden.Name));
        }

        return [.. parts.OrderBy(part => part.Address)];
    }

    /// <summary>The parts of earlier images and those of the next one, each address once.</summary>
    static List<Segment> Join(List<Segment> earlier, List<Segment> fresh, OverlapPolicy policy, ICollection<Refusal> refusals, ICollection<DroppedData> dropped)
    {
        foreach (var part in earlier)
        {
            foreach (var next in fresh.Where(next => next.Range.Overlaps(part.Range)))
            {
                var shared = part.Range.Intersect(next.Range);
                if (policy == OverlapPolicy.Later)
                    dropped.Add(new(part.Origin.File, $"{part.Origin.Place(shared)}, replaced by {next.Origin.File}", shared));
                else if (policy == OverlapPolicy.Refuse || FirstDifference(part, next, shared) is not null)
                    refusals.Add(new Refusal.Overlap(Name(part, shared), Name(next, shared), shared, policy == OverlapPolicy.Same ? FirstDifference(part, next, shared) : null));
            }
        }

        // Where both say the same it does not matter who says it.
        return [.. earlier.SelectMany(part => AddressRanges.Subtract(part.Range, fresh.Select(next => next.Range)).Select(part.Slice)), .. fresh];
    }

    static uint? FirstDifference(Segment one, Segment other, AddressRange shared)
    {
        var same = one.Slice(shared).Data.Span.CommonPrefixLength(other.Slice(shared).Data.Span);
        return same == (int)shared.Length ? null : shared.Start + (uint)same;
    }

    static IEnumerable<Segment> Keep(
        Segment segment, ImmutableArray<DropRule> rules, TargetMemory target, ICollection<Refusal> refusals, ICollection<DroppedData> dropped)
    {
        foreach (var rule in rules)
        {
            var hit = segment.Range.Intersect(rule.Range);
            if (hit.IsEmpty)
                continue;
            dropped.Add(new(segment.Origin.File, segment.Origin.Place(hit), hit));
            if (rule.FlashData)
                continue;
            foreach (var storable in target.Writable.Select(hit.Intersect).Where(range => !range.IsEmpty))
                refusals.Add(new Refusal.DropsFlashData(segment.Origin.File, storable, rule.Place.Line));
        }

        return AddressRanges.Subtract(segment.Range, rules.Select(rule => rule.Range)).Select(segment.Slice);
    }

    static string Name(Segment segment, AddressRange part) => $"{segment.Origin} ({segment.Origin.Place(part)})";
}
