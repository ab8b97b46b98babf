using GangFlash.DfuSe;
using GangFlash.Testing;
using static GangFlash.Tests.DfuSe.Answer;

namespace GangFlash.Tests.DfuSe;

/// <summary>Commands and blocks: the GETSTATUS algorithm and what comes of it (dfuse.md 6, 7, 9).</summary>
public sealed class DfuSessionDownloadTests
{
    const uint Sector = 0x0800_C000;
    static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    readonly VirtualClock clock = new();

    [Theory]
    [InlineData(1)]
    [InlineData(104)]
    [InlineData(2500)]
    public async Task An_announced_wait_is_obeyed_to_the_millisecond(int poll)
    {
        var device = new ScriptedDevice(clock, Taken, Busy(poll), Done);

        Assert.True(await EraseAsync(device));

        Assert.Equal(["Download 0 4100C00008", "GetStatus 0", "GetStatus 0"], device.Heard);
        Assert.Equal([0, 0, poll], device.At.Select(at => at.TotalMilliseconds));
    }

    [Fact]
    public async Task An_absurd_wait_ends_at_the_deadline_and_the_look_there_still_counts()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0xFF_FFFF), Done);

        Assert.True(await EraseAsync(device));

        Assert.Equal(s_deadline, clock.Elapsed);
    }

    [Fact]
    public async Task Three_stalls_while_busy_are_forgiven_each_after_the_announced_wait()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(20), Stalls, Stalls, Stalls, Done);

        Assert.True(await EraseAsync(device));

        Assert.Equal([0, 0, 20, 40, 60, 80], device.At.Select(at => at.TotalMilliseconds));
    }

    [Fact]
    public async Task The_fourth_stall_is_a_refusal()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(20), Stalls, Stalls, Stalls, Stalls);

        Assert.Equal(new FlashFailure.Stalled("GETSTATUS during erase 0x0800C000", DfuState.DownloadBusy), await FailsAsync(device));
    }

    [Fact]
    public async Task An_honest_device_may_be_busy_as_often_as_it_likes()
    {
        var device = new ScriptedDevice(clock, [Taken, .. Enumerable.Repeat(Busy(30), 150), Done]);

        Assert.True(await EraseAsync(device));

        Assert.Equal(TimeSpan.FromMilliseconds(150 * 30), clock.Elapsed);
    }

    [Theory]
    [InlineData(8000, 0)]
    [InlineData(0, 8000)]
    public async Task Either_GETSTATUS_may_take_as_long_as_the_erase(int first, int second)
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0).Later(first), Done.Later(second));

        Assert.True(await EraseAsync(device));

        Assert.Equal(s_deadline, device.Patience[1]);
        Assert.True(device.Patience[2] >= TimeSpan.FromMilliseconds(second));
    }

    [Fact]
    public async Task A_device_that_announces_nothing_is_asked_at_once_and_then_less_and_less_often()
    {
        var device = new ScriptedDevice(clock, [Taken, .. Enumerable.Repeat(Busy(0), 100), Done]);

        Assert.True(await EraseAsync(device));

        var pauses = device.At.Skip(1).Zip(device.At.Skip(2), (one, next) => (next - one).TotalMilliseconds).ToList();
        Assert.Equal(0, pauses[0]);
        Assert.Equal(pauses, pauses.Order());
        Assert.Equal(50, pauses[^1]);
    }

    [Fact]
    public async Task DfuIDLE_after_the_work_counts_as_done() =>
        Assert.True(await EraseAsync(new ScriptedDevice(clock, Taken, Busy(8), Is(DfuState.Idle))));

    [Fact]
    public async Task A_sector_that_is_already_done_at_the_first_question_is_done() =>
        Assert.True(await EraseAsync(new ScriptedDevice(clock, Taken, Done)));

    [Fact]
    public async Task A_refusal_carries_the_devices_own_words_and_leaves_it_cleared()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0), Is(DfuState.Error, DfuStatus.ErrVendor, text: 7), Data(4, 3, 9, 4), Text("Sector locked"), Taken);

        var failure = await FailsAsync(device);

        Assert.Equal(new FlashFailure.Refused("erase 0x0800C000", DfuStatus.ErrVendor, DfuState.Error, "Sector locked"), failure);
        Assert.Equal("Erase 0x0800C000 was refused: ErrVendor (0x0B) in state 10 (Error) (\"Sector locked\").", failure.Detail);
        Assert.Equal(["String 0", "String 7", "ClearStatus 0"], device.Heard.Skip(3));
    }

    [Theory]
    [InlineData(DfuState.DownloadBusy, DfuStatus.ErrErase)]
    [InlineData((DfuState)15, DfuStatus.Ok)]
    [InlineData(DfuState.UploadIdle, DfuStatus.Ok)]
    [InlineData(DfuState.AppIdle, DfuStatus.Ok)]
    public async Task Any_other_answer_is_a_refusal_and_nothing_is_cleared_outside_of_dfuERROR(DfuState state, DfuStatus status) =>
        Assert.Equal(new FlashFailure.Refused("erase 0x0800C000", status, state, ""), await FailsAsync(new ScriptedDevice(clock, Taken, Is(state, status))));

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task A_status_of_another_length_is_no_status(int length) =>
        Assert.Equal(new FlashFailure.Garbled(DfuRequest.GetStatus, length), await FailsAsync(new ScriptedDevice(clock, Taken, Data(new byte[length]))));

    [Fact]
    public async Task A_broken_block_that_did_not_arrive_is_sent_again()
    {
        var device = new ScriptedDevice(clock, Breaks, Is(DfuState.Idle), Taken, Busy(0), Done);
        var session = device.Session;

        Assert.True(await EraseAsync(device, session));

        Assert.Equal(["Download 0 4100C00008", "GetStatus 0", "Download 0 4100C00008", "GetStatus 0", "GetStatus 0"], device.Heard);
        Assert.Equal(1, session.WireRetries);
    }

    [Fact]
    public async Task A_broken_block_that_arrived_is_not_sent_again_and_its_wait_is_obeyed()
    {
        var device = new ScriptedDevice(clock, Breaks, Busy(104), Done);

        Assert.True(await EraseAsync(device));

        Assert.Equal(["Download 0 4100C00008", "GetStatus 0", "GetStatus 0"], device.Heard);
        Assert.Equal([0, 0, 104], device.At.Select(at => at.TotalMilliseconds));
    }

    [Fact]
    public async Task The_question_whether_a_block_arrived_may_take_as_long_as_the_work()
    {
        var device = new ScriptedDevice(clock, Breaks, Busy(0).Later(8000), Done);

        Assert.True(await EraseAsync(device));

        Assert.Equal(s_deadline, device.Patience[1]);
    }

    [Fact]
    public async Task Nobody_sends_a_block_again_when_the_state_cannot_tell_whether_it_arrived()
    {
        var device = new ScriptedDevice(clock, Breaks, Breaks, Done);

        Assert.IsType<FlashFailure.TransferFailed>(await FailsAsync(device));

        Assert.Single(device.Heard, heard => heard.StartsWith("Download", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Between_two_tries_of_a_block_the_state_is_always_read()
    {
        var device = new ScriptedDevice(clock, Breaks, Done, Breaks, Done, Breaks, Done, Breaks, Done);

        Assert.IsType<FlashFailure.TransferFailed>(await FailsAsync(device));

        Assert.Equal(Enumerable.Repeat<string[]>(["Download 0 4100C00008", "GetStatus 0"], 4).SelectMany(pair => pair), device.Heard);
    }

    [Theory]
    [InlineData(DfuState.Idle)]
    [InlineData(DfuState.UploadIdle)]
    public async Task A_stalled_block_is_never_sent_again(DfuState state) =>
        Assert.Equal(new FlashFailure.Stalled("erase 0x0800C000", state), await FailsAsync(new ScriptedDevice(clock, Stalls, Is(state))));

    [Fact]
    public async Task After_a_time_out_nothing_more_is_sent_on_this_handle()
    {
        var device = new ScriptedDevice(clock, Taken, Silent);

        Assert.Equal(new FlashFailure.Overdue("erase 0x0800C000", s_deadline), await FailsAsync(device));

        Assert.Equal(s_deadline, clock.Elapsed);
    }

    [Fact]
    public async Task A_device_that_left_is_told_so() =>
        Assert.Equal(new FlashFailure.Disconnected("erase 0x0800C000"), await FailsAsync(new ScriptedDevice(clock, Taken, Busy(5), Gone)));

    [Fact]
    public async Task A_device_that_is_stuck_is_freed_by_two_CLRSTATUS_and_the_erase_has_to_be_proven()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0xFF_FFFF), Busy(0), Taken, Is(DfuState.Error, DfuStatus.ErrUnknown), Taken, Is(DfuState.Idle));
        var session = device.Session;

        Assert.False(await EraseAsync(device, session));

        Assert.Equal(["ClearStatus 0", "GetStatus 0", "ClearStatus 0", "GetStatus 0"], device.Heard.Skip(3));
        Assert.Equal((1, s_deadline), (session.Recoveries, device.At[3]));
    }

    [Fact]
    public async Task A_stuck_device_that_refuses_the_first_CLRSTATUS_is_left_alone()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0xFF_FFFF), Busy(0), Stalls);

        Assert.Equal(new FlashFailure.StuckBusy("erase 0x0800C000", s_deadline), await FailsAsync(device));
    }

    [Fact]
    public async Task A_device_that_stays_busy_whatever_is_cleared_is_stuck()
    {
        var device = new ScriptedDevice(clock, Taken) { Afterwards = Busy(0) };

        Assert.Equal(new FlashFailure.StuckBusy("erase 0x0800C000", s_deadline), await FailsAsync(device));

        Assert.InRange(device.Heard.Count, 100, 300);
        Assert.Equal(2, device.Heard.Count(heard => heard == "ClearStatus 0"));
    }

    [Fact]
    public async Task A_session_is_touched_from_the_moment_that_an_erase_is_sent_and_not_by_an_address()
    {
        var device = new ScriptedDevice(clock, Taken, Busy(0), Done, Gone);
        var session = device.Session;

        await clock.RunAsync(() => session.SetAddressAsync(Sector, default));
        var before = session.Touched;
        _ = await Assert.ThrowsAsync<FlashException>(() => EraseAsync(device, session));

        Assert.Equal((false, true), (before, session.Touched));
    }

    [Fact]
    public async Task What_was_cancelled_before_it_began_sends_nothing()
    {
        var device = new ScriptedDevice(clock);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        _ = await Assert.ThrowsAsync<OperationCanceledException>(() => device.Session.EraseAsync(Sector, s_deadline, stop.Token));

        Assert.Empty(device.Heard);
    }

    Task<bool> EraseAsync(ScriptedDevice device, DfuSession? session = null) => clock.RunAsync(() => (session ?? device.Session).EraseAsync(Sector, s_deadline, default));

    async Task<FlashFailure> FailsAsync(ScriptedDevice device)
    {
        var failure = (await Assert.ThrowsAsync<FlashException>(() => EraseAsync(device))).Failure;
        Assert.Equal(0, device.Unasked);
        return failure;
    }
}
