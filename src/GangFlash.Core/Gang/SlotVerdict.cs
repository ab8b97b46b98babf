using System.Diagnostics;
using GangFlash.DfuSe;
using GangFlash.Flashing;

namespace GangFlash.Gang;

/// <summary>What a slot may show at the end of an attempt. Only <see cref="Recorded"/> can be green.</summary>
public abstract record SlotVerdict
{
    private SlotVerdict() { }

    /// <summary>The result is on disk.</summary>
    public sealed record Recorded(string Attempt, UnitResult Result) : SlotVerdict;

    /// <summary>The result is not on disk, so it is no pass, whatever it was.</summary>
    /// <param name="Result">None if the attempt was not even begun.</param>
    public sealed record RecordLost(UnitResult? Result, string Reason) : SlotVerdict;

    /// <summary>The unit's serial has passed before, or there is none although the recipe wants one: not begun.</summary>
    public sealed record SerialRefused(string Reason) : SlotVerdict;

    /// <summary>A range of numbers that the recipe takes from has none left: not begun.</summary>
    public sealed record NumbersSpent(string Reason) : SlotVerdict;

    /// <summary>Stopped by the operator before its attempt began.</summary>
    public sealed record NotBegun : SlotVerdict;

    public bool IsPass => this is Recorded { Result: UnitResult.Passed };

    /// <summary>Stable; empty for a verified pass.</summary>
    public string Code => this switch
    {
        Recorded recorded => recorded.Result.Code,
        RecordLost => "record.lost",
        SerialRefused => "serial.refused",
        NumbersSpent => "numbers.spent",
        NotBegun => "operator.aborted",
        _ => throw new UnreachableException(),
    };

    public string Detail => this switch
    {
        Recorded recorded => recorded.Result.Detail,
        RecordLost lost => lost.Reason,
        SerialRefused refused => refused.Reason,
        NumbersSpent spent => spent.Reason,
        NotBegun => "Stopped by the operator before this slot began.",
        _ => throw new UnreachableException(),
    };

    /// <summary>The one thing to do now.</summary>
    public Instruction Instruction => this switch
    {
        Recorded recorded => InstructionOf(recorded.Result),
        RecordLost => Instruction.StopLine,
        SerialRefused => Instruction.ScanAgain,
        NumbersSpent => Instruction.CallEngineer,
        NotBegun => Instruction.RunAgain,
        _ => throw new UnreachableException(),
    };

    public static Instruction InstructionOf(UnitResult result) => result switch
    {
        UnitResult.Passed { Verified: true } => Instruction.GoodTray,
        UnitResult.Passed => Instruction.GoodTrayUnverified,
        UnitResult.Aborted => Instruction.RunAgain,
        UnitResult.Refused refused => refused.Refusals.Any(refusal => refusal.JudgesUnit) ? Instruction.WrongBoard : Instruction.CallEngineer,
        UnitResult.Failed failed => InstructionOf(failed.Failure),
        _ => throw new UnreachableException(),
    };

    static Instruction InstructionOf(FlashFailure failure) => failure switch
    {
        FlashFailure.Disconnected or FlashFailure.TransferFailed or FlashFailure.Overdue => Instruction.CheckCable,
        FlashFailure.CannotOpen { Error: Devices.UsbOpenError.NoDevice } => Instruction.CheckCable,
        FlashFailure.CannotOpen or FlashFailure.KeptDiffers or FlashFailure.StationBug => Instruction.CallEngineer,
        FlashFailure.NotKept => Instruction.StopLine,
        FlashFailure.NotDfuSe or FlashFailure.WrongIdentity => Instruction.WrongBoard,
        FlashFailure.Changed or FlashFailure.Moved => Instruction.PlugAgain,
        FlashFailure.StuckBusy or FlashFailure.NotIdle or FlashFailure.Garbled => Instruction.PlugAgain,
        FlashFailure.Refused { Status: DfuStatus.ErrPowerOnReset or DfuStatus.ErrUsbReset } => Instruction.CheckCable,
        FlashFailure.Unstable => Instruction.OtherSlot,
        FlashFailure.Unreadable => Instruction.CallEngineer,
        FlashFailure.ReadProtected or FlashFailure.Refused or FlashFailure.Stalled or FlashFailure.NotBlank
            or FlashFailure.OptionBytesUnexpected or FlashFailure.OptionBytesLift or FlashFailure.OptionBytesDiffer or FlashFailure.OptionBytesNotRead
            or FlashFailure.Mismatch or FlashFailure.NothingWritten or FlashFailure.NoApplication => Instruction.RedTray,
        _ => throw new UnreachableException(),
    };
}

/// <summary>What an operator can be told to do. One sentence each, in <see cref="InstructionText"/>.</summary>
public enum Instruction
{
    GoodTray,
    GoodTrayUnverified,
    RedTray,
    OtherSlot,
    CheckCable,
    PlugAgain,
    WrongBoard,
    ScanAgain,
    RunAgain,
    CallEngineer,
    StopLine,
}
