using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>An image as an engineer reads it: where each byte came from, and what a bootloader could write of it.</summary>
static class ImageListing
{
    public static string Of(FirmwareImage image, ChipChoice? chip, TargetMemory? target)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Printable.Escape(image.Name)}: {RecordWords.Of(image.Format)}, {image.DataLength:N0} bytes in {image.Segments.Length} segments\nsha256 {image.Sha256}\n");
        if (image.EntryPoint is { } entry)
            text.Append(CultureInfo.InvariantCulture, $"entry  0x{entry:X8}\n");
        foreach (var segment in image.Segments)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {segment.Range}  {segment.Range.Length,9:N0} bytes  {segment.Origin.Place(segment.Range)}\n");
            foreach (var line in Reach(segment, chip, target))
                text.Append(CultureInfo.InvariantCulture, $"      {line.Range}  {line.Verdict}\n");
        }

        foreach (var warning in image.Warnings)
            text.Append(CultureInfo.InvariantCulture, $"warning: {Printable.Escape(warning, 1000)}\n");
        return text.ToString();
    }

    /// <summary>Which parts of a segment the target's memories could take.</summary>
    public static ImmutableArray<(AddressRange Range, bool Writable, string Verdict)> Reach(Segment segment, ChipChoice? chip, TargetMemory? target)
    {
        if (target is null)
            return [];
        var inside =
            from alternate in target.Alternates
            from range in alternate.Layout.Ranges
            let part = range.Intersect(segment.Range)
            where !part.IsEmpty
            let writable = alternate.Layout.Touching(part).All(sector => sector.Allows(SectorAccess.Write | SectorAccess.Erase))
            select (part, writable, $"{(writable ? "DFU can write it" : "not writable over DFU")}: {Printable.Escape(alternate.Layout.Name)}, {Sectors(alternate.Layout, part)}");
        var outside =
            from part in AddressRanges.Subtract(segment.Range, target.Alternates.SelectMany(alternate => alternate.Layout.Ranges))
            select (part, false, $"DFU cannot write it: {AddressMap.Classify(part.Start, chip?.Chip.Family).Title}");
        return [.. inside.Concat(outside).OrderBy(line => line.part.Start)];
    }

    static string Sectors(MemoryLayout layout, AddressRange part)
    {
        var (first, last) = (layout.IndexOf(part.Start), layout.IndexOf(part.Last));
        return first == last ? $"sector {first}" : $"sectors {first} to {last}";
    }
}
