using GangFlash.Line;
using GangFlash.Messages;

namespace GangFlash.Station.Screen;

/// <summary>The one thing to do next, and how urgent it is.</summary>
/// <param name="NeedsHands">False: nothing is wanted from anybody now.</param>
sealed record NextThing(Message Text, bool NeedsHands, bool IsStop = false)
{
    const int MostSlotsNamed = 12;

    public static NextThing Of(ScreenState state)
    {
        var shift = state.Shift;
        return shift switch
        {
            { Question: { } question } => Hands(ScreenPhrases.YesOrNo.With(("question", question.Text))),
            { Quitting: true } => Wait(ScreenPhrases.NextQuitting.With(("count", shift.Running))),
            { Release: { By: null } release } => new(ScreenPhrases.NextRelease.With(("role", ReleaserOf(shift, release))), NeedsHands: true, IsStop: true),
            { Release.By: not null } => Hands(ScreenPhrases.NextReason),
            { LineStop: not null } => new(ScreenPhrases.NextStopped, NeedsHands: true, IsStop: true),
            { Session: null } => Hands(ScreenPhrases.NextBadge),
            { Session.Locked: true } => Hands(ScreenPhrases.NextUnlock),
            { Changeover.Stage: ChangeoverStage.Finding or ChangeoverStage.Loading } => Wait(ScreenPhrases.NextLoading),
            { Changeover.Stage: ChangeoverStage.ChoosingRecipe } => Hands(ScreenPhrases.NextRecipe),
            { Changeover: { Stage: ChangeoverStage.Confirming, Ready: { } ready } change } => Hands(ScreenPhrases.NextConfirm.With(
                ("recipe", ready.Recipe.Name), ("revision", ready.Recipe.Revision), ("image", ready.Recipe.Image), ("code", change.Code))),
            { Batch: null } => Hands(shift.Rules.RecipeWithoutWorkOrder ? ScreenPhrases.NextOrderOrRecipe : ScreenPhrases.NextOrder),
            { TypedOnce: { } typed } => Hands(ScreenPhrases.TypeTwice.With(("unit", typed))),
            _ => InTheLoop(shift, shift.Batch.Recipe),
        };
    }

    /// <summary>Boards out, units in, start, wait: in this order, since that is how hands work.</summary>
    static NextThing InTheLoop(ShiftState shift, RecipeCard recipe)
    {
        var slots = shift.Slots.Values.Where(slot => !slot.IsOff).ToList();
        if (shift.Waiting is { } waiting)
            return Hands(shift.NextSlot is { } next ? ScreenPhrases.NextPlug.With(("unit", waiting.Unit), ("slot", next)) : ScreenPhrases.NextScanSlot.With(("unit", waiting.Unit)));
        if (slots.Find(slot => slot.MustAcknowledge) is { } red)
            return red.Interrupted ? Hands(ScreenPhrases.NextAgain.With(("slot", red.Number))) : Hands(ScreenPhrases.NextRedTray.With(("slot", red.Number), ("order", OrderOf(red))));
        if (slots.Where(slot => slot is { Stage: SlotStage.Bound, BoardPresent: false }).MinBy(slot => slot.Number) is { } without)
            return Hands(ScreenPhrases.NextPlug.With(("unit", without.Unit ?? ""), ("slot", without.Number)));
        var working = slots.Count(slot => slot.Stage == SlotStage.Running);
        var ready = slots.Count(slot => slot.BoardPresent && (slot.Stage == SlotStage.Bound || (slot.Stage == SlotStage.Free && !recipe.ScansUnits)));
        var free = slots.Where(slot => slot.CanTake && slot.Stage != SlotStage.Running).ToList();
        if (recipe.ScansUnits && free.Count > 0 && (working == 0 || ready > 0))
            return Hands(shift.Rules.Binding == UnitBinding.SlotLabel ? ScreenPhrases.NextScanSlotAndUnit : ScreenPhrases.NextScanUnit.With(("slot", shift.NextSlot ?? free[0].Number)));
        if (slots.Where(slot => slot is { MustEmpty: true, Stage: SlotStage.Done } && slot.Verdict is { IsPass: true }).ToList() is { Count: > 0 } good && working == 0)
            return Hands(ScreenPhrases.NextTake.With(("slots", Names(good))));
        if (slots.Where(slot => slot is { MustEmpty: true, Stage: SlotStage.Done }).ToList() is { Count: > 0 } bad && working == 0)
            return Hands(ScreenPhrases.NextTakeRed.With(("slots", Names(bad))));
        if (ready > 0 && working == 0)
            return Hands(free.Exists(slot => !slot.BoardPresent) ? ScreenPhrases.NextStartOrMore : ScreenPhrases.NextStart);
        if (working > 0)
            return Wait(ScreenPhrases.NextWait.With(("count", working)));
        return Hands(ScreenPhrases.NextPlugAny);
    }

    static string Names(List<SlotLine> slots) => string.Join(", ", slots.Take(MostSlotsNamed).Select(slot => slot.Number)) + (slots.Count > MostSlotsNamed ? ", …" : "");

    static Phrase OrderOf(SlotLine slot) => slot.Verdict is { } verdict ? ScreenPhrases.Of(verdict.Instruction) : ScreenPhrases.DoAgain;

    static Phrase ReleaserOf(ShiftState shift, Release release) => ReleaserOf(shift.Alarms.Find(alarm => alarm.Number == release.Alarm)?.Class ?? AlarmClass.Stop);

    /// <summary>Who may release an alarm, at least.</summary>
    public static Phrase ReleaserOf(AlarmClass alarm) => alarm == AlarmClass.Stop ? LinePhrases.Supervisor : LinePhrases.Technician;

    static NextThing Hands(Message text) => new(text, NeedsHands: true);

    static NextThing Wait(Message text) => new(text, NeedsHands: false);
}
