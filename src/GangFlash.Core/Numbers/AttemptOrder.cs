using System.Collections.Immutable;

namespace GangFlash.Numbers;

/// <summary>The order of attempts: within a station the sequence, across stations the start in UTC, then the station, then the sequence.</summary>
public static class AttemptOrder
{
    /// <summary>
    /// In order. Where a station's clock went back, an attempt counts as late as the latest before it: so the sequence rules within the
    /// station, and the order of all is one order and no circle.
    /// </summary>
    public static ImmutableArray<AttemptFact> Sort(IEnumerable<AttemptFact> facts) =>
    [
        .. facts.GroupBy(fact => fact.Station).SelectMany(Timed)
            .OrderBy(timed => timed.At).ThenBy(timed => timed.Fact.Station, StringComparer.Ordinal).ThenBy(timed => timed.Fact.Sequence)
            .Select(timed => timed.Fact),
    ];

    static IEnumerable<(DateTimeOffset At, AttemptFact Fact)> Timed(IEnumerable<AttemptFact> station)
    {
        var latest = DateTimeOffset.MinValue;
        foreach (var fact in station.OrderBy(fact => fact.Sequence))
        {
            latest = fact.StartedAt > latest ? fact.StartedAt : latest;
            yield return (latest, fact);
        }
    }
}
