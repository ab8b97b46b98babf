using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Numbers;

namespace GangFlash.Traceability;

/// <summary>
/// A row of <c>attempt_fact</c>: one ended attempt as the numbers see it. What counts is decided here, by <see cref="AttemptFact"/>, once; reports add up.
/// </summary>
static class AttemptFactRow
{
    const string Find = """
        SELECT s.seq, s.attempt, s.unit_serial, s.station, s.slot, s.batch, s.purpose, s.started_at, e.outcome, e.code, e.touched, e.ended_at, s.usb_serial
        FROM attempt_start s JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.attempt = @attempt
        """;

    const string FindUnit = """
        SELECT f.seq, f.attempt, f.unit, f.station, f.slot, f.batch, f.purpose, f.started_at, f.outcome, f.code, f.touched
        FROM attempt_fact f WHERE f.unit = @unit ORDER BY f.seq
        """;

    const string CountBefore = "SELECT count(*) FROM attempt_fact f WHERE f.unit = @Unit AND f.seq < @Sequence AND f.counted";

    // What it needs from its own table was counted before: an INSERT that reads what it writes to goes through a temporary table.
    const string Insert = """
        INSERT INTO attempt_fact (
            seq, attempt, unit, station, slot, operator, batch, recipe, purpose, started_at, outcome, verified, code, phase, touched, counted, no_start, ordinal, duration_ms)
        SELECT s.seq, s.attempt, @Unit, s.station, s.slot, s.operator, s.batch, s.recipe, s.purpose, s.started_at, e.outcome, e.verified, e.code, e.phase, e.touched,
               @counted, @noStart, @ordinal, e.duration_ms
        FROM attempt_start s JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.attempt = @attempt
        """;

    const string Shift = """
        INSERT INTO attempt_fact_shift (seq, earlier)
        SELECT f.seq, @Sequence FROM attempt_fact f WHERE f.unit = @Unit AND f.seq > @Sequence AND f.counted
        """;

    /// <summary>After the row of <c>attempt_end</c>; the unit's disposition too, where it follows from this attempt.</summary>
    public static void Store(PreparedStatements statements, string attempt)
    {
        var ended = statements.Find(Find, new { attempt }, row => new Ended(Fact(row, UnitIdentity.Of(row.TextOrNone(2), row.TextOrNone(12), attempt).Unit), row.Text(11)));
        if (ended is not { Fact: var fact })
            throw new UnreachableException("An end without a start is refused by the schema.");
        var counted = fact.IsCounted && fact.EntersYields;
        long? ordinal = counted ? 1 + statements.Find(CountBefore, fact, row => row.Number(0)) : null;
        _ = statements.Execute(Insert, new { attempt, fact.Unit, counted, noStart = fact.IsNoStart && fact.EntersYields, ordinal });
        if (counted)
            _ = statements.Execute(Shift, fact);
        if (fact.EntersYields || fact.Purpose == AttemptPurpose.Rework)
            DispositionRow.StoreByRule(statements, Life(statements, fact.Unit), attempt, ended.At);
    }

    /// <summary>All ended attempts on a unit, in order.</summary>
    public static ImmutableArray<AttemptFact> Life(PreparedStatements statements, string unit) => [.. statements.All(FindUnit, new { unit }, row => Fact(row, unit))];

    static AttemptFact Fact(StatementRow row, string unit) => new()
    {
        Sequence = row.Number(0),
        Attempt = row.Text(1),
        Unit = unit,
        Station = row.Text(3),
        Slot = (int)row.Number(4),
        Batch = row.TextOrNone(5),
        Purpose = AttemptPurposes.Parse(row.Text(6)) ?? AttemptPurpose.Engineering,     // a purpose that nobody knows enters no yield
        StartedAt = RecordTime.Parse(row.Text(7)),
        Outcome = RecordWords.OutcomeOf(row.Text(8)),
        Code = row.Text(9),
        Touched = row.Truth(10),
    };

    sealed record Ended(AttemptFact Fact, string At);
}
