using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Line;

namespace GangFlash.Tests.Line;

public sealed class LineSnapshotTests
{
    static readonly DateTimeOffset s_at = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    static readonly LineSnapshot s_start = new() { Station = "LINE-1", Program = "GangFlash 1", At = s_at };

    [Fact]
    public void A_gang_runs_from_progress_to_a_verdict_that_came_after_its_commit()
    {
        var running = After(s_start, new GangEvent.AttemptBegan(3, "a1", 1, "PC-100001"), new GangEvent.Progressed(3, new(JobPhase.Write, 50, 200)));
        var done = running.After(Ended(3, new UnitResult.Passed(JobReport.Empty, Verified: true)), s_at.AddSeconds(13));

        Assert.Equal((SlotSign.Running, JobPhase.Write, 25), (running.Slots[0].Sign, running.Slots[0].Phase, running.Slots[0].Percent));
        Assert.Equal((SlotSign.Good, "", TimeSpan.FromSeconds(13)), (done.Slots[0].Sign, done.Slots[0].Code, done.Slots[0].Took));
        Assert.Equal("Slot 3: remove the board, good tray.", done.Slots[0].Order);
        Assert.Equal((1, 0, "PC-100001"), (done.Good, done.Red, done.Slots[0].Unit));
    }

    [Fact]
    public void Full_progress_is_not_good()
    {
        var line = After(s_start, new GangEvent.AttemptBegan(1, "a1", 1, null), new GangEvent.Progressed(1, new(JobPhase.Verify, 100, 100)));

        Assert.Equal((SlotSign.Running, 100), (line.Slots[0].Sign, line.Slots[0].Percent));
        Assert.Equal(0, line.Good);
    }

    [Fact]
    public void A_pass_without_read_back_has_a_sign_of_its_own()
    {
        var line = After(s_start, new GangEvent.AttemptBegan(1, "a1", 1, null), Ended(1, new UnitResult.Passed(JobReport.Empty, Verified: false)));

        Assert.Equal((SlotSign.Unverified, "pass.unverified"), (line.Slots[0].Sign, line.Slots[0].Code));
    }

    [Fact]
    public void A_result_that_is_not_on_disk_is_red_whatever_it_was()
    {
        var line = After(s_start, new GangEvent.AttemptBegan(1, "a1", 1, null), new GangEvent.AttemptEnded(1, new SlotVerdict.RecordLost(new UnitResult.Passed(JobReport.Empty, true), "disk full"), true));

        Assert.Equal((SlotSign.Red, "record.lost", 0, 1), (line.Slots[0].Sign, line.Slots[0].Code, line.Good, line.Red));
    }

    [Fact]
    public void An_attempt_that_is_tried_again_is_no_verdict()
    {
        var line = After(s_start, new GangEvent.AttemptBegan(1, "a1", 1, null), new GangEvent.AttemptEnded(1, Disconnected("a1"), Last: false));

        Assert.Equal(SlotSign.Running, line.Slots[0].Sign);
        Assert.Equal((0, 0), (line.Good, line.Red));
    }

    [Fact]
    public void Slots_stand_in_the_order_of_their_numbers() =>
        Assert.Equal([1, 2, 12], After(s_start, new GangEvent.AttemptBegan(12, "c", 1, null), new GangEvent.AttemptBegan(2, "b", 1, null), new GangEvent.AttemptBegan(1, "a", 1, null)).Slots.Select(slot => slot.Number));

    [Fact]
    public void A_clock_that_went_back_gives_no_time()
    {
        var began = s_start.After(new GangEvent.AttemptBegan(1, "a1", 1, null), s_at);

        Assert.Null(began.After(new GangEvent.AttemptEnded(1, Disconnected("a1"), true), s_at.AddHours(-1)).Slots[0].Took);
    }

    [Fact]
    public void The_station_shows_its_badge_batch_and_alarms_and_no_name()
    {
        var bench = new ShiftBench();
        bench.SignOnAndOpen();
        for (var number = 1; number <= 3; number++)
        {
            _ = bench.Scan($"U-{number}");
            bench.Board(number);
        }

        bench.End(1, "erase.not-blank");

        var line = LineSnapshot.Of(bench.State, bench.Now, "GangFlash 1", simulated: true, slot => slot == 1 ? "USB-1" : null);

        Assert.Equal(("OP", "WO-1", 0, 1), (line.Operator, line.WorkOrder, line.Good, line.Red));
        var slot = line.Slots[0];
        Assert.Equal((SlotSign.Red, "U-1", "erase.not-blank", "USB-1"), (slot.Sign, slot.Unit, slot.Code, slot.UsbSerial));
        Assert.Equal([SlotSign.Running, SlotSign.Running], line.Slots[1..].Select(other => other.Sign));
        Assert.DoesNotContain("Ada", line.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("Slot 1: ", slot.Order, StringComparison.Ordinal);
        Assert.NotNull(slot.Since);
    }

    static LineSnapshot After(LineSnapshot start, params GangEvent[] events) => events.Aggregate(start, (line, happened) => line.After(happened, s_at));

    static GangEvent.AttemptEnded Ended(int slot, UnitResult result) => new(slot, new SlotVerdict.Recorded("a1", result), true);

    static SlotVerdict.Recorded Disconnected(string attempt) => new(attempt, new UnitResult.Failed(JobReport.Empty, new FlashFailure.Disconnected("write"), null));
}
