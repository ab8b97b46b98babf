using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator.Scenarios;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests.Scenarios;

public sealed class VirtualBenchTests
{
    static readonly UsbPortPath s_first = UsbPortPath.Parse("1-1");
    static readonly UsbPortPath s_second = UsbPortPath.Parse("1-2");

    readonly VirtualClock clock = new();

    VirtualBench Bench(string timeline, string boards = "  - { part: STM32F405, count: 2 }") => new(
        ScenarioReader.Read("test.yaml", Encoding.UTF8.GetBytes($"scenario: test\nboards:\n{boards}\n{timeline}")) is { Scenario: { } scenario } ? scenario : throw new InvalidOperationException(),
        clock);

    void Wait(double seconds) => clock.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(seconds), clock)).GetAwaiter().GetResult();

    static string Plugged(VirtualBench bench) => string.Join(' ', bench.Look().Where(place => place.IsPlugged).Select(place => place.Port));

    [Fact]
    public async Task Boards_come_and_go_at_their_times()
    {
        await using var bench = Bench("timeline:\n  - { after: 3s, unplug: 1-1 }\n  - { after: 5s, plug: 1-1 }\n  - { after: 5s, unplug: 1-2 }");

        Assert.Equal("1-1 1-2", Plugged(bench));
        Wait(2.9);
        Assert.Equal("1-1 1-2", Plugged(bench));
        Wait(0.2);
        Assert.Equal("1-2", Plugged(bench));
        Wait(2);
        Assert.Equal("1-1", Plugged(bench));
    }

    [Fact]
    public async Task An_event_is_waited_for_once_or_each_time()
    {
        await using var bench = Bench("timeline:\n  - { when: 1-1 is unplugged, after: 1s, plug: 1-1 }\n  - { whenever: 1-2 is unplugged, after: 1s, plug: 1-2 }");

        for (var i = 0; i < 2; i++)
        {
            _ = bench.Unplug(s_first);
            _ = bench.Unplug(s_second);
            Wait(2);
        }

        Assert.Equal("1-2", Plugged(bench));
    }

    [Fact]
    public async Task A_board_that_replaces_another_is_fresh_and_has_none_of_its_faults()
    {
        await using var bench = Bench("timeline:\n  - { after: 1s, replace: 1-1 }", "  - { part: STM32F405, faults: stall@leave }");
        var before = bench.Look()[0].Board;
        before.Memory.Put(0x0800_0000, [1, 2, 3]);

        Wait(2);

        var (after, number) = (bench.Look()[0].Board, bench.Look()[0].Number);
        Assert.NotSame(before, after);
        Assert.Equal(("STM32F405", 1), (after.Model.Name, number));
        Assert.Empty(after.Model.Faults);
        Assert.NotEqual(before.Model.Serial, after.Model.Serial);
        Assert.All(after.Memory.Read(AddressRange.Of(0x0800_0000, 3)), value => Assert.Equal(0xFF, value));
    }

    [Fact]
    public async Task A_board_whose_cable_a_fault_pulled_keeps_its_flash_and_is_plugged_in_again()
    {
        await using var bench = Bench("", "  - { part: STM32F405, faults: unplug@request=1, flash: { range: 0x08000000+6, fill: 0xC0FFEE } }");
        var device = ((UsbOpening.Opened)await bench.OpenAsync(s_first, default)).Device;

        var pulled = await clock.RunAsync(() => device.ControlAsync(new(0x21, (byte)DfuRequest.Abort, 0, 0, 0), Memory<byte>.Empty, TimeSpan.FromSeconds(1), default).AsTask());

        Assert.Equal((UsbTransferStatus.NoDevice, false), (pulled.Status, bench.Look()[0].IsPlugged));
        Assert.Null(bench.Plug(s_first));
        Assert.Single(await bench.ListAsync(default));
        Assert.Equal("C0FFEEC0FFEE", Convert.ToHexString(bench.Bus.BoardAt(s_first)!.Memory.Read(AddressRange.Of(0x0800_0000, 6))));
    }

    [Fact]
    public async Task What_cannot_be_done_is_said_and_changes_nothing()
    {
        await using var bench = Bench("");
        var nowhere = UsbPortPath.Parse("7-7");
        var fault = FaultText.Parse("bit-flip@0x09000000").Fault!;

        Assert.Equal("1-1 has its board", bench.Plug(s_first));
        Assert.Equal("nothing is plugged in at 7-7", bench.Unplug(nowhere));
        Assert.StartsWith("no board lies beside 7-7;", bench.Plug(nowhere), StringComparison.Ordinal);
        Assert.Equal("no board was ever at 7-7; say which one is to come", bench.Replace(nowhere, null, []));
        Assert.Equal("no board is at 7-7", bench.Suffer(nowhere, fault));
        Assert.Equal("STM32F405 has no memory at 0x09000000", bench.Suffer(s_first, fault));
        Assert.Equal("STM32F405 has no memory at 0x09000000", bench.Replace(s_first, null, [fault]));
        Assert.Equal("1-1 1-2", Plugged(bench));
        Assert.Null(bench.Replace(nowhere, SimulatedFleet.Find("STM32F746"), []));
        Assert.Equal(3, bench.Look()[^1].Number);
    }

    [Fact]
    public async Task Nothing_happens_on_a_bench_that_was_cleared_away()
    {
        var bench = Bench("timeline:\n  - { after: 3s, unplug: 1-1 }");
        await bench.DisposeAsync();

        Wait(5);

        Assert.Equal("1-1 1-2", Plugged(bench));
    }
}
