using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Numbers;
using GangFlash.Station.Terminal;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>The one thing to do, the last answer, the numbers, the keys.</summary>
static class Foot
{
    /// <summary>An answer stays in full light for so long; then it stays and is quiet.</summary>
    static readonly TimeSpan s_answerFresh = TimeSpan.FromSeconds(10);

    public static int HeightFor(ScreenState state) => 5;

    public static void Draw(Frame frame, Area area, ScreenState state)
    {
        DrawNext(frame, area.Upper(1), state);
        DrawAnswer(frame, area.Below(1).Upper(1), state);
        DrawNumbers(frame, area.Below(2).Upper(1), state);
        DrawFailures(frame, area.Below(3).Upper(1), state);
        DrawKeys(frame, area.Below(4).Upper(1), state);
    }

    static void DrawNext(Frame frame, Area area, ScreenState state)
    {
        var next = NextThing.Of(state);
        var look = next.IsStop ? Look.Red : next.NeedsHands ? Look.Hands : Look.Running;
        frame.Draw(area, new string(' ', area.Width), look);
        frame.Draw(area, CellWidth.Cut($" ▶ {ScreenView.Say(state, next.Text)}", area.Width), look);
    }

    static void DrawAnswer(Frame frame, Area area, ScreenState state)
    {
        if (state.Typing is { } typed)
        {
            var label = ScreenView.Say(state, state.Page is Page.Reason ? ScreenPhrases.OtherText : ScreenPhrases.TypeHere);
            frame.Draw(area, CellWidth.Cut($" {label} {Printable.Escape(typed)}█", area.Width), Look.HandsText);
        }
        else if (state.Digits is { } digits)
        {
            frame.Draw(area, $" {ScreenView.Say(state, ScreenPhrases.SlotDigits)} {digits.Text}█", Look.HandsText);
        }
        else if (state.Shift.Log is [.., var last])
        {
            var refused = last.Tone is Tone.Refused or Tone.Red or Tone.Alarm;
            var look = state.Now.Since(last.At) > s_answerFresh ? Look.Quiet : refused ? Look.Red : Look.GoodText;
            frame.Draw(area, CellWidth.Cut($" {(refused ? "✗" : "✓")} {ScreenView.Say(state, last.Message)} ", area.Width), look);
        }
    }

    static void DrawNumbers(Frame frame, Area area, ScreenState state)
    {
        var numbers = state.Shift.Numbers;
        var batch = state.Shift.Batch;
        string Say(Phrase phrase) => ScreenView.Say(state, phrase);
        var first = numbers.Batch.FirstPass;
        var perHour = batch is null ? null : Yields.UnitsPerHour(numbers.Good, batch.Run(state.Now));
        TopBar.Split(
            frame, area,
            [
                ($" ✓ {Say(ScreenPhrases.TotalGood)} {numbers.Good}", Look.GoodText),
                ($"   ✗ {Say(ScreenPhrases.TotalRed)} {numbers.Red}", numbers.Red > 0 ? Look.RedText : Look.Plain),
                ($"   ■ {Say(ScreenPhrases.TotalHold)} {numbers.Hold}", numbers.Hold > 0 ? Look.HandsText : Look.Plain),
                ($"   {Say(ScreenPhrases.FirstPass)} {first.Percent} ({first})", first.IsGrey ? Look.Quiet : Look.Strong),
                ($"   {(perHour is { } rate ? $"{rate:0}" : "–")}/h", Look.Plain),
            ],
            [($"  {numbers.FailedInARow} {Say(ScreenPhrases.InARow)} ", numbers.FailedInARow > 0 ? Look.RedText : Look.Quiet)]);
    }

    static void DrawFailures(Frame frame, Area area, ScreenState state)
    {
        if (state.Shift.Numbers.LastFailures is not [_, ..] failures)
            return;
        var text = string.Join("  ·  ", failures.Take(6).Select(fact => $"{ScreenView.Say(state, ScreenPhrases.SlotWord.With(("slot", fact.Slot)))} {Unit(fact)}{fact.Code}"));
        frame.Draw(area, CellWidth.Cut($" {ScreenView.Say(state, ScreenPhrases.Last)}: {text}", area.Width), Look.Quiet);
    }

    /// <summary>A unit without a serial is called by its attempt, which tells nobody anything.</summary>
    static string Unit(AttemptFact fact) => fact.Unit == fact.Attempt ? "" : $"{Printable.Escape(fact.Unit, 24)} ";

    static void DrawKeys(Frame frame, Area area, ScreenState state)
    {
        (string Key, Phrase Word)[] keys = state.Page switch
        {
            Page.Main =>
            [
                ("F1", ScreenPhrases.KeyHelp), ("F2", ScreenPhrases.KeySlot), ("F3", ScreenPhrases.KeyHistory), ("F4", ScreenPhrases.KeyRecipe), ("F5", ScreenPhrases.KeyStart),
                .. state.Simulated ? new[] { ("F7", ScreenPhrases.KeySwap) } : [],
                ("F8", ScreenPhrases.KeyRelease), ("F9", ScreenPhrases.KeyCall), ("F10", ScreenPhrases.KeyQuit),
            ],
            Page.Slot => [("Esc", ScreenPhrases.KeyBack), ("←→", ScreenPhrases.KeyTabs), ("Enter", ScreenPhrases.KeyOtherSlot), ("F1", ScreenPhrases.KeyHelp)],
            Page.Recipes or Page.Reason => [("Esc", ScreenPhrases.KeyBack), ("↑↓", ScreenPhrases.KeyChoose), ("Enter", ScreenPhrases.KeyChoose)],
            _ => [("Esc", ScreenPhrases.KeyBack), ("↑↓", ScreenPhrases.KeyChoose)],
        };
        // Where there is no room for all, those go first that F1 tells of and nobody needs in a hurry.
        var shown = keys.Select(key => (key.Key, Word: ScreenView.Say(state, key.Word))).ToList();
        foreach (var key in (string[])["F2", "F3", "F4"])
        {
            if (shown.Sum(hint => CellWidth.Of(hint.Key) + CellWidth.Of(hint.Word) + 2) > area.Width)
                _ = shown.RemoveAll(hint => hint.Key == key);
        }

        frame.Draw(area, new TopBar.OneLine([.. shown.SelectMany(hint => new[] { (hint.Key, Look.Key), ($" {hint.Word} ", Look.Plain) })]));
    }
}
