using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Tests.Line;

/// <summary>A shift from sign-on to sign-off, with a scanner only.</summary>
public sealed class WholeShiftTests
{
    readonly ShiftBench bench = new();

    [Fact]
    public void Three_gangs_a_line_stop_a_changeover_and_a_crash()
    {
        bench.Planned = 9;
        bench.SignOnAndOpen();
        Gang(1, null, null, null);
        Gang(4, null, "erase.not-blank", null);

        Assert.Equal(("5/6", 5, 1), (bench.State.Numbers.Batch.FirstPass.ToString(), bench.State.Numbers.Good, bench.State.Numbers.Red));

        // The third gang fails as one: one event, and the line stands.
        Load(7);
        for (var slot = 1; slot <= 3; slot++)
            bench.End(slot, "usb.disconnected", after: 1);
        Assert.Equal((LineRule.CommonCause, 1), (bench.State.LineStop?.Rule, bench.State.Alarms.Count));
        Assert.Equal("line.stopped", bench.Scan("U-8"));
        Assert.Equal("line.may-not-release", bench.Scan("OP"));
        Assert.Equal("line.give-reason", bench.Scan("SUP"));
        Assert.Equal("line.released", bench.Scan("%GF-REASON-1"));
        Assert.Null(bench.State.LineStop);
        Assert.Equal("Ada", bench.State.Session?.Badge.Name);
        var released = bench.Effects.OfType<ShiftEffect.Record>().Single(record => record.Kind == ShiftRecord.LineReleased);
        Assert.Equal(("SUP", "SUP", "CableOrFixture", "0"), (released.Actor, released.Data["by"], released.Data["reason"], released.Data["counter"]));
        var stopped = bench.Effects.OfType<ShiftEffect.Record>().Single(record => record.Kind == ShiftRecord.LineStopped);
        Assert.Equal(("1", "1", "CommonCause", "A", "WO-1"), (stopped.Data["alarm"], released.Data["alarm"], stopped.Data["rule"], stopped.Data["class"], stopped.Data["batch"]));
        Assert.Equal("Slots 1, 2, 3 failed together: usb.disconnected.", stopped.Data["what"]);

        // The end of the batch leaves no unit open.
        for (var slot = 1; slot <= 3; slot++)
            bench.Empty(slot);
        Assert.Equal("batch.end-question", bench.Scan("%GF-END-BATCH"));
        Assert.Equal("shift.answer-first", bench.Scan("WO-2"));
        Assert.Equal("batch.ended", bench.Scan("%GF-YES"));
        var counts = Assert.Single(bench.Effects.OfType<ShiftEffect.BatchClosed>()).Counts;
        Assert.Equal((9, 5, 4, 0, 0), (counts.Planned, counts.Good, counts.Hold, counts.Open.Length, counts.Missing));

        // Changeover: one confirming scan.
        Assert.Equal("batch.confirm", bench.Scan("WO-2"));
        Assert.Equal("batch.opened", bench.Scan("WO-2"));
        Load(20);
        Assert.Equal(3, bench.State.Running);

        // The power goes; what ran is shown and is not good.
        ShiftBench restarted = new();
        _ = restarted.On(new ShiftEvent.Resumed(restarted.Now, bench.State.Saved, [new("x1", 1, "U-20", restarted.Now.Wall), new("x2", 2, "U-21", restarted.Now.Wall)]));
        Assert.Equal(["shift.interrupted-found"], restarted.State.Log.Select(entry => entry.Message.Key));
        restarted.Planned = 9;
        restarted.SignOnAndOpen("WO-2");
        Assert.Equal("slot.not-done-acknowledged", restarted.Scan("U-20"));
        Assert.Equal("unit.in-slot", restarted.Scan("U-20"));
        restarted.Board(1);
        _ = restarted.Scan("%GF-START");
        restarted.End(1);
        Assert.Equal("U-21", Assert.Single(restarted.State.Interrupted).Unit);
        Assert.Equal("shift.ended", restarted.Scan("%GF-END-SHIFT"));
        Assert.Null(restarted.State.Session);
    }

    [Fact]
    public void A_crash_releases_no_line_stop()
    {
        bench.SignOnAndOpen();
        _ = bench.On(new ShiftEvent.FactSeen(bench.Now, new LineFact.FilesChanged(bench.Now, "pump.elf")));
        ShiftBench once = new();
        _ = once.On(new ShiftEvent.Resumed(once.Now, bench.State.Saved, []));
        ShiftBench twice = new();
        _ = twice.On(new ShiftEvent.Resumed(twice.Now, once.State.Saved, []));

        Assert.Equal("From before the restart: Changed on disk: pump.elf.", twice.State.LineStop?.What.ToString());
        Assert.Equal("line.may-not-release", twice.Scan("OP"));
        _ = twice.Scan("SUP");
        Assert.Equal("line.released", twice.Scan("%GF-REASON-3"));
    }

    [Fact]
    public void Three_reds_in_one_slot_among_passes_take_that_slot_off_and_the_line_runs()
    {
        bench.Planned = 30;
        bench.SignOnAndOpen();
        for (var gang = 0; gang < 3; gang++)
            Gang(1 + 3 * gang, null, gang % 2 == 0 ? "erase.not-blank" : "usb.disconnected", null);

        Assert.True(bench.State.Slots[2].IsOff);
        Assert.Null(bench.State.LineStop);
        Assert.Equal(["unit.in-slot", "unit.in-slot", "unit.no-free-slot"], new[] { "U-91", "U-92", "U-93" }.Select(unit => bench.Scan(unit)).ToList());
        Assert.Equal("line.scan-release-badge", bench.Scan("%GF-RELEASE"));
        Assert.Equal("line.give-reason", bench.Scan("TECH"));
        Assert.Equal("line.released", bench.Scan("%GF-REASON-1"));
        Assert.False(bench.State.Slots[2].IsOff);
    }

    [Fact]
    public void The_screen_and_a_report_see_the_same_yield()
    {
        bench.SignOnAndOpen();
        Gang(1, null, "erase.not-blank", null);

        Assert.Equal(Yields.Of(bench.Recorded, fact => fact.Batch == "WO-1").FirstPass, bench.State.Numbers.Batch.FirstPass);
    }

    void Load(int first)
    {
        for (var slot = 1; slot <= 3; slot++)
        {
            _ = bench.Scan($"U-{first + slot - 1}");
            bench.Board(slot);
        }
    }

    void Gang(int first, params string?[] codes)
    {
        Load(first);
        Assert.Equal(3, bench.State.Running);
        for (var slot = 1; slot <= 3; slot++)
            bench.End(slot, codes[slot - 1]);
        for (var slot = 1; slot <= 3; slot++)
            bench.Empty(slot);
    }
}
