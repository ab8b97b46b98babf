using GangFlash.Devices;

namespace GangFlash.DfuSe;

public sealed partial class DfuSession
{
    /// <summary>Block number 0 is the command channel.</summary>
    const ushort CommandBlock = 0;

    /// <summary>Sets where the next blocks count from. Ends in dfuDNLOAD-IDLE.</summary>
    public async Task SetAddressAsync(uint address, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var during = $"set address 0x{address:X8}";
        var begun = await DownloadAsync(CommandBlock, DfuSeCommand.SetAddress(address), during, DfuTimeouts.SetAddress).ConfigureAwait(false);
        _ = await SettleAsync(begun, during, DfuTimeouts.SetAddress).ConfigureAwait(false);
    }

    /// <summary>Erases the sector that starts at <paramref name="address"/>. An acknowledgement is no proof.</summary>
    /// <returns>False if the device hung and had to be freed: only a blank check tells whether the sector was erased.</returns>
    public Task<bool> EraseAsync(uint address, TimeSpan deadline, CancellationToken ct) =>
        WorkAsync(CommandBlock, DfuSeCommand.EraseSector(address), $"erase 0x{address:X8}", deadline, eager: false, ct);

    /// <summary>Erases all main flash. Only where a recipe says so: it takes customer bootloaders and data with it.</summary>
    public Task<bool> MassEraseAsync(TimeSpan deadline, CancellationToken ct) =>
        WorkAsync(CommandBlock, new[] { DfuSeCommand.Erase }, "mass erase", deadline, eager: false, ct);

    /// <summary>Writes one block, counted from the address pointer. An acknowledgement is no proof.</summary>
    /// <param name="eager">Does not wait as announced, but only as long as the device holds its answer back. See <see cref="Surprised"/>.</param>
    public Task<bool> WriteAsync(DataBlock block, ReadOnlyMemory<byte> data, TimeSpan deadline, bool eager, CancellationToken ct) =>
        WorkAsync(block.Number, data, $"write 0x{block.Range.Start:X8}", deadline, eager, ct);

    async Task<bool> WorkAsync(ushort block, ReadOnlyMemory<byte> payload, string during, TimeSpan deadline, bool eager, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();

        // Set before the transfer, not after: a board that was unplugged in the middle of it is no longer as it came.
        Touched = true;
        var begun = await DownloadAsync(block, payload, during, deadline).ConfigureAwait(false);
        return await SettleAsync(begun, during, deadline, eager).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends one DNLOAD. After a fault on the wire the state tells whether the block arrived; it is only sent again if it did not.
    /// </summary>
    /// <returns>What the device said then, where it was asked: that GETSTATUS has started the work already.</returns>
    async Task<DfuStatusReport?> DownloadAsync(ushort block, ReadOnlyMemory<byte> payload, string during, TimeSpan deadline)
    {
        var data = payload.ToArray();
        for (var retry = 0; ; retry++)
        {
            var transfer = await RequestAsync(DfuRequest.Download, block, data, DfuTimeouts.Plain, during).ConfigureAwait(false);
            if (transfer.Status == UsbTransferStatus.Completed)
                return null;
            var asked = WireRetries;
            if (await TryStatusAsync(deadline, during).ConfigureAwait(false) is not { } report)
                throw Fail(new FlashFailure.Stalled(during, DfuState.Error));
            switch (report.State)
            {
                case DfuState.DownloadSync or DfuState.DownloadBusy when transfer.Status == UsbTransferStatus.Failed:
                    WireRetries++;
                    return report;
                // Only the first answer tells: a block that arrived would be done by the second.
                case DfuState.Idle or DfuState.DownloadIdle when transfer.Status == UsbTransferStatus.Failed && WireRetries == asked && retry < DfuTimeouts.WireRetries:
                    WireRetries++;
                    break;
                case DfuState.Error:
                    throw await RefusalAsync(report, during).ConfigureAwait(false);
                default:
                    throw Fail(transfer.Status == UsbTransferStatus.Stalled
                        ? new FlashFailure.Stalled(during, report.State)
                        : new FlashFailure.TransferFailed(during, [.. WireHints]));
            }
        }
    }
}
