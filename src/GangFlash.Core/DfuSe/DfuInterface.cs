using System.Buffers.Binary;
using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.DfuSe;

/// <summary>The DFU functional descriptor (DFU 1.1, 4.1.3).</summary>
/// <param name="TransferSize">Most bytes per DNLOAD or UPLOAD, and the address stride of a block number.</param>
/// <param name="Version">0x011A for DfuSe.</param>
public readonly record struct DfuFunctionalDescriptor(byte Attributes, ushort DetachTimeout, ushort TransferSize, ushort Version)
{
    public const byte Type = 0x21;

    /// <summary>The version that ST gave its extension.</summary>
    public const ushort DfuSeVersion = 0x011A;

    public bool CanDownload => (Attributes & 0x01) != 0;

    /// <summary>Clear means that nothing can be read back; set does not prove that reads work.</summary>
    public bool CanUpload => (Attributes & 0x02) != 0;

    /// <summary>Type 0x21 is HID's too: only the two lengths that DFU 1.0 and 1.1 define count.</summary>
    public static DfuFunctionalDescriptor? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is not (7 or 9) || bytes[0] != bytes.Length || bytes[1] != Type)
            return null;
        return new(
            bytes[2],
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[3..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[5..]),
            bytes.Length == 9 ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[7..]) : (ushort)0x0100);
    }
}

/// <summary>The DFU-mode interface of a device: its number, its memories as alternate settings, its functional descriptor.</summary>
public sealed record DfuInterface(byte Number, ImmutableArray<DfuAlternate> Alternates, DfuFunctionalDescriptor Functional)
{
    const byte ApplicationSpecific = 0xFE;
    const byte DeviceFirmwareUpgrade = 0x01;
    const byte DfuMode = 0x02;

    /// <summary>Searches the whole configuration, since stacks differ in where they put the functional descriptor. None if there is no DFU-mode interface.</summary>
    public static DfuInterface? Find(ReadOnlySpan<byte> configuration)
    {
        var parts = UsbConfigurationPart.Split(configuration)
            .Where(part => part.Interface is { Class: ApplicationSpecific, SubClass: DeviceFirmwareUpgrade, Protocol: DfuMode }).ToList();
        if (parts is not [{ Interface: { } first }, ..])
            return null;
        parts.RemoveAll(part => part.Interface!.Value.Number != first.Number);
        var functional = parts.Select(part => DfuFunctionalDescriptor.Parse(part.Bytes.AsSpan())).FirstOrDefault(found => found is not null);
        if (functional is null)
            return null;
        return new(
            first.Number,
            [.. parts.Select(part => part.Interface!.Value).DistinctBy(setting => setting.Alternate).Select(setting => new DfuAlternate(setting.Alternate, setting.Name))],
            functional.Value);
    }
}

/// <param name="Name">Index of the string that holds the layout; 0 for none.</param>
public readonly record struct DfuAlternate(byte Number, byte Name);
