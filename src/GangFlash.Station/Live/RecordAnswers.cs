using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Numbers;
using GangFlash.Station.Screen;
using GangFlash.Traceability;

namespace GangFlash.Station.Live;

/// <summary>What the record knows, in the words of the rules. Each question opens the record anew: they are few, and come from many threads.</summary>
sealed class RecordAnswers(string database, string station)
{
    /// <summary>A unit's whole life.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<AttemptFact> OfUnit(string unit, CancellationToken ct) => Facts(new() { Serial = unit }, ct).RemoveAll(fact => fact.Unit != unit);

    /// <summary>Everything that was done in a batch.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<AttemptFact> OfBatch(string batch, CancellationToken ct) => Facts(new() { Batch = batch }, ct);

    /// <summary>Attempts of this station since then, oldest first.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<HistoryLine> Since(DateTimeOffset earliest, int most, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(database);
        return
        [
            .. from row in reader.Units(new() { From = earliest, Limit = most }, ct)
               where row.Station == station
               select new HistoryLine(row.StartedAt, row.Slot, row.UnitSerial ?? "", row.Outcome, row.Code ?? "", ""),
        ];
    }

    ImmutableArray<AttemptFact> Facts(AttemptFilter filter, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(database);
        var untouched = reader.Failures(filter, ct).Where(failure => !failure.Touched).Select(failure => failure.Unit.Attempt).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from row in reader.Units(filter, ct)
               where OutcomeOf(row.Outcome) is not null
               select new AttemptFact
               {
                   Attempt = row.Attempt,
                   Unit = row.UnitSerial ?? row.Attempt,
                   Station = row.Station,
                   Sequence = row.Seq,
                   StartedAt = row.StartedAt,
                   Outcome = OutcomeOf(row.Outcome)!.Value,
                   Touched = !untouched.Contains(row.Attempt),
                   Code = row.Code ?? "",
                   Slot = row.Slot,
                   Batch = row.Batch,
               },
        ];
    }

    static Outcome? OutcomeOf(string word) => word switch
    {
        "PASS" or "PASS (unverified)" => Outcome.Pass,
        "FAIL" => Outcome.Fail,
        "ERROR" => Outcome.Error,
        "ABORTED" => Outcome.Aborted,
        "INTERRUPTED" => Outcome.Interrupted,
        _ => null,      // still running
    };
}
