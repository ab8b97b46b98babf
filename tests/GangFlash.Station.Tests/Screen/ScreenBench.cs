using System.Collections.Immutable;
using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Documents;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Recipes;
using GangFlash.Station.Screen;
using GangFlash.Station.Screen.View;
using GangFlash.Station.Terminal;
using GangFlash.Testing;

namespace GangFlash.Station.Tests.Screen;

/// <summary>An operator in front of the pure screen: scans, keys, boards; the record and the jobs are played by the test.</summary>
sealed class ScreenBench
{
    public const string Operator = DemoCodes.Operator;
    public const string Supervisor = DemoCodes.Supervisor;

    static readonly DateTimeOffset s_begin = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    TimeSpan uptime;
    int attempts;

    public ScreenBench(int slots = 8, bool scansUnits = true, StationRules? rules = null, int? planned = 24)
    {
        Planned = planned;
        Card = new("f746-demo", "1", "22f2faab", new string('a', 64), new(scansUnits ? SerialSource.Given : SerialSource.None, scansUnits ? new TextPattern("U-????") : null, scansUnits));
        State = ScreenState.Begin(rules ?? Rules(slots), Now) with
        {
            Ready = new(slots, true, true, true, 76L << 30, true, null),
            Recipes = [new("f746-demo", "1", "Demo application for the STM32F746", null), new("h563-app", "4", "Partition 1 of the H563", null), new("broken", "", "", "broken.yaml:3:1: error: there is no file 'x.elf' beside the recipe")],
        };
        Line(at => new ShiftEvent.Resumed(at, null, []));
    }

    public static StationRules Rules(int slots) => new()
    {
        Station = "ST-01",
        Slots = [.. Enumerable.Range(1, slots)],
        Badges = DemoCodes.Badges,
        Scans = new() { Patterns = [new(ScanKind.Badge, new("B-*"), "test"), new(ScanKind.WorkOrder, new("WO-*"), "test"), new(ScanKind.Unit, new("U-*"), "test")] },
        TypedSerials = true,
    };

    public ScreenState State { get; set; }

    public int? Planned { get; }

    public RecipeCard Card { get; set; }

    /// <summary>What the record holds, and answers.</summary>
    public Dictionary<string, ImmutableArray<AttemptFact>> Lives { get; } = [];

    public List<ShiftEffect> Effects { get; } = [];

    public Moment Now => new(s_begin + uptime, uptime);

    public IEnumerable<string> Recorded => Effects.OfType<ShiftEffect.Record>().Select(record => record.Kind);

    public string Answer => State.Shift.Log[^1].Message.In(State.Language);

    public string Next => NextThing.Of(State).Text.In(State.Language);

    public void Wait(double seconds)
    {
        uptime += TimeSpan.FromSeconds(seconds);
        Line(at => new ShiftEvent.Ticked(at));
    }

    public void Line(Func<Moment, ShiftEvent> happened) => Take(new ScreenEvent.Line(happened(Now)));

    public void Scan(string text)
    {
        Wait(3);
        Take(new ScreenEvent.Input(Now, new TerminalInput.Scan(text, EntryKind.Scanned, Terminated: true)));
    }

    public void Press(params KeyCode[] keys)
    {
        foreach (var key in keys)
            Take(new ScreenEvent.Input(Now, new TerminalInput.Key(key)));
    }

    public void Type(string text)
    {
        foreach (var rune in text.EnumerateRunes())
            Take(new ScreenEvent.Input(Now, new TerminalInput.Key(KeyCode.Character, rune)));
    }

    /// <summary>Signs on and opens the work order.</summary>
    public ScreenBench Open(string order = "WO-1")
    {
        if (State.Shift.Session is null)
            Scan(Operator);
        Scan(order);
        Scan(order);
        return this;
    }

    public void Boards(params IEnumerable<int> slots)
    {
        foreach (var slot in slots)
            Line(at => new ShiftEvent.BoardSeen(at, slot));
    }

    public void Remove(params IEnumerable<int> slots)
    {
        foreach (var slot in slots)
            Line(at => new ShiftEvent.BoardGone(at, slot));
    }

    /// <summary>Begins the attempt of a slot that was started.</summary>
    public void Begin(int slot) => Line(at => new ShiftEvent.Gang(at, new GangEvent.AttemptBegan(slot, $"attempt-{++attempts:000}", 1, null)));

    public void Progress(int slot, JobPhase phase, ulong done, ulong total) => Line(at => new ShiftEvent.Gang(at, new GangEvent.Progressed(slot, new(phase, done, total))));

    public void Pass(params IEnumerable<int> slots)
    {
        foreach (var slot in slots)
            End(slot, new UnitResult.Passed(s_report, Verified: true));
    }

    public void Fail(int slot, FlashFailure? failure = null) => End(slot, failure is null ? s_blank : new UnitResult.Failed(s_report, failure, null));

    public void End(int slot, UnitResult result)
    {
        var attempt = State.Shift.Slots[slot].Attempt ?? throw new InvalidOperationException($"Slot {slot} has no attempt.");
        Line(at => new ShiftEvent.Gang(at, new GangEvent.AttemptEnded(slot, new SlotVerdict.Recorded(attempt, result), Last: true)));
    }

    /// <summary>One whole cycle: units into their slots, boards in, all of them begun.</summary>
    public void Cycle(int first, params int[] slots)
    {
        foreach (var (slot, i) in slots.Select((slot, i) => (slot, i)))
        {
            if (Card.ScansUnits)
                Scan($"U-{first + i:0000}");
            Boards(slot);
        }

        foreach (var slot in slots)
            Begin(slot);
    }

    public string Screen(int width, int height) => ScreenView.Of(State, width, height).ToString();

    /// <summary>All three sizes under one name.</summary>
    public void Matches(string name)
    {
        foreach (var (width, height) in ((int, int)[])[(80, 24), (120, 40), (200, 60)])
            Golden.Matches(Framed(Screen(width, height), width, height), $"{name}_{width}x{height}");
    }

    static string Framed(string screen, int width, int height)
    {
        var lines = screen.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length <= height && lines.All(line => CellWidth.Of(line) <= width));
        return screen;
    }

    public void Take(ScreenEvent happened)
    {
        var step = ScreenUpdate.On(State, happened);
        State = step.State;
        Effects.AddRange(step.Effects);
        foreach (var effect in step.Effects)
            Play(effect);
    }

    /// <summary>What the station's work beside the loop would answer.</summary>
    void Play(ShiftEffect effect)
    {
        switch (effect)
        {
            case ShiftEffect.FindWorkOrder find:
                Line(at => new ShiftEvent.WorkOrderFound(at, new(find.Number, Card.Name, Planned)));
                break;
            case ShiftEffect.LoadRecipe load:
                Line(at => new ShiftEvent.RecipeReady(at, Card with { Name = load.Name }, $"{load.WorkOrder}/{load.Name}/{Card.Revision}", [], ImmutableDictionary<string, Disposition>.Empty));
                break;
            case ShiftEffect.AskUnit ask:
                Line(at => new ShiftEvent.UnitKnown(at, ask.Unit, Lives.GetValueOrDefault(ask.Unit, []), null));
                break;
        }
    }

    static readonly JobReport s_report = JobReport.Empty with { Touched = true, Phases = [new(JobPhase.Write, TimeSpan.Zero, TimeSpan.FromSeconds(13.5), 200_608)], Notes = ["Writing took 0.4 s, faster than this flash can be (min 3.1 s)."] };

    static readonly UnitResult s_blank = new UnitResult.Failed(
        s_report,
        new FlashFailure.NothingWritten(0x0800_0010, 0xE5, 0xFF, 170_067, "Nothing was written: the flash is still blank although every block was acknowledged."),
        new(
            0x0800_0010, 0xE5, 0xFF, 0x0800_0000, [.. Bytes("expected bytes of the image, 48.", 48)], [.. Enumerable.Repeat((byte)0xFF, 48)], new(0x0800_0000, 0x8000, SectorAccess.Read | SectorAccess.Erase | SectorAccess.Write),
            2, 200_608, 170_067, [], 495, 0, 853_839, true, new(MismatchPattern.StillBlank, "Nothing was written: the flash is still blank although every block was acknowledged.")));

    static byte[] Bytes(string text, int length) => [.. Encoding.ASCII.GetBytes(text), .. Enumerable.Range(0, length - text.Length).Select(i => (byte)i)];

    public static LoadedSlot Loaded(int slot, string unit) => new(slot, UsbPortPath.Parse($"1-{slot}"), TestBench.Order(0x0800_0000, [1, 2, 3, 4], "device: { chip: STM32F746 }") with { Unit = unit }, null);
}
