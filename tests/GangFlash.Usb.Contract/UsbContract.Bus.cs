using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.Contract;

public static partial class UsbContract
{
    /// <summary>Longest that a hot-plug event may take to be told; by the wall clock, since it is only a net.</summary>
    static readonly TimeSpan s_hotplug = TimeSpan.FromSeconds(30);

    static async Task The_list_is_in_the_order_of_ports_and_tells_whole_descriptors(IContractBench bench)
    {
        var list = await bench.Bus.ListAsync(default);

        Demand.That(list.Select(entry => entry.Port).SequenceEqual(list.Select(entry => entry.Port).Order()), $"the list is in the order {string.Join(", ", list.Select(entry => entry.Port))}");
        var board = list.Single(entry => entry.Port == bench.Port);
        Demand.Equal(UsbId.StDfu, UsbDeviceDescriptor.Parse(board.DeviceDescriptor.Span)!.Value.Id, "the identity");
        Demand.Equal(18, board.DeviceDescriptor.Length, "the length of the device descriptor");
        Demand.Equal(board.ConfigurationDescriptor.Span[2] | board.ConfigurationDescriptor.Span[3] << 8, board.ConfigurationDescriptor.Length, "wTotalLength beside the bytes that came");
        Demand.That(DfuInterface.Find(board.ConfigurationDescriptor.Span) is { Alternates.Length: 4 }, "the four memories are not found in it");
    }

    static async Task Listing_and_opening_send_nothing(IContractBench bench)
    {
        var before = bench.Sent;

        _ = await bench.Bus.ListAsync(default);
        await using (await OpenBoard.AtAsync(bench))
            _ = await bench.Bus.ListAsync(default);

        Demand.Equal(before, bench.Sent, "the count of transfers");
    }

    static async Task An_empty_port_is_no_device(IContractBench bench)
    {
        await bench.UnplugAsync();

        Demand.That((await bench.Bus.ListAsync(default)).All(entry => entry.Port != bench.Port), "an empty port is listed");
        var opening = await bench.Bus.OpenAsync(bench.Port, default);
        Demand.That(opening is UsbOpening.Refused { Error: UsbOpenError.NoDevice, Detail.Length: > 0 }, $"opening an empty port is {opening}");
        await Demand.ThrowsAsync<OperationCanceledException>(() => bench.Bus.OpenAsync(bench.Port, new(canceled: true)).AsTask(), "opening for a caller who is gone");
        await Demand.ThrowsAsync<OperationCanceledException>(() => bench.Bus.ListAsync(new(canceled: true)).AsTask(), "listing for a caller who is gone");
    }

    static async Task A_watch_begins_with_what_is_there(IContractBench bench)
    {
        var list = await bench.Bus.ListAsync(default);
        await using var watch = new Watch(bench);

        foreach (var entry in list)
            Demand.Equal(entry.Port, (await watch.NextAsync() as UsbBusEvent.Arrived)?.Device.Port, "the next arrival");
    }

    static async Task A_watch_tells_of_departure_and_arrival_and_so_does_a_second_one(IContractBench bench)
    {
        await using var one = new Watch(bench);
        await using var other = new Watch(bench);
        await one.UntilArrivedAsync();
        await other.UntilArrivedAsync();

        await bench.UnplugAsync();
        Demand.Equal(new UsbBusEvent.Departed(bench.Port), await one.NextAsync(), "what the first watch tells");
        await bench.PlugAsync();
        Demand.That(await one.NextAsync() is UsbBusEvent.Arrived { Device: var device } && device.Port == bench.Port && DfuInterface.Find(device.ConfigurationDescriptor.Span) is not null, "the first watch tells of no board");

        Demand.Equal(new UsbBusEvent.Departed(bench.Port), await other.NextAsync(), "what the second watch tells");
        Demand.That(await other.NextAsync() is UsbBusEvent.Arrived, "the second watch tells of no board");
    }

    static async Task A_board_that_was_pulled_and_plugged_between_two_looks_departs_first(IContractBench bench)
    {
        await using var watch = new Watch(bench);
        await watch.UntilArrivedAsync();

        await bench.UnplugAsync();
        await bench.PlugAsync();

        Demand.Equal(new UsbBusEvent.Departed(bench.Port), await watch.NextAsync(), "the first event");
        Demand.That(await watch.NextAsync() is UsbBusEvent.Arrived { Device: var device } && device.Port == bench.Port, "the second event is no arrival");
    }

    static async Task A_watch_ends_by_cancellation_only(IContractBench bench)
    {
        var watch = new Watch(bench);
        await watch.UntilArrivedAsync();
        var next = watch.NextAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(100), bench.Clock);
        Demand.That(!next.IsCompleted, "the watch told something although nothing happened");

        await watch.CancelAsync();

        await Demand.ThrowsAsync<OperationCanceledException>(() => next, "a cancelled watch");
    }

    static async Task A_bus_that_is_disposed_has_closed_its_devices(IContractBench bench)
    {
        var board = await OpenBoard.AtAsync(bench);
        var pending = await board.AskWhileErasingAsync();

        await bench.Bus.DisposeAsync();
        await bench.Bus.DisposeAsync();

        Demand.Equal(new(UsbTransferStatus.Failed, 0), await pending, "the transfer that ran");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => board.AskAsync(), "a request after the end of the bus");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => bench.Bus.ListAsync(default).AsTask(), "listing after the end of the bus");
        await Demand.ThrowsAsync<ObjectDisposedException>(() => bench.Bus.OpenAsync(bench.Port, default).AsTask(), "opening after the end of the bus");
        await board.DisposeAsync();
    }

    sealed class Watch : IAsyncDisposable
    {
        readonly IContractBench bench;
        readonly CancellationTokenSource stop = new();
        readonly IAsyncEnumerator<UsbBusEvent> events;

        public Watch(IContractBench bench)
        {
            this.bench = bench;
            events = bench.Bus.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        }

        public async Task<UsbBusEvent> NextAsync()
        {
            try
            {
                Demand.That(await events.MoveNextAsync().AsTask().WaitAsync(s_hotplug), "the watch ended by itself");
            }
            catch (TimeoutException)
            {
                throw new ContractException($"the watch told nothing within {s_hotplug.TotalSeconds} s");
            }

            return events.Current;
        }

        /// <summary>Up to the arrival of the board, and of all that was there with it.</summary>
        public async Task UntilArrivedAsync()
        {
            for (var left = (await bench.Bus.ListAsync(default)).Count; left > 0; left--)
                Demand.That(await NextAsync() is UsbBusEvent.Arrived, "the watch does not begin with arrivals");
        }

        public Task CancelAsync() => stop.CancelAsync();

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await events.DisposeAsync();
            stop.Dispose();
        }
    }
}
