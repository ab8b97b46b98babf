using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

/// <summary>Three ways to be busy; either GETSTATUS may take as long as the work (dfuse.md 9.2).</summary>
public sealed class BusyHabitTests
{
    [Fact]
    public void Answer_then_work_holds_back_the_second_answer()
    {
        var (desk, erase) = Begin(BusyHabit.AnswerThenWork);

        var first = Timed(desk, out var soon);
        var second = Timed(desk, out var late);

        Assert.Equal((DfuState.DownloadBusy, DfuState.DownloadIdle), (first, second));
        Assert.True(soon < TimeSpan.FromMilliseconds(5), $"{soon}");
        Assert.InRange(late, erase - TimeSpan.FromMilliseconds(5), erase + TimeSpan.FromMilliseconds(5));
    }

    [Fact]
    public void Work_then_answer_holds_back_the_first_answer()
    {
        var (desk, erase) = Begin(BusyHabit.WorkThenAnswer);

        var first = Timed(desk, out var late);
        var second = Timed(desk, out var soon);

        Assert.Equal((DfuState.DownloadBusy, DfuState.DownloadIdle), (first, second));
        Assert.InRange(late, erase, erase + TimeSpan.FromMilliseconds(5));
        Assert.True(soon < TimeSpan.FromMilliseconds(5), $"{soon}");
    }

    [Fact]
    public void Honest_says_busy_at_once_as_often_as_it_is_asked()
    {
        var (desk, erase) = Begin(BusyHabit.Honest);

        for (var at = desk.Clock.Elapsed; desk.Clock.Elapsed - at < erase - TimeSpan.FromMilliseconds(60); desk.Wait(50))
        {
            Assert.Equal(DfuState.DownloadBusy, Timed(desk, out var soon));
            Assert.True(soon < TimeSpan.FromMilliseconds(5), $"{soon}");
        }

        desk.Wait(100);
        Assert.Equal(DfuState.DownloadIdle, Timed(desk, out _));
    }

    [Fact]
    public void An_honest_device_can_be_told_to_be_busy_longer_than_it_is()
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { Busy = BusyHabit.Honest, LeastBusyAnswers = 3 });
        _ = desk.Download(0, DfuSeCommand.SetAddress(0x0800_0000));

        var states = new List<int>();
        for (var i = 0; i < 5; i++, desk.Wait(1))
            states.Add((int)desk.Status().State);

        Assert.Equal([4, 4, 4, 4, 5], states);
    }

    [Fact]
    public void A_wedged_erase_is_busy_for_ever_and_two_CLRSTATUS_free_it()
    {
        var desk = new Desk(Desk.Rom("STM32H743") with { WedgesFrom = 0x0810_0000 });
        desk.Board.Memory.Put(0x0810_0000, [1, 2, 3]);
        _ = desk.Download(0, DfuSeCommand.EraseSector(0x0810_0000));

        for (var i = 0; i < 10; i++)
        {
            desk.Wait(60_000);
            Assert.Equal(DfuState.DownloadBusy, desk.Status().State);
        }

        _ = desk.Send(DfuRequest.ClearStatus);
        Assert.Equal(DfuStatus.ErrUnknown, desk.Status().Status);
        _ = desk.Send(DfuRequest.ClearStatus);
        Assert.Equal(DfuState.Idle, desk.Status().State);
        Assert.Equal([0xFF, 0xFF, 0xFF], desk.Board.Memory.Read(AddressRange.Of(0x0810_0000, 3)));
    }

    [Fact]
    public async Task Work_that_ends_while_a_clock_goes_on_is_not_waited_for()
    {
        // Asked at every moment around the end of the work, by a clock that goes on by 3 ms whenever somebody looks at it.
        for (var before = 0; before < 12; before++)
        {
            var clock = new GoingOn();
            var bus = new VirtualBus(clock);
            bus.Plug(Desk.Port, new(Desk.Rom("STM32F746") with { Busy = BusyHabit.WorkThenAnswer }));
            var report = await clock.Virtual.RunAsync(async () =>
            {
                await using var device = ((UsbOpening.Opened)await bus.OpenAsync(Desk.Port, default)).Device;
                var command = DfuSeCommand.SetAddress(0x0800_0000);
                Assert.Equal(UsbTransferStatus.Completed, (await device.ControlAsync(new(0x21, (byte)DfuRequest.Download, 0, 0, (ushort)command.Length), command, TimeSpan.FromSeconds(60), default)).Status);
                await Task.Delay(TimeSpan.FromMilliseconds(before), clock);
                var reply = new byte[DfuStatusReport.Length];
                _ = await device.ControlAsync(new(0xA1, (byte)DfuRequest.GetStatus, 0, 0, DfuStatusReport.Length), reply, TimeSpan.FromSeconds(60), default);
                return DfuStatusReport.Parse(reply);
            });
            Assert.Equal(DfuState.DownloadBusy, report!.Value.State);
        }
    }

    sealed class GoingOn : TimeProvider
    {
        long looks;

        public VirtualClock Virtual { get; } = new();

        public override long TimestampFrequency => Virtual.TimestampFrequency;

        public override long GetTimestamp() => Virtual.GetTimestamp() + ++looks * 3 * TimeSpan.TicksPerMillisecond;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => Virtual.CreateTimer(callback, state, dueTime, period);
    }

    static (Desk Desk, TimeSpan Erase) Begin(BusyHabit habit)
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { Busy = habit });
        _ = desk.Download(0, DfuSeCommand.EraseSector(0x0800_0000));
        return (desk, desk.Board.Model.Physics.SectorEraseOf(32 << 10).Typical);
    }

    static DfuState Timed(Desk desk, out TimeSpan took)
    {
        var before = desk.Clock.Elapsed;
        var state = desk.Status().State;
        took = desk.Clock.Elapsed - before;
        return state;
    }
}
