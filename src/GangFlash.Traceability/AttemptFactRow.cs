using System.Collections.Immutable;
using System.Diagnostics;
using Dapper;
using GangFlash.Numbers;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>
/// A row of <c>attempt_fact</c>: one ended attempt as the numbers see it. What counts is decided here, by <see cref="AttemptFact"/>, once; reports add up.
/// </summary>
static class AttemptFactRow
{
    const string Find = """
        SELECT s.seq AS Seq, s.attempt AS Attempt, s.unit_serial AS UnitSerial, s.usb_serial AS UsbSerial, s.station AS Station, s.slot AS Slot, s.batch AS Batch,
               s.purpose AS Purpose, s.started_at AS StartedAt, e.outcome AS Outcome, e.code AS Code, e.touched AS Touched, e.ended_at AS EndedAt
        FROM attempt_start s JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.attempt = @attempt
        """;

    const string FindUnit = """
        SELECT f.seq AS Seq, f.attempt AS Attempt, f.unit AS Unit, f.station AS Station, f.slot AS Slot, f.batch AS Batch, f.purpose AS Purpose, f.started_at AS StartedAt,
               f.outcome AS Outcome, f.code AS Code, f.touched AS Touched
        FROM attempt_fact f WHERE f.unit = @unit ORDER BY f.seq
        """;

    const string Insert = """
        INSERT INTO attempt_fact (
            seq, attempt, unit, station, slot, operator, batch, recipe, purpose, started_at, outcome, verified, code, phase, touched, counted, no_start, ordinal, duration_ms)
        SELECT s.seq, s.attempt, @unit, s.station, s.slot, s.operator, s.batch, s.recipe, s.purpose, s.started_at, e.outcome, e.verified, e.code, e.phase, e.touched,
               @counted, @noStart, CASE WHEN @counted THEN 1 + (SELECT count(*) FROM attempt_fact f WHERE f.unit = @unit AND f.seq < s.seq AND f.counted) END, e.duration_ms
        FROM attempt_start s JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.attempt = @attempt
        """;

    const string Shift = """
        INSERT INTO attempt_fact_shift (seq, earlier)
        SELECT f.seq, @Sequence FROM attempt_fact f WHERE f.unit = @Unit AND f.seq > @Sequence AND f.counted
        """;

    /// <summary>After the row of <c>attempt_end</c>; the unit's disposition too, where it follows from this attempt.</summary>
    public static void Store(SqliteConnection connection, string attempt)
    {
        if (connection.QuerySingleOrDefault<Columns>(Find, new { attempt }) is not { } row)
            throw new UnreachableException("An end without a start is refused by the schema.");
        var fact = Fact(row, UnitIdentity.Of(row.UnitSerial, row.UsbSerial, attempt).Unit);
        var counted = fact.IsCounted && fact.EntersYields;
        _ = connection.Execute(Insert, new { attempt, unit = fact.Unit, counted, noStart = fact.IsNoStart && fact.EntersYields });
        if (counted)
            _ = connection.Execute(Shift, new { fact.Sequence, fact.Unit });
        if (fact.EntersYields || fact.Purpose == AttemptPurpose.Rework)
            DispositionRow.StoreByRule(connection, Life(connection, fact.Unit), attempt, row.EndedAt);
    }

    /// <summary>All ended attempts on a unit, in order.</summary>
    public static ImmutableArray<AttemptFact> Life(SqliteConnection connection, string unit) => [.. connection.Query<Columns>(FindUnit, new { unit }).Select(row => Fact(row, unit))];

    public static AttemptFact Fact(Columns row, string unit) => new()
    {
        Attempt = row.Attempt,
        Unit = unit,
        Station = row.Station,
        Sequence = row.Seq,
        StartedAt = RecordTime.Parse(row.StartedAt),
        Outcome = RecordWords.OutcomeOf(row.Outcome),
        Touched = row.Touched != 0,
        Code = row.Code,
        Slot = (int)row.Slot,
        Batch = row.Batch,
        Purpose = AttemptPurposes.Parse(row.Purpose) ?? AttemptPurpose.Engineering,     // a purpose that nobody knows enters no yield
    };

    public sealed class Columns
    {
        public long Seq { get; init; }

        public required string Attempt { get; init; }

        public string? Unit { get; init; }

        public string? UnitSerial { get; init; }

        public string? UsbSerial { get; init; }

        public required string Station { get; init; }

        public long Slot { get; init; }

        public string? Batch { get; init; }

        public required string Purpose { get; init; }

        public required string StartedAt { get; init; }

        public required string Outcome { get; init; }

        public required string Code { get; init; }

        public long Touched { get; init; }

        public string EndedAt { get; init; } = "";
    }
}
