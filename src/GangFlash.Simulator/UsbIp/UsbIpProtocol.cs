using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using GangFlash.Devices;

namespace GangFlash.Simulator.UsbIp;

/// <summary>Messages of the USB/IP protocol 1.1.1 (Linux, Documentation/usb/usbip_protocol.rst). Every field is big-endian.</summary>
static class UsbIpProtocol
{
    public const ushort Version = 0x0111;
    public const int OperationLength = 8;
    public const int BusIdLength = 32;
    public const int DeviceLength = 312;
    const int PathLength = 256;
    const uint FullSpeed = 2;

    /// <summary>What a client asks for before it has a device.</summary>
    public static UsbIpOperation ParseOperation(ReadOnlySpan<byte> message)
    {
        var version = BinaryPrimitives.ReadUInt16BigEndian(message);
        if (version != Version)
            throw new UsbIpViolationException($"speaks version 0x{version:X4} and not 0x{Version:X4}");
        var operation = (UsbIpOperation)BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        return operation is UsbIpOperation.RequestDevices or UsbIpOperation.RequestImport
            ? operation
            : throw new UsbIpViolationException($"asks for the unknown operation 0x{(ushort)operation:X4}");
    }

    /// <summary>The text up to the first zero byte, as the client sent it.</summary>
    public static string ParseBusId(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? field : field[..end]);
    }

    public static byte[] DeviceList(ImmutableArray<(UsbPortPath Path, VirtualIdentity Identity)> devices)
    {
        List<byte> reply = [.. Operation(UsbIpOperation.ReplyDevices, UsbIpImportStatus.Ok), 0, 0, 0, 0];
        var count = 0;
        foreach (var (path, identity) in devices.Where(device => device.Path.ToString().Length < BusIdLength))
        {
            count++;
            reply.AddRange(Device(path, identity));
            foreach (var setting in Interfaces(identity))
                reply.AddRange([setting.Class, setting.SubClass, setting.Protocol, 0]);
        }

        var message = reply.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(OperationLength), count);
        return message;
    }

    public static byte[] Imported(UsbPortPath path, VirtualIdentity identity) => [.. Operation(UsbIpOperation.ReplyImport, UsbIpImportStatus.Ok), .. Device(path, identity)];

    public static byte[] NotImported(UsbIpImportStatus status) => Operation(UsbIpOperation.ReplyImport, status);

    /// <summary>Bus number in the upper half, device number in the lower one; every message about the device repeats it.</summary>
    public static uint DeviceId(UsbPortPath path)
    {
        var numbers = path.ToString().Split('-', '.').Select(uint.Parse).ToArray();
        return numbers[0] << 16 | numbers[^1] + 1;      // device 1 of a bus is its root hub
    }

    static byte[] Operation(UsbIpOperation operation, UsbIpImportStatus status)
    {
        var header = new byte[OperationLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, Version);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)operation);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), (uint)status);
        return header;
    }

    static IEnumerable<UsbInterfaceDescriptor> Interfaces(VirtualIdentity identity) => identity.Settings.DistinctBy(setting => setting.Number);

    static byte[] Device(UsbPortPath path, VirtualIdentity identity)
    {
        var record = new byte[DeviceLength];
        var descriptor = identity.Device.AsSpan();
        var id = DeviceId(path);
        Encoding.ASCII.GetBytes($"/sys/devices/virtual/gangflash/{path}", record.AsSpan(0, PathLength));
        Encoding.ASCII.GetBytes(path.ToString(), record.AsSpan(PathLength, BusIdLength));
        var rest = record.AsSpan(PathLength + BusIdLength);
        BinaryPrimitives.WriteUInt32BigEndian(rest, id >> 16);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], id & 0xFFFF);
        BinaryPrimitives.WriteUInt32BigEndian(rest[8..], FullSpeed);
        BinaryPrimitives.WriteUInt16BigEndian(rest[12..], identity.Id.Vendor);
        BinaryPrimitives.WriteUInt16BigEndian(rest[14..], identity.Id.Product);
        BinaryPrimitives.WriteUInt16BigEndian(rest[16..], BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]));
        descriptor[4..7].CopyTo(rest[18..]);                    // class, subclass, protocol
        rest[21] = identity.Configuration[5];                   // bConfigurationValue
        rest[22] = descriptor[17];                              // bNumConfigurations
        rest[23] = (byte)Interfaces(identity).Count();
        return record;
    }
}

enum UsbIpOperation : ushort
{
    ReplyImport = 0x0003,
    ReplyDevices = 0x0005,
    RequestImport = 0x8003,
    RequestDevices = 0x8005,
}

/// <summary>Why an import is refused (usbip_common.h, ST_*).</summary>
enum UsbIpImportStatus : uint
{
    Ok = 0,
    Busy = 2,
    NoDevice = 4,
}

/// <summary>A client that does not speak USB/IP as it is written. Ends its connection, and nothing else.</summary>
sealed class UsbIpViolationException(string message) : Exception(message);
