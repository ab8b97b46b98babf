using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>Bytes that differ from unit to unit: written, read back and recorded with the images.</summary>
/// <param name="Name">As the record knows it.</param>
/// <param name="At">Address of the first byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Pad">What fills a text up to its length, behind it.</param>
/// <param name="Replaces">True where it may lie over data of an image, a placeholder of the linker script.</param>
public sealed record UnitField(string Name, uint At, int Length, UnitValue Value, UnitFormat Format, byte Pad, bool Replaces, SourcePlace Place)
{
    public AddressRange Range => AddressRange.Of(At, (ulong)Length);
}

/// <summary>Where the value of a field comes from. Closed.</summary>
public abstract record UnitValue
{
    private UnitValue() { }

    /// <summary>The unit's serial.</summary>
    public sealed record Serial : UnitValue;

    /// <summary>The digits at the end of the unit's serial, as a number.</summary>
    public sealed record SerialNumber : UnitValue;

    /// <summary>The number that the unit has from a range.</summary>
    public sealed record Number(NumberRange Range) : UnitValue;

    /// <summary>A value of the work order.</summary>
    public sealed record Order(string Name) : UnitValue;

    /// <summary>The same on every unit.</summary>
    public sealed record Constant(string Words) : UnitValue;

    /// <summary>The calendar day at the station on which the attempt began.</summary>
    public sealed record Date : UnitValue;

    /// <summary>When the attempt began, in UTC: seconds since 1970 as a number, ISO 8601 as text.</summary>
    public sealed record Time : UnitValue;

    /// <summary>A random UUID (RFC 9562, version 4), another one for each attempt.</summary>
    public sealed record Uuid : UnitValue;

    /// <summary>Random bytes, others for each attempt. They are in no record and no log: only their SHA-256 is.</summary>
    public sealed record Secret : UnitValue;

    /// <summary>A checksum over what the flash holds after the job.</summary>
    public sealed record Checksum(ChecksumKind Kind, ImmutableArray<AddressRange> Over) : UnitValue;
}

public enum UnitFormat
{
    Ascii,

    /// <summary>Two decimal digits a byte, the first one high; zeros in front.</summary>
    Bcd,

    /// <summary>Binary, the lowest byte first.</summary>
    Le,

    /// <summary>Binary, the highest byte first.</summary>
    Be,
}

/// <summary>The checksums that bootloaders and applications use, by their names in the catalogue of parametrised CRC algorithms (reveng).</summary>
public enum ChecksumKind
{
    /// <summary>CRC-32/ISO-HDLC: zip, Ethernet.</summary>
    Crc32,

    /// <summary>CRC-32/MPEG-2, byte by byte.</summary>
    Crc32Mpeg2,

    /// <summary>What an STM32's CRC unit gives after reset: CRC-32/MPEG-2 over little-endian 32-bit words, high byte first.</summary>
    Crc32Stm32,

    /// <summary>CRC-16/IBM-3740, often called CCITT-FALSE.</summary>
    Crc16Ccitt,

    /// <summary>CRC-16/MODBUS.</summary>
    Crc16Modbus,
}
