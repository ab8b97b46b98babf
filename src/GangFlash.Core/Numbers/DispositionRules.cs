using System.Collections.Immutable;
using GangFlash.Flashing;

namespace GangFlash.Numbers;

/// <summary>Where a unit stands by the rules alone, as long as no person has decided.</summary>
public static class DispositionRules
{
    /// <summary>So many counted attempts a unit may have without repair; then it is on HOLD.</summary>
    public const int DefaultCountedAttempts = 2;

    /// <param name="attempts">All attempts of one unit, in order.</param>
    public static Disposition Of(ImmutableArray<AttemptFact> attempts, int countedAttempts = DefaultCountedAttempts)
    {
        var last = attempts.LastOrDefault(fact => fact.IsCounted);
        return last switch
        {
            { Outcome: Outcome.Pass } => Disposition.Good,
            { Purpose: AttemptPurpose.Rework } => Disposition.Hold,
            not null when SinceRepair(attempts) >= countedAttempts => Disposition.Hold,
            _ => Disposition.Open,
        };
    }

    /// <summary>Counted attempts since the hardware was last repaired.</summary>
    public static int SinceRepair(ImmutableArray<AttemptFact> attempts)
    {
        var counted = 0;
        foreach (var fact in attempts)
            counted = (fact.AfterRepair ? 0 : counted) + (fact.IsCounted ? 1 : 0);
        return counted;
    }
}
