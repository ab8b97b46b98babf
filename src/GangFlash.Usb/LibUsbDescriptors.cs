using System.Buffers.Binary;
using System.Globalization;
using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb;

/// <summary>Where a device sits and what it says, from what libusb keeps since enumeration: nothing goes over the wire.</summary>
static unsafe class LibUsbDescriptors
{
    /// <summary>USB 2.0, 4.1.1: at most seven tiers; libusb never writes more.</summary>
    const int MostPorts = 7;

    /// <summary>None for a root hub, which sits in no port.</summary>
    public static UsbPortPath? PortOf(nint device)
    {
        var numbers = stackalloc byte[MostPorts];
        var count = LibUsb.GetPortNumbers(device, numbers, MostPorts);
        return count <= 0 ? null : PortOf(LibUsb.GetBusNumber(device), new(numbers, count));
    }

    public static UsbPortPath PortOf(byte bus, ReadOnlySpan<byte> ports) =>
        UsbPortPath.Parse($"{bus}-{string.Join('.', ports.ToArray().Select(port => port.ToString(CultureInfo.InvariantCulture)))}");

    /// <summary>The 18 bytes as they came over the wire; none if libusb does not have them.</summary>
    public static byte[] DeviceDescriptor(nint device) =>
        LibUsb.GetDeviceDescriptor(device, out var descriptor) == LibUsbError.LIBUSB_SUCCESS ? ToBytes(descriptor) : [];

    public static byte[] ToBytes(LibUsbDeviceDescriptor it) =>
    [
        it.Length, it.DescriptorType, .. Wire(it.BcdUsb), it.DeviceClass, it.DeviceSubClass, it.DeviceProtocol, it.MaxPacketSize0,
        .. Wire(it.Vendor), .. Wire(it.Product), .. Wire(it.BcdDevice), it.Manufacturer, it.ProductName, it.SerialNumber, it.Configurations,
    ];

    /// <summary>The whole active configuration; none if the device is not configured or libusb could not take it apart.</summary>
    public static byte[] ActiveConfiguration(nint device)
    {
        if (LibUsb.GetActiveConfiguration(device, out var configuration) != LibUsbError.LIBUSB_SUCCESS)
            return [];
        try
        {
            return ToBytes(*configuration);
        }
        finally
        {
            LibUsb.FreeConfiguration(configuration);
        }
    }

    /// <summary>
    /// Puts together again what libusb took apart. It keeps every descriptor in its place (unknown ones as "extra" bytes behind the one that
    /// they follow), so that a well-formed configuration comes out as it was.
    /// </summary>
    public static byte[] ToBytes(in LibUsbConfiguration it)
    {
        var bytes = new List<byte>(it.TotalLength);
        bytes.AddRange([it.Length, it.DescriptorType, .. Wire(it.TotalLength), it.InterfaceCount, it.Value, it.Name, it.Attributes, it.MaxPower]);
        bytes.AddRange(new ReadOnlySpan<byte>(it.Extra, it.ExtraLength));
        for (var i = 0; i < it.InterfaceCount; i++)
        {
            var alternates = new ReadOnlySpan<LibUsbAlternate>(it.Interfaces[i].Alternates, it.Interfaces[i].AlternateCount);
            foreach (ref readonly var alternate in alternates)
                Append(bytes, alternate);
        }

        return [.. bytes];
    }

    static void Append(List<byte> bytes, in LibUsbAlternate it)
    {
        bytes.AddRange([it.Length, it.DescriptorType, it.Number, it.Alternate, it.EndpointCount, it.Class, it.SubClass, it.Protocol, it.Name]);
        bytes.AddRange(new ReadOnlySpan<byte>(it.Extra, it.ExtraLength));
        var endpoints = new ReadOnlySpan<LibUsbEndpoint>(it.Endpoints, it.Endpoints is null ? 0 : it.EndpointCount);
        foreach (ref readonly var endpoint in endpoints)
        {
            ReadOnlySpan<byte> whole = [endpoint.Length, endpoint.DescriptorType, endpoint.Address, endpoint.Attributes, .. Wire(endpoint.MaxPacketSize), endpoint.Interval, endpoint.Refresh, endpoint.SynchAddress];
            bytes.AddRange(whole[..Math.Min(whole.Length, (int)endpoint.Length)]);      // 7 bytes, 9 on audio devices
            bytes.AddRange(new ReadOnlySpan<byte>(endpoint.Extra, endpoint.ExtraLength));
        }
    }

    static byte[] Wire(ushort number)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
        return bytes;
    }
}
