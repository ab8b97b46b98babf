using System.Diagnostics;
using GangFlash.Flashing;
using GangFlash.Images;
using GangFlash.Line;
using GangFlash.Numbers;
using GangFlash.Recipes;

namespace GangFlash.Traceability;

/// <summary>The closed sets of words in the record. They are stored, so they never change; screens and JSON use the same.</summary>
public static class RecordWords
{
    /// <summary>The actor where no person is.</summary>
    public const string System = ShiftRecord.System;

    public const string Pass = "PASS";
    public const string Interrupted = "INTERRUPTED";

    /// <summary>The code of an attempt that was found without an end.</summary>
    public const string InterruptedCode = "station.interrupted";

    public const string VerifiedFull = "full";
    public const string Unverified = "unverified";
    public const string NotPassed = "none";

    public static string Of(Outcome outcome) => outcome switch
    {
        Outcome.Pass => Pass,
        Outcome.Fail => "FAIL",
        Outcome.Error => "ERROR",
        Outcome.Aborted => "ABORTED",
        Outcome.Interrupted => Interrupted,
        _ => throw new UnreachableException(),
    };

    internal static Outcome OutcomeOf(string word) => Enum.GetValues<Outcome>().First(outcome => Of(outcome) == word);

    public static string Of(Disposition disposition) => disposition switch
    {
        Disposition.Open => "OPEN",
        Disposition.Good => "GOOD",
        Disposition.Hold => "HOLD",
        Disposition.Rework => "REWORK",
        Disposition.Scrap => "SCRAP",
        Disposition.Withdrawn => "WITHDRAWN",
        _ => throw new UnreachableException(),
    };

    /// <summary>None for a word that is no disposition. Small letters do too.</summary>
    public static Disposition? DispositionOf(string? word) =>
        Enum.GetValues<Disposition>().Cast<Disposition?>().FirstOrDefault(disposition => string.Equals(Of(disposition!.Value), word, StringComparison.OrdinalIgnoreCase));

    public static string VerifiedOf(UnitResult result) => result switch
    {
        UnitResult.Passed { Verified: true } => VerifiedFull,
        UnitResult.Passed => Unverified,
        _ => NotPassed,
    };

    public static string Of(SerialSource source) => source switch
    {
        SerialSource.None => "none",
        SerialSource.Usb => "usb",
        // Version 1 knows three words; that a serial was a number, its lease says.
        SerialSource.Given or SerialSource.Numbers => "given",
        _ => throw new UnreachableException(),
    };

    public static string Of(ImageFormat format) => format switch
    {
        ImageFormat.Elf => "elf",
        ImageFormat.IntelHex => "intel-hex",
        ImageFormat.SRecord => "s-record",
        ImageFormat.DfuSe => "dfuse",
        ImageFormat.Raw => "raw",
        _ => throw new UnreachableException(),
    };

    public static string Of(JobPhase phase) => phase switch
    {
        JobPhase.Connect => "connect",
        JobPhase.Identify => "identify",
        JobPhase.Plan => "plan",
        JobPhase.Precheck => "precheck",
        JobPhase.Keep => "keep",
        JobPhase.Compare => "compare",
        JobPhase.Erase => "erase",
        JobPhase.BlankCheck => "blank-check",
        JobPhase.Write => "write",
        JobPhase.Verify => "verify",
        JobPhase.Finish => "finish",
        JobPhase.Leave => "leave",
        _ => throw new UnreachableException(),
    };

    public static string Of(MismatchPattern pattern) => pattern switch
    {
        MismatchPattern.Unstable => "unstable",
        MismatchPattern.StillBlank => "still-blank",
        MismatchPattern.OldContent => "old-content",
        MismatchPattern.Echo => "echo",
        MismatchPattern.Shifted => "shifted",
        MismatchPattern.FirstPartOnly => "first-part-only",
        MismatchPattern.WriteProtected => "write-protected",
        MismatchPattern.NotErased => "not-erased",
        MismatchPattern.IsolatedBits => "isolated-bits",
        MismatchPattern.Constant => "constant",
        MismatchPattern.OneSector => "one-sector",
        MismatchPattern.Unknown => "unknown",
        _ => throw new UnreachableException(),
    };
}
