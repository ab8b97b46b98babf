using GangFlash.Flashing;

namespace GangFlash.Traceability;

/// <summary>A row of <c>phase_timing</c>.</summary>
sealed record PhaseTimingRow(string Attempt, int Position, string Phase, long StartMs, long DurationMs, long Bytes)
{
    const string Insert = """
        INSERT INTO phase_timing (attempt, position, phase, start_ms, duration_ms, bytes)
        VALUES (@Attempt, @Position, @Phase, @StartMs, @DurationMs, @Bytes)
        """;

    public static PhaseTimingRow Of(string attempt, int position, PhaseTiming timing) => new(
        attempt, position, RecordWords.Of(timing.Phase), RecordTime.Milliseconds(timing.Start), RecordTime.Milliseconds(timing.Duration), (long)timing.Bytes);

    public void Store(PreparedStatements statements) => statements.Execute(Insert, this);
}
