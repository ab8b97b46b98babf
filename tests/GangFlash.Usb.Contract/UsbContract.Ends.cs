using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.Contract;

public static partial class UsbContract
{
    static async Task A_cancelled_caller_starts_nothing(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        var before = bench.Sent;

        await Demand.ThrowsAsync<OperationCanceledException>(() => board.AskAsync(ct: new(canceled: true)), "a request for a caller who is gone");

        Demand.Equal(before, bench.Sent, "the count of transfers");
        await board.ToIdleAsync();
    }

    static async Task A_transfer_that_runs_is_not_cancelled(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);
        using var caller = new CancellationTokenSource();
        var pending = await board.AskWhileErasingAsync(ct: caller.Token);

        await caller.CancelAsync();

        Demand.Equal(new(UsbTransferStatus.Completed, DfuStatusReport.Length), await pending, "the transfer that ran");
        await board.ToIdleAsync();
    }

    static async Task A_time_out_loses_the_handle_and_a_new_one_works(IContractBench bench)
    {
        var patience = TimeSpan.FromMilliseconds(100);
        await using (var board = await OpenBoard.AtAsync(bench))
        {
            var began = bench.Clock.GetTimestamp();
            var pending = await board.AskWhileErasingAsync(patience);
            Demand.Equal(new(UsbTransferStatus.TimedOut, 0), await pending, "the impatient GETSTATUS");
            Demand.That(bench.Clock.GetElapsedTime(began) >= patience, "it was given up early");

            var before = bench.Sent;
            Demand.Equal(new(UsbTransferStatus.TimedOut, 0), await board.AskAsync(), "a request by the lost handle");
            Demand.Equal(UsbTransferStatus.TimedOut, await board.Device.ClaimAsync(0, default), "a claim by the lost handle");
            Demand.Equal(UsbTransferStatus.TimedOut, await board.Device.SetAlternateAsync(0, 0, s_plain, default), "a setting by the lost handle");
            Demand.Equal(before, bench.Sent, "the count of transfers");
        }

        await using var again = await OpenBoard.AtAsync(bench);
        await again.ToIdleAsync();
    }

    static async Task An_infinite_time_out_waits(IContractBench bench)
    {
        await using var board = await OpenBoard.AtAsync(bench);

        var pending = await board.AskWhileErasingAsync(Timeout.InfiniteTimeSpan);

        Demand.Equal(new(UsbTransferStatus.Completed, DfuStatusReport.Length), await pending, "the patient GETSTATUS");
        await board.ToIdleAsync();
    }

    static async Task Disposing_ends_a_transfer_that_runs(IContractBench bench)
    {
        var board = await OpenBoard.AtAsync(bench);
        var pending = await board.AskWhileErasingAsync();

        await board.DisposeAsync();

        Demand.Equal(new(UsbTransferStatus.Failed, 0), await pending, "the transfer that ran");
        await using var again = await OpenBoard.AtAsync(bench);
        await again.ToIdleAsync();
    }

    static async Task A_disposed_device_takes_nothing_any_more_and_disposing_twice_does_no_harm(IContractBench bench)
    {
        var board = await OpenBoard.AtAsync(bench);
        await board.DisposeAsync();
        var before = bench.Sent;

        await Demand.ThrowsAsync<ObjectDisposedException>(() => board.AskAsync(), "a request");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => board.Device.ClaimAsync(0, default).AsTask(), "a claim");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => board.Device.SetAlternateAsync(0, 0, s_plain, default).AsTask(), "a setting");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => board.Device.ResetAsync(default).AsTask(), "a reset");

        Demand.Equal(before, bench.Sent, "the count of transfers");
        await board.DisposeAsync();
    }

    static async Task A_board_that_is_pulled_ends_the_transfer_that_runs(IContractBench bench)
    {
        await using (var board = await OpenBoard.AtAsync(bench))
        {
            var pending = await board.AskWhileErasingAsync(everything: true);

            await bench.UnplugAsync();

            // Controllers that have not yet noticed the empty port call it a protocol error.
            var ended = await pending;
            Demand.That(ended is { Status: UsbTransferStatus.NoDevice or UsbTransferStatus.Failed, Length: 0 }, $"the transfer that ran ended as {ended}");
            Demand.Equal(new(UsbTransferStatus.NoDevice, 0), await board.AskAsync(), "the next one");
            Demand.Equal(UsbTransferStatus.NoDevice, await board.Device.SetAlternateAsync(0, 0, s_plain, default), "a setting");
        }

        await bench.PlugAsync();
        await using var again = await OpenBoard.AtAsync(bench);
        await again.ToIdleAsync();
    }

    static async Task A_reset_spends_the_handle_and_the_port_can_be_opened_anew(IContractBench bench)
    {
        await using (var board = await OpenBoard.AtAsync(bench))
        {
            await Demand.ThrowsAsync<OperationCanceledException>(() => board.Device.ResetAsync(new(canceled: true)).AsTask(), "a reset for a caller who is gone");
            await board.ToIdleAsync();

            Demand.Equal(UsbTransferStatus.Completed, await board.Device.ResetAsync(default), "the reset");

            Demand.Equal(new(UsbTransferStatus.NoDevice, 0), await board.AskAsync(), "a request by the spent handle");
            Demand.Equal(UsbTransferStatus.NoDevice, await board.Device.ClaimAsync(0, default), "a claim by the spent handle");
            Demand.Equal(UsbTransferStatus.NoDevice, await board.Device.SetAlternateAsync(0, 0, s_plain, default), "a setting by the spent handle");
            Demand.Equal(UsbTransferStatus.NoDevice, await board.Device.ResetAsync(default), "a second reset");
        }

        await foreach (var happened in bench.Bus.WatchAsync(default))
        {
            if (happened is UsbBusEvent.Arrived { Device.Port: var port } && port == bench.Port)
                break;
        }

        await using var again = await OpenBoard.AtAsync(bench);
        await again.ToIdleAsync();
    }

    static async Task A_handle_of_a_board_that_was_pulled_never_reaches_the_next_one(IContractBench bench)
    {
        await using var old = await OpenBoard.AtAsync(bench);
        await bench.UnplugAsync();
        await bench.PlugAsync();
        var before = bench.Sent;

        Demand.Equal(new(UsbTransferStatus.NoDevice, 0), await old.AskAsync(), "a request by the old handle");
        Demand.Equal(UsbTransferStatus.NoDevice, await old.Device.ClaimAsync(0, default), "a claim by the old handle");

        Demand.Equal(before, bench.Sent, "the count of transfers");
        await using var board = await OpenBoard.AtAsync(bench);
        await board.ToIdleAsync();
    }
}
