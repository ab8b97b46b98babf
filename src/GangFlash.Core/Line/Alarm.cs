using System.Collections.Immutable;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>How much an alarm takes away.</summary>
public enum AlarmClass
{
    /// <summary>Class A: nothing new starts until a supervisor releases it.</summary>
    Stop,

    /// <summary>Class B: a slot is off or help is called; production goes on. A technician releases it.</summary>
    Degrade,

    /// <summary>Class C: a line on the screen, which anybody may acknowledge.</summary>
    Inform,
}

/// <summary>The rules that raise alarms. Their words are stored, so they never change.</summary>
public enum LineRule
{
    FailedInSlot,
    FailedAtStation,
    SameCode,
    FirstPassYield,
    CommonCause,
    NoStartsInSlot,
    NoStartsAtStation,
    WrongUnits,
    SameIdentity,
    FilesChanged,
    RecordNotWritable,
    ClockStepped,
    Challenge,
    SlowPhase,
    QuantityReached,
    SoftwareChanged,
    UsbFailed,
}

/// <summary>A rule that fired.</summary>
/// <param name="Number">Counts the alarms of a station's shift, from 1.</param>
/// <param name="Slot">Of a rule that is kept per slot.</param>
/// <param name="Slots">All slots it is about.</param>
/// <param name="Units">All units it is about.</param>
/// <param name="What">What happened.</param>
/// <param name="Order">What to do now, with the boards in the slots too.</param>
public sealed record Alarm(
    int Number, LineRule Rule, AlarmClass Class, Moment Since, int? Slot, ImmutableArray<int> Slots, ImmutableArray<string> Units, string? Code, Message What, Message Order)
{
    /// <summary>What somebody has heard; the sound repeats until then.</summary>
    public bool Acknowledged { get; init; }

    /// <summary>True where running attempts are stopped too: what they write, or the record of it, is no longer what it should be.</summary>
    public bool StopsRunning => Rule is LineRule.FilesChanged or LineRule.RecordNotWritable && Class == AlarmClass.Stop;

    /// <summary>True where the slot takes no more units until the alarm is released.</summary>
    public bool TakesSlotOff => Rule is LineRule.FailedInSlot or LineRule.NoStartsInSlot or LineRule.SameIdentity && Slot is not null;
}

/// <summary>Why an alarm was released. The list is closed, the text beside it is free.</summary>
public enum ReleaseReason
{
    CableOrFixture,
    Material,
    RecipeOrImage,
    Handling,
    Computer,
    NoFaultFound,

    /// <summary>Only with a text.</summary>
    Other,
}
