using System.Threading.Channels;
using GangFlash.Devices;

namespace GangFlash.Simulator.UsbIp;

/// <summary>
/// One imported board on one connection: carries out its transfers one after the other, as endpoint 0 does, while it listens for those to give
/// up. Ends when the client goes, the board leaves, or the server stops.
/// </summary>
sealed class UsbIpAttachment(VirtualDevice device, Stream stream, TimeProvider clock) : IDisposable
{
    /// <summary>More than any host has under way on one control endpoint.</summary>
    const int MostPending = 256;

    /// <summary>How long a client may take to read the last answers of a board that has left.</summary>
    static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(5);

    readonly uint id = UsbIpProtocol.DeviceId(device.Port);
    readonly Channel<Pending> queue = Channel.CreateUnbounded<Pending>(new() { SingleReader = true, SingleWriter = true });
    readonly CancellationTokenSource abandoned = new(Timeout.InfiniteTimeSpan, clock);

    /// <summary>Held while something is answered: what is in <see cref="pending"/> then has no answer yet, and gets at most one.</summary>
    readonly SemaphoreSlim answering = new(1, 1);
    readonly Dictionary<uint, Pending> pending = [];

    sealed record Pending(UsbIpCommand.Submit Submit, byte[] Data, CancellationTokenSource GiveUp)
    {
        public CancellationToken GivenUp { get; } = GiveUp.Token;
    }

    /// <summary>Serves until somebody goes.</summary>
    /// <returns>True if the board left, false if the client did.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        using var stopped = ct.Register(abandoned.Cancel);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(abandoned.Token, device.Gone);
        var working = WorkAsync();
        try
        {
            await ListenAsync(listening.Token).ConfigureAwait(false);
            await abandoned.CancelAsync().ConfigureAwait(false);
            return false;
        }
        catch (OperationCanceledException) when (device.Gone.IsCancellationRequested)
        {
            // The answer to the request that made the board leave is still to be sent.
            abandoned.CancelAfter(s_lastWords);
            return true;
        }
        catch (Exception e) when (e is IOException or UsbIpViolationException or OperationCanceledException)
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            queue.Writer.Complete();
            await working.ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        abandoned.Dispose();
        answering.Dispose();
        foreach (var transfer in pending.Values)
            transfer.GiveUp.Dispose();
    }

    async Task ListenAsync(CancellationToken ct)
    {
        var header = new byte[UsbIpCommand.HeaderLength];
        while (await UsbIpStream.ReadAsync(stream, header, ct).ConfigureAwait(false))
        {
            switch (UsbIpCommand.Parse(header, id))
            {
                case UsbIpCommand.Submit submit:
                    var data = new byte[submit.Length];
                    await stream.ReadExactlyAsync(data.AsMemory(0, submit.Following), ct).ConfigureAwait(false);
                    await QueueAsync(new(submit, data, CancellationTokenSource.CreateLinkedTokenSource(abandoned.Token)), ct).ConfigureAwait(false);
                    break;
                case UsbIpCommand.Unlink unlink:
                    await GiveUpAsync(unlink).ConfigureAwait(false);
                    break;
            }
        }
    }

    async Task QueueAsync(Pending transfer, CancellationToken ct)
    {
        await answering.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (pending.Count == MostPending)
                throw new UsbIpViolationException($"has more than {MostPending} transfers under way");
            if (!pending.TryAdd(transfer.Submit.Sequence, transfer))
                throw new UsbIpViolationException($"uses sequence number {transfer.Submit.Sequence} twice");
        }
        finally
        {
            _ = answering.Release();
        }

        await queue.Writer.WriteAsync(transfer, ct).ConfigureAwait(false);
    }

    /// <summary>The transfer is taken out and never answered itself. One that was answered before is told with status 0.</summary>
    async Task GiveUpAsync(UsbIpCommand.Unlink unlink)
    {
        await answering.WaitAsync(abandoned.Token).ConfigureAwait(false);
        try
        {
            var status = UsbIpStatus.Ok;
            if (pending.Remove(unlink.Victim, out var victim))
            {
                await victim.GiveUp.CancelAsync().ConfigureAwait(false);
                victim.GiveUp.Dispose();
                status = UsbIpStatus.Unlinked;
            }

            await stream.WriteAsync(UsbIpReply.ToUnlink(unlink.Sequence, status), abandoned.Token).ConfigureAwait(false);
        }
        finally
        {
            _ = answering.Release();
        }
    }

    async Task WorkAsync()
    {
        await foreach (var transfer in queue.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            try
            {
                if (!transfer.GivenUp.IsCancellationRequested)
                    await AnswerAsync(transfer, await CarryAsync(transfer).ConfigureAwait(false)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (abandoned.IsCancellationRequested)
            {
                // Nobody waits for the answer any more; the queue runs empty.
            }
            catch (IOException)
            {
                // The client is gone. Listening ends by that too, and says so.
            }
        }
    }

    /// <summary>The client decides how long it waits, so the transfer itself has no limit. There is no endpoint but 0.</summary>
    async ValueTask<UsbTransfer> CarryAsync(Pending transfer) => transfer.Submit.Endpoint == 0
        ? await device.TransferAsync(transfer.Submit.Setup, transfer.Data, Timeout.InfiniteTimeSpan, transfer.GivenUp).ConfigureAwait(false)
        : new(UsbTransferStatus.Stalled, 0);

    async Task AnswerAsync(Pending transfer, UsbTransfer result)
    {
        await answering.WaitAsync(abandoned.Token).ConfigureAwait(false);
        try
        {
            if (!pending.Remove(transfer.Submit.Sequence))
                return;
            transfer.GiveUp.Dispose();
            var data = transfer.Submit.IsIn ? transfer.Data.AsSpan(0, result.Length) : [];
            await stream.WriteAsync(UsbIpReply.ToSubmit(transfer.Submit.Sequence, StatusOf(result.Status), result.Length, data), abandoned.Token).ConfigureAwait(false);
        }
        finally
        {
            _ = answering.Release();
        }
    }

    static UsbIpStatus StatusOf(UsbTransferStatus status) => status switch
    {
        UsbTransferStatus.Completed => UsbIpStatus.Ok,
        UsbTransferStatus.Stalled => UsbIpStatus.Stalled,
        UsbTransferStatus.NoDevice => UsbIpStatus.NoDevice,
        _ => UsbIpStatus.Broken,
    };
}
