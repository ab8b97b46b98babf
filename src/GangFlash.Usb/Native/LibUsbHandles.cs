using System.Runtime.InteropServices;

namespace GangFlash.Usb.Native;

/// <summary>A <c>libusb_context</c>.</summary>
sealed class LibUsbContext() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibUsb.Exit(handle);
        return true;
    }
}

/// <summary>A <c>libusb_device**</c>: references to the devices that are there, all given back together.</summary>
sealed unsafe class LibUsbDeviceList() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    /// <summary>The <c>libusb_device</c> with this index; lives as long as the list does.</summary>
    public nint this[nint index] => ((nint*)handle)[index];

    protected override bool ReleaseHandle()
    {
        LibUsb.FreeDeviceList(handle, unreferenceDevices: 1);
        return true;
    }
}

/// <summary>A <c>libusb_device_handle</c>. Keeps its context alive.</summary>
sealed class LibUsbDeviceHandle() : SafeHandle(0, ownsHandle: true)
{
    LibUsbContext? context;

    public override bool IsInvalid => handle == 0;

    public void KeepAlive(LibUsbContext parent)
    {
        var added = false;
        parent.DangerousAddRef(ref added);
        context = parent;
    }

    protected override bool ReleaseHandle()
    {
        LibUsb.Close(handle);
        context?.DangerousRelease();
        return true;
    }
}
