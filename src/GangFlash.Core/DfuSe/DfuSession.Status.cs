using GangFlash.Devices;

namespace GangFlash.DfuSe;

public sealed partial class DfuSession
{
    /// <summary>The state that the device was found in, by one GETSTATUS and nothing else. None if the device stalls it.</summary>
    public async Task<DfuStatusReport?> LookAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await TryStatusAsync(DfuTimeouts.Plain, "a look at its state").ConfigureAwait(false);
    }

    /// <summary>One GETSTATUS. Faults on the wire are tried again: asking twice does no harm. None if the device stalls it.</summary>
    async ValueTask<DfuStatusReport?> TryStatusAsync(TimeSpan timeout, string during)
    {
        for (var retry = 0; ; retry++)
        {
            var transfer = await RequestAsync(DfuRequest.GetStatus, 0, statusReply, timeout, during).ConfigureAwait(false);
            switch (transfer.Status)
            {
                case UsbTransferStatus.Completed:
                    return DfuStatusReport.Parse(statusReply.AsSpan(0, transfer.Length)) ?? throw Fail(new FlashFailure.Garbled(DfuRequest.GetStatus, transfer.Length));
                case UsbTransferStatus.Stalled:
                    return null;
                case var _ when retry == DfuTimeouts.WireRetries:
                    throw Fail(new FlashFailure.TransferFailed(during, [.. WireHints]));
                default:
                    WireRetries++;
                    break;
            }
        }
    }

    async ValueTask<DfuStatusReport> StatusAsync(string during) =>
        await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false) ?? throw Fail(new FlashFailure.Stalled($"GETSTATUS during {during}", DfuState.Error));

    /// <summary>Sends a request without data that may be refused; says whether it was taken.</summary>
    async ValueTask<bool> TryPlainAsync(DfuRequest request, string during) =>
        (await RequestAsync(request, 0, Memory<byte>.Empty, DfuTimeouts.Plain, during).ConfigureAwait(false)).Status == UsbTransferStatus.Completed;

    /// <summary>Ends an upload or a download: dfuIDLE afterwards (DFU 1.1, 6.1.4).</summary>
    /// <returns>False if the device had to be brought to idle another way: then the address pointer is unknown.</returns>
    public async Task<bool> AbortAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (await TryPlainAsync(DfuRequest.Abort, "abort").ConfigureAwait(false))
            return true;
        await BringToIdleAsync(ct).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// Waits until an operation that was sent is done. Either GETSTATUS may take as long as the operation itself, the announced time
    /// is obeyed, and the deadline is the caller's (dfuse.md 9.4).
    /// </summary>
    /// <param name="begun">The first GETSTATUS, where it was asked already.</param>
    /// <param name="eager">Asks a second time without the announced wait, since this bootloader answers when it is done.</param>
    /// <returns>False if the device had to be freed from an endless dfuDNBUSY: the operation may or may not have happened.</returns>
    async Task<bool> SettleAsync(DfuStatusReport? begun, string during, TimeSpan deadline, bool eager = false)
    {
        var began = clock.GetTimestamp();
        var (stalls, looks, poll) = (0, 0, TimeSpan.Zero);
        while (true)
        {
            var rest = deadline - clock.GetElapsedTime(began);
            var report = begun ?? await TryStatusAsync(rest > DfuTimeouts.Plain ? rest : DfuTimeouts.Plain, during).ConfigureAwait(false);
            begun = null;
            switch (report)
            {
                case null when ++stalls > DfuTimeouts.StallsWhileBusy:
                    throw Fail(new FlashFailure.Stalled($"GETSTATUS during {during}", DfuState.DownloadBusy));
                case null:
                    break;
                case { State: DfuState.DownloadIdle or DfuState.Idle, Status: DfuStatus.Ok }:
                    return true;
                case { State: DfuState.DownloadBusy or DfuState.DownloadSync, Status: DfuStatus.Ok }:
                    poll = report.Value.PollDelay;
                    break;
                default:
                    throw await RefusalAsync(report.Value, during).ConfigureAwait(false);
            }

            rest = deadline - clock.GetElapsedTime(began);
            if (rest <= TimeSpan.Zero)
            {
                await FreeStuckBusyAsync(during, deadline).ConfigureAwait(false);
                return false;
            }

            if (eager && looks++ == 0)
                continue;
            Surprised |= eager;

            // The look at the deadline itself still counts, so a wait ends there at the latest.
            var pause = poll > TimeSpan.Zero ? poll : PauseOf(looks);
            looks++;
            await Task.Delay(pause < rest ? pause : rest, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>A device that announces nothing is asked again at once, later less and less often.</summary>
    static TimeSpan PauseOf(int looks) => looks == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(looks, DfuTimeouts.LongestPause.TotalMilliseconds));

    /// <summary>
    /// H743 and H750 of revision V stay in dfuDNBUSY after work in their second bank. CLRSTATUS twice frees them; a strict bootloader
    /// stalls the first one and is left alone (dfuse.md 9.5; Betaflight 1861, 5348).
    /// </summary>
    async Task FreeStuckBusyAsync(string during, TimeSpan deadline)
    {
        for (var round = 0; round < 2; round++)
        {
            if (!await TryPlainAsync(DfuRequest.ClearStatus, during).ConfigureAwait(false))
                throw Fail(new FlashFailure.StuckBusy(during, deadline));
            if (await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false) is { State: DfuState.Idle, Status: DfuStatus.Ok })
            {
                Recoveries++;
                return;
            }
        }

        throw Fail(new FlashFailure.StuckBusy(during, deadline));
    }

    /// <summary>Takes down a refusal with the device's own words and leaves the device in dfuIDLE where it lets us.</summary>
    async Task<FlashException> RefusalAsync(DfuStatusReport report, string during)
    {
        var words = report.Text == 0 ? "" : (await WordsAsync(report.Text).ConfigureAwait(false)).Text;
        if (report.State == DfuState.Error)
            _ = await TryPlainAsync(DfuRequest.ClearStatus, during).ConfigureAwait(false);
        return Fail(new FlashFailure.Refused(during, report.Status, report.State, words));
    }

    async Task<UsbString> WordsAsync(byte index)
    {
        var language = await UsbStringReader.LanguageAsync(usb, CancellationToken.None).ConfigureAwait(false);
        return (await UsbStringReader.ReadAsync(usb, index, language, CancellationToken.None).ConfigureAwait(false)).Text;
    }

    /// <summary>Brings the device to dfuIDLE from whatever state it was found in (dfuse.md 14). The address pointer is unknown afterwards.</summary>
    public async Task BringToIdleAsync(CancellationToken ct)
    {
        const string During = "bringing the bootloader to idle";
        var began = clock.GetTimestamp();
        var last = new DfuStatusReport(DfuStatus.ErrUnknown, TimeSpan.Zero, DfuState.Error);
        for (var round = 0; round < DfuTimeouts.RecoveryRounds && clock.GetElapsedTime(began) < DfuTimeouts.Recovery; round++)
        {
            ct.ThrowIfCancellationRequested();
            if (await TryStatusAsync(DfuTimeouts.Plain, During).ConfigureAwait(false) is not { } report)
            {
                // One in ten first requests fails on an L152 (AN2606): ask again after a moment.
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, CancellationToken.None).ConfigureAwait(false);
                continue;
            }

            last = report;
            switch (report.State)
            {
                case DfuState.Idle when report.Status == DfuStatus.Ok:
                    return;
                case DfuState.AppIdle or DfuState.AppDetach:
                    throw Fail(new FlashFailure.NotDfuSe("it runs its application; it has to be brought into its bootloader first."));
                case DfuState.Manifest or DfuState.ManifestWaitReset:
                    throw Fail(new FlashFailure.NotIdle(report.Status, report.State));
                case DfuState.Error:
                    _ = await TryPlainAsync(DfuRequest.ClearStatus, During).ConfigureAwait(false);
                    break;
                case DfuState.DownloadBusy or DfuState.DownloadSync:
                    await WaitOutFormerHostAsync(report, During).ConfigureAwait(false);
                    break;
                case DfuState.Idle or DfuState.DownloadIdle or DfuState.UploadIdle or DfuState.ManifestSync:
                    _ = await TryPlainAsync(DfuRequest.Abort, During).ConfigureAwait(false);
                    break;
                default:
                    await ShakeAsync(During).ConfigureAwait(false);
                    break;
            }
        }

        throw Fail(new FlashFailure.NotIdle(last.Status, last.State));
    }

    /// <summary>The former host died in mid-work and the old erase may still run: wait for it, then free what hangs.</summary>
    async Task WaitOutFormerHostAsync(DfuStatusReport report, string during)
    {
        var began = clock.GetTimestamp();
        while (clock.GetElapsedTime(began) < DfuTimeouts.LeastOperation)
        {
            var pause = report.PollDelay > TimeSpan.Zero ? report.PollDelay : DfuTimeouts.LongestPause;
            await Task.Delay(pause < DfuTimeouts.LeastOperation ? pause : DfuTimeouts.LeastOperation, clock, CancellationToken.None).ConfigureAwait(false);
            if (await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false) is not { State: DfuState.DownloadBusy or DfuState.DownloadSync } again)
                return;
            report = again;
        }

        await FreeStuckBusyAsync(during, DfuTimeouts.LeastOperation).ConfigureAwait(false);
    }

    /// <summary>For state bytes outside of the standard: the CubeMX class shows 15 after a read that it has no callback for.</summary>
    async Task ShakeAsync(string during)
    {
        Recoveries++;
        ThrowIfLost(await usb.SetAlternateAsync(dfu.Number, selected, DfuTimeouts.Plain, CancellationToken.None).ConfigureAwait(false), DfuTimeouts.Plain, during);
        _ = await TryPlainAsync(DfuRequest.Abort, during).ConfigureAwait(false);
        if (await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false) is { State: DfuState.Idle })
            return;
        _ = await TryPlainAsync(DfuRequest.ClearStatus, during).ConfigureAwait(false);
        if (await TryStatusAsync(DfuTimeouts.Plain, during).ConfigureAwait(false) is { State: DfuState.Idle })
            return;
        _ = await TryPlainAsync(DfuRequest.ClearStatus, during).ConfigureAwait(false);
    }
}
