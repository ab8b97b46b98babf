using GangFlash.Devices;

namespace GangFlash.DfuSe;

/// <summary>
/// Speaks DfuSe with one device. Knows bytes and states; knows no libusb, no file, no screen. Not for use by two callers at once.
/// Every operation runs to its end before it looks at a cancellation: a device is never left in the middle of a block.
/// All of them throw <see cref="FlashException"/> for what the device did.
/// </summary>
public sealed partial class DfuSession(IUsbDevice usb, DfuInterface dfu, TimeProvider clock)
{
    const byte ClassOut = 0x21;
    const byte ClassIn = 0xA1;

    readonly byte[] statusReply = new byte[DfuStatusReport.Length];
    byte selected;

    /// <summary>Transfers that were sent again after a fault on the wire.</summary>
    public int WireRetries { get; private set; }

    /// <summary>Times the device had to be freed from a state that it should not have been in.</summary>
    public int Recoveries { get; private set; }

    /// <summary>True once a device that was asked again at once was not done when it answered.</summary>
    public bool Surprised { get; private set; }

    /// <summary>Class requests sent so far.</summary>
    public int Requests { get; private set; }

    /// <summary>True from the first erase, write or unprotect that the device accepted: before that the board is as it came.</summary>
    public bool Touched { get; private set; }

    public ushort TransferSize => dfu.Functional.TransferSize;

    /// <summary>Claims the interface; another program may need a moment to let go of it.</summary>
    public async Task ClaimAsync(CancellationToken ct)
    {
        const int Tries = 6;
        for (var attempt = 1; ; attempt++)
        {
            switch (await usb.ClaimAsync(dfu.Number, ct).ConfigureAwait(false))
            {
                case UsbTransferStatus.Completed:
                    return;
                case UsbTransferStatus.NoDevice:
                    throw Fail(new FlashFailure.Disconnected("claiming the interface"));
                case var _ when attempt == Tries:
                    throw Fail(new FlashFailure.CannotOpen(UsbOpenError.Busy, "another program or driver holds the interface."));
                default:
                    await Task.Delay(TimeSpan.FromSeconds(1), clock, ct).ConfigureAwait(false);
                    break;
            }
        }
    }

    /// <summary>Selects the memory that the next addresses mean. Only in dfuIDLE: some stacks reset their state.</summary>
    public async Task SelectAlternateAsync(byte alternate, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var during = $"selecting alternate setting {alternate}";
        var status = await usb.SetAlternateAsync(dfu.Number, alternate, DfuTimeouts.Plain, CancellationToken.None).ConfigureAwait(false);

        // Selecting twice does no harm.
        for (var retry = 0; status == UsbTransferStatus.Failed && retry < DfuTimeouts.WireRetries; retry++)
        {
            WireRetries++;
            status = await usb.SetAlternateAsync(dfu.Number, alternate, DfuTimeouts.Plain, CancellationToken.None).ConfigureAwait(false);
        }

        ThrowIfLost(status, DfuTimeouts.Plain, during);

        // Devices with one setting may stall SET_INTERFACE (USB 2.0, 9.4.10); they have nothing to select.
        if (status != UsbTransferStatus.Completed && dfu.Alternates.Length > 1)
            throw Fail(new FlashFailure.TransferFailed(during, [.. WireHints]));
        selected = alternate;
    }

    /// <summary>What helps when transfers fail that have nothing to do with the content (AN2606: old ROMs on xHCI ports).</summary>
    public static IEnumerable<string> WireHints => ["put a USB 2.0 hub between the PC and the board", "use another port and cable"];

    async ValueTask<UsbTransfer> RequestAsync(DfuRequest request, ushort value, Memory<byte> data, TimeSpan timeout, string during)
    {
        Requests++;
        var isIn = request is DfuRequest.Upload or DfuRequest.GetStatus or DfuRequest.GetState;
        var setup = new UsbSetup(isIn ? ClassIn : ClassOut, (byte)request, value, dfu.Number, (ushort)data.Length);

        // A running transfer is never cancelled: afterwards nobody knows what the device did of it.
        var transfer = await usb.ControlAsync(setup, data, timeout, CancellationToken.None).ConfigureAwait(false);
        ThrowIfLost(transfer.Status, timeout, during);
        return transfer;
    }

    /// <summary>After a time-out the handle is as lost as the device is after it was unplugged.</summary>
    static void ThrowIfLost(UsbTransferStatus status, TimeSpan timeout, string during)
    {
        if (status == UsbTransferStatus.NoDevice)
            throw Fail(new FlashFailure.Disconnected(during));
        if (status == UsbTransferStatus.TimedOut)
            throw Fail(new FlashFailure.Overdue(during, timeout));
    }

    static FlashException Fail(FlashFailure failure) => new(failure);
}
