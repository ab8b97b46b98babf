using System.Collections.Immutable;
using GangFlash.Images;
using GangFlash.Planning;

namespace GangFlash.Differences;

/// <summary>Compares what images load: by the sections that an ELF names, else by addresses.</summary>
static class ImageComparison
{
    public static ImmutableArray<ImageDifference> Of(FlashOrder before, FlashOrder after)
    {
        var (old, now) = (Used(before), Used(after));
        var found = ImmutableArray.CreateBuilder<ImageDifference>();
        // One that keeps its name is the same image; what is left was renamed, in the order in which they stand.
        var pairs = old.Select(image => (Before: image, After: now.Find(other => other.Named == image.Named))).Where(pair => pair.After is not null).ToList();
        var left = old.Where(image => !pairs.Exists(pair => pair.Before == image)).ToList();
        var come = now.Where(image => !pairs.Exists(pair => pair.After == image)).ToList();
        pairs.AddRange(left.Zip(come, (one, other) => (one, (UsedImage?)other)));
        foreach (var image in now)
            found.Add(pairs.Find(pair => pair.After == image) is { Before: { } was } ? Compare(was, image) : new(null, image.Facts, []));
        foreach (var gone in left.Skip(come.Count))
            found.Add(new(gone.Facts, null, []));
        return found.ToImmutable();
    }

    /// <summary>The images of a recipe and all of its variants, each once.</summary>
    static List<UsedImage> Used(FlashOrder order) =>
        [.. order.All.SelectMany(one => one.Recipe.Images.Zip(one.Images, (named, image) => new UsedImage(named.File, named.At, image))).DistinctBy(image => image.Named)];

    static ImageDifference Compare(UsedImage before, UsedImage after) =>
        new(before.Facts, after.Facts, before.Facts == after.Facts ? [] : Parts(before.Image, after.Image));

    static ImmutableArray<PartDifference> Parts(FirmwareImage before, FirmwareImage after)
    {
        var bySection = HasSections(before) && HasSections(after);
        var (old, now) = (LoadedPart.Of(before, bySection), LoadedPart.Of(after, bySection));
        var (oldNames, newNames) = (old.Where(part => part.Name.Length > 0).ToDictionary(part => part.Key), now.Where(part => part.Name.Length > 0).ToDictionary(part => part.Key));
        return
        [
            .. newNames.Values.Select(part => Named(oldNames.GetValueOrDefault(part.Key), part)).OfType<PartDifference>(),
            .. oldNames.Values.Where(part => !newNames.ContainsKey(part.Key)).Select(part => new PartDifference(part.Name, part.Range, null, 0, 0, null)),
            .. Unnamed([.. old.Where(part => part.Name.Length == 0)], [.. now.Where(part => part.Name.Length == 0)]),
        ];
    }

    static bool HasSections(FirmwareImage image) => image.Segments.Any(segment => segment.Origin is SegmentOrigin.ProgramSegment { Sections.IsEmpty: false });

    /// <summary>A section with itself, wherever it lies; none where nothing changed.</summary>
    static PartDifference? Named(LoadedPart? before, LoadedPart after)
    {
        if (before is null)
            return new(after.Name, null, after.Range, 0, 0, null);
        var compared = Math.Min(before.Data.Length, after.Data.Length);
        var (differing, first) = Count(before.Data.Span[..compared], after.Data.Span[..compared]);
        return differing == 0 && before.Range == after.Range
            ? null
            : new(after.Name, before.Range, after.Range, (ulong)compared, differing, first is { } at ? after.Range.Start + (uint)at : null);
    }

    /// <summary>What has no name is compared by its addresses; both are in ascending order of them.</summary>
    static IEnumerable<PartDifference> Unnamed(List<LoadedPart> before, List<LoadedPart> after)
    {
        foreach (var part in after)
        {
            var (compared, differing, first) = (0UL, 0UL, (uint?)null);
            var others = Touching(before, part.Range).ToList();
            foreach (var other in others)
            {
                var both = part.Range.Intersect(other.Range);
                var (count, at) = Count(other.At(both), part.At(both));
                (compared, differing) = (compared + both.Length, differing + count);
                first ??= at is { } offset ? both.Start + (uint)offset : null;
            }

            if (differing > 0)
                yield return new("", part.Range, part.Range, compared, differing, first);
            foreach (var gained in AddressRanges.Subtract(part.Range, others.Select(other => other.Range)))
                yield return new("", null, gained, 0, 0, null);
        }

        foreach (var lost in before.SelectMany(part => AddressRanges.Subtract(part.Range, Touching(after, part.Range).Select(other => other.Range))))
            yield return new("", lost, null, 0, 0, null);
    }

    /// <summary>By halves: a text image may have tens of thousands of parts.</summary>
    static IEnumerable<LoadedPart> Touching(List<LoadedPart> ascending, AddressRange range)
    {
        var (low, high) = (0, ascending.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle].Range.End <= range.Start ? (middle + 1, high) : (low, middle);
        }

        for (; low < ascending.Count && ascending[low].Range.Start < range.End; low++)
            yield return ascending[low];
    }

    /// <summary>How many bytes differ, and where the first of them is.</summary>
    static (ulong Differing, int? First) Count(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        var (differing, first) = (0UL, (int?)null);
        for (var at = 0; (at += before[at..].CommonPrefixLength(after[at..])) < before.Length; at++)
        {
            differing++;
            first ??= at;
        }

        return (differing, first);
    }

    sealed record UsedImage(string File, uint? At, FirmwareImage Image)
    {
        public (string File, uint? At) Named => (File, At);

        public ImageFacts Facts => new(File, At, Image.Sha256, Image.EntryPoint, Image.DataLength);
    }

    /// <param name="Name">Empty where there is none.</param>
    /// <param name="Twin">How many of this name are before it.</param>
    sealed record LoadedPart(string Name, int Twin, AddressRange Range, ReadOnlyMemory<byte> Data)
    {
        public (string Name, int Twin) Key => (Name, Twin);

        public ReadOnlySpan<byte> At(AddressRange part) => Data.Span.Slice((int)(part.Start - Range.Start), (int)part.Length);

        public static List<LoadedPart> Of(FirmwareImage image, bool bySection)
        {
            var parts = new List<LoadedPart>();
            var twins = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var segment in image.Segments)
            {
                ImmutableArray<LoadedSection> sections = bySection && segment.Origin is SegmentOrigin.ProgramSegment program ? program.Sections : [];
                foreach (var section in sections)
                {
                    var twin = twins.GetValueOrDefault(section.Name);
                    twins[section.Name] = twin + 1;
                    parts.Add(new(section.Name, twin, section.Range, segment.Slice(section.Range).Data));
                }

                foreach (var rest in AddressRanges.Subtract(segment.Range, sections.Select(section => section.Range)))
                    parts.Add(new("", 0, rest, segment.Slice(rest).Data));
            }

            return parts;
        }
    }
}
