using System.Diagnostics;
using GangFlash.Flashing;
using GangFlash.Gang;

namespace GangFlash.Station.Listings;

/// <summary>The words of the line for what the code calls by type (factory.md 4, 13).</summary>
static class Words
{
    public static string Of(SlotVerdict verdict) => verdict switch
    {
        SlotVerdict.Recorded { Result: UnitResult.Passed { Verified: true } } => "PASS",
        SlotVerdict.Recorded { Result: UnitResult.Passed } => "PASS (unverified)",
        SlotVerdict.Recorded recorded => recorded.Result.Outcome.ToString().ToUpperInvariant(),
        SlotVerdict.RecordLost => "ERROR",
        SlotVerdict.SerialRefused => "REFUSED",
        SlotVerdict.NotBegun => "ABORTED",
        _ => throw new UnreachableException(),
    };

    public static string Of(JobPhase phase) => phase switch
    {
        JobPhase.Connect => "connect",
        JobPhase.Identify => "identify",
        JobPhase.Plan => "plan",
        JobPhase.Precheck => "precheck",
        JobPhase.Erase => "erase",
        JobPhase.BlankCheck => "blank-check",
        JobPhase.Write => "write",
        JobPhase.Verify => "verify",
        JobPhase.Leave => "leave",
        _ => throw new UnreachableException(),
    };
}
