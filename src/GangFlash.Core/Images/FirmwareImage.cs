using System.Collections.Immutable;

namespace GangFlash.Images;

public enum ImageFormat
{
    Elf,
    IntelHex,
    SRecord,
    DfuSe,
    Raw,
}

/// <summary>One image file as data at addresses: non-empty segments in ascending order that do not overlap.</summary>
/// <param name="Name">File name without folder, as messages and records show it.</param>
/// <param name="Sha256">Of the whole file, 64 lower-case hex digits.</param>
/// <param name="EntryPoint">The start address that the file names, if it names one.</param>
/// <param name="Device">For which device a DfuSe or DFU suffix says that the file is meant.</param>
/// <param name="Warnings">Oddities that were understood without guessing.</param>
public sealed record FirmwareImage(
    string Name,
    ImageFormat Format,
    string Sha256,
    ImmutableArray<Segment> Segments,
    uint? EntryPoint,
    DfuSuffix? Device,
    ImmutableArray<string> Warnings)
{
    /// <summary>The whole file, as <see cref="Sha256"/> says; empty where there is none.</summary>
    public ReadOnlyMemory<byte> File { get; init; }

    /// <summary>Bytes of data in all segments.</summary>
    public ulong DataLength => Segments.Aggregate(0UL, (sum, segment) => sum + segment.Range.Length);
}

/// <summary>Contiguous bytes at a target address, with the place in the file that they came from.</summary>
public sealed record Segment(uint Address, ReadOnlyMemory<byte> Data, SegmentOrigin Origin)
{
    public AddressRange Range => AddressRange.Of(Address, (ulong)Data.Length);

    /// <summary>The part inside <paramref name="part"/>, which must lie inside the segment.</summary>
    public Segment Slice(AddressRange part) =>
        this with { Address = part.Start, Data = Data.Slice((int)(part.Start - Address), (int)part.Length) };
}

/// <summary>The device that a DFU file suffix names; 0xFFFF in a field means any (UM0391; DFU 1.1, appendix B).</summary>
public readonly record struct DfuSuffix(ushort Vendor, ushort Product, ushort Device)
{
    /// <summary>As USB identities are written, with <c>any</c> for a wildcard and the version where one is meant: <c>0483:df11</c>, <c>0483:any version 2200</c>.</summary>
    public override string ToString()
    {
        return Device is 0xFFFF ? $"{Field(Vendor)}:{Field(Product)}" : $"{Field(Vendor)}:{Field(Product)} version {Field(Device)}";

        static string Field(ushort value) => value is 0xFFFF ? "any" : value.ToString("x4");
    }
}
