using GangFlash.Flashing;
using GangFlash.Gang;

namespace GangFlash.Line;

/// <summary>What a slot shows of itself, in one word: the same on the station's screen and on every other one.</summary>
public enum SlotSign
{
    Empty,

    /// <summary>A board is in, and its unit must be scanned.</summary>
    Scan,

    /// <summary>The record was asked about the unit.</summary>
    Checking,

    /// <summary>A unit is meant for the slot, and its board is not in.</summary>
    Plug,
    Ready,
    Running,

    /// <summary>Read back equal, and the row is committed.</summary>
    Good,

    /// <summary>A pass without read-back, as the recipe allows; the row is committed.</summary>
    Unverified,
    Red,

    /// <summary>Stopped by somebody; neither good nor bad.</summary>
    NotDone,

    /// <summary>A crash cut it off: flash it again.</summary>
    Again,

    /// <summary>An alarm keeps the slot off.</summary>
    Off,
}

public static class SlotSigns
{
    public static SlotSign Of(ShiftState shift, SlotLine slot)
    {
        ArgumentNullException.ThrowIfNull(shift);
        ArgumentNullException.ThrowIfNull(slot);
        return slot switch
        {
            { Stage: SlotStage.Running } => SlotSign.Running,
            { Stage: SlotStage.Done, Verdict: { } verdict } => Of(verdict),
            { Interrupted: true } or { Stage: SlotStage.Done } => SlotSign.Again,
            { IsOff: true } => SlotSign.Off,
            { Stage: SlotStage.Checking } => SlotSign.Checking,
            { Stage: SlotStage.Bound, BoardPresent: false } => SlotSign.Plug,
            { Stage: SlotStage.Bound } => SlotSign.Ready,
            { BoardPresent: true } when shift.Batch?.Recipe.ScansUnits == true => SlotSign.Scan,
            { BoardPresent: true } => SlotSign.Ready,
            _ => SlotSign.Empty,
        };
    }

    public static SlotSign Of(SlotVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict switch
        {
            SlotVerdict.Recorded { Result: UnitResult.Passed { Verified: true } } => SlotSign.Good,
            SlotVerdict.Recorded { Result: UnitResult.Passed } => SlotSign.Unverified,
            SlotVerdict.Recorded { Result: UnitResult.Aborted } or SlotVerdict.NotBegun => SlotSign.NotDone,
            _ => SlotSign.Red,
        };
    }
}
