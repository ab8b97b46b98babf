using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>An open handle to a virtual board: carries requests to its bootloader in the time that a wire takes, and injects the faults.</summary>
sealed class VirtualDevice(VirtualBus bus, VirtualPort port, VirtualIdentity identity, TimeProvider clock) : IUsbDevice
{
    /// <summary>Set-up and status stage of a full-speed control transfer.</summary>
    static readonly TimeSpan s_transfer = TimeSpan.FromMicroseconds(300);

    /// <summary>Measured on real boards: 2.4 to 3 ms per KiB each way (dfuse.md 15).</summary>
    static readonly TimeSpan s_perKibibyte = TimeSpan.FromMilliseconds(2.6);

    readonly CancellationTokenSource closing = new();
    readonly HashSet<byte> claimed = [];
    volatile bool isLost;

    public UsbPortPath Port => port.Path;

    public ReadOnlyMemory<byte> DeviceDescriptor => identity.Device.AsMemory();

    public ReadOnlyMemory<byte> ConfigurationDescriptor => identity.Configuration.AsMemory();

    internal VirtualIdentity Identity => identity;

    /// <summary>Ends when the board is pulled or re-enumerates; nothing reaches it after that.</summary>
    internal CancellationToken Gone => port.Gone;

    bool IsGone => port.Gone.IsCancellationRequested;

    public ValueTask<UsbTransferStatus> ClaimAsync(byte interfaceNumber, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (isLost)
            return ValueTask.FromResult(UsbTransferStatus.TimedOut);
        if (IsGone)
            return ValueTask.FromResult(UsbTransferStatus.NoDevice);
        if (!identity.HasInterface(interfaceNumber) || !port.Claim(interfaceNumber, this))
            return ValueTask.FromResult(UsbTransferStatus.Failed);
        _ = claimed.Add(interfaceNumber);
        return ValueTask.FromResult(UsbTransferStatus.Completed);
    }

    public async ValueTask<UsbTransferStatus> SetAlternateAsync(byte interfaceNumber, byte alternate, TimeSpan timeout, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (!isLost && !IsGone && !claimed.Contains(interfaceNumber))
            return UsbTransferStatus.Failed;
        return (await ControlAsync(new(0x01, 0x0B, alternate, interfaceNumber, 0), Memory<byte>.Empty, timeout, ct).ConfigureAwait(false)).Status;
    }

    public async ValueTask<UsbTransfer> ControlAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (data.Length != setup.Length)
            throw new ArgumentException($"The set-up packet says {setup.Length} bytes; there are {data.Length}.", nameof(data));
        if (isLost)
            return new(UsbTransferStatus.TimedOut, 0);
        if (setup.RequestType is 0x21 or 0xA1 && port.IsClaimedByAnother((byte)setup.Index, this))
            return new(UsbTransferStatus.Failed, 0);
        var result = await TransferAsync(setup, data, timeout, closing.Token).ConfigureAwait(false);
        if (result.Status != UsbTransferStatus.TimedOut)
            return result;
        if (closing.IsCancellationRequested)
            return new(UsbTransferStatus.Failed, 0);
        isLost = true;
        return result;
    }

    /// <summary>A control transfer that the host may give up while it runs, as a kernel does when it unlinks one. The board is not told.</summary>
    internal async ValueTask<UsbTransfer> TransferAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken givenUp)
    {
        if (IsGone)
            return new(UsbTransferStatus.NoDevice, 0);
        using var either = givenUp.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(port.Gone, givenUp) : null;
        var index = port.Board.NextTransfer++;
        var at = bus.Now;
        ImmutableArray<byte> head = setup.IsIn ? [] : [.. data.Span[..Math.Min(data.Length, 8)]];
        UsbTransfer result;
        try
        {
            result = await CarryAsync(index, setup, data, timeout, either?.Token ?? port.Gone).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsGone)
        {
            result = new(UsbTransferStatus.NoDevice, 0);
        }
        catch (OperationCanceledException) when (givenUp.IsCancellationRequested)
        {
            LeaveIfToldTo();
            result = new(UsbTransferStatus.TimedOut, 0);
        }

        port.Board.Note(new(index, at, setup, head, result.Status, result.Length));
        return result;
    }

    /// <summary>Ends what still runs and gives the interfaces back.</summary>
    public ValueTask DisposeAsync()
    {
        if (closing.IsCancellationRequested)
            return ValueTask.CompletedTask;
        closing.Cancel();
        port.Release(this);
        bus.Closed(this);
        return ValueTask.CompletedTask;
    }

    async ValueTask<UsbTransfer> CarryAsync(int index, UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ended)
    {
        var board = port.Board;
        var moment = board.Moment(index, setup, data.Span);
        if (moment.Step == BoardStep.Write && board.BeginsWriting())
            bus.Happened(port.Path, BoardHappening.Written);
        var struck = board.Struck(moment);
        foreach (var fault in struck)
        {
            switch (fault)
            {
                case Fault.Unplug:
                    bus.Unplug(port.Path);
                    return new(UsbTransferStatus.NoDevice, 0);
                case Fault.Stall:
                    return new(UsbTransferStatus.Stalled, 0);
                case Fault.BreakTransfer it:
                    if (it.Arrives)
                        _ = await AnswerAsync(setup, data, timeout, ended).ConfigureAwait(false);
                    return new(UsbTransferStatus.Failed, 0);
                case Fault.Silence:
                    await Task.Delay(timeout, clock, ended).ConfigureAwait(false);
                    return new(UsbTransferStatus.TimedOut, 0);
                case Fault.SlowAnswer it when timeout != Timeout.InfiniteTimeSpan && it.Delay >= timeout:
                    await Task.Delay(timeout, clock, ended).ConfigureAwait(false);
                    return new(UsbTransferStatus.TimedOut, 0);
                case Fault.SlowAnswer it:
                    await Task.Delay(it.Delay, clock, ended).ConfigureAwait(false);
                    timeout = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - it.Delay;
                    break;
                case Fault.WrongStatus it:
                    board.Bootloader.Pretend(it.Status);
                    break;
                case Fault.BrownOut:
                    board.Bootloader.BrownOut();
                    return new(UsbTransferStatus.Failed, 0);
                case Fault.BusyForEver:
                    new DfuStatusReport(DfuStatus.Ok, TimeSpan.Zero, DfuState.DownloadBusy).ToBytes().CopyTo(data);
                    await Task.Delay(s_transfer, clock, ended).ConfigureAwait(false);
                    return new(UsbTransferStatus.Completed, DfuStatusReport.Length);
            }
        }

        var answer = await AnswerAsync(setup, data, timeout, ended).ConfigureAwait(false);
        foreach (var fault in struck)
        {
            switch (fault)
            {
                case Fault.ShortAnswer when answer.Length > 0:
                    return answer with { Length = answer.Length - 1 };
                case Fault.FlipReadBit it when answer.Length > 0:
                    data.Span[PlaceOfFlip(it, moment.Touches, answer.Length)] ^= 0x04;
                    break;
            }
        }

        return answer;
    }

    /// <summary>The byte that a flip is about, else one in the middle.</summary>
    static int PlaceOfFlip(Fault.FlipReadBit flip, AddressRange read, int length) =>
        flip.Where is FaultPlace.At(var address, _) && read.Contains(address) && address - read.Start < length ? (int)(address - read.Start) : length / 2;

    async ValueTask<UsbTransfer> AnswerAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ended)
    {
        var began = bus.Now;
        await Task.Delay(s_transfer + s_perKibibyte * setup.Length / 1024, clock, ended).ConfigureAwait(false);
        while (true)
        {
            var now = bus.Now;      // once: a real clock goes on while we reckon, and what is left to wait would be less than nothing
            var answer = port.Ask(setup, data.Span, now);
            switch (answer)
            {
                case BoardAnswer.Busy busy:
                    var patience = timeout == Timeout.InfiniteTimeSpan ? TimeSpan.MaxValue : timeout - (now - began);
                    if (busy.Until == TimeSpan.MaxValue || busy.Until - now > patience)
                    {
                        await Task.Delay(patience == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, ended).ConfigureAwait(false);
                        LeaveIfToldTo();
                        return new(UsbTransferStatus.TimedOut, 0);
                    }

                    // Rounded up to what every clock can wait for, so that the next question comes after the work.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((busy.Until - now).TotalMilliseconds)), clock, ended).ConfigureAwait(false);
                    break;
                case BoardAnswer.Reply reply:
                    var length = setup.IsIn ? Math.Min(reply.Data.Length, data.Length) : data.Length;
                    if (setup.IsIn)
                        reply.Data.AsSpan(0, length).CopyTo(data.Span);
                    LeaveIfToldTo();
                    return new(UsbTransferStatus.Completed, length);
                case BoardAnswer.Stalled:
                    LeaveIfToldTo();
                    return new(UsbTransferStatus.Stalled, 0);
                default:
                    // What was pulled before is gone; what leaves by breaking its last answer was there to break it.
                    var status = IsGone ? UsbTransferStatus.NoDevice : UsbTransferStatus.Failed;
                    LeaveIfToldTo();
                    return new(status, 0);
            }
        }
    }

    void ThrowIfClosed() => ObjectDisposedException.ThrowIf(closing.IsCancellationRequested, this);

    void LeaveIfToldTo()
    {
        if (port.Board.Bootloader.HasLeft)
            bus.Left(port);
    }
}
