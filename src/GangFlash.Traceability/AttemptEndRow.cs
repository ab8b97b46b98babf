using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>A row of <c>attempt_end</c>. Counts are none where nobody knows them.</summary>
sealed record AttemptEndRow
{
    const string Insert = """
        INSERT INTO attempt_end (
            attempt, outcome, verified, code, phase, detail, instruction, touched, erased_sectors, written_bytes, verified_bytes, dropped_bytes,
            requests, wire_retries, recoveries, leave, notes, device, ended_at, duration_ms)
        VALUES (
            @Attempt, @Outcome, @Verified, @Code, @Phase, @Detail, @Instruction, @Touched, @ErasedSectors, @WrittenBytes, @VerifiedBytes, @DroppedBytes,
            @Requests, @WireRetries, @Recoveries, @Leave, @Notes, @Device, @EndedAt, @DurationMs)
        """;

    public required string Attempt { get; init; }

    public required string Outcome { get; init; }

    public required string Verified { get; init; }

    public required string Code { get; init; }

    public string? Phase { get; init; }

    public required string Detail { get; init; }

    public required string Instruction { get; init; }

    public required bool Touched { get; init; }

    public int? ErasedSectors { get; init; }

    public long? WrittenBytes { get; init; }

    public long? VerifiedBytes { get; init; }

    /// <summary>None where there was no plan yet.</summary>
    public long? DroppedBytes { get; init; }

    public int? Requests { get; init; }

    public int? WireRetries { get; init; }

    public int? Recoveries { get; init; }

    public string? Leave { get; init; }

    public string Notes { get; init; } = "[]";

    public string? Device { get; init; }

    public required string EndedAt { get; init; }

    public long? DurationMs { get; init; }

    public static AttemptEndRow Of(string attempt, AttemptEnd end)
    {
        var (result, report) = (end.Result, end.Result.Report);
        return new()
        {
            Attempt = attempt,
            Outcome = RecordWords.Of(result.Outcome),
            Verified = RecordWords.VerifiedOf(result),
            Code = result.Code,
            Phase = report.Phases is [.., var last] ? RecordWords.Of(last.Phase) : null,
            Detail = result.Detail,
            Instruction = end.Instruction,
            Touched = report.Touched,
            ErasedSectors = report.ErasedSectors,
            WrittenBytes = (long)report.WrittenBytes,
            VerifiedBytes = (long)report.VerifiedBytes,
            DroppedBytes = report.Plan?.Dropped.Sum(dropped => (long)dropped.Range.Length),
            Requests = report.Requests,
            WireRetries = report.WireRetries,
            Recoveries = report.Recoveries,
            Leave = report.Leave?.Text,
            Notes = RecordJson.Text(report.Notes),
            Device = DeviceColumns.Of(report.Device) is { } device ? RecordJson.Text(device) : null,
            EndedAt = RecordTime.Text(end.EndedAt),
            DurationMs = RecordTime.Milliseconds(report.Duration),
        };
    }

    public void Store(PreparedStatements statements) => statements.Execute(Insert, this);
}

/// <summary>All rows that the end of an attempt writes.</summary>
sealed record AttemptEndRows(
    AttemptEndRow End, ImmutableArray<PhaseTimingRow> Phases, ImmutableArray<DroppedDataRow> Dropped, VerifyFailureRow? Failure, ImmutableArray<UnitDatumRow> UnitData)
{
    public static AttemptEndRows Of(string attempt, AttemptEnd end)
    {
        var report = end.Result.Report;
        return new(
            AttemptEndRow.Of(attempt, end),
            [.. report.Phases.Select((timing, position) => PhaseTimingRow.Of(attempt, position, timing))],
            [.. (report.Plan?.Dropped ?? []).Select((dropped, position) => DroppedDataRow.Of(attempt, position, dropped))],
            end.Result is UnitResult.Failed { Verify: { } failure } ? VerifyFailureRow.Of(attempt, failure) : null,
            DataOf(attempt, end.Result));
    }

    /// <summary>The unit's own data, and behind them the option bytes as they were and as they are.</summary>
    static ImmutableArray<UnitDatumRow> DataOf(string attempt, UnitResult result)
    {
        var report = result.Report;
        var data = report.Touched ? report.Plan?.UnitData ?? [] : [];
        var isProven = result is UnitResult.Passed { Verified: true } or UnitResult.Passed { Report.IsFlashProven: true };
        return
        [
            .. data.Select((datum, position) => UnitDatumRow.Of(attempt, position, datum, isProven)),
            .. (report.OptionBytes is { } options ? UnitDatumRow.Of(attempt, data.Length, options) : []),
        ];
    }

    public void Store(RecordBook book)
    {
        End.Store(book.Statements);
        foreach (var phase in Phases)
            phase.Store(book.Statements);
        foreach (var dropped in Dropped)
            dropped.Store(book.Statements);
        Failure?.Store(book.Statements);
        foreach (var datum in UnitData)
            datum.Store(book.Statements);
        AttemptFactRow.Store(book.Statements, End.Attempt);
        book.Seal(RecordKind.AttemptEnd, End.Attempt);
    }
}
