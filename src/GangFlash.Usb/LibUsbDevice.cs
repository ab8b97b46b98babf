using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb;

/// <summary>A real device that was opened.</summary>
sealed class LibUsbDevice(LibUsbDeviceHandle handle, UsbDeviceEntry entry, TimeProvider clock, Action<LibUsbDevice> closed) : IUsbDevice
{
    /// <summary>How long Linux and macOS wait for SET_INTERFACE at least; libusb has no time-out of its own for it.</summary>
    static readonly TimeSpan s_systemPatience = TimeSpan.FromSeconds(4.5);

    readonly Lock gate = new();
    readonly HashSet<ControlTransfer> pending = [];
    readonly HashSet<byte> claimed = [];
    Task? closing;
    volatile bool isLost;
    volatile bool isSpent;
    volatile bool mustStayOpen;

    public UsbPortPath Port => entry.Port;

    public ReadOnlyMemory<byte> DeviceDescriptor => entry.DeviceDescriptor;

    public ReadOnlyMemory<byte> ConfigurationDescriptor => entry.ConfigurationDescriptor;

    public async ValueTask<UsbTransferStatus> ClaimAsync(byte interfaceNumber, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (Refusal() is { } refusal)
            return refusal;
        var error = await Task.Run(() => Claim(interfaceNumber), CancellationToken.None).ConfigureAwait(false);
        return LibUsbWords.StatusOf(error);
    }

    public async ValueTask<UsbTransferStatus> SetAlternateAsync(byte interfaceNumber, byte alternate, TimeSpan timeout, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (Refusal() is { } refusal)
            return refusal;
        var began = clock.GetTimestamp();
        var error = await Task.Run(() => SetAlternate(interfaceNumber, alternate), CancellationToken.None).ConfigureAwait(false);

        // Linux tells a stall and a time-out apart, libusb does not: both are LIBUSB_ERROR_OTHER. The time that it took does.
        var status = error switch
        {
            LibUsbError.LIBUSB_ERROR_OTHER or LibUsbError.LIBUSB_ERROR_IO => clock.GetElapsedTime(began) >= s_systemPatience ? UsbTransferStatus.TimedOut : UsbTransferStatus.Stalled,
            LibUsbError.LIBUSB_ERROR_NOT_FOUND when IsClaimed(interfaceNumber) => UsbTransferStatus.Stalled,      // the system knows that there is no such setting, and does not ask the device
            _ => LibUsbWords.StatusOf(error),
        };
        isLost |= status == UsbTransferStatus.TimedOut;
        return status;
    }

    public async ValueTask<UsbTransfer> ControlAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ControlTransfer transfer;
        lock (gate)
        {
            ThrowIfClosed();
            if (Refusal() is { } refusal)
                return new(refusal, 0);
            transfer = ControlTransfer.Submit(handle, setup, data, timeout);
            _ = pending.Add(transfer);
        }

        var result = await transfer.Ended.ConfigureAwait(false);
        lock (gate)
            _ = pending.Remove(transfer);
        isLost |= result.Status == UsbTransferStatus.TimedOut;
        return result;
    }

    public async ValueTask<UsbTransferStatus> ResetAsync(CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (Refusal() is { } refusal)
            return refusal;
        isSpent = true;
        return LibUsbWords.StatusOfReset(await Task.Run(() => LibUsb.ResetDevice(handle), CancellationToken.None).ConfigureAwait(false));
    }

    /// <summary>Ends what still runs, gives the interfaces back, closes. Whoever waits for a transfer gets <see cref="UsbTransferStatus.Failed"/>.</summary>
    public ValueTask DisposeAsync()
    {
        lock (gate)
            return new(closing ??= CloseAsync([.. pending]));
    }

    async Task CloseAsync(IReadOnlyList<ControlTransfer> running)
    {
        foreach (var transfer in running)
            transfer.Cancel();
        _ = await Task.WhenAll(running.Select(transfer => transfer.Ended)).ConfigureAwait(false);

        // Closing waits for the event thread to be out of libusb's callbacks, so it is not done on the thread that came from there.
        await Task.Run(Close).ConfigureAwait(false);
        closed(this);
    }

    void Close()
    {
        if (mustStayOpen)
        {
            handle.SetHandleAsInvalid();
            return;
        }

        lock (gate)
        {
            foreach (var interfaceNumber in claimed)
                _ = LibUsb.ReleaseInterface(handle, interfaceNumber);
        }

        handle.Dispose();
    }

    LibUsbError Claim(byte interfaceNumber)
    {
        // Windows and some BSDs have no kernel driver to detach and say so; that is no reason not to claim.
        _ = LibUsb.SetAutoDetachKernelDriver(handle, 1);
        var error = LibUsb.ClaimInterface(handle, interfaceNumber);
        if (error == LibUsbError.LIBUSB_SUCCESS)
        {
            lock (gate)
                _ = claimed.Add(interfaceNumber);
        }

        return error;
    }

    LibUsbError SetAlternate(byte interfaceNumber, byte alternate)
    {
        // libusb 1.0.26 gives back a lock that it does not hold when it is asked for a setting of a device that is gone, and ends the process
        // when the handle is closed. Claiming again changes nothing and tells whether it is gone.
        if (!IsClaimed(interfaceNumber))
            return LibUsbError.LIBUSB_ERROR_NOT_FOUND;
        if (LibUsb.ClaimInterface(handle, interfaceNumber) == LibUsbError.LIBUSB_ERROR_NO_DEVICE)
            return LibUsbError.LIBUSB_ERROR_NO_DEVICE;
        var error = LibUsb.SetAlternate(handle, interfaceNumber, alternate);

        // Pulled between the two calls: nobody knows who said so, the system or that mistake. One descriptor less beats a station that ends.
        if (error == LibUsbError.LIBUSB_ERROR_NO_DEVICE && LibUsb.ClaimInterface(handle, interfaceNumber) == LibUsbError.LIBUSB_ERROR_NO_DEVICE)
            mustStayOpen = true;
        return error;
    }

    /// <summary>The answer of a handle that can no longer be used.</summary>
    UsbTransferStatus? Refusal() => isSpent ? UsbTransferStatus.NoDevice : isLost ? UsbTransferStatus.TimedOut : null;

    bool IsClaimed(byte interfaceNumber)
    {
        lock (gate)
            return claimed.Contains(interfaceNumber);
    }

    void ThrowIfClosed() => ObjectDisposedException.ThrowIf(closing is not null, this);
}
