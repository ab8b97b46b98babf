using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Station.Screen;
using GangFlash.Traceability;

namespace GangFlash.Station.Live;

/// <summary>What the record knows, in the words of the rules. Each question opens the record anew: they are few, and come from many threads.</summary>
sealed class RecordAnswers(string database, string station)
{
    /// <summary>A unit's whole life, at all stations of the record, and where a person put it.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public UnitHistory OfUnit(string unit, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(database);
        return reader.Unit(unit, ct);
    }

    /// <summary>The units of a batch with their whole lives.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public BatchHistory OfBatch(string batch, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(database);
        return reader.Batch(batch, ct);
    }

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
}
