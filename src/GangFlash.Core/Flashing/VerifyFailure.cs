using System.Collections.Immutable;
using GangFlash.DfuSe;

namespace GangFlash.Flashing;

/// <summary>The record of a failed compare: everything needed to explain it at a desk in another country (factory.md 10).</summary>
/// <param name="First">Address of the first byte that differs.</param>
/// <param name="AroundStart">Address of the first byte of both windows.</param>
/// <param name="ExpectedAround">Up to 32 bytes before and after the first difference.</param>
/// <param name="Sector">The sector of the first difference.</param>
/// <param name="BlockNumber">The number that the block of the first difference has on the wire.</param>
/// <param name="Compared">Bytes compared.</param>
/// <param name="Differing">Bytes that differ.</param>
/// <param name="Ranges">Ranges that differ, the first <see cref="MostRanges"/> of <paramref name="RangeCount"/>.</param>
/// <param name="BitsCleared">Bits that should be 1 and are 0.</param>
/// <param name="BitsSet">Bits that should be 0 and are 1.</param>
/// <param name="Stable">Whether reading the first block twice more gave the same; none if it could not be read again.</param>
public sealed record VerifyFailure(
    uint First,
    byte Expected,
    byte Actual,
    uint AroundStart,
    ImmutableArray<byte> ExpectedAround,
    ImmutableArray<byte> ActualAround,
    Sector Sector,
    int BlockNumber,
    ulong Compared,
    ulong Differing,
    ImmutableArray<AddressRange> Ranges,
    int RangeCount,
    ulong BitsCleared,
    ulong BitsSet,
    bool? Stable,
    Diagnosis Diagnosis)
{
    public const int MostRanges = 64;
}

/// <summary>What the pattern of the differences says, with the sentence that names the cause.</summary>
public sealed record Diagnosis(MismatchPattern Pattern, string Finding);

/// <summary>Patterns in the order in which they are looked for (factory.md 10.1).</summary>
public enum MismatchPattern
{
    /// <summary>Changes at each read: reading trouble, supply, cable.</summary>
    Unstable,

    /// <summary>Everything that differs holds the erased value, and nothing was stored at all.</summary>
    StillBlank,

    /// <summary>The content from before the erase: acknowledged and stored nothing.</summary>
    OldContent,

    /// <summary>Every block shows the block that was sent last.</summary>
    Echo,

    /// <summary>Good up to a boundary, blank from there.</summary>
    FirstPartOnly,

    /// <summary>Whole sectors kept their old content, the rest is right.</summary>
    WriteProtected,

    /// <summary>Old content AND new content.</summary>
    NotErased,

    /// <summary>The right bytes at the wrong place.</summary>
    Shifted,

    /// <summary>A few single bits.</summary>
    IsolatedBits,

    /// <summary>The same value everywhere.</summary>
    Constant,

    /// <summary>All differences lie in one sector.</summary>
    OneSector,
    Unknown,
}
