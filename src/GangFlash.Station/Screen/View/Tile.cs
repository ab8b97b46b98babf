using GangFlash.Line;
using GangFlash.Messages;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>What a tile says, before anybody draws it.</summary>
/// <param name="Word">The state in one word.</param>
/// <param name="Symbol">The state again, for who does not see colours or cannot read the word.</param>
/// <param name="Share">0 to 1; none where nothing is under way.</param>
/// <param name="Serial">Escaped.</param>
/// <param name="Order">What to do, in one sentence; empty where nothing is to be done.</param>
sealed record Tile(int Number, string Word, char Symbol, Style Look, double? Share, string Serial, string Time, string Order, string Code, bool IsGood, bool IsSelected, bool IsPointed)
{
    const int LongestSerial = 40;

    public static Tile Of(ScreenState state, SlotLine slot)
    {
        var (phrase, symbol, look) = StateOf(state, slot);
        return new(
            slot.Number,
            phrase.Text(state.Language),
            symbol,
            look,
            slot.Stage == SlotStage.Running ? ShareOf(slot) : null,
            SerialOf(state, slot),
            TimeOf(state, slot),
            OrderOf(slot)?.Text(state.Language) ?? "",
            slot.Stage == SlotStage.Done ? slot.Verdict?.Code ?? "" : "",
            slot.Stage == SlotStage.Done && slot.Verdict is { IsPass: true, Code.Length: 0 },
            state.Selected == slot.Number,
            state.Pointed?.Slot == slot.Number);
    }

    static (Phrase Word, char Symbol, Style Look) StateOf(ScreenState state, SlotLine slot) => SlotSigns.Of(state.Shift, slot) switch
    {
        SlotSign.Running => (PhaseOf(slot), '►', View.Look.Running),
        SlotSign.Good or SlotSign.Unverified => (ScreenPhrases.Good, '✓', View.Look.Good),
        SlotSign.NotDone => (ScreenPhrases.NotDone, '○', View.Look.Hands),
        SlotSign.Red => (ScreenPhrases.Red, '✗', View.Look.Red),
        SlotSign.Again => (ScreenPhrases.Again, '↻', View.Look.Red),
        SlotSign.Off => (ScreenPhrases.Off, '–', View.Look.Off),
        SlotSign.Checking => (ScreenPhrases.Check, '…', View.Look.Ready),
        SlotSign.Plug => (ScreenPhrases.Plug, '↓', View.Look.Hands),
        SlotSign.Ready => (ScreenPhrases.Ready, '●', View.Look.Ready),
        SlotSign.Scan => (ScreenPhrases.Scan, '?', IsNext(state, slot) ? View.Look.Hands : View.Look.Ready),
        SlotSign.Empty => (ScreenPhrases.Empty, '·', IsNext(state, slot) ? View.Look.Ready : View.Look.Empty),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>The slot that the next unit goes to.</summary>
    static bool IsNext(ScreenState state, SlotLine slot) => state.Shift.NextSlot == slot.Number;

    static Phrase PhaseOf(SlotLine slot) => ScreenPhrases.Of(slot.Progress?.Phase ?? Flashing.JobPhase.Connect);

    /// <summary>How far the phase is: a bar that begins anew says more than a whole that nobody can foresee.</summary>
    static double ShareOf(SlotLine slot) => slot.Progress is { Total: > 0 } progress ? Math.Clamp((double)progress.Done / progress.Total, 0, 1) : 0;

    static string SerialOf(ScreenState state, SlotLine slot)
    {
        if (slot.Unit is { Length: > 0 } unit)
            return Printable.Escape(unit, LongestSerial);
        var usb = slot.BoardPresent || slot.Stage is SlotStage.Running or SlotStage.Done ? state.Stories.GetValueOrDefault(slot.Number)?.Device?.Serial.Text : null;
        return usb is { Length: > 0 } serial ? $"USB {Printable.Escape(serial, LongestSerial)}" : "";
    }

    static string TimeOf(ScreenState state, SlotLine slot) => slot.StartedAt is not { } started || slot.Stage is not (SlotStage.Running or SlotStage.Done) ? ""
        : (slot.EndedAt ?? state.Now).Since(started) is var took && took < TimeSpan.FromMinutes(10) ? $"{Math.Max(0, took.TotalSeconds):0.0} s" : $"{took.TotalMinutes:0} min";

    static Phrase? OrderOf(SlotLine slot) => slot switch
    {
        { Stage: SlotStage.Done, Verdict: { } verdict } when verdict.Instruction == Gang.Instruction.GoodTrayUnverified => ScreenPhrases.Unverified,
        { Stage: SlotStage.Done, Verdict: { } verdict } => ScreenPhrases.Of(verdict.Instruction),
        { Interrupted: true, Stage: not SlotStage.Running } or { Stage: SlotStage.Done } => ScreenPhrases.DoAgain,
        { IsOff: true, Stage: not SlotStage.Running } => ScreenPhrases.DoOff,
        _ => null,
    };
}
