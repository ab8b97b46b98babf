using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>What happens at the station. Everything that the rules hear, with the time at which they hear it.</summary>
public abstract record ShiftEvent(Moment At)
{
    /// <summary>A whole text, as the input decoder put it together.</summary>
    public sealed record Scanned(Moment At, string Text, ScanEntry Entry) : ShiftEvent(At);

    /// <summary>A key that stands for a command: F5 for START, F9 for CALL.</summary>
    public sealed record Commanded(Moment At, StationCommand Command) : ShiftEvent(At);

    /// <summary>A digit key instead of the label of a slot.</summary>
    public sealed record SlotChosen(Moment At, int Slot) : ShiftEvent(At);

    /// <summary>A recipe from the list, instead of its code.</summary>
    public sealed record RecipeChosen(Moment At, string Recipe) : ShiftEvent(At);

    /// <summary>Esc: the unit or slot that was scanned last and has not started.</summary>
    public sealed record Cancelled(Moment At) : ShiftEvent(At);

    /// <summary>Why an alarm is released, after a badge that may do so.</summary>
    public sealed record ReasonGiven(Moment At, ReleaseReason Reason, string Text) : ShiftEvent(At);

    /// <summary>Somebody has heard the alarm.</summary>
    public sealed record AlarmHeard(Moment At, int Alarm) : ShiftEvent(At);

    /// <summary>Any other key: somebody is there, so the station does not lock.</summary>
    public sealed record Touched(Moment At) : ShiftEvent(At);

    /// <summary>Time passes. Once a second or oftener.</summary>
    public sealed record Ticked(Moment At) : ShiftEvent(At);

    /// <summary>The answer to <see cref="ShiftEffect.FindWorkOrder"/>.</summary>
    public sealed record WorkOrderFound(Moment At, WorkOrder Order) : ShiftEvent(At);

    /// <summary>No such work order; <paramref name="Why"/> is shown.</summary>
    public sealed record WorkOrderRefused(Moment At, string Number, Message Why) : ShiftEvent(At);

    /// <summary>The answer to <see cref="ShiftEffect.LoadRecipe"/>: recipe and images are read, checked and hashed.</summary>
    /// <param name="Batch">What the record calls the batch of this work order with this recipe: never two revisions in one.</param>
    /// <param name="Earlier">All attempts of the units of that batch so far, with their whole lives.</param>
    public sealed record RecipeReady(Moment At, RecipeCard Recipe, string Batch, ImmutableArray<AttemptFact> Earlier, ImmutableDictionary<string, Disposition> Dispositions) : ShiftEvent(At);

    /// <summary>The recipe cannot be used; <paramref name="Why"/> is shown.</summary>
    public sealed record RecipeRefused(Moment At, string Recipe, Message Why) : ShiftEvent(At);

    /// <summary>The answer to <see cref="ShiftEffect.AskUnit"/>.</summary>
    /// <param name="Attempts">All there ever were on this unit, from all stations in the record.</param>
    /// <param name="Decided">Where a person put it; none if only the rules did.</param>
    public sealed record UnitKnown(Moment At, string Unit, ImmutableArray<AttemptFact> Attempts, Disposition? Decided) : ShiftEvent(At);

    /// <summary>A bootloader that the recipe is for sits in the slot.</summary>
    public sealed record BoardSeen(Moment At, int Slot) : ShiftEvent(At);

    /// <summary>The slot is empty.</summary>
    public sealed record BoardGone(Moment At, int Slot) : ShiftEvent(At);

    /// <summary>What the gang reports.</summary>
    public sealed record Gang(Moment At, GangEvent Event) : ShiftEvent(At);

    /// <summary>A slot of <see cref="ShiftEffect.StartSlots"/> could not be begun; nothing was done to its board.</summary>
    public sealed record StartFailed(Moment At, int Slot, Message Why) : ShiftEvent(At);

    /// <summary>Something that the line-stop rules look at and only the station can know: a changed file, a full disk, an overdue challenge.</summary>
    public sealed record FactSeen(Moment At, LineFact Fact) : ShiftEvent(At);

    /// <summary>The program starts. What was saved, and what the record found without an end.</summary>
    public sealed record Resumed(Moment At, SavedShift? Saved, ImmutableArray<InterruptedUnit> Interrupted) : ShiftEvent(At);

    /// <summary>Somebody wants to close the program.</summary>
    public sealed record QuitAsked(Moment At) : ShiftEvent(At);
}

/// <summary>A work order as the station knows it.</summary>
/// <param name="Recipe">None if it does not name one; then one is chosen.</param>
/// <param name="Planned">None if it does not say.</param>
public sealed record WorkOrder(string Number, string? Recipe, int? Planned)
{
    /// <summary>What else it says, for recipes that take it from there.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>A unit that a crash or a power cut left in mid-work.</summary>
public sealed record InterruptedUnit(string Attempt, int Slot, string? Unit, DateTimeOffset StartedAt);
