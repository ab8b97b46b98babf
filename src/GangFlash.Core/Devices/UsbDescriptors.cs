using System.Buffers.Binary;
using System.Collections.Immutable;

namespace GangFlash.Devices;

/// <summary>The fields of a device descriptor that matter here (USB 2.0, 9.6.1).</summary>
/// <param name="Manufacturer">String index; 0 means that there is none. The same holds for product and serial.</param>
public readonly record struct UsbDeviceDescriptor(ushort BcdUsb, UsbId Id, ushort BcdDevice, byte Manufacturer, byte Product, byte Serial)
{
    public const int Length = 18;

    /// <summary>None if the bytes are no device descriptor.</summary>
    public static UsbDeviceDescriptor? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Length || bytes[0] < Length || bytes[1] != (byte)UsbDescriptorType.Device)
            return null;
        return new(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            new(BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..])),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]),
            bytes[14],
            bytes[15],
            bytes[16]);
    }
}

/// <summary>An interface descriptor (USB 2.0, 9.6.5): one alternate setting of an interface.</summary>
public readonly record struct UsbInterfaceDescriptor(byte Number, byte Alternate, byte Class, byte SubClass, byte Protocol, byte Name)
{
    public const int Length = 9;
}

public enum UsbDescriptorType : byte
{
    Device = 1,
    Configuration = 2,
    String = 3,
    Interface = 4,
}

/// <summary>One descriptor of a configuration, with the interface that it stands behind.</summary>
public readonly record struct UsbConfigurationPart(UsbInterfaceDescriptor? Interface, byte Type, ImmutableArray<byte> Bytes)
{
    /// <summary>Takes a configuration apart. Ends quietly at the first descriptor that does not fit: the rest has no meaning.</summary>
    public static ImmutableArray<UsbConfigurationPart> Split(ReadOnlySpan<byte> configuration)
    {
        var parts = ImmutableArray.CreateBuilder<UsbConfigurationPart>();
        UsbInterfaceDescriptor? current = null;
        while (configuration is [>= 2, _, ..] && configuration[0] <= configuration.Length)
        {
            var bytes = configuration[..configuration[0]];
            if (bytes is [>= UsbInterfaceDescriptor.Length, (byte)UsbDescriptorType.Interface, var number, var alternate, _, var @class, var subClass, var protocol, var name, ..])
                current = new(number, alternate, @class, subClass, protocol, name);
            parts.Add(new(current, bytes[1], [.. bytes]));
            configuration = configuration[bytes.Length..];
        }

        return parts.ToImmutable();
    }
}
