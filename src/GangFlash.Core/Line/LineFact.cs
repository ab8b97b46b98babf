using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>What the line-stop rules look at.</summary>
public abstract record LineFact(Moment At)
{
    /// <summary>An attempt ended. Order is the order of ends.</summary>
    /// <param name="FirstCounted">True if this is the unit's first counted attempt in its whole life at this operation.</param>
    public sealed record Ended(Moment At, AttemptFact Attempt, bool FirstCounted) : LineFact(At);

    /// <summary>A phase ran, and the recipe has a limit for it.</summary>
    public sealed record PhaseTimed(Moment At, int Slot, JobPhase Phase, TimeSpan Took, TimeSpan Limit) : LineFact(At);

    /// <summary>Two units with one serial, or one chip with two serials.</summary>
    public sealed record SameIdentity(Moment At, int Slot, ImmutableArray<string> Units, bool Relabelled) : LineFact(At);

    /// <summary>Image, recipe or station file is not what it was.</summary>
    public sealed record FilesChanged(Moment At, string What) : LineFact(At);

    /// <summary>The record cannot be written, has a gap, or its disk is nearly full.</summary>
    public sealed record RecordNotWritable(Moment At, string Why) : LineFact(At);

    /// <summary>USB of the computer as a whole does not answer.</summary>
    /// <param name="Code">Stable.</param>
    public sealed record UsbFailed(Moment At, string Code, string Why) : LineFact(At);

    /// <summary>It answers again: nobody has to release what mended itself.</summary>
    public sealed record UsbBack(Moment At) : LineFact(At);

    /// <param name="By">Forward is positive.</param>
    /// <param name="PastLastRow">True if it went back past the last row of the record.</param>
    public sealed record ClockStepped(Moment At, TimeSpan By, bool PastLastRow) : LineFact(At);

    /// <summary>The check with golden and challenge boards is overdue, or they did not behave.</summary>
    public sealed record ChallengeMissing(Moment At, bool Failed) : LineFact(At);

    /// <summary>As many units as the work order wants.</summary>
    public sealed record QuantityReached(Moment At, int Planned) : LineFact(At);

    /// <summary>Another version of program or driver than the last time.</summary>
    public sealed record SoftwareChanged(Moment At, string What) : LineFact(At);

    /// <summary>Counters of a batch begin again.</summary>
    public sealed record BatchOpened(Moment At) : LineFact(At);

    /// <summary>Somebody released an alarm: its counter begins again.</summary>
    public sealed record Released(Moment At, Alarm Alarm) : LineFact(At);
}
