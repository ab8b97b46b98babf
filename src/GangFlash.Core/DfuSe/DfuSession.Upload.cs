using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.DfuSe;

public sealed partial class DfuSession
{
    /// <summary>Asks which commands the bootloader knows (AN3156, 2.3.1). Empty where it does not say.</summary>
    public async Task<ImmutableArray<byte>> GetCommandsAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        const string During = "get commands";
        var reply = new byte[16];
        var transfer = await RequestAsync(DfuRequest.Upload, CommandBlock, reply, DfuTimeouts.Plain, During).ConfigureAwait(false);
        if (transfer.Status != UsbTransferStatus.Completed)
        {
            await BringToIdleAsync(ct).ConfigureAwait(false);
            return [];
        }

        _ = await AbortAsync(ct).ConfigureAwait(false);
        return [.. reply.AsSpan(0, transfer.Length)];
    }

    /// <summary>Begins reads that count from <paramref name="address"/>: UPLOAD is refused until the download is ended (AN3156, 2.4).</summary>
    public async Task BeginReadAsync(uint address, CancellationToken ct)
    {
        for (var retry = 0; ; retry++)
        {
            await SetAddressAsync(address, ct).ConfigureAwait(false);
            if (await AbortAsync(ct).ConfigureAwait(false))
                return;

            // The pointer is unknown after a recovery: reads would come from wherever the device counts from at power-up.
            if (retry == DfuTimeouts.WireRetries)
                throw Fail(new FlashFailure.TransferFailed($"abort before reading 0x{address:X8}", [.. WireHints]));
            WireRetries++;
        }
    }

    /// <summary>
    /// Reads one block into <paramref name="into"/>, counted from the pointer that <see cref="BeginReadAsync"/> set. A refused or
    /// broken read is tried again from a clean state, since a single one proves nothing.
    /// </summary>
    /// <param name="pointer">Where the block numbers count from, to set it again after a fault.</param>
    /// <returns>None, or why the block cannot be read.</returns>
    public async Task<ReadRefusal?> ReadAsync(uint pointer, DataBlock block, Memory<byte> into, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var during = $"read 0x{block.Range.Start:X8}";
        for (var retry = 0; ; retry++)
        {
            var transfer = await RequestAsync(DfuRequest.Upload, block.Number, into, DfuTimeouts.Plain, during).ConfigureAwait(false);
            if (transfer.Status == UsbTransferStatus.Completed && transfer.Length == into.Length)
                return null;
            var report = await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false);
            var refusal = new ReadRefusal(block.Range.Start, transfer.Status, transfer.Length, report?.Status ?? DfuStatus.ErrUnknown, report?.State ?? DfuState.Error);
            if (retry == DfuTimeouts.WireRetries - 1)
            {
                await BringToIdleAsync(ct).ConfigureAwait(false);
                return refusal;
            }

            WireRetries++;
            await BringToIdleAsync(ct).ConfigureAwait(false);
            await BeginReadAsync(pointer, ct).ConfigureAwait(false);
        }
    }
}

/// <summary>How a device answered a read that it did not give, the last of several tries.</summary>
/// <param name="Transfer">How the UPLOAD itself ended.</param>
/// <param name="Length">Bytes that came, fewer than asked for.</param>
/// <param name="Status">What GETSTATUS said then.</param>
public readonly record struct ReadRefusal(uint Address, UsbTransferStatus Transfer, int Length, DfuStatus Status, DfuState State)
{
    public override string ToString() => Transfer switch
    {
        UsbTransferStatus.Completed => $"{Length} bytes came, state {FlashFailure.Name(State)}",
        UsbTransferStatus.Stalled => $"stalled, {FlashFailure.Name(Status)}, state {FlashFailure.Name(State)}",
        _ => $"{Transfer}, {FlashFailure.Name(Status)}, state {FlashFailure.Name(State)}",
    };
}
