using System.Collections.Immutable;
using GangFlash.Images;

namespace GangFlash.Planning;

/// <summary>
/// Joins image parts into runs of whole write granules. Parts that share a granule must become one run before anything is sent:
/// flash with error correction cannot take the second half later (dfuse.md 7, 13.1).
/// </summary>
static class RunBuilder
{
    /// <summary>Blocks are kept multiples of 8 bytes on every part: L476 stores others wrong (AN2606), and it costs nothing.</summary>
    const uint LeastGranule = 8;

    /// <summary>The largest granule of any part known (H72x to H75x): safe for a chip that the recipe does not name.</summary>
    const uint LargestGranule = 32;

    public static uint GranuleOf(FlashOrder order) => Math.Max(LeastGranule, (uint?)order.Chip?.Chip.Flash.Granule ?? LargestGranule);

    /// <param name="parts">Ascending, free of overlaps, each inside of one memory of the target.</param>
    public static ImmutableArray<PlannedRun> Build(ImmutableArray<Segment> parts, TargetMemory target, uint granule, byte erased)
    {
        var runs = ImmutableArray.CreateBuilder<PlannedRun>();
        var open = new List<Segment>();
        (TargetAlternate Alternate, AddressRange Range)? at = null;
        foreach (var part in parts.SelectMany(part => SplitByMemory(part, target)))
        {
            var whole = Widen(part.Data.Range, granule);
            if (at is { } current && current.Alternate == part.Memory && whole.Start <= current.Range.End)
            {
                at = current with { Range = new(current.Range.Start, Math.Max(current.Range.End, whole.End)) };
            }
            else
            {
                Close();
                at = (part.Memory, whole);
            }

            open.Add(part.Data);
        }

        Close();
        return runs.ToImmutable();

        void Close()
        {
            if (at is { } run)
                runs.Add(Join(open, run.Alternate, run.Range, erased));
            open.Clear();
        }
    }

    public static AddressRange Widen(AddressRange range, uint granule) =>
        new(range.Start / granule * granule, (range.End + granule - 1) / granule * granule);

    static PlannedRun Join(List<Segment> parts, TargetAlternate alternate, AddressRange range, byte erased)
    {
        var data = new byte[range.Length];
        Array.Fill(data, erased);
        foreach (var part in parts)
            part.Data.CopyTo(data.AsMemory((int)(part.Address - range.Start)));
        return new(
            alternate.Number,
            range,
            data,
            AddressRanges.Union(parts.Select(part => part.Range)),
            [.. parts.Select(part => part.Origin.File).Distinct(StringComparer.Ordinal)]);
    }

    static IEnumerable<(TargetAlternate Memory, Segment Data)> SplitByMemory(Segment part, TargetMemory target) =>
        from alternate in target.Alternates
        where part.Origin is not SegmentOrigin.DfuElement element || element.Alternate == alternate.Number
        from range in alternate.Layout.Ranges
        let inside = range.Intersect(part.Range)
        where !inside.IsEmpty
        select (alternate, part.Slice(inside));
}
