using GangFlash.Devices;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

public sealed class WatchTests
{
    static readonly UsbPortPath s_first = UsbPortPath.Parse("1-1");
    static readonly UsbPortPath s_second = UsbPortPath.Parse("1-2");

    readonly VirtualClock clock = new();

    [Fact]
    public async Task Begins_with_what_is_there_and_goes_on_with_what_comes_and_goes()
    {
        var bus = new VirtualBus(clock);
        bus.Plug(s_first, Board());

        var seen = await WatchAsync(bus, 4, () =>
        {
            bus.Plug(s_second, Board());
            bus.Unplug(s_first);
            bus.Plug(s_first, Board());
        });

        // Looked at once, after all three.
        Assert.Equal(["+1-1", "-1-1", "+1-1", "+1-2"], seen);
    }

    [Fact]
    public async Task A_board_that_leaves_departs_and_arrives_when_it_has_enumerated()
    {
        var bus = new VirtualBus(clock);
        bus.Plug(s_first, new(VirtualBoards.Rom(TestBench.Chip("STM32F746"), 1) with { Leave = LeaveHabit.ReturnsAsBootloader }));

        var seen = await WatchAsync(bus, 3, () => _ = LeaveAsync(bus));

        Assert.Equal(["+1-1", "-1-1", "+1-1"], seen);
        Assert.InRange(clock.Elapsed, TimeSpan.FromMilliseconds(400), TimeSpan.FromMilliseconds(410));
    }

    static VirtualBoard Board() => new(VirtualBoards.Rom(TestBench.Chip("STM32F746"), 1));

    /// <summary>A download of no bytes, and the question that starts the manifestation (DFU 1.1, A.1).</summary>
    static async Task LeaveAsync(VirtualBus bus)
    {
        var device = Assert.IsType<UsbOpening.Opened>(await bus.OpenAsync(s_first, default)).Device;
        _ = await device.ControlAsync(new(0x21, 1, 0, 0, 0), Memory<byte>.Empty, TimeSpan.FromSeconds(1), default);
        _ = await device.ControlAsync(new(0xA1, 3, 0, 0, 6), new byte[6], TimeSpan.FromSeconds(1), default);
    }

    /// <summary>The first events, as <c>+port</c> and <c>-port</c>; after the first one something happens.</summary>
    Task<List<string>> WatchAsync(VirtualBus bus, int count, Action then) => clock.RunAsync(async () =>
    {
        var seen = new List<string>();
        await foreach (var happened in bus.WatchAsync(CancellationToken.None))
        {
            seen.Add(happened switch
            {
                UsbBusEvent.Arrived it => $"+{it.Device.Port}",
                UsbBusEvent.Departed it => $"-{it.Port}",
                _ => "?",
            });
            if (seen.Count == 1)
                then();
            if (seen.Count == count)
                break;
        }

        return seen;
    });
}
