using System.Collections.Immutable;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Lays the data that differ from unit to unit among those of the images.</summary>
static class UnitDataParts
{
    /// <summary>The fields but for checksums, whose bytes are still to be made.</summary>
    public static ImmutableArray<UnitDatum> Collect(FlashOrder order, ICollection<Refusal> refusals)
    {
        var data = ImmutableArray.CreateBuilder<UnitDatum>();
        foreach (var field in order.Recipe.UnitData)
        {
            if (field.Value is UnitValue.Checksum)
            {
                data.Add(new(field, new byte[field.Length], ""));
                continue;
            }

            var (datum, problem) = UnitDataBytes.Of(field, order.UnitValues);
            if (problem is not null)
                refusals.Add(new Refusal.UnitData(field.Name, problem));
            data.Add(datum ?? new(field, new byte[field.Length], ""));
        }

        return data.ToImmutable();
    }

    /// <summary>The parts of the images without what fields replace, and the fields; ascending. An overlap that nobody asked for is refused.</summary>
    public static ImmutableArray<Segment> Lay(ImmutableArray<Segment> images, ImmutableArray<UnitDatum> data, ICollection<Refusal> refusals)
    {
        foreach (var (field, part) in
            from datum in data
            where !datum.Field.Replaces
            from image in images
            where image.Range.Overlaps(datum.Field.Range)
            select (datum.Field, image))
        {
            var shared = part.Range.Intersect(field.Range);
            refusals.Add(new Refusal.Overlap($"{part.Origin} ({part.Origin.Place(shared)})", $"the unit-data field {field.Name} (line {field.Place.Line}; 'replaces: true' permits it)", shared));
        }

        return
        [
            .. images.SelectMany(part => AddressRanges.Subtract(part.Range, data.Select(datum => datum.Field.Range)).Select(part.Slice))
                .Concat(data.Select(datum => new Segment(datum.Field.At, datum.Bytes, new SegmentOrigin.UnitData(datum.Field.Name))))
                .OrderBy(part => part.Address),
        ];
    }

    /// <summary>Makes the checksums, each after those before it, from what the flash will hold.</summary>
    public static (FlashPlan Plan, ImmutableArray<UnitDatum> Data) WithChecksums(FlashPlan plan, ImmutableArray<UnitDatum> data, bool atDesk, ICollection<Refusal> refusals)
    {
        for (var i = 0; i < data.Length; i++)
        {
            var field = data[i].Field;
            if (field.Value is not UnitValue.Checksum sum)
                continue;
            if (Unknown(plan, sum) is { } unknown)
            {
                refusals.Add(new Refusal.UnitData(field.Name, $"its checksum is over {unknown}, which this job neither writes nor erases, so its content is not known"));
                continue;
            }

            if (atDesk)
                continue;       // over zeros in place of values it would be a number that no unit has
            byte[] covered = [.. sum.Over.SelectMany(range => plan.ContentOf(range))];
            var datum = UnitDataBytes.Checksum(field, sum, covered);
            (plan, data) = (plan.With(field.At, datum.Bytes), data.SetItem(i, datum));
        }

        return (plan, data);
    }

    static AddressRange? Unknown(FlashPlan plan, UnitValue.Checksum sum)
    {
        var known = plan.Runs.Select(run => run.Range).Concat(plan.Erases.Select(erase => erase.Sector.Range)).ToList();
        if (plan.MassErase is not null)
            known.AddRange(plan.Target.Writable);
        return sum.Over.SelectMany(range => AddressRanges.Subtract(range, known)).Cast<AddressRange?>().FirstOrDefault();
    }
}
