using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Recipes;

namespace GangFlash.Tests.Line;

/// <summary>A station in virtual time: scans go in, the answers of record and loader come back as a station would give them.</summary>
sealed class ShiftBench
{
    public static readonly StationRules Rules = new()
    {
        Station = "S1",
        Slots = [1, 2, 3],
        Badges = new([new("OP", "Ada", Role.Operator), new("OP2", "Ben", Role.Operator), new("TECH", "Tia", Role.Technician), new("SUP", "Sam", Role.Supervisor)]),
        Scans = new() { Patterns = [new(ScanKind.Badge, new("BADGE*"), "station"), new(ScanKind.WorkOrder, new("WO-*"), "station"), new(ScanKind.Panel, new("PANEL*"), "station")] },
    };

    public static readonly RecipeCard Pump = new("pump", "3", "1.2.0", new string('a', 64), new(SerialSource.Given, new("U-*")));

    readonly List<ShiftEffect> effects = [];
    int attempts;

    public ShiftBench(StationRules? rules = null) => State = ShiftState.Begin(rules ?? Rules);

    public ShiftState State { get; private set; }

    public Moment Now { get; private set; } = new(new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero), TimeSpan.Zero);

    public RecipeCard Card { get; set; } = Pump;

    public int? Planned { get; set; } = 9;

    /// <summary>All attempts that the record knows.</summary>
    public List<AttemptFact> Recorded { get; } = [];

    public IReadOnlyList<ShiftEffect> Effects => effects;

    public string LastAnswer => State.Log.Count == 0 ? "" : State.Log[^1].Message.Key;

    public IEnumerable<string> Kinds => effects.OfType<ShiftEffect.Record>().Select(record => record.Kind);

    public void Wait(double seconds) => Now = Now.After(TimeSpan.FromSeconds(seconds));

    /// <summary>One event, and what the station answers to its effects; the effects of all of them.</summary>
    public ImmutableArray<ShiftEffect> On(ShiftEvent happened)
    {
        var step = ShiftRules.On(State, happened);
        State = step.State;
        effects.AddRange(step.Effects);
        var all = step.Effects;
        foreach (var effect in step.Effects)
        {
            all = all.AddRange(effect switch
            {
                ShiftEffect.FindWorkOrder find => On(new ShiftEvent.WorkOrderFound(Now, new(find.Number, "pump", Planned))),
                ShiftEffect.LoadRecipe load => On(new ShiftEvent.RecipeReady(Now, Card with { Name = load.Name }, load.WorkOrder ?? load.Name, [.. Recorded.Where(fact => fact.Batch == load.WorkOrder)], [])),
                ShiftEffect.AskUnit ask => On(new ShiftEvent.UnitKnown(Now, ask.Unit, [.. Recorded.Where(fact => fact.Unit == ask.Unit)], null)),
                _ => [],
            });
        }

        return all;
    }

    /// <summary>A scan three seconds later; answers with the last thing that was said.</summary>
    public string Scan(string text, ScanEntry entry = ScanEntry.Scanned)
    {
        Wait(3);
        _ = On(new ShiftEvent.Scanned(Now, text, entry));
        return LastAnswer;
    }

    public void Board(int slot) => On(new ShiftEvent.BoardSeen(Now, slot));

    public void Pull(int slot) => On(new ShiftEvent.BoardGone(Now, slot));

    public void SignOnAndOpen(string order = "WO-1")
    {
        _ = Scan("OP");
        _ = Scan(order);
        _ = Scan(order);
    }

    /// <summary>A running slot ends; a minute later unless said otherwise.</summary>
    public void End(int slot, string? code = null, Outcome outcome = Outcome.Fail, bool touched = true, double after = 60)
    {
        Wait(after);
        var id = $"a{++attempts}";
        _ = On(new ShiftEvent.Gang(Now, new GangEvent.AttemptBegan(slot, id, 1, null)));
        var report = JobReport.Empty with { Touched = touched };
        UnitResult result = code switch
        {
            null => new UnitResult.Passed(report, true),
            _ when outcome == Outcome.Aborted => new UnitResult.Aborted(report),
            "usb.disconnected" => new UnitResult.Failed(report, new FlashFailure.Disconnected("write"), null),
            _ => new UnitResult.Failed(report, new FlashFailure.NotBlank(0x0800_0000, 0), null),
        };
        _ = On(new ShiftEvent.Gang(Now, new GangEvent.AttemptEnded(slot, new SlotVerdict.Recorded(id, result), true)));
        Recorded.Add(State.Facts[id]);
    }

    /// <summary>Takes red boards out with their gesture, and good ones without.</summary>
    public void Empty(int slot)
    {
        Pull(slot);
        if (State.Slots[slot].MustAcknowledge)
            _ = Scan($"%SLOT-{slot}");
    }
}
