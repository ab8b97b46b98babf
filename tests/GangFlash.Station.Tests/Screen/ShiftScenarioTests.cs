using GangFlash.Flashing;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Station.Screen;
using GangFlash.Station.Screen.View;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Tests.Screen;

/// <summary>A whole shift in front of the pure screen, with everything that goes wrong in one.</summary>
public sealed class ShiftScenarioTests
{
    [Fact]
    public void A_shift_from_badge_to_power_cut()
    {
        var bench = new ScreenBench(slots: 4, planned: 12);

        // Nothing goes before the badge, and no scan is queued for later.
        Assert.Equal("Scan your badge.", bench.Next);
        bench.Scan("U-0001");
        Assert.Equal(Tone.Refused, bench.State.Shift.Log[^1].Tone);
        bench.Scan(ScreenBench.Operator);
        Assert.Equal("Scan the work order.", bench.Next);
        bench.Scan("WO-1");
        Assert.Contains("f746-demo", bench.Next, StringComparison.Ordinal);
        bench.Scan("WO-1");
        Assert.Equal("WO-1", bench.State.Shift.Batch?.WorkOrder);

        // First gang: all good, one scan a unit and no key.
        bench.Cycle(1, 1, 2, 3, 4);
        Assert.Equal([1, 2, 3, 4], Started(bench));
        bench.Wait(13.5);
        bench.Pass(1, 2, 3, 4);
        Assert.Equal("Scan the unit for slot 1.", AfterUnload(bench));
        Assert.Equal((4, 0), (bench.State.Shift.Numbers.Good, bench.State.Shift.Numbers.Red));

        // A finished unit, a unit that is in a slot, and a wrong pattern are answered and change nothing.
        bench.Scan("U-0005");
        var before = bench.State.Shift.Slots;
        foreach (var wrong in (string[])["U-0001", "U-0005", "WO-2", "garbage", "U-12345"])
        {
            bench.Scan(wrong);
            Assert.Equal(Tone.Refused, bench.State.Shift.Log[^1].Tone);
            Assert.Equal(before, bench.State.Shift.Slots);
        }

        // Second gang: every unit fails, the line stops.
        bench.Boards(1);
        bench.Cycle(6, 2, 3, 4);
        bench.Begin(1);
        bench.Wait(13.5);
        foreach (var slot in (int[])[1, 2, 3, 4])
            bench.Fail(slot);
        Assert.NotNull(bench.State.Shift.LineStop);
        Assert.Contains(ShiftRecord.LineStopped, bench.Recorded);
        Assert.True(Share(bench).Part == 4 && Share(bench).Whole == 8);

        // The operator cannot release it; a supervisor can, with a reason, and both are recorded.
        bench.Press(KeyCode.F8);
        bench.Scan(ScreenBench.Operator);
        Assert.NotNull(bench.State.Shift.LineStop);
        bench.Press(KeyCode.F8);
        bench.Scan(ScreenBench.Supervisor);
        Assert.IsType<Page.Reason>(bench.State.Page);
        bench.Press(KeyCode.Down, KeyCode.Enter);
        while (bench.State.Shift.LineStop is not null)
        {
            bench.Press(KeyCode.F8);
            bench.Scan(ScreenBench.Supervisor);
            bench.Press(KeyCode.Enter);
        }

        Assert.IsType<Page.Main>(bench.State.Page);
        Assert.Contains(ShiftRecord.LineReleased, bench.Recorded);

        // Red boards are acknowledged one by one, by their slot.
        foreach (var slot in (int[])[1, 2, 3, 4])
        {
            bench.Wait(3);
            bench.Type($"{slot}");
            bench.Wait(2);
        }

        Assert.DoesNotContain(bench.State.Shift.Slots.Values, slot => slot.MustAcknowledge);
        bench.Remove(1, 2, 3, 4);

        // Third gang, of two, started with F5; quitting asks while it works.
        bench.Cycle(20, 1, 2);
        bench.Press(KeyCode.F5);
        Assert.Equal(SlotStage.Running, bench.State.Shift.Slots[1].Stage);
        bench.Begin(1);
        bench.Begin(2);
        bench.Press(KeyCode.F10);
        Assert.NotNull(bench.State.Shift.Question);
        bench.Type("n");
        Assert.Null(bench.State.Shift.Question);
        bench.Wait(13.5);
        bench.Pass(1, 2);
        bench.Remove(1, 2);

        // Changeover to the next order.
        bench.Card = bench.Card with { Name = "h563-app", Sha256 = new string('b', 64) };
        bench.Open("WO-2");
        Assert.Equal(("WO-2", "h563-app"), (bench.State.Shift.Batch?.WorkOrder, bench.State.Shift.Batch?.Recipe.Name));
        Assert.Equal(0, bench.State.Shift.Numbers.Good);
        bench.Cycle(30, 1, 2, 3, 4);
        var saved = bench.Effects.OfType<ShiftEffect.Save>().Last().Shift;

        // The power is cut. At the next start the units are interrupted, and none is good.
        var next = new ScreenBench(slots: 4) { Card = bench.Card };
        next.Line(at => new ShiftEvent.Resumed(at, saved, [.. Enumerable.Range(1, 4).Select(slot => new InterruptedUnit($"cut-{slot}", slot, $"U-{29 + slot:0000}", at.Wall))]));
        foreach (var slot in Enumerable.Range(1, 4))
        {
            next.Lives[$"U-{29 + slot:0000}"] = [Interrupted(next, slot)];
            Assert.True(next.State.Shift.Slots[slot].Interrupted);
        }

        Assert.All(next.State.Shift.Slots.Values, slot => Assert.Equal("AGAIN", Tile.Of(next.State, slot).Word));
        next.Open("WO-2");
        Assert.Equal(0, next.State.Shift.Numbers.Good);
        foreach (var unit in Enumerable.Range(30, 4))
            next.Scan($"U-{unit:0000}");        // seen and taken out
        next.Cycle(30, 1, 2, 3, 4);
        Assert.Equal([1, 2, 3, 4], Started(next));
        next.Wait(13.5);
        next.Pass(1, 2, 3, 4);
        Assert.Equal(4, next.State.Shift.Numbers.Good);
        Assert.Equal(0, Share(next).Part);      // an interrupted unit is good now, and was not the first time
    }

    [Fact]
    public void Control_characters_of_a_scan_reach_no_cell()
    {
        var bench = new ScreenBench().Open();
        foreach (var evil in (string[])["U-\e[2J\a", "\u009B31mX", "U-\u202E99", "B-\0\r", new string('A', 200)])
        {
            bench.Scan(evil);
            bench.Press(KeyCode.F3);
            var screen = bench.Screen(120, 40);
            Assert.DoesNotContain(screen, character => (char.IsControl(character) && character != '\n') || character == '\u202E');
            Assert.Equal(Tone.Refused, bench.State.Shift.Log[^1].Tone);
            bench.Press(KeyCode.Escape);
        }
    }

    [Fact]
    public void A_burst_that_is_no_scan_is_refused_recorded_and_changes_nothing()
    {
        var bench = new ScreenBench().Open();
        var before = bench.State.Shift.Slots;

        bench.Take(new ScreenEvent.Input(bench.Now, new TerminalInput.Unusable(UnusableBurst.TooLong, 10_000, "AAAA")));

        Assert.Equal("Refused: 10000 characters are no code. Scan again.", bench.Answer);
        Assert.Equal(ShiftRecord.ScanRefused, bench.Recorded.Last());
        Assert.Equal(before, bench.State.Shift.Slots);
    }

    [Fact]
    public void A_typed_serial_is_typed_twice_and_known_for_it()
    {
        var bench = new ScreenBench().Open();

        foreach (var _ in (int[])[1, 2])
        {
            bench.Press(KeyCode.F6);
            bench.Type("U-0001");
            bench.Press(KeyCode.Enter);
        }

        Assert.Equal(("U-0001", ScanEntry.Typed), (bench.State.Shift.Slots[1].Unit, bench.State.Shift.Slots[1].Entry));
    }

    [Fact]
    public void Any_keys_in_any_order_break_nothing()
    {
        var keys = Enum.GetValues<KeyCode>().Where(key => key != KeyCode.Character).ToArray();
        var bench = GoldenScreenTests.Stopped();
        var turn = 7u;
        for (var i = 0; i < 5000; i++)
        {
            turn = turn * 1664525 + 1013904223;
            if (turn % 5 == 0)
                bench.Type($"{(char)(' ' + turn / 8 % 90)}");
            else
                bench.Press(keys[turn / 8 % (uint)keys.Length]);
            if (i % 97 == 0)
                _ = bench.Screen(80, 24);
        }
    }

    static string AfterUnload(ScreenBench bench)
    {
        bench.Remove(1, 2, 3, 4);
        return bench.Next;
    }

    static Share Share(ScreenBench bench) => bench.State.Shift.Numbers.Batch.FirstPass;

    static IEnumerable<int> Started(ScreenBench bench) => bench.Effects.OfType<ShiftEffect.StartSlots>().Last().Slots.Select(slot => slot.Slot);

    static AttemptFact Interrupted(ScreenBench bench, int slot) => new()
    {
        Attempt = $"cut-{slot}",
        Unit = $"U-{29 + slot:0000}",
        Station = "ST-01",
        Sequence = slot,
        StartedAt = bench.Now.Wall,
        Outcome = Outcome.Interrupted,
        Touched = true,
        Code = "station.interrupted",
        Slot = slot,
    };
}
