namespace GangFlash.Traceability;

/// <summary>An attempt that ended and did not pass, as the failures report explains it.</summary>
/// <param name="Phase">The last one that was entered; none where nothing was done, or nobody knows.</param>
/// <param name="Touched">False: the board is as it came.</param>
/// <param name="Detail">For an engineer.</param>
/// <param name="Instruction">As the operator was shown.</param>
/// <param name="Verify">None where no compare failed.</param>
public sealed record FailureRecord(UnitRecord Unit, string? Phase, bool Touched, string Detail, string Instruction, MismatchRecord? Verify)
{
    internal const string Select = """
        SELECT s.seq AS Seq, s.attempt AS Attempt, s.started_at AS StartedAt, s.station AS Station, s.operator AS Operator, s.batch AS Batch, s.slot AS Slot,
               s.port_path AS PortPath, s.unit_serial AS UnitSerial, s.usb_serial AS UsbSerial, r.name AS Recipe, r.revision AS Revision,
               e.outcome AS Outcome, e.code AS Code, e.duration_ms AS DurationMs,
               e.phase AS Phase, e.touched AS Touched, e.detail AS Detail, e.instruction AS Instruction,
               v.first_address AS FirstAddress, v.expected AS Expected, v.actual AS Actual, v.around_start AS AroundStart,
               v.expected_around AS ExpectedAround, v.actual_around AS ActualAround, v.sector_address AS SectorAddress, v.sector_size AS SectorSize,
               v.block_number AS BlockNumber, v.compared AS Compared, v.differing AS Differing, v.range_count AS RangeCount, v.ranges AS Ranges,
               v.bits_cleared AS BitsCleared, v.bits_set AS BitsSet, v.stable AS Stable, v.pattern AS Pattern, v.finding AS Finding
        FROM attempt_start s
        JOIN recipe_revision r ON r.id = s.recipe
        JOIN attempt_end e ON e.attempt = s.attempt AND e.outcome <> 'PASS'
        LEFT JOIN verify_failure v ON v.attempt = s.attempt
        """;

    internal static FailureRecord Of(FailureColumns row) =>
        new(UnitRecord.Of(row), row.Phase, row.Touched != 0, row.Detail, row.Instruction, row.FirstAddress is null ? null : MismatchRecord.Of(row));
}

/// <summary>A failed compare, with addresses and bytes as engineers write them.</summary>
/// <param name="FirstAddress">Of the first byte that differs: <c>0x080001E4</c>, as all addresses here.</param>
/// <param name="Expected">One byte: <c>0x55</c>.</param>
/// <param name="AroundStart">Address of the first byte of both windows.</param>
/// <param name="ExpectedAround">Bytes around the first difference, two digits each.</param>
/// <param name="Ranges">JSON: the first ranges that differ, of <paramref name="RangeCount"/>.</param>
/// <param name="Stable">None if the block could not be read again.</param>
public sealed record MismatchRecord(
    string FirstAddress,
    string Expected,
    string Actual,
    string AroundStart,
    string ExpectedAround,
    string ActualAround,
    string SectorAddress,
    long SectorSize,
    int BlockNumber,
    long Compared,
    long Differing,
    int RangeCount,
    string Ranges,
    long BitsCleared,
    long BitsSet,
    bool? Stable,
    string Pattern,
    string Finding)
{
    internal static MismatchRecord Of(FailureColumns row) => new(
        Address(row.FirstAddress),
        $"0x{row.Expected:X2}",
        $"0x{row.Actual:X2}",
        Address(row.AroundStart),
        Convert.ToHexString(row.ExpectedAround ?? []),
        Convert.ToHexString(row.ActualAround ?? []),
        Address(row.SectorAddress),
        row.SectorSize ?? 0,
        (int)(row.BlockNumber ?? 0),
        row.Compared ?? 0,
        row.Differing ?? 0,
        (int)(row.RangeCount ?? 0),
        row.Ranges ?? "[]",
        row.BitsCleared ?? 0,
        row.BitsSet ?? 0,
        row.Stable is { } stable ? stable != 0 : null,
        row.Pattern ?? "",
        row.Finding ?? "");

    static string Address(long? address) => RecordJson.Hex((uint)(address ?? 0));
}

/// <summary>The columns of <see cref="FailureRecord.Select"/>. From <see cref="FirstAddress"/> on: all or none.</summary>
sealed class FailureColumns : UnitColumns
{
    public string? Phase { get; init; }

    public long Touched { get; init; }

    public required string Detail { get; init; }

    public required string Instruction { get; init; }

    public long? FirstAddress { get; init; }

    public long? Expected { get; init; }

    public long? Actual { get; init; }

    public long? AroundStart { get; init; }

    public byte[]? ExpectedAround { get; init; }

    public byte[]? ActualAround { get; init; }

    public long? SectorAddress { get; init; }

    public long? SectorSize { get; init; }

    public long? BlockNumber { get; init; }

    public long? Compared { get; init; }

    public long? Differing { get; init; }

    public long? RangeCount { get; init; }

    public string? Ranges { get; init; }

    public long? BitsCleared { get; init; }

    public long? BitsSet { get; init; }

    public long? Stable { get; init; }

    public string? Pattern { get; init; }

    public string? Finding { get; init; }
}
