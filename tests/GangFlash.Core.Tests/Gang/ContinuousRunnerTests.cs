using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Gang;

public sealed class ContinuousRunnerTests
{
    static readonly byte[] s_program = [0x00, 0x00, 0x01, 0x20, 0xE9, 0x01, 0x00, 0x08, .. Enumerable.Range(1, 4000).Select(i => (byte)(1 + i % 254))];

    readonly TestBench bench = new();
    readonly List<SlotNote> notes = [];

    static readonly FlashOrder s_order = TestBench.Order(0x0800_0000, s_program, "device: { chip: STM32F746 }");

    /// <summary>Runs continuous mode while somebody works at the bench, and stops when they are done.</summary>
    Task<ImmutableArray<SlotOutcome>> RunAsync(Func<Task> atTheBench, SlotMap? map = null, ImmutableSortedSet<int>? only = null) => bench.Clock.RunAsync(async () =>
    {
        using var stop = new CancellationTokenSource();
        var events = new Listing(bench.Events);
        var runner = new ContinuousRunner(bench.Bus, new(bench.Bus, bench.Recorder, bench.Clock, events), bench.Clock, events, map ?? SlotMap.Untaught, only, new Notes(notes));
        var running = runner.RunAsync(s_order, TestBench.Context, stop.Token);
        await atTheBench().ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        return await running.ConfigureAwait(false);
    });

    Task WaitAsync(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), bench.Clock);

    sealed class Notes(List<SlotNote> notes) : IProgress<SlotNote>
    {
        public void Report(SlotNote value) => notes.Add(value);
    }

    [Fact]
    public async Task A_board_in_front_of_one_that_came_earlier_takes_no_number_that_is_taken()
    {
        var outcomes = await RunAsync(async () =>
        {
            bench.Bus.Plug(SimulatedFleet.PortOf(4), new(Rom("STM32F746", 1)));
            await WaitAsync(1).ConfigureAwait(false);
            bench.Bus.Plug(SimulatedFleet.PortOf(0), new(Rom("STM32F746", 2)));
            await WaitAsync(30).ConfigureAwait(false);
        });

        Assert.Equal([(1, "1-5"), (2, "1-1")], outcomes.Select(outcome => (outcome.Loaded.Slot, outcome.Loaded.Port.ToString())));
    }

    [Fact]
    public async Task A_board_in_a_port_that_is_refused_is_said_once_for_each_time_it_comes_and_not_touched()
    {
        var map = new SlotMap(ImmutableSortedDictionary<int, UsbPortPath>.Empty.Add(4, SimulatedFleet.PortOf(0)), UnknownPorts.Refuse);
        var stranger = SimulatedFleet.PortOf(1);

        var outcomes = await RunAsync(
            async () =>
            {
                _ = bench.Plug(Rom("STM32F746"));
                bench.Bus.Plug(stranger, new(Rom("STM32F746", 2)));
                await WaitAsync(20).ConfigureAwait(false);
                bench.Bus.Unplug(stranger);
                await WaitAsync(1).ConfigureAwait(false);
                bench.Bus.Plug(stranger, new(Rom("STM32F746", 3)));
                await WaitAsync(1).ConfigureAwait(false);
            },
            map);

        Assert.Equal((4, true), (Assert.Single(outcomes).Loaded.Slot, outcomes[0].Verdict.IsPass));
        Assert.Equal([new SlotNote.NotTaught(stranger), new SlotNote.NotTaught(stranger)], notes);
        Assert.Empty(bench.Bus.BoardAt(stranger)!.Wire);
    }

    [Fact]
    public async Task Only_the_slots_that_are_asked_for_are_flashed()
    {
        var outcomes = await RunAsync(
            async () =>
            {
                _ = bench.Plug(Rom("STM32F746"));
                _ = bench.Plug(Rom("STM32F746"));
                await WaitAsync(20).ConfigureAwait(false);
            },
            only: [2]);

        Assert.Equal(2, Assert.Single(outcomes).Loaded.Slot);
        Assert.Empty(bench.Board(1).Wire);
    }

    [Fact]
    public async Task A_bus_that_fails_as_a_whole_ends_nothing_and_work_goes_on_when_it_is_back()
    {
        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(Rom("STM32F746", 1));
            await WaitAsync(1).ConfigureAwait(false);
            bench.Bus.Failing = "out of memory";                // while the first one is written, until long after it has ended
            await WaitAsync(2).ConfigureAwait(false);
            _ = bench.Plug(Rom("STM32F746", 2));
            await WaitAsync(60).ConfigureAwait(false);
            Assert.Single(bench.Recorder.Ends);
            bench.Bus.Failing = null;
            await WaitAsync(30).ConfigureAwait(false);
        });

        Assert.Equal([(1, true), (2, true)], outcomes.Select(outcome => (outcome.Loaded.Slot, outcome.Verdict.IsPass)));
        Assert.Equal(["usb.bus-failed", "usb.bus-back"], notes.Select(note => note.Code));
        Assert.Equal(
            "USB of this computer does not answer (out of memory). Unplug and plug the hub in again; if that does not help, start the computer anew. It is asked again until it answers.", notes[0].Message);
    }

    [Fact]
    public async Task Each_board_is_flashed_as_it_arrives()
    {
        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(Rom("STM32F746"));
            await WaitAsync(1).ConfigureAwait(false);
            _ = bench.Plug(Rom("STM32F746"));
            await WaitAsync(30).ConfigureAwait(false);
        });

        Assert.Equal([1, 2], outcomes.Select(outcome => outcome.Loaded.Slot));
        Assert.All(outcomes, outcome => Assert.True(outcome.Verdict.IsPass, outcome.Verdict.Detail));
    }

    [Theory]
    [InlineData(LeaveHabit.Clean)]
    [InlineData(LeaveHabit.ReturnsAsBootloader)]
    [InlineData(LeaveHabit.Stays)]
    public async Task C8_5_a_board_that_comes_back_is_not_flashed_again_until_it_was_removed(LeaveHabit leave)
    {
        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(Rom("STM32F746") with { Leave = leave });
            await WaitAsync(120).ConfigureAwait(false);
        });

        Assert.Single(outcomes);
    }

    [Fact]
    public async Task The_next_board_in_the_same_slot_is_flashed_after_the_slot_was_empty()
    {
        var port = SimulatedFleet.PortOf(0);

        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(Rom("STM32F746"));
            await WaitAsync(20).ConfigureAwait(false);
            bench.Bus.Unplug(port);
            await WaitAsync(4).ConfigureAwait(false);
            bench.Bus.Plug(port, new(Rom("STM32F746", 2)));
            await WaitAsync(20).ConfigureAwait(false);
        });

        Assert.Equal(2, outcomes.Length);
        Assert.All(outcomes, outcome => Assert.Equal((1, true), (outcome.Loaded.Slot, outcome.Verdict.IsPass)));
    }

    [Fact]
    public async Task A_board_that_is_pulled_in_mid_write_is_recorded_and_may_come_again()
    {
        var port = SimulatedFleet.PortOf(0);

        var outcomes = await RunAsync(async () =>
        {
            var board = bench.Plug(Rom("STM32F746"));
            while (!board.Wire.Any(entry => entry.IsDataBlock))
                await WaitAsync(0.05).ConfigureAwait(false);
            bench.Bus.Unplug(port);
            await WaitAsync(4).ConfigureAwait(false);
            bench.Bus.Plug(port, board);
            await WaitAsync(20).ConfigureAwait(false);
        });

        Assert.Equal(["usb.disconnected", ""], outcomes.Select(outcome => outcome.Verdict.Code));
        Assert.Equal(2, bench.Recorder.Ends.Count);
    }

    [Fact]
    public async Task A_stop_ends_running_attempts_and_records_them()
    {
        var outcomes = await RunAsync(async () =>
        {
            var board = bench.Plug(Rom("STM32F746"));
            while (!board.Wire.Any(entry => entry.Command == DfuSeCommand.Erase))
                await WaitAsync(0.05).ConfigureAwait(false);
        });

        Assert.Equal("operator.aborted", Assert.Single(outcomes).Verdict.Code);
        Assert.Single(bench.Recorder.Ends);
    }

    [Fact]
    public async Task A_board_that_does_not_say_who_it_is_delays_no_neighbour()
    {
        var mute = Rom("STM32F746") with { Faults = [.. Enumerable.Range(0, 40).Select(transfer => new Fault.Silence(transfer))] };

        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(mute);
            await WaitAsync(0.5).ConfigureAwait(false);
            _ = bench.Plug(Rom("STM32F746", 2));
            while (bench.Recorder.Ends.Count == 0)
                await WaitAsync(0.1).ConfigureAwait(false);
            await WaitAsync(60).ConfigureAwait(false);
        });

        var (good, silent) = (bench.Recorder.Starts.Single(start => start.Slot == 2), bench.Recorder.Starts.Single(start => start.Slot == 1));
        Assert.True(good.StartedAt < silent.StartedAt, $"{good.StartedAt:mm:ss.f} is not before {silent.StartedAt:mm:ss.f}");
        Assert.Equal([(1, false), (2, true)], outcomes.Select(outcome => (outcome.Loaded.Slot, outcome.Verdict.IsPass)).Order());
    }

    [Fact]
    public async Task A_board_that_is_still_being_asked_at_the_end_is_not_begun()
    {
        var outcomes = await RunAsync(async () =>
        {
            _ = bench.Plug(Rom("STM32F746") with { Faults = [new Fault.Silence(0)] });
            await WaitAsync(0.5).ConfigureAwait(false);
        });

        Assert.Empty(outcomes);
        Assert.Empty(bench.Recorder.Starts);
    }

    [Theory]
    [InlineData(SlotState.Empty, SlotChange.Ended)]
    [InlineData(SlotState.Done, SlotChange.Ended)]
    public void What_a_slot_cannot_see_is_our_own_mistake(SlotState state, SlotChange happened) =>
        Assert.Throws<InvalidOperationException>(() => SlotRules.Next(state, happened));

    sealed class Listing(List<GangEvent> events) : IProgress<GangEvent>
    {
        public void Report(GangEvent value) => events.Add(value);
    }
}
