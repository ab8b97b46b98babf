using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

/// <summary>What is opened is closed, whatever becomes of the board. File descriptors and threads are counted on a kernel, by <c>tests/usb/run</c>.</summary>
public class LeakTests
{
    [Fact]
    public async Task A_thousand_cycles_of_pulling_and_plugging_leave_no_handle_open()
    {
        var clock = new VirtualClock();
        await using var bus = new VirtualBus(clock);
        var board = new VirtualBoard(Desk.Rom("STM32F746"));

        await clock.RunAsync(async () =>
        {
            for (var cycle = 0; cycle < 1000; cycle++)
            {
                bus.Plug(Desk.Port, board);
                await using var device = ((UsbOpening.Opened)await bus.OpenAsync(Desk.Port, default)).Device;
                Assert.Equal(UsbTransferStatus.Completed, await device.ClaimAsync(0, default));
                Assert.Equal(UsbTransferStatus.Completed, (await AskAsync(device)).Status);
                bus.Unplug(Desk.Port);
                Assert.Equal(UsbTransferStatus.NoDevice, (await AskAsync(device)).Status);
                Assert.Equal(1, bus.OpenDevices);
            }
        });

        Assert.Equal(0, bus.OpenDevices);

        static ValueTask<UsbTransfer> AskAsync(IUsbDevice device) =>
            device.ControlAsync(new(0xA1, (byte)DfuRequest.GetStatus, 0, 0, 6), new byte[6], TimeSpan.FromSeconds(1), default);
    }

    [Fact]
    public async Task Two_hundred_gang_runs_leave_no_handle_open()
    {
        var order = TestBench.Order(0x0800_0000, new byte[4096], "device:\n  chip: STM32F746\nafter: stay");
        var pulled = Desk.Rom("STM32F746") with { Faults = [new Fault.Unplug(20)] };
        var bench = new TestBench([.. Enumerable.Range(0, 3).Select(_ => Desk.Rom("STM32F746")), pulled]);

        for (var run = 0; run < 200; run++)
        {
            _ = await bench.FlashAllAsync(order);
            Assert.Equal(0, bench.Bus.OpenDevices);
        }

        Assert.Equal(600, bench.Recorder.Ends.Count(end => end.End.Result is Flashing.UnitResult.Passed));
        _ = Assert.Single(bench.Recorder.Ends, end => end.End.Result is Flashing.UnitResult.Failed { Failure: FlashFailure.Disconnected });
    }
}
