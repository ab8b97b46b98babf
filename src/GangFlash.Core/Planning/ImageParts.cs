using System.Collections.Immutable;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>The data of all images without what the recipe drops, in the order of addresses.</summary>
static class ImageParts
{
    public static ImmutableArray<Segment> Collect(
        FlashOrder order, TargetMemory target, ICollection<Refusal> refusals, ICollection<DroppedData> dropped)
    {
        var parts = new List<Segment>();
        foreach (var image in order.Images)
        {
            var before = parts.Count;
            foreach (var segment in image.Segments)
                parts.AddRange(Keep(segment, order.Recipe.Ranges.Drop, target, refusals, dropped));
            if (parts.Count == before)
                refusals.Add(new Refusal.NoData(image.Name));
        }

        parts.Sort((one, other) => one.Address.CompareTo(other.Address));
        foreach (var (one, other) in parts.Zip(parts.Skip(1)))
        {
            var shared = one.Range.Intersect(other.Range);
            if (!shared.IsEmpty)
                refusals.Add(new Refusal.Overlap(Name(one, shared), Name(other, shared), shared));
        }

        return [.. parts];
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
