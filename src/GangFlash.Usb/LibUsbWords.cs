using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb;

/// <summary>libusb's numbers as values and sentences. Pure.</summary>
static class LibUsbWords
{
    /// <summary>The first version with everything that is used here.</summary>
    public static Version Oldest { get; } = new(1, 0, 24);

    const string Install = "Debian and Ubuntu: apt install libusb-1.0-0; macOS: brew install libusb; Windows: put libusb-1.0.dll beside the program";

    public static string Missing(IEnumerable<string> fileNames) => $"libusb-1.0 was not found (looked for {string.Join(", ", fileNames)}). Install it: {Install}.";

    /// <summary>None if the version is new enough.</summary>
    public static string? TooOld(Version found) => found >= Oldest ? null : $"libusb {found} is too old, {Oldest} or newer is needed. Install it: {Install}.";

    public static string CannotStart(LibUsbError error) => $"libusb-1.0 could not be started: {error}{(OperatingSystem.IsLinux() ? " (is /dev/bus/usb there?)" : "")}.";

    /// <summary>Why a device could not be opened, with what to do about it.</summary>
    public static UsbOpening.Refused RefusalOf(LibUsbError error, UsbPortPath port, bool isLinux) => error switch
    {
        LibUsbError.LIBUSB_ERROR_ACCESS when isLinux => new(
            UsbOpenError.AccessDenied,
            $"{error} at {port}: this user may not open it. Install config/udev/70-gangflash.rules as /etc/udev/rules.d/70-gangflash.rules, run udevadm control --reload, and plug the board in again."),
        LibUsbError.LIBUSB_ERROR_ACCESS => new(UsbOpenError.AccessDenied, $"{error} at {port}: this user may not open it, or another program holds it."),
        LibUsbError.LIBUSB_ERROR_BUSY => new(UsbOpenError.Busy, $"{error} at {port}: another program holds it."),
        LibUsbError.LIBUSB_ERROR_NO_DEVICE or LibUsbError.LIBUSB_ERROR_NOT_FOUND => new(UsbOpenError.NoDevice, $"{error} at {port}"),
        LibUsbError.LIBUSB_ERROR_NOT_SUPPORTED => new(UsbOpenError.Other, $"{error} at {port}: its driver lets no program reach it. On Windows give it the WinUSB driver; ST's STTub30 hides it."),
        _ => new(UsbOpenError.Other, $"{error} at {port}"),
    };

    /// <summary>How a request ended that never became a transfer, or was no transfer of ours.</summary>
    public static UsbTransferStatus StatusOf(LibUsbError error) => error switch
    {
        LibUsbError.LIBUSB_SUCCESS => UsbTransferStatus.Completed,
        LibUsbError.LIBUSB_ERROR_PIPE => UsbTransferStatus.Stalled,
        LibUsbError.LIBUSB_ERROR_TIMEOUT => UsbTransferStatus.TimedOut,
        LibUsbError.LIBUSB_ERROR_NO_DEVICE => UsbTransferStatus.NoDevice,
        _ => UsbTransferStatus.Failed,
    };

    /// <summary>NOT_FOUND is no failure of a reset: what came back is not what was there, and has to be opened anew (libusb_reset_device).</summary>
    public static UsbTransferStatus StatusOfReset(LibUsbError error) => error == LibUsbError.LIBUSB_ERROR_NOT_FOUND ? UsbTransferStatus.Completed : StatusOf(error);

    public static UsbTransferStatus StatusOf(LibUsbTransferStatus status) => status switch
    {
        LibUsbTransferStatus.LIBUSB_TRANSFER_COMPLETED => UsbTransferStatus.Completed,
        LibUsbTransferStatus.LIBUSB_TRANSFER_STALL => UsbTransferStatus.Stalled,
        LibUsbTransferStatus.LIBUSB_TRANSFER_TIMED_OUT => UsbTransferStatus.TimedOut,
        LibUsbTransferStatus.LIBUSB_TRANSFER_NO_DEVICE => UsbTransferStatus.NoDevice,
        _ => UsbTransferStatus.Failed,
    };
}
