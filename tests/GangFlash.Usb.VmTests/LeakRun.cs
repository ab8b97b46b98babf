using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Usb.Contract;

namespace GangFlash.Usb.VmTests;

/// <summary>Does the same again and again in one process, and counts what it holds of the machine before and after.</summary>
static class LeakRun
{
    /// <summary>So much of everything is done before the first count, that all that is made once is there.</summary>
    const int WarmUp = 2;

    /// <summary>More boards would only keep the emulated processor busy: what a run could leave behind, it leaves behind for each of them.</summary>
    const int Gang = 4;

    public static async Task<int> RunAsync(KernelFixture fixture, int rounds, int runs)
    {
        var report = new Report();
        var boards = await fixture.PlugAsync();
        await using var bus = Report.StartBus();
        ImmutableArray<UsbPortPath> ports = [.. boards.Keys];

        await report.CheckAsync($"{rounds * ports.Length:N0} cycles of pulling and plugging leave no handle, thread or file descriptor", async () =>
        {
            using var stop = new CancellationTokenSource();
            await using var events = bus.WatchAsync(stop.Token).GetAsyncEnumerator(stop.Token);
            await ExpectAsync(events, ports, arrival: true);
            await RepeatAsync(bus, WarmUp, rounds, async () =>
            {
                await fixture.PullAsync();
                await ExpectAsync(events, ports, arrival: false);
                _ = await fixture.PlugAsync();
                await ExpectAsync(events, ports, arrival: true);
                await Task.WhenAll(ports.Select(async port =>
                {
                    await using var board = await OpenBoard.AtAsync(bus, port, TimeProvider.System);
                    _ = await board.StatusAsync();
                }));
            });
            await stop.CancelAsync();
        });

        await report.CheckAsync($"{runs} gang runs of {Gang} boards leave no handle, thread or file descriptor", async () =>
        {
            await using var store = await TraceabilityStore.OpenAsync("/tmp/leaks.db", TimeProvider.System, default);
            var order = TestBench.Order(0x0800_0000, [.. Enumerable.Range(0, 4096).Select(i => (byte)(i * 31))], "device:\n  chip: STM32F746\nafter: stay");
            var runner = new GangRunner(bus, store, TimeProvider.System, new Quiet<GangEvent>());
            await RepeatAsync(bus, WarmUp, runs, async () =>
            {
                var loaded = GangLoader.Load(await GangLoader.FindAsync(bus, order.Recipe.Device.Usb, default), order, SlotMap.Untaught, ImmutableDictionary<int, string>.Empty);
                Demand.Equal(ports.Length, loaded.Length, "the number of boards");
                foreach (var outcome in await runner.RunAsync(loaded[..Gang], new("VM", "usb-vmtests", "leaks", "engineering", "test"), default))
                    Demand.That(outcome.Verdict.IsPass, $"slot {outcome.Loaded.Slot} ended with {outcome.Verdict.Code}: {outcome.Verdict.Detail}");
            });
        });
        return report.ExitCode;
    }

    static async Task RepeatAsync(LibUsbBus bus, int warmUp, int times, Func<Task> work)
    {
        for (var i = 0; i < warmUp; i++)
            await work();
        var before = Holdings.Of(bus);
        for (var i = 0; i < times; i++)
            await work();
        Holdings.Of(bus).CheckAgainst(before);
    }

    /// <summary>Takes events until every port had the one that is waited for.</summary>
    static async Task ExpectAsync(IAsyncEnumerator<UsbBusEvent> events, IEnumerable<UsbPortPath> ports, bool arrival)
    {
        var missing = ports.ToHashSet();
        while (missing.Count > 0)
        {
            try
            {
                _ = await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            }
            catch (TimeoutException)
            {
                throw new ContractException($"{(arrival ? "no arrival" : "no departure")} told of {string.Join(", ", missing)}");
            }

            if (events.Current is UsbBusEvent.Arrived arrived && arrival)
                _ = missing.Remove(arrived.Device.Port);
            else if (events.Current is UsbBusEvent.Departed departed && !arrival)
                _ = missing.Remove(departed.Port);
        }
    }
}
