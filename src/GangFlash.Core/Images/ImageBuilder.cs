using System.Collections.Immutable;
using System.Security.Cryptography;

namespace GangFlash.Images;

/// <summary>Takes what a reader finds and makes the image of it: in ascending order, free of overlaps, within the limits.</summary>
internal sealed class ImageBuilder(ImageFile file, ImageFormat format)
{
    readonly List<Found> found = [];
    readonly ImmutableArray<string>.Builder warnings = ImmutableArray.CreateBuilder<string>();
    long dataLength;

    public uint? EntryPoint { get; set; }

    public DfuSuffix? Device { get; set; }

    /// <summary>Said where there is nothing to program: the likely cause and what to do, in whole sentences.</summary>
    public string WhyEmpty { get; set; } = "Check the build step or the converter's filter that made the file.";

    public void Warn(string warning) => warnings.Add(warning);

    /// <param name="offset">Where a binary format describes the segment; lines come from the segment's own marks.</param>
    public void Add(Segment segment, long? offset = null)
    {
        dataLength += segment.Data.Length;
        if (dataLength > ImageLimits.DataLength)
        {
            throw file.Wrong(ImageCode.TooLarge,
                $"The image holds more than {ImageLimits.DataLength:N0} bytes of data, the most that one image may have. Split it.");
        }

        if (found.Count == ImageLimits.Segments)
        {
            throw file.Wrong(ImageCode.TooLarge,
                $"The image has more than {ImageLimits.Segments:N0} separate segments. Write the file in ascending order of address.");
        }

        found.Add(new(found.Count, segment, offset));
    }

    public FirmwareImage Build()
    {
        if (found.Count == 0)
        {
            throw file.Wrong(ImageCode.NoData, $"The image holds no data, so there is nothing to program. {WhyEmpty}");
        }

        Found[] ascending = [.. found.OrderBy(part => part.Segment.Address)];
        // Where any two overlap, two neighbours do.
        for (var i = 1; i < ascending.Length; i++)
        {
            if (ascending[i - 1].Segment.Range.Overlaps(ascending[i].Segment.Range))
                throw Overlap(ascending[i - 1], ascending[i]);
        }

        return new(
            file.Name,
            format,
            Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
            [.. ascending.Select(part => part.Segment)],
            EntryPoint,
            Device,
            warnings.ToImmutable());
    }

    ImageException Overlap(Found one, Found other)
    {
        var (first, second) = one.Order < other.Order ? (one, other) : (other, one);
        var both = one.Segment.Range.Intersect(other.Segment.Range);
        var message = $"Data for {both} is given twice, by {first.Segment.Origin.Place(both)} and again by {second.Segment.Origin.Place(both)}. " +
            "Nothing says which one counts: build the file without the overlap.";
        return (second.Segment.Origin, second.Offset) switch
        {
            (SegmentOrigin.Records records, _) => file.WrongInLine(records.LineOf(both.Start), ImageCode.Overlap, message),
            (_, { } offset) => file.WrongAt(offset, ImageCode.Overlap, message),
            _ => file.Wrong(ImageCode.Overlap, message),
        };
    }

    readonly record struct Found(int Order, Segment Segment, long? Offset);
}
