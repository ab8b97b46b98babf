namespace GangFlash.Devices;

/// <summary>
/// The one seam below the protocol: an opened USB device as descriptors and control transfers on endpoint 0.
/// Implemented by a real device and by a virtual one; nothing above may know which.
/// </summary>
public interface IUsbDevice : IAsyncDisposable
{
    UsbPortPath Port { get; }

    /// <summary>The 18 bytes of the device descriptor, as the operating system read them at enumeration.</summary>
    ReadOnlyMemory<byte> DeviceDescriptor { get; }

    /// <summary>The whole active configuration, wTotalLength bytes, as the operating system read it at enumeration.</summary>
    ReadOnlyMemory<byte> ConfigurationDescriptor { get; }

    /// <summary>Takes the interface for this program. Needed before class requests and alternate settings.</summary>
    ValueTask<UsbTransferStatus> ClaimAsync(byte interfaceNumber, CancellationToken ct);

    /// <summary>SET_INTERFACE (USB 2.0, 9.4.10), told to the operating system too.</summary>
    ValueTask<UsbTransferStatus> SetAlternateAsync(byte interfaceNumber, byte alternate, TimeSpan timeout, CancellationToken ct);

    /// <summary>
    /// One control transfer. <paramref name="data"/> is sent or filled by the direction bit of the set-up packet, and is exactly
    /// wLength bytes long. Cancellation is only looked at before the transfer starts: a transfer that runs ends by itself or at
    /// <paramref name="timeout"/>, after which the handle is to be treated as lost.
    /// </summary>
    ValueTask<UsbTransfer> ControlAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ct);

    /// <summary>
    /// Resets the port, so that the device is enumerated anew (USB 2.0, 7.1.7.5 and 9.1.1.3). <see cref="UsbTransferStatus.Completed"/> whatever shows itself
    /// afterwards: the same device, another one, or nothing; <see cref="UsbTransferStatus.NoDevice"/> where the device was known to be gone before. Anything else: the reset was not carried out. The handle is spent either way: requests by it
    /// answer <see cref="UsbTransferStatus.NoDevice"/>, and it can only be disposed. Whether the bus tells of a departure is up to the operating system.
    /// </summary>
    ValueTask<UsbTransferStatus> ResetAsync(CancellationToken ct);
}

/// <summary>The eight bytes of a set-up packet (USB 2.0, 9.3).</summary>
public readonly record struct UsbSetup(byte RequestType, byte Request, ushort Value, ushort Index, ushort Length)
{
    public bool IsIn => (RequestType & 0x80) != 0;
}

/// <summary>How a transfer ended, and how many bytes it moved.</summary>
public readonly record struct UsbTransfer(UsbTransferStatus Status, int Length);

public enum UsbTransferStatus
{
    Completed,

    /// <summary>The device refused the request.</summary>
    Stalled,

    /// <summary>No answer within the time-out. The handle is lost.</summary>
    TimedOut,

    /// <summary>The device is gone.</summary>
    NoDevice,

    /// <summary>Anything else: protocol errors on the wire, babble, an error of the host controller.</summary>
    Failed,
}
