using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>An open handle to a virtual board: carries requests to its bootloader in the time that a wire takes, and injects the faults.</summary>
sealed class VirtualDevice(VirtualBus bus, VirtualPort port, UsbId id, TimeProvider clock) : IUsbDevice
{
    const byte GetDescriptor = 6;

    /// <summary>Set-up and status stage of a full-speed control transfer.</summary>
    static readonly TimeSpan s_transfer = TimeSpan.FromMicroseconds(300);

    /// <summary>Measured on real boards: 2.4 to 3 ms per KiB each way (dfuse.md 15).</summary>
    static readonly TimeSpan s_perKibibyte = TimeSpan.FromMilliseconds(2.6);

    bool closed;

    public UsbPortPath Port => port.Path;

    public ReadOnlyMemory<byte> DeviceDescriptor { get; } = port.Board.DeviceDescriptor(id);

    public ReadOnlyMemory<byte> ConfigurationDescriptor { get; } = port.Board.ConfigurationDescriptor();

    bool IsGone => port.Gone.IsCancellationRequested;

    public ValueTask<UsbTransferStatus> ClaimAsync(byte interfaceNumber, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        ct.ThrowIfCancellationRequested();
        return ValueTask.FromResult(IsGone ? UsbTransferStatus.NoDevice : UsbTransferStatus.Completed);
    }

    public async ValueTask<UsbTransferStatus> SetAlternateAsync(byte interfaceNumber, byte alternate, TimeSpan timeout, CancellationToken ct) =>
        (await ControlAsync(new(0x01, 0x0B, alternate, interfaceNumber, 0), Memory<byte>.Empty, timeout, ct).ConfigureAwait(false)).Status;

    public async ValueTask<UsbTransfer> ControlAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        ct.ThrowIfCancellationRequested();
        if (IsGone)
            return new(UsbTransferStatus.NoDevice, 0);
        var index = port.Board.NextTransfer++;
        var at = bus.Now;
        ImmutableArray<byte> head = setup.IsIn ? [] : [.. data.Span[..Math.Min(data.Length, 8)]];
        UsbTransfer result;
        try
        {
            result = await CarryAsync(index, setup, data, timeout).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (IsGone)
        {
            result = new(UsbTransferStatus.NoDevice, 0);
        }

        port.Board.Note(new(index, at, setup, head, result.Status, result.Length));
        return result;
    }

    public ValueTask DisposeAsync()
    {
        closed = true;
        return ValueTask.CompletedTask;
    }

    async ValueTask<UsbTransfer> CarryAsync(int index, UsbSetup setup, Memory<byte> data, TimeSpan timeout)
    {
        var entry = new WireEntry(index, default, setup, [], default, 0);
        foreach (var fault in port.Board.Model.Faults)
        {
            switch (fault)
            {
                case Fault.Unplug it when it.Transfer == index:
                    bus.Unplug(port.Path);
                    return new(UsbTransferStatus.NoDevice, 0);
                case Fault.Stall it when it.Transfer == index:
                    return new(UsbTransferStatus.Stalled, 0);
                case Fault.BreakTransfer it when it.Transfer == index:
                    if (it.Arrives)
                        _ = await AnswerAsync(setup, data, timeout).ConfigureAwait(false);
                    return new(UsbTransferStatus.Failed, 0);
                case Fault.Silence it when it.Transfer == index:
                    await Task.Delay(timeout, clock, port.Gone).ConfigureAwait(false);
                    return new(UsbTransferStatus.TimedOut, 0);
                case Fault.WrongStatus it when it.Transfer == index && entry.Request == DfuRequest.GetStatus:
                    port.Board.Bootloader.Pretend(it.Status);
                    break;
                case Fault.BrownOut it when it.Transfer == index:
                    port.Board.Bootloader.BrownOut();
                    return new(UsbTransferStatus.Failed, 0);
                case Fault.BusyForEver it when index >= it.Transfer && entry.Request == DfuRequest.GetStatus:
                    new DfuStatusReport(DfuStatus.Ok, TimeSpan.Zero, DfuState.DownloadBusy).ToBytes().CopyTo(data);
                    await Task.Delay(s_transfer, clock, port.Gone).ConfigureAwait(false);
                    return new(UsbTransferStatus.Completed, DfuStatusReport.Length);
            }
        }

        var answer = await AnswerAsync(setup, data, timeout).ConfigureAwait(false);
        foreach (var fault in port.Board.Model.Faults)
        {
            switch (fault)
            {
                case Fault.ShortAnswer it when it.Transfer == index && setup.IsIn && answer.Length > 0:
                    return answer with { Length = answer.Length - 1 };
                case Fault.FlipReadBit it when it.Transfer == index && entry.Request == DfuRequest.Upload && setup.Value >= 2 && answer.Length > 0:
                    data.Span[answer.Length / 2] ^= 0x04;
                    break;
            }
        }

        return answer;
    }

    async ValueTask<UsbTransfer> AnswerAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout)
    {
        var began = bus.Now;
        await Task.Delay(s_transfer + s_perKibibyte * setup.Length / 1024, clock, port.Gone).ConfigureAwait(false);
        while (true)
        {
            var answer = Ask(setup, data.Span);
            switch (answer)
            {
                case BoardAnswer.Busy busy:
                    var patience = timeout - (bus.Now - began);
                    if (busy.Until == TimeSpan.MaxValue || busy.Until - bus.Now > patience)
                    {
                        await Task.Delay(patience > TimeSpan.Zero ? patience : TimeSpan.Zero, clock, port.Gone).ConfigureAwait(false);
                        LeaveIfToldTo();
                        return new(UsbTransferStatus.TimedOut, 0);
                    }

                    // Rounded up to what every clock can wait for, so that the next question comes after the work.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling((busy.Until - bus.Now).TotalMilliseconds)), clock, port.Gone).ConfigureAwait(false);
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
                    LeaveIfToldTo();
                    return new(UsbTransferStatus.Failed, 0);
            }
        }
    }

    BoardAnswer Ask(UsbSetup setup, Span<byte> data) => setup.RequestType switch
    {
        0x21 or 0xA1 => port.Board.Bootloader.Handle((DfuRequest)setup.Request, setup.Value, setup.Length, setup.IsIn ? [] : data, bus.Now),
        0x01 => BoardAnswer.Taken,
        0x80 when setup.Request == GetDescriptor && setup.Value >> 8 == (int)UsbDescriptorType.String =>
            port.Board.StringDescriptor((byte)setup.Value) is { } text ? new BoardAnswer.Reply([.. text]) : BoardAnswer.Stall,

        // STM32C5's ROM never answers a GET_DESCRIPTOR of its functional descriptor (Betaflight 5300), and no host needs it.
        _ => BoardAnswer.Stall,
    };

    void LeaveIfToldTo()
    {
        if (port.Board.Bootloader.HasLeft)
            bus.Left(port);
    }
}
