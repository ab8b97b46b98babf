namespace GangFlash.DfuSe;

public sealed partial class DfuSession
{
    /// <summary>
    /// Writes a whole block of option bytes at the address pointer. Old ROMs reset within it and never answer a second time, and newer ones may reset before they have
    /// answered at all (AN3156, dfuse.md 13.4): only reading them back tells.
    /// </summary>
    /// <returns>True if the device said that it is at work with them, or done; false if it was gone before it said anything.</returns>
    /// <exception cref="FlashException">The block did not reach the device, or the device refused it.</exception>
    public async Task<bool> WriteOptionBytesAsync(DataBlock block, ReadOnlyMemory<byte> data, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var during = $"write option bytes 0x{block.Range.Start:X8}";
        Touched = true;
        var begun = await DownloadAsync(block.Number, data, during, DfuTimeouts.LeastOperation).ConfigureAwait(false);
        var answered = false;
        try
        {
            begun ??= await TryStatusAsync(DfuTimeouts.LeastOperation, during).ConfigureAwait(false);
            if (begun is not { } report)
                return false;
            answered = report is { Status: DfuStatus.Ok, State: DfuState.DownloadBusy or DfuState.DownloadIdle or DfuState.Idle };
            _ = await SettleAsync(report, during, DfuTimeouts.LeastOperation).ConfigureAwait(false);
            return true;
        }
        catch (FlashException reset) when (reset.Failure is FlashFailure.Disconnected or FlashFailure.TransferFailed or FlashFailure.Overdue or FlashFailure.Garbled)
        {
            return answered;
        }
    }
}
