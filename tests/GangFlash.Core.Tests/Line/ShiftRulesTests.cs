using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Recipes;

namespace GangFlash.Tests.Line;

public sealed class ShiftRulesTests
{
    readonly ShiftBench bench = new();

    [Theory]
    [InlineData("U-1", "shift.badge-first")]
    [InlineData("%SLOT-1", "shift.badge-first")]
    [InlineData("WO-1", "shift.badge-first")]
    [InlineData("%GF-START", "shift.badge-first")]
    [InlineData("BADGE9", "shift.unknown-badge")]
    [InlineData("???", "scan.unknown")]
    [InlineData("%GF-CALL", "shift.help-called")]
    [InlineData("OP", "shift.signed-on")]
    public void Nobody_signed_on(string scan, string answer) => Assert.Equal(scan == "U-1" ? "scan.unknown" : answer, bench.Scan(scan));

    [Theory]
    [InlineData("%SLOT-1", "batch.scan-work-order")]
    [InlineData("%GF-START", "batch.scan-work-order")]
    [InlineData("%GF-END-SHIFT", "shift.ended")]
    [InlineData("WO-1", "batch.confirm")]
    public void No_batch(string scan, string answer)
    {
        _ = bench.Scan("OP");

        Assert.Equal(answer, bench.Scan(scan));
    }

    [Theory]
    [InlineData("U-1", "unit.in-slot")]
    [InlineData("%SLOT-1", "slot.next")]
    [InlineData("%SLOT-2", "slot.out-of-order")]
    [InlineData("%SLOT-9", "slot.none")]
    [InlineData("WO-2", "batch.confirm")]
    [InlineData("WO-1", "batch.already-open")]
    [InlineData("OP2", "shift.signed-on")]
    [InlineData("PANEL1", "scan.not-used")]
    [InlineData("X", "scan.unknown")]
    [InlineData("%GF-START", "slot.nothing-to-start")]
    [InlineData("%GF-YES", "shift.nothing-to-answer")]
    [InlineData("%GF-RELEASE", "line.nothing-to-release")]
    public void Ready(string scan, string answer)
    {
        bench.SignOnAndOpen();

        Assert.Equal(answer, bench.Scan(scan));
    }

    [Theory]
    [InlineData(AttemptPurpose.Training, AttemptPurpose.Production, "unit.is-product")]
    [InlineData(AttemptPurpose.Engineering, AttemptPurpose.FirstArticle, "unit.is-product")]
    [InlineData(AttemptPurpose.Training, AttemptPurpose.Training, "unit.in-slot")]
    [InlineData(AttemptPurpose.Production, AttemptPurpose.Production, "unit.in-slot")]
    public void What_is_no_product_takes_no_product(AttemptPurpose mode, AttemptPurpose before, string answer)
    {
        var line = new ShiftBench(ShiftBench.Rules with { Purpose = mode });
        line.Recorded.Add(new() { Attempt = "A1", Unit = "U-1", Station = "S2", Sequence = 1, StartedAt = line.Now.Wall, Outcome = GangFlash.Flashing.Outcome.Fail, Touched = true, Code = "verify.mismatch", Slot = 1, Purpose = before });
        line.SignOnAndOpen();

        _ = line.Scan("U-1");

        Assert.Equal(answer, line.LastAnswer);
    }

    [Fact]
    public void A_limit_of_zero_switches_the_lock_and_the_clock_off()
    {
        var line = new ShiftBench(ShiftBench.Rules with { LockAfter = TimeSpan.Zero, Line = new() { ClockStep = TimeSpan.Zero } });
        line.SignOnAndOpen();
        line.Wait(24 * 3600);

        _ = line.On(new ShiftEvent.Ticked(new(line.Now.Wall + TimeSpan.FromHours(1), line.Now.Uptime)));

        Assert.False(line.State.Session!.Locked);
        Assert.Empty(line.State.Alarms);
    }

    [Fact]
    public void A_gang_starts_by_itself_when_all_are_in()
    {
        bench.SignOnAndOpen();
        for (var slot = 1; slot <= 3; slot++)
        {
            Assert.Empty(bench.Effects.OfType<ShiftEffect.StartSlots>());
            _ = bench.Scan($"U-{slot}");
            bench.Board(slot);
        }

        Assert.Equal<SlotUnit>([new(1, "U-1"), new(2, "U-2"), new(3, "U-3")], Assert.Single(bench.Effects.OfType<ShiftEffect.StartSlots>()).Slots);
    }

    [Fact]
    public void START_begins_what_is_in()
    {
        bench.SignOnAndOpen();
        _ = bench.Scan("U-1");
        bench.Board(1);

        Assert.Equal("slot.started", bench.Scan("%GF-START"));
        Assert.Equal("unit.running", bench.Scan("U-1"));
        Assert.Equal("shift.still-running", bench.Scan("WO-2"));
    }

    [Fact]
    public void A_finished_unit_is_refused_with_when_and_where()
    {
        bench.SignOnAndOpen();
        RunOne(1, "U-1");
        bench.Empty(1);

        Assert.Equal("unit.good", bench.Scan("U-1"));
        Assert.Equal("Already good: S1, slot 1, 2026-03-02 06:01.", bench.State.Log[^1].Message.ToString());
    }

    [Fact]
    public void A_red_unit_is_acknowledged_before_its_slot_takes_another_and_retested_elsewhere()
    {
        bench.SignOnAndOpen();
        RunOne(1, "U-1", "erase.not-blank");
        bench.Pull(1);

        Assert.False(bench.State.Slots[1].CanTake);
        Assert.Equal("slot.red-acknowledged", bench.Scan("U-1"));
        Assert.True(bench.State.Slots[1].CanTake);
        Assert.Equal("unit.in-slot", bench.Scan("U-1"));
        Assert.Equal("U-1", bench.State.Slots[2].Unit);
    }

    [Fact]
    public void A_unit_that_used_its_tries_is_refused()
    {
        bench.SignOnAndOpen();
        RunOne(1, "U-1", "erase.not-blank");
        bench.Empty(1);
        RunOne(2, "U-1", "erase.not-blank");
        bench.Empty(2);

        Assert.Equal("unit.tried-enough", bench.Scan("U-1"));
        Assert.Equal("0/1", bench.State.Numbers.Batch.FirstPass.ToString());
    }

    [Fact]
    public void A_slot_is_seen_empty_between_two_units()
    {
        bench.SignOnAndOpen();
        RunOne(1, "U-1");

        Assert.Equal("slot.must-empty", bench.Scan("%SLOT-1"));
        bench.Pull(1);
        Assert.Equal("slot.next", bench.Scan("%SLOT-1"));
    }

    [Fact]
    public void With_slot_labels_either_order_binds_and_a_second_unit_replaces_the_first()
    {
        ShiftBench labels = new(ShiftBench.Rules with { Binding = UnitBinding.SlotLabel });
        labels.SignOnAndOpen();

        Assert.Equal(["unit.needs-slot", "unit.replaced", "unit.in-slot", "slot.next", "unit.in-slot"], new[] { "U-1", "U-2", "%SLOT-3", "%SLOT-1", "U-4" }.Select(scan => labels.Scan(scan)).ToList());
        Assert.Equal(("U-2", "U-4"), (labels.State.Slots[3].Unit, labels.State.Slots[1].Unit));
        Assert.Contains(ShiftRecord.UnitDropped, labels.Kinds);
    }

    [Fact]
    public void Continuous_mode_starts_each_board_and_needs_no_scan_where_the_recipe_needs_none()
    {
        ShiftBench boards = new(ShiftBench.Rules with { Start = GangStart.Continuous }) { Card = ShiftBench.Pump with { Serial = new(SerialSource.Usb) } };
        boards.SignOnAndOpen();
        boards.Board(2);

        Assert.Equal<SlotUnit>([new(2, null)], Assert.Single(boards.Effects.OfType<ShiftEffect.StartSlots>()).Slots);
    }

    [Fact]
    public void A_held_trigger_is_one_scan()
    {
        bench.SignOnAndOpen();
        _ = bench.Scan("U-1");
        bench.Wait(0.5);
        var again = bench.On(new ShiftEvent.Scanned(bench.Now, "U-1", ScanEntry.Scanned));

        Assert.Equal(Tone.Silent, Assert.IsType<ShiftEffect.Answer>(Assert.Single(again)).Tone);
    }

    [Fact]
    public void A_serial_is_typed_twice_or_not_at_all()
    {
        bench.SignOnAndOpen();
        Assert.Equal("unit.not-typed", bench.Scan("U-1", ScanEntry.Typed));

        ShiftBench typing = new(ShiftBench.Rules with { TypedSerials = true });
        typing.SignOnAndOpen();
        Assert.Equal(["unit.type-again", "unit.in-slot", "unit.type-again", "unit.typed-otherwise"], new[] { "U-1", "U-1", "U-2", "U-3" }.Select(unit => typing.Scan(unit, ScanEntry.Typed)).ToList());
        Assert.Equal(ScanEntry.Typed, typing.State.Slots[1].Entry);
    }

    [Fact]
    public void Idle_locks_and_nothing_starts_until_the_badge_comes_back()
    {
        bench.SignOnAndOpen();
        _ = bench.Scan("U-1");
        bench.Board(1);
        bench.Wait(601);
        _ = bench.On(new ShiftEvent.Ticked(bench.Now));

        Assert.Equal("shift.locked", bench.Scan("%GF-START"));
        _ = bench.Scan("OP");
        Assert.Equal("slot.started", bench.Scan("%GF-START"));
    }

    [Fact]
    public void The_second_badge_closes_the_first_session_and_drops_the_waiting_unit()
    {
        ShiftBench labels = new(ShiftBench.Rules with { Binding = UnitBinding.SlotLabel });
        labels.SignOnAndOpen();
        _ = labels.Scan("U-1");
        _ = labels.Scan("OP2");

        Assert.Null(labels.State.Waiting);
        Assert.Equal("Ben", labels.State.Session?.Badge.Name);
        Assert.Equal([ShiftRecord.UnitDropped, ShiftRecord.SessionClosed, ShiftRecord.SessionOpened], labels.Kinds.TakeLast(4).Take(3));
    }

    [Fact]
    public void Quitting_asks_while_slots_run_and_waits_for_them()
    {
        bench.SignOnAndOpen();
        _ = bench.Scan("U-1");
        bench.Board(1);
        _ = bench.Scan("%GF-START");
        _ = bench.On(new ShiftEvent.QuitAsked(bench.Now));
        Assert.Equal(QuestionKind.Quit, bench.State.Question?.Kind);
        _ = bench.Scan("%GF-YES");
        Assert.DoesNotContain(bench.Effects, effect => effect is ShiftEffect.Quit);

        bench.End(1, "operator.aborted", GangFlash.Flashing.Outcome.Aborted);

        Assert.Contains(bench.Effects, effect => effect is ShiftEffect.StopSlots);
        Assert.IsType<ShiftEffect.Quit>(bench.Effects.Last(effect => effect is ShiftEffect.Quit));
    }

    [Fact]
    public void No_unit_beyond_the_quantity_without_a_supervisor()
    {
        bench.Planned = 1;
        bench.SignOnAndOpen();
        RunOne(1, "U-1");
        bench.Empty(1);

        Assert.Equal("batch.quantity-reached", bench.Scan("U-2"));
        _ = bench.Scan("SUP");
        Assert.Equal("unit.in-slot", bench.Scan("U-2"));
    }

    [Fact]
    public void A_lost_record_stops_the_line_and_what_runs()
    {
        bench.SignOnAndOpen();
        _ = bench.Scan("U-1");
        bench.Board(1);
        _ = bench.Scan("%GF-START");
        _ = bench.On(new ShiftEvent.FactSeen(bench.Now, new LineFact.RecordNotWritable(bench.Now, "The disk is full.")));

        Assert.Equal(LineRule.RecordNotWritable, bench.State.LineStop?.Rule);
        Assert.Equal<int>([1], Assert.Single(bench.Effects.OfType<ShiftEffect.StopSlots>()).Slots);
    }

    [Fact]
    public void Usb_that_fails_is_an_alarm_with_its_code_until_it_is_back_and_nobody_has_to_release_it()
    {
        bench.SignOnAndOpen();
        for (var time = 0; time < 2; time++)
        {
            _ = bench.On(new ShiftEvent.FactSeen(bench.Now, new LineFact.UsbFailed(bench.Now, "usb.bus-failed", "out of memory")));

            var alarm = Assert.Single(bench.State.Alarms);
            Assert.Equal((LineRule.UsbFailed, AlarmClass.Degrade, "usb.bus-failed"), (alarm.Rule, alarm.Class, alarm.Code));
            Assert.Equal("USB of this computer does not answer: out of memory", alarm.What.In(GangFlash.Messages.Language.English));
            Assert.Null(bench.State.LineStop);

            _ = bench.On(new ShiftEvent.FactSeen(bench.Now, new LineFact.UsbBack(bench.Now)));

            Assert.Empty(bench.State.Alarms);
        }

        Assert.Equal(2, bench.Effects.OfType<ShiftEffect.Record>().Count(record => record.Kind == ShiftRecord.UsbBack));
    }

    [Fact]
    public void A_clock_that_is_set_is_noticed()
    {
        bench.SignOnAndOpen();
        _ = bench.On(new ShiftEvent.Ticked(bench.Now with { Wall = bench.Now.Wall.AddHours(-1), Uptime = bench.Now.Uptime + TimeSpan.FromSeconds(1) }));

        Assert.Equal((LineRule.ClockStepped, AlarmClass.Stop), (bench.State.LineStop?.Rule, bench.State.LineStop?.Class));
    }

    [Fact]
    public void A_refused_scan_changes_nothing_but_the_log() =>
        Prop.ForAll(Histories, history =>
        {
            ShiftBench any = new(ShiftBench.Rules with { Start = GangStart.Continuous });
            foreach (var step in history)
            {
                any.Wait(step.Wait);
                var before = any.State;
                var now = ShiftRules.On(before, Event(step.Choice, any.Now));
                var tick = ShiftRules.On(before, new ShiftEvent.Touched(any.Now)).State;      // what time alone does
                if (now.Effects is [ShiftEffect.Record { Kind: ShiftRecord.ScanRefused }, ShiftEffect.Answer { Tone: Tone.Refused }]
                    && now.State with { Log = tick.Log, LastScan = tick.LastScan, LastRow = tick.LastRow } != tick)
                    return false;
                Play(any, step.Choice);
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nothing_starts_while_nobody_is_signed_on_or_the_line_is_stopped() =>
        Prop.ForAll(Histories, history =>
        {
            ShiftBench any = new(ShiftBench.Rules with { Start = GangStart.Continuous });
            foreach (var step in history)
            {
                any.Wait(step.Wait);
                var count = any.Effects.Count;
                Play(any, step.Choice);
                var started = any.Effects.Skip(count).Any(effect => effect is ShiftEffect.StartSlots);
                if (started && (!any.State.IsSignedOn || any.State.LineStop is not null))
                    return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    static readonly ImmutableArray<string> s_scans =
        ["OP", "OP2", "SUP", "WO-1", "WO-2", "U-1", "U-2", "U-3", "U-4", "%SLOT-1", "%SLOT-2", "%SLOT-3", "%GF-START", "%GF-ABORT", "%GF-YES", "%GF-NO", "%GF-RETEST", "%GF-HOLD", "%GF-RELEASE", "%GF-REASON-1", "%GF-END-BATCH", "%GF-END-SHIFT", "PANEL", "junk"];

    static ShiftEvent Event(int choice, Moment at) => choice switch
    {
        < 24 => new ShiftEvent.Scanned(at, s_scans[choice], ScanEntry.Scanned),
        < 27 => new ShiftEvent.BoardSeen(at, choice - 23),
        < 30 => new ShiftEvent.BoardGone(at, choice - 26),
        30 => new ShiftEvent.FactSeen(at, new LineFact.FilesChanged(at, "pump.elf")),
        31 => new ShiftEvent.QuitAsked(at),
        _ => new ShiftEvent.Ticked(at),
    };

    static void Play(ShiftBench any, int choice)
    {
        if (choice is >= 32 and < 38 && any.State.Slots[1 + choice % 3].Stage == SlotStage.Running)
            any.End(1 + choice % 3, choice < 35 ? null : "erase.not-blank");
        else
            _ = any.On(Event(choice, any.Now));
    }

    /// <summary>Long enough to open a batch; most begin with a sign-on, so that there is something to break.</summary>
    static Arbitrary<List<(int Choice, double Wait)>> Histories => (
        from opened in Gen.Elements(true, true, false)
        from steps in Gen.Zip(Gen.Choose(0, 39), Gen.Elements(0.1, 3.0, 3.0, 3.0, 700.0)).ListOf(60)
        select (List<(int, double)>)[.. opened ? [(0, 3.0), (3, 3.0), (3, 3.0)] : (List<(int, double)>)[], .. steps]).ToArbitrary();

    void RunOne(int slot, string unit, string? code = null)
    {
        _ = bench.Scan(unit);
        Assert.Equal(unit, bench.State.Slots[slot].Unit);
        bench.Board(slot);
        if (bench.State.Running == 0)
            _ = bench.Scan("%GF-START");
        bench.End(slot, code);
    }
}
