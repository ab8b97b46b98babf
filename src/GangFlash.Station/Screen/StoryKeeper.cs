using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Station.Listings;
using GangFlash.Traceability;

namespace GangFlash.Station.Screen;

/// <summary>Keeps what happened in each slot, and the history of the shift. Lines are for technicians and stay in English, as the record is.</summary>
static class StoryKeeper
{
    const int LongestStory = 200;
    const int LongestHistory = 5000;

    public static ScreenState Heard(ScreenState state, ShiftEvent happened) => happened switch
    {
        ShiftEvent.Gang { Event: GangEvent.Loaded it } => Identified(state, happened.At, it.Board),
        ShiftEvent.Gang { Event: GangEvent.AttemptBegan it } => Add(state, it.Slot, happened.At, story => story with { Verdict = null }, $"attempt {it.Number} begins"),
        ShiftEvent.Gang { Event: GangEvent.Progressed it } => Progressed(state, happened.At, it),
        ShiftEvent.Gang { Event: GangEvent.AttemptEnded it } => Ended(state, happened.At, it),
        ShiftEvent.StartFailed it => Add(state, it.Slot, it.At, story => story, it.Why.In(Messages.Language.English)),
        _ => state,
    };

    public static ScreenState Identified(ScreenState state, Moment at, LoadedSlot loaded) => Add(
        state, loaded.Slot, at, story => story with { Loaded = loaded },
        loaded.Device is { } device ? $"board at {loaded.Port}: {device.Product.Text}, serial {device.Serial.Text}" : $"board at {loaded.Port} cannot be identified");

    static ScreenState Progressed(ScreenState state, Moment at, GangEvent.Progressed it) =>
        state.Shift.Slots.TryGetValue(it.Slot, out var line) && line.Progress?.Phase == it.Progress.Phase
            ? state
            : Add(state, it.Slot, at, story => story, RecordWords.Of(it.Progress.Phase));

    static ScreenState Ended(ScreenState state, Moment at, GangEvent.AttemptEnded it)
    {
        var verdict = it.Verdict;
        var notes = verdict is SlotVerdict.Recorded recorded ? recorded.Result.Report.Notes : [];
        var unit = state.Shift.Slots.GetValueOrDefault(it.Slot)?.Unit ?? state.Stories.GetValueOrDefault(it.Slot)?.Loaded?.UnitSerial ?? "";
        var next = Add(state, it.Slot, at, story => story with { Verdict = verdict }, [Head(verdict), .. verdict.Detail.Split('\n'), .. notes]);
        var line = new HistoryLine(at.Wall, it.Slot, unit, Words.Of(verdict), verdict.Code, verdict.Detail.Split('\n')[0]);
        return next with { History = next.History.Count < LongestHistory ? next.History.Add(line) : next.History.RemoveAt(0).Add(line) };
    }

    static string Head(SlotVerdict verdict)
    {
        var time = verdict is SlotVerdict.Recorded recorded ? $" after {recorded.Result.Report.Duration.TotalSeconds:0.0} s" : "";
        return $"{Words.Of(verdict)}{(verdict.Code.Length > 0 ? $", {verdict.Code}" : "")}{time}";
    }

    static ScreenState Add(ScreenState state, int slot, Moment at, Func<SlotStory, SlotStory> change, params string[] texts)
    {
        var story = state.Stories.GetValueOrDefault(slot, SlotStory.Empty);
        var lines = story.Lines.AddRange(texts.Select(text => new StoryLine(at, text)));
        if (lines.Count > LongestStory)
            lines = lines.RemoveRange(0, lines.Count - LongestStory);
        return state with { Stories = state.Stories.SetItem(slot, change(story) with { Lines = lines }) };
    }
}
