using System.Collections.Immutable;
using Dapper;
using GangFlash.Gang;
using GangFlash.Numbers;

namespace GangFlash.Traceability;

/// <summary>What a running line asks its record.</summary>
public sealed partial class TraceabilityReader
{
    const string FindChips = """
        SELECT DISTINCT usb_serial FROM attempt_start WHERE unit_serial = @unit AND usb_serial IS NOT NULL
        """;

    const string FindOthers = """
        SELECT DISTINCT other.unit_serial FROM attempt_start other
        WHERE other.usb_serial IN (SELECT usb_serial FROM attempt_start WHERE unit_serial = @unit AND usb_serial IS NOT NULL)
          AND other.unit_serial IS NOT NULL AND other.unit_serial <> @unit
        """;

    const string FindBatchUnits = "SELECT DISTINCT unit FROM attempt_fact WHERE batch = @batch";

    const string FindOpenBatch = """
        SELECT b.run AS Run, b.batch AS Batch, b.work_order AS WorkOrder, b.product AS Product, b.recipe AS Recipe, b.revision AS Revision,
               b.recipe_sha256 AS RecipeSha256, b.planned AS Planned, b.opened_by AS OpenedBy, b.opened_at AS OpenedAt
        FROM batch_run b
        WHERE b.station = @station AND NOT EXISTS (SELECT 1 FROM batch_run_end x WHERE x.run = b.run)
        ORDER BY b.opened_at DESC LIMIT 1
        """;

    const string FindInterrupted = """
        SELECT s.attempt AS Attempt, s.slot AS Slot, s.unit_serial AS Unit, s.started_at AS StartedAt
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.station = @station AND e.attempt IS NULL ORDER BY s.seq
        """;

    const string FindEvents = """
        SELECT seq AS Seq, id AS Id, at AS At, station AS Station, actor AS Actor, session AS Session, kind AS Kind, batch AS Batch, slot AS Slot, unit AS Unit, detail AS Detail
        FROM event
        """;

    /// <summary>All that the record knows of a unit: its attempts at every station of this record, where it stands, and what else was seen with its chip.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public UnitHistory Unit(string unit, CancellationToken ct) => Ask(
        connection =>
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            var (disposition, by) = DispositionRow.Now(statements, unit);
            return new UnitHistory(
                unit,
                AttemptFactRow.Life(statements, unit),
                disposition,
                by == DispositionRow.Rule ? null : by,
                [.. connection.Query<string>(FindChips, new { unit })],
                [.. connection.Query<string>(FindOthers, new { unit })]);
        },
        ct);

    /// <summary>The units of a batch with their whole lives, also what was before it and at other stations; for the numbers.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public BatchHistory Batch(string batch, CancellationToken ct) => Ask(
        connection =>
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            var units = connection.Query<string>(FindBatchUnits, new { batch }).ToList();
            var standing = units.Select(unit => (unit, Now: DispositionRow.Now(statements, unit)));
            return new BatchHistory(
                [.. units.SelectMany(unit => AttemptFactRow.Life(statements, unit))],
                standing.Where(item => item.Now.DecidedBy != DispositionRow.Rule).ToImmutableDictionary(item => item.unit, item => item.Now.Disposition, StringComparer.Ordinal));
        },
        ct);

    /// <summary>The batch that this station opened and neither closed nor left; none if there is none.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public OpenBatch? OpenBatch(string station, CancellationToken ct) =>
        Query<OpenBatchColumns>(FindOpenBatch, new { station }, ct).FirstOrDefault() is { } row ? row.Value : null;

    /// <summary>Attempts of a station that have no end: running ones, or what a crash left.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<Line.InterruptedUnit> WithoutEnd(string station, CancellationToken ct) =>
        [.. Query<(string Attempt, long Slot, string? Unit, string StartedAt)>(FindInterrupted, new { station }, ct).Select(row => new Line.InterruptedUnit(row.Attempt, (int)row.Slot, row.Unit, RecordTime.Parse(row.StartedAt)))];

    /// <summary>What happened, the newest last.</summary>
    /// <param name="ct">Stops a long search: use it for a time limit.</param>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<EventRecord> Events(EventFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return [.. Query<EventRecordColumns>($"{FindEvents}\nWHERE {filter.Where}\nORDER BY seq DESC LIMIT @Limit", filter.Parameters, ct).Reverse().Select(row => row.Value)];
    }

    sealed class OpenBatchColumns
    {
        public required string Run { get; init; }

        public required string Batch { get; init; }

        public string? WorkOrder { get; init; }

        public string? Product { get; init; }

        public string? Recipe { get; init; }

        public string? Revision { get; init; }

        public string? RecipeSha256 { get; init; }

        public long? Planned { get; init; }

        public required string OpenedBy { get; init; }

        public required string OpenedAt { get; init; }

        public OpenBatch Value => new(Run, Batch, WorkOrder, Product, Recipe, Revision, RecipeSha256, (int?)Planned, OpenedBy, RecordTime.Parse(OpenedAt));
    }

    sealed class EventRecordColumns
    {
        public long Seq { get; init; }

        public required string Id { get; init; }

        public required string At { get; init; }

        public required string Station { get; init; }

        public required string Actor { get; init; }

        public string? Session { get; init; }

        public required string Kind { get; init; }

        public string? Batch { get; init; }

        public long? Slot { get; init; }

        public string? Unit { get; init; }

        public required string Detail { get; init; }

        public EventRecord Value => new(Seq, Id, RecordTime.Parse(At), Station, Actor, Session, Kind, Batch, (int?)Slot, Unit, Detail);
    }
}

/// <summary>A unit as the record knows it.</summary>
/// <param name="Attempts">All that ended, in order, from all stations of this record.</param>
/// <param name="DecidedBy">The person who put it there; none: the rules did.</param>
/// <param name="ChipIdentities">Chips that were seen with this serial: more than one is a serial used twice.</param>
/// <param name="OtherSerials">Serials that were seen with its chip: one is a label put on twice.</param>
public sealed record UnitHistory(
    string Unit, ImmutableArray<AttemptFact> Attempts, Disposition Disposition, string? DecidedBy, ImmutableArray<string> ChipIdentities, ImmutableArray<string> OtherSerials)
{
    /// <summary>The pass that made it good: when and where. None unless it is GOOD now.</summary>
    public AttemptFact? GoodSince => Disposition == Disposition.Good ? Attempts.LastOrDefault(attempt => attempt.Outcome == Flashing.Outcome.Pass) : null;
}

/// <summary>What the numbers need for a batch.</summary>
/// <param name="Dispositions">Of the units where a person decided.</param>
public sealed record BatchHistory(ImmutableArray<AttemptFact> Lives, ImmutableDictionary<string, Disposition> Dispositions);

/// <summary>A batch that can be gone on with.</summary>
/// <param name="Run">Identifies the run of the batch at this station.</param>
/// <param name="Planned">None if nobody said how many.</param>
public sealed record OpenBatch(
    string Run, string Batch, string? WorkOrder, string? Product, string? Recipe, string? Revision, string? RecipeSha256, int? Planned, string OpenedBy, DateTimeOffset OpenedAt);

/// <summary>An event as it stands in the record.</summary>
/// <param name="Session">The sign-on that was open.</param>
/// <param name="Detail">JSON: what its kind says.</param>
public sealed record EventRecord(
    long Seq, string Id, DateTimeOffset At, string Station, string Actor, string? Session, string Kind, string? Batch, int? Slot, string? Unit, string Detail);
