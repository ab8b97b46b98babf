using System.Collections.Immutable;
using GangFlash.Planning;

namespace GangFlash.Differences;

/// <summary>What is different between two recipes with their images.</summary>
/// <param name="SameText">Whether both recipes are the same file, byte by byte.</param>
/// <param name="Keys">In the order of the language. What it says of ranges is not here.</param>
/// <param name="Images">Every image of either, those that are the same too.</param>
/// <param name="Erases">For every variant that both have, where its device is known.</param>
public sealed record RecipeDifferences(
    bool SameText, ImmutableArray<KeyDifference> Keys, ImmutableArray<RangeDifference> Ranges, ImmutableArray<ImageDifference> Images, ImmutableArray<EraseDifference> Erases)
{
    /// <summary>Whether nothing is.</summary>
    public bool IsNone => SameText && Images.All(image => image.IsSame);
}

/// <summary>A key of which two recipes say different things.</summary>
/// <param name="Key">With the keys around it: <c>device.chip</c>, <c>images[app.bin].at</c>.</param>
/// <param name="Before">None where the recipe does not say it, and nothing holds by itself.</param>
public sealed record KeyDifference(string Key, KeyMeaning? Before, KeyMeaning? After);

/// <param name="Text">As it is written, in one line.</param>
/// <param name="IsUsual">It is not written, and holds all the same.</param>
public sealed record KeyMeaning(string Text, bool IsUsual);

/// <summary>Addresses that a recipe treats differently.</summary>
/// <param name="Variant">None where the recipe has none, or it is the same for all.</param>
public sealed record RangeDifference(string? Variant, RangeChange Change, ImmutableArray<AddressRange> Ranges);

public enum RangeChange
{
    /// <summary>May be written now, and might not before.</summary>
    MayWrite,

    MayNotWrite,

    /// <summary>Only these may be written now; before, whatever the device lets.</summary>
    OnlyThese,

    /// <summary>Before, only these might be written; now, whatever the device lets.</summary>
    NotOnlyThese,

    Protected,

    NotProtected,

    /// <summary>Protected as before; but a sector that has to be erased may now reach in, and its bytes are put back.</summary>
    Restored,

    /// <summary>Protected as before; but a sector that has to be erased may no longer reach in.</summary>
    NotRestored,

    /// <summary>Image data here is left out.</summary>
    Dropped,

    NotDropped,

    /// <summary>Left out as before, now also where the device could store it.</summary>
    FlashDataDropped,

    FlashDataNotDropped,
}

/// <summary>An image before and after.</summary>
/// <param name="Before">None for a new one.</param>
/// <param name="After">None for one that is no longer there.</param>
/// <param name="Parts">What is loaded differently; empty where nothing is, even if the files differ.</param>
public sealed record ImageDifference(ImageFacts? Before, ImageFacts? After, ImmutableArray<PartDifference> Parts)
{
    public bool IsSame => Before == After;
}

/// <param name="File">As the recipe names it.</param>
/// <param name="At">Of raw bytes.</param>
/// <param name="Length">Bytes of data that are loaded.</param>
public sealed record ImageFacts(string File, uint? At, string Sha256, uint? EntryPoint, ulong Length);

/// <summary>A section that is loaded differently, or a run of addresses where a file names no sections.</summary>
/// <param name="Name">Of the section; empty where there is no name.</param>
/// <param name="Before">Where it was loaded to; none for a new one.</param>
/// <param name="After">None for one that is no longer there.</param>
/// <param name="Compared">Bytes that both have.</param>
/// <param name="Differing">How many of them differ.</param>
/// <param name="First">The address of the first of them, as it is now.</param>
public sealed record PartDifference(string Name, AddressRange? Before, AddressRange? After, ulong Compared, ulong Differing, uint? First);

/// <summary>Which sectors of the expected device are erased.</summary>
/// <param name="Variant">None where the recipe has none.</param>
public abstract record EraseDifference(string? Variant)
{
    /// <param name="Before">In the order of their addresses.</param>
    /// <param name="Other">Numbers into <paramref name="After"/>: what is there after the job is not what was there after a job of the recipe before.</param>
    public sealed record Sectors(string? Variant, ImmutableArray<PlannedErase> Before, ImmutableArray<PlannedErase> After, ImmutableArray<int> Other) : EraseDifference(Variant);

    /// <summary>One of the two erases everything at once.</summary>
    public sealed record Everything(string? Variant, bool Before, bool After) : EraseDifference(Variant);

    /// <summary>One of the two is refused in planning, so that it erases nothing.</summary>
    public sealed record Refused(string? Variant, ImmutableArray<Refusal> Before, ImmutableArray<Refusal> After) : EraseDifference(Variant);
}
