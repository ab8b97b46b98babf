using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Screen;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Tests.Screen;

/// <summary>Every state of the screen as text at 80×24, 120×40 and 200×60. Reviewed by eye; a difference is a decision.</summary>
public sealed class GoldenScreenTests
{
    [Fact]
    public void Nobody_signed_on() => new ScreenBench().Matches(nameof(Nobody_signed_on));

    [Fact]
    public void No_work_order()
    {
        var bench = new ScreenBench();
        bench.Scan(ScreenBench.Operator);

        bench.Matches(nameof(No_work_order));
    }

    [Fact]
    public void Changeover_waits_for_its_confirming_scan()
    {
        var bench = new ScreenBench();
        bench.Scan(ScreenBench.Operator);
        bench.Scan("WO-1");

        bench.Matches(nameof(Changeover_waits_for_its_confirming_scan));
    }

    [Fact]
    public void Units_are_scanned_one_by_one()
    {
        var bench = new ScreenBench().Open();
        bench.Boards(1, 2, 3, 4, 5, 6);
        bench.Scan("U-0001");
        bench.Scan("U-0002");

        bench.Matches(nameof(Units_are_scanned_one_by_one));
    }

    [Fact]
    public void A_unit_waits_for_its_board()
    {
        var bench = new ScreenBench().Open();
        bench.Scan("U-0001");

        bench.Matches(nameof(A_unit_waits_for_its_board));
    }

    [Fact]
    public void A_duplicate_scan_is_refused()
    {
        var bench = new ScreenBench().Open();
        bench.Scan("U-0001");
        bench.Scan("U-0002");
        bench.Scan("U-0001");

        bench.Matches(nameof(A_duplicate_scan_is_refused));
    }

    [Fact]
    public void A_gang_at_work() => Working().Matches(nameof(A_gang_at_work));

    [Fact]
    public void Verdicts_stand_until_the_boards_are_out() => Ended().Matches(nameof(Verdicts_stand_until_the_boards_are_out));

    [Fact]
    public void The_line_is_stopped() => Stopped().Matches(nameof(The_line_is_stopped));

    [Fact]
    public void A_supervisor_gives_the_reason()
    {
        var bench = Stopped();
        bench.Press(KeyCode.F8);
        bench.Scan(ScreenBench.Supervisor);

        Assert.IsType<Page.Reason>(bench.State.Page);
        bench.Matches(nameof(A_supervisor_gives_the_reason));
    }

    [Fact]
    public void Quitting_with_jobs_running_asks()
    {
        var bench = Working();
        bench.Press(KeyCode.F10);

        Assert.DoesNotContain(bench.Effects, effect => effect is ShiftEffect.Quit);
        bench.Matches(nameof(Quitting_with_jobs_running_asks));
    }

    [Fact]
    public void Interrupted_units_are_to_be_run_again()
    {
        var bench = new ScreenBench();
        bench.Line(at => new ShiftEvent.Resumed(at, null, [new("attempt-1", 2, "U-0002", at.Wall.AddMinutes(-5)), new("attempt-2", 5, "U-0005", at.Wall.AddMinutes(-5))]));
        bench.Open();

        bench.Matches(nameof(Interrupted_units_are_to_be_run_again));
    }

    [Fact]
    public void The_station_locks_itself()
    {
        var bench = new ScreenBench().Open();
        bench.Wait(11 * 60);

        bench.Matches(nameof(The_station_locks_itself));
    }

    [Fact]
    public void A_slot_in_quarantine()
    {
        var bench = new ScreenBench().Open();
        for (var i = 0; i < 3; i++)
        {
            bench.Cycle(1 + 8 * i, 1, 2, 3, 4, 5, 6, 7, 8);
            bench.Wait(14);
            bench.Pass(1, 2, 3, 4);
            bench.Fail(5, new FlashFailure.Disconnected($"write {i}"));
            bench.Pass(6, 7, 8);
            bench.Scan($"U-{5 + 8 * i:0000}");
            bench.Remove(Enumerable.Range(1, 8));
        }

        bench.Matches(nameof(A_slot_in_quarantine));
    }

    [Fact]
    public void A_serial_is_typed()
    {
        var bench = new ScreenBench().Open();
        bench.Press(KeyCode.F6);
        bench.Type("U-00");

        bench.Matches(nameof(A_serial_is_typed));
    }

    [Fact]
    public void Help()
    {
        var bench = new ScreenBench();
        bench.State = bench.State with { Simulated = true };
        bench.Press(KeyCode.F1);

        bench.Matches(nameof(Help));
    }

    [Fact]
    public void The_log_of_a_slot()
    {
        var bench = Ended();
        bench.Press(KeyCode.F2);

        bench.Matches(nameof(The_log_of_a_slot));
    }

    [Fact]
    public void A_verify_failure_byte_by_byte()
    {
        var bench = Ended();
        bench.State = bench.State with { Selected = 3 };
        bench.Press(KeyCode.F2);

        bench.Matches(nameof(A_verify_failure_byte_by_byte));
    }

    [Fact]
    public void History_is_searched()
    {
        var bench = Ended();
        bench.Press(KeyCode.F3);
        bench.Type("fail");

        bench.Matches(nameof(History_is_searched));
    }

    [Fact]
    public void Recipes_are_picked_from_a_list()
    {
        var bench = new ScreenBench();
        bench.Scan(ScreenBench.Operator);
        bench.Press(KeyCode.F4, KeyCode.Down);

        bench.Matches(nameof(Recipes_are_picked_from_a_list));
    }

    [Fact]
    public void Training_changes_the_whole_border()
    {
        var bench = Working();
        bench.State = bench.State with { Mode = LineMode.Training };

        bench.Matches(nameof(Training_changes_the_whole_border));
    }

    [Fact]
    public void In_German()
    {
        var bench = new ScreenBench(rules: ScreenBench.Rules(8) with { Language = Language.German }).Open();
        bench.Cycle(1, 1, 2, 3, 4, 5, 6, 7, 8);
        bench.Wait(6);
        bench.Pass(1);
        bench.Fail(3);
        bench.Progress(2, JobPhase.Erase, 2, 4);

        bench.Matches(nameof(In_German));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(120)]
    public void Tiles_of(int slots)
    {
        var bench = new ScreenBench(slots, planned: 500).Open();
        int[] all = [.. Enumerable.Range(1, slots)];
        bench.Cycle(1, all);
        bench.Wait(6);
        bench.Pass(all.Where(slot => slot % 4 == 1));
        bench.Fail(slots / 2);
        bench.Fail(slots - 1);
        foreach (var slot in all.Where(slot => slot % 4 == 2 && slot != slots / 2 && slot != slots - 1))
            bench.Progress(slot, JobPhase.Write, (ulong)slot, 130);

        bench.Matches($"{nameof(Tiles_of)}_{slots}");
    }

    [Fact]
    public void A_window_that_is_too_small_says_so() =>
        Assert.Contains("Make the window larger: at least 60 × 16", string.Join(' ', new ScreenBench().Screen(50, 10).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)), StringComparison.Ordinal);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(60, 16)]
    [InlineData(61, 17)]
    [InlineData(80, 16)]
    [InlineData(400, 20)]
    [InlineData(60, 200)]
    public void Any_size_is_drawn(int width, int height)
    {
        foreach (var slots in (int[])[1, 2, 7, 8, 33, 120])
            _ = new ScreenBench(slots).Open().Screen(width, height);
    }

    internal static ScreenBench Working()
    {
        var bench = new ScreenBench().Open();
        bench.Cycle(1, 1, 2, 3, 4, 5, 6, 7, 8);
        bench.Wait(5.2);
        bench.Progress(1, JobPhase.Verify, 150_000, 200_608);
        bench.Progress(2, JobPhase.Write, 100_000, 200_608);
        bench.Progress(3, JobPhase.Write, 20_000, 200_608);
        bench.Progress(4, JobPhase.Erase, 3, 4);
        bench.Progress(5, JobPhase.Precheck, 0, 0);
        bench.Pass(6);
        bench.Fail(7, new FlashFailure.Disconnected("write 0x08018000"));
        return bench;
    }

    static ScreenBench Ended()
    {
        var bench = new ScreenBench().Open();
        bench.Cycle(1, 1, 2, 3, 4, 5, 6, 7, 8);
        bench.Progress(1, JobPhase.Connect, 0, 0);
        bench.Progress(1, JobPhase.Write, 0, 200_608);
        bench.Wait(13.5);
        bench.Pass(1, 2, 4, 5);
        bench.Fail(3);
        bench.Fail(6, new FlashFailure.Disconnected("write 0x08018000"));
        bench.End(7, new UnitResult.Aborted(JobReport.Empty));
        bench.End(8, new UnitResult.Passed(JobReport.Empty with { Touched = true }, Verified: false));
        return bench;
    }

    internal static ScreenBench Stopped()
    {
        var bench = new ScreenBench().Open();
        bench.Cycle(1, 1, 2, 3, 4, 5, 6, 7, 8);
        bench.Wait(13.5);
        foreach (var slot in Enumerable.Range(1, 6))
            bench.Fail(slot);
        bench.Pass(7, 8);
        Assert.NotNull(bench.State.Shift.LineStop);
        return bench;
    }
}
