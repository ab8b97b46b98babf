using System.Collections.Immutable;
using System.Diagnostics;

namespace GangFlash.Line;

/// <summary>What an event led to.</summary>
/// <param name="Effects">In the order in which they are to be done.</param>
public sealed record ShiftStep(ShiftState State, ImmutableArray<ShiftEffect> Effects);

/// <summary>
/// The rules of the line. Pure: the same state and event always give the same step. What is refused changes nothing but the log; a slot starts only
/// at the end of a turn, in one place that asks for everything a start needs.
/// </summary>
public static class ShiftRules
{
    public static ShiftStep On(ShiftState state, ShiftEvent happened)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(happened);
        ShiftTurn turn = new(state, happened.At);
        turn.Hear(IsInput(happened));
        switch (happened)
        {
            case ShiftEvent.Scanned scanned: turn.Scanned(scanned.Text, scanned.Entry); break;
            case ShiftEvent.Commanded commanded: turn.Commanded(commanded.Command, null); break;
            case ShiftEvent.SlotChosen chosen: turn.SlotChosen(chosen.Slot, null); break;
            case ShiftEvent.RecipeChosen chosen: turn.RecipeChosen(chosen.Recipe, null); break;
            case ShiftEvent.Cancelled: turn.Cancelled(null); break;
            case ShiftEvent.ReasonGiven given: turn.ReasonGiven(given.Reason, given.Text, null); break;
            case ShiftEvent.AlarmHeard heard: turn.AlarmHeard(heard.Alarm); break;
            case ShiftEvent.WorkOrderFound found: turn.WorkOrderFound(found.Order); break;
            case ShiftEvent.WorkOrderRefused refused: turn.ChangeoverRefused(refused.Number, refused.Why); break;
            case ShiftEvent.RecipeReady ready: turn.RecipeReady(ready); break;
            case ShiftEvent.RecipeRefused refused: turn.ChangeoverRefused(refused.Recipe, refused.Why); break;
            case ShiftEvent.UnitKnown known: turn.UnitKnown(known); break;
            case ShiftEvent.BoardSeen seen: turn.BoardSeen(seen.Slot); break;
            case ShiftEvent.BoardGone gone: turn.BoardGone(gone.Slot); break;
            case ShiftEvent.Gang gang: turn.GangReported(gang.Event); break;
            case ShiftEvent.StartFailed failed: turn.StartFailed(failed.Slot, failed.Why); break;
            case ShiftEvent.FactSeen seen: turn.Watch(seen.Fact); break;
            case ShiftEvent.Resumed resumed: turn.Resumed(resumed.Saved, resumed.Interrupted); break;
            case ShiftEvent.QuitAsked: turn.QuitAsked(); break;
            case ShiftEvent.Touched or ShiftEvent.Ticked: break;
            default: throw new UnreachableException();
        }

        return turn.End();
    }

    /// <summary>Somebody is at the bench.</summary>
    static bool IsInput(ShiftEvent happened) =>
        happened is ShiftEvent.Scanned or ShiftEvent.Commanded or ShiftEvent.SlotChosen or ShiftEvent.RecipeChosen or ShiftEvent.Cancelled
            or ShiftEvent.ReasonGiven or ShiftEvent.AlarmHeard or ShiftEvent.Touched or ShiftEvent.QuitAsked;
}
