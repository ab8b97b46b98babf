using GangFlash.Devices;

namespace GangFlash.DfuSe;

public sealed partial class DfuSession
{
    /// <summary>
    /// Starts the program whose vector table is at <paramref name="address"/>. How the device takes it says nothing: stalls, time-outs
    /// and a device that is gone before it answered are all normal (dfuse.md 10). Judge by what the port shows next.
    /// </summary>
    /// <returns>False if the device did not take even the address.</returns>
    public async Task<bool> LeaveAsync(uint address, CancellationToken ct)
    {
        try
        {
            await SetAddressAsync(address, ct).ConfigureAwait(false);
            var sent = await RequestAsync(DfuRequest.Download, 2, Memory<byte>.Empty, DfuTimeouts.Plain, "leave").ConfigureAwait(false);
            if (sent.Status == UsbTransferStatus.Completed)
                _ = await TryStatusAsync(DfuTimeouts.Plain, "leave").ConfigureAwait(false);
            return true;
        }
        catch (FlashException leaving) when (leaving.Failure is FlashFailure.Disconnected or FlashFailure.Overdue or FlashFailure.TransferFailed or FlashFailure.Garbled)
        {
            return true;
        }
        catch (FlashException)
        {
            // Refused, stalled or stuck: it is still there. That is no failure of the unit, whose verdict was taken before.
            return false;
        }
    }
}
