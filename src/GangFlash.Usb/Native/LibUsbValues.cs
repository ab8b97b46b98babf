using System.Runtime.InteropServices;

namespace GangFlash.Usb.Native;

/// <summary><c>enum libusb_error</c>, spelled as there, so that a name in a message can be searched for.</summary>
enum LibUsbError
{
    LIBUSB_SUCCESS = 0,
    LIBUSB_ERROR_IO = -1,
    LIBUSB_ERROR_INVALID_PARAM = -2,
    LIBUSB_ERROR_ACCESS = -3,
    LIBUSB_ERROR_NO_DEVICE = -4,
    LIBUSB_ERROR_NOT_FOUND = -5,
    LIBUSB_ERROR_BUSY = -6,
    LIBUSB_ERROR_TIMEOUT = -7,
    LIBUSB_ERROR_OVERFLOW = -8,
    LIBUSB_ERROR_PIPE = -9,
    LIBUSB_ERROR_INTERRUPTED = -10,
    LIBUSB_ERROR_NO_MEM = -11,
    LIBUSB_ERROR_NOT_SUPPORTED = -12,
    LIBUSB_ERROR_OTHER = -99,
}

/// <summary><c>enum libusb_transfer_status</c>.</summary>
enum LibUsbTransferStatus
{
    LIBUSB_TRANSFER_COMPLETED,
    LIBUSB_TRANSFER_ERROR,
    LIBUSB_TRANSFER_TIMED_OUT,
    LIBUSB_TRANSFER_CANCELLED,
    LIBUSB_TRANSFER_STALL,
    LIBUSB_TRANSFER_NO_DEVICE,
    LIBUSB_TRANSFER_OVERFLOW,
}

/// <summary><c>enum libusb_capability</c>.</summary>
enum LibUsbCapability : uint
{
    LIBUSB_CAP_HAS_HOTPLUG = 1,
}

/// <summary><c>enum libusb_hotplug_event</c>.</summary>
[Flags]
enum LibUsbHotplug
{
    LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED = 1,
    LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT = 2,
}

/// <summary><c>struct libusb_version</c>; two strings follow that nobody needs.</summary>
[StructLayout(LayoutKind.Sequential)]
struct LibUsbVersion
{
    public ushort Major;
    public ushort Minor;
    public ushort Micro;
    public ushort Nano;
}

/// <summary><c>struct libusb_device_descriptor</c>: USB 2.0, 9.6.1, with its numbers in the machine's byte order.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
struct LibUsbDeviceDescriptor
{
    public byte Length;
    public byte DescriptorType;
    public ushort BcdUsb;
    public byte DeviceClass;
    public byte DeviceSubClass;
    public byte DeviceProtocol;
    public byte MaxPacketSize0;
    public ushort Vendor;
    public ushort Product;
    public ushort BcdDevice;
    public byte Manufacturer;
    public byte ProductName;
    public byte SerialNumber;
    public byte Configurations;
}

/// <summary><c>struct libusb_config_descriptor</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LibUsbConfiguration
{
    public byte Length;
    public byte DescriptorType;
    public ushort TotalLength;
    public byte InterfaceCount;
    public byte Value;
    public byte Name;
    public byte Attributes;
    public byte MaxPower;
    public LibUsbInterface* Interfaces;
    public byte* Extra;
    public int ExtraLength;
}

/// <summary><c>struct libusb_interface</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LibUsbInterface
{
    public LibUsbAlternate* Alternates;
    public int AlternateCount;
}

/// <summary><c>struct libusb_interface_descriptor</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LibUsbAlternate
{
    public byte Length;
    public byte DescriptorType;
    public byte Number;
    public byte Alternate;
    public byte EndpointCount;
    public byte Class;
    public byte SubClass;
    public byte Protocol;
    public byte Name;
    public LibUsbEndpoint* Endpoints;
    public byte* Extra;
    public int ExtraLength;
}

/// <summary><c>struct libusb_endpoint_descriptor</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LibUsbEndpoint
{
    public byte Length;
    public byte DescriptorType;
    public byte Address;
    public byte Attributes;
    public ushort MaxPacketSize;
    public byte Interval;
    public byte Refresh;
    public byte SynchAddress;
    public byte* Extra;
    public int ExtraLength;
}

/// <summary><c>struct libusb_transfer</c>, as far as a control transfer needs it.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct LibUsbTransfer
{
    public nint Handle;
    public byte Flags;
    public byte Endpoint;
    public byte Type;
    public uint Timeout;
    public LibUsbTransferStatus Status;
    public int Length;
    public int ActualLength;
    public delegate* unmanaged<LibUsbTransfer*, void> Callback;
    public nint UserData;
    public byte* Buffer;
    public int PacketCount;
}

/// <summary>
/// <c>struct timeval</c>. Its fields have the size of a pointer on Linux and macOS and four bytes on Windows; with no microseconds both
/// read the same number of seconds.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
readonly struct LibUsbTime(int seconds)
{
    readonly nint seconds = seconds;
#pragma warning disable CS0414, CA1823, IDE0052, CS0169 // Layout: libusb reads it.
    readonly nint microseconds;
#pragma warning restore CS0414, CA1823, IDE0052, CS0169

    public override string ToString() => $"{seconds} s";
}
