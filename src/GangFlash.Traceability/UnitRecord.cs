namespace GangFlash.Traceability;

/// <summary>An attempt as a line of the units report.</summary>
/// <param name="Seq">The order in which attempts began at this record.</param>
/// <param name="UsbSerial">None where the device could not be opened.</param>
/// <param name="Outcome">PASS, PASS (unverified), FAIL, ERROR, ABORTED, INTERRUPTED, or RUNNING where there is no end yet.</param>
/// <param name="Code">Empty for a verified pass; none while it runs.</param>
/// <param name="Duration">None while it runs, and where it was interrupted.</param>
public sealed record UnitRecord(
    long Seq,
    string Attempt,
    DateTimeOffset StartedAt,
    string Station,
    string Operator,
    string? Batch,
    int Slot,
    string PortPath,
    string? UnitSerial,
    string? UsbSerial,
    string Recipe,
    string Revision,
    string Outcome,
    string? Code,
    TimeSpan? Duration)
{
    internal const string Select = """
        SELECT s.seq AS Seq, s.attempt AS Attempt, s.started_at AS StartedAt, s.station AS Station, s.operator AS Operator, s.batch AS Batch, s.slot AS Slot,
               s.port_path AS PortPath, s.unit_serial AS UnitSerial, s.usb_serial AS UsbSerial, r.name AS Recipe, r.revision AS Revision,
               CASE WHEN e.attempt IS NULL THEN 'RUNNING' WHEN e.verified = 'unverified' THEN 'PASS (unverified)' ELSE e.outcome END AS Outcome,
               e.code AS Code, e.duration_ms AS DurationMs
        FROM attempt_start s
        JOIN recipe_revision r ON r.id = s.recipe
        LEFT JOIN attempt_end e ON e.attempt = s.attempt
        """;

    internal static UnitRecord Of(UnitColumns row) => new(
        row.Seq,
        row.Attempt,
        RecordTime.Parse(row.StartedAt),
        row.Station,
        row.Operator,
        row.Batch,
        row.Slot,
        row.PortPath,
        row.UnitSerial,
        row.UsbSerial,
        row.Recipe,
        row.Revision,
        row.Outcome,
        row.Code,
        row.DurationMs is { } duration ? TimeSpan.FromMilliseconds(duration) : null);
}

/// <summary>The columns of <see cref="UnitRecord.Select"/>.</summary>
class UnitColumns
{
    public long Seq { get; init; }

    public required string Attempt { get; init; }

    public required string StartedAt { get; init; }

    public required string Station { get; init; }

    public required string Operator { get; init; }

    public string? Batch { get; init; }

    public int Slot { get; init; }

    public required string PortPath { get; init; }

    public string? UnitSerial { get; init; }

    public string? UsbSerial { get; init; }

    public required string Recipe { get; init; }

    public required string Revision { get; init; }

    public required string Outcome { get; init; }

    public string? Code { get; init; }

    public long? DurationMs { get; init; }
}
