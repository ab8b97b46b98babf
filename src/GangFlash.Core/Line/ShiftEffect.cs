using System.Collections.Immutable;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>What the station does because of an event. Data: the rules themselves do nothing.</summary>
public abstract record ShiftEffect
{
    private ShiftEffect() { }

    /// <summary>What the operator is told at once, with its sound.</summary>
    public sealed record Answer(Tone Tone, Message Message) : ShiftEffect;

    /// <summary>Begin these slots now. The only way in which a slot ever starts.</summary>
    public sealed record StartSlots(ImmutableArray<SlotUnit> Slots) : ShiftEffect;

    /// <summary>Stop these running slots, each after the block or sector at work.</summary>
    public sealed record StopSlots(ImmutableArray<int> Slots) : ShiftEffect;

    /// <summary>An event for the record: who, what, with what data.</summary>
    /// <param name="Actor">A badge, or <see cref="ShiftRecord.System"/>.</param>
    /// <param name="Kind">One of <see cref="ShiftRecord"/>.</param>
    public sealed record Record(Moment At, string Actor, string Kind, ImmutableSortedDictionary<string, string> Data) : ShiftEffect;

    /// <summary>What does the record know of this unit? Answered by <see cref="ShiftEvent.UnitKnown"/>.</summary>
    public sealed record AskUnit(string Unit) : ShiftEffect;

    /// <summary>Answered by <see cref="ShiftEvent.WorkOrderFound"/> or <see cref="ShiftEvent.WorkOrderRefused"/>.</summary>
    public sealed record FindWorkOrder(string Number) : ShiftEffect;

    /// <summary>Answered by <see cref="ShiftEvent.RecipeReady"/> or <see cref="ShiftEvent.RecipeRefused"/>.</summary>
    public sealed record LoadRecipe(string Name, string? WorkOrder) : ShiftEffect;

    /// <summary>An alarm was raised: lamp and sound.</summary>
    public sealed record Raise(Alarm Alarm) : ShiftEffect;

    /// <summary>Help was called, or is no longer needed.</summary>
    public sealed record Call(bool On) : ShiftEffect;

    /// <summary>Show where something already is: the tile of the slot.</summary>
    public sealed record PointAt(int Slot) : ShiftEffect;

    /// <summary>The batch is closed; its report can be made.</summary>
    public sealed record BatchClosed(Reconciliation Counts) : ShiftEffect;

    public sealed record ShiftClosed(string Operator) : ShiftEffect;

    /// <summary>Keep this, so that a restart finds the line as it was left: a crash releases no line stop.</summary>
    public sealed record Save(SavedShift Shift) : ShiftEffect;

    /// <summary>Nothing runs any more; the program may end.</summary>
    public sealed record Quit : ShiftEffect;
}

/// <summary>A slot with the unit that was bound to it.</summary>
/// <param name="Unit">None where the recipe takes no serial from a scan.</param>
public sealed record SlotUnit(int Slot, string? Unit);

/// <summary>The sounds, and what each says. Never the only signal.</summary>
public enum Tone
{
    /// <summary>Short and high: taken.</summary>
    Taken,

    /// <summary>Low buzz: refused.</summary>
    Refused,

    /// <summary>A rising pair.</summary>
    Good,

    /// <summary>Two low tones.</summary>
    Red,

    /// <summary>Three, repeated until somebody has heard it.</summary>
    Alarm,

    /// <summary>No sound.</summary>
    Silent,
}
