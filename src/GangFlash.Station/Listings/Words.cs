using System.Diagnostics;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Recipes;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>The words of the line for what the code calls by type (factory.md 4, 13).</summary>
static class Words
{
    public static string Of(SlotVerdict verdict) => verdict switch
    {
        SlotVerdict.Recorded { Result: UnitResult.Passed { Verified: true, Report.Plan.Verify: VerifyPolicy.Images } } => "PASS (images)",
        SlotVerdict.Recorded { Result: UnitResult.Passed { Verified: true } } => "PASS",
        SlotVerdict.Recorded { Result: UnitResult.Passed { Report: { IsFlashProven: true, OptionBytes.State: OptionBytesState.NotReadBack } } } => "PASS (option bytes not read)",
        SlotVerdict.Recorded { Result: UnitResult.Passed } => "PASS (unverified)",
        SlotVerdict.Recorded recorded => RecordWords.Of(recorded.Result.Outcome),
        SlotVerdict.RecordLost => "ERROR",
        SlotVerdict.SerialRefused or SlotVerdict.NumbersSpent => "REFUSED",
        SlotVerdict.NotBegun => "ABORTED",
        _ => throw new UnreachableException(),
    };

    /// <summary>Who says that a port is a slot; none for a port that is none.</summary>
    public static string? Of(SlotOrigin? origin) => origin switch
    {
        SlotOrigin.Taught => "taught",
        SlotOrigin.Fixture => "fixture",
        SlotOrigin.Order => "order",
        null => null,
        _ => throw new UnreachableException(),
    };
}
