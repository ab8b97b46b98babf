using System.Collections.Immutable;
using GangFlash.Images;

namespace GangFlash.Traceability;

/// <summary>Protected bytes that attempts kept before an erase.</summary>
public sealed partial class TraceabilityReader
{
    // Who has put them back: the attempt itself, or the next one that passed on the unit, which was given these bytes if its serial was given.
    const string FindKept = """
        SELECT k.attempt AS Attempt, k.at AS At, s.station AS Station, s.slot AS Slot, COALESCE(s.unit_serial, s.usb_serial) AS Unit, s.serial_source = 'given' AS IsGiven, COALESCE(e.outcome, 'RUNNING') AS Outcome, e.touched AS Touched,
               (SELECT count(*) FROM kept_bytes b WHERE b.attempt = k.attempt) AS Ranges, (SELECT sum(length(b.bytes)) FROM kept_bytes b WHERE b.attempt = k.attempt) AS Bytes,
               CASE WHEN e.outcome = 'PASS' THEN s.attempt
                    WHEN s.serial_source = 'given' THEN (
                        SELECT p.attempt FROM attempt_start p JOIN attempt_end q ON q.attempt = p.attempt
                        WHERE p.unit_serial = s.unit_serial AND p.seq > s.seq AND q.outcome = 'PASS' ORDER BY p.seq LIMIT 1) END AS PutBackBy
        FROM kept k JOIN attempt_start s ON s.attempt = k.attempt LEFT JOIN attempt_end e ON e.attempt = k.attempt
        WHERE @attempt IS NULL OR k.attempt = @attempt
        ORDER BY s.seq
        """;

    const string FindKeptContent = "SELECT content FROM ledger WHERE key = @attempt AND record = 'kept'";

    /// <summary>Attempts that kept bytes, in the order in which they began.</summary>
    /// <param name="attempt">The only one that is wanted; none: all.</param>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public ImmutableArray<KeptRecord> Kept(string? attempt, CancellationToken ct) => [.. Query<KeptColumns>(FindKept, new { attempt }, ct).Select(row => row.Value)];

    /// <summary>What an attempt kept; none where that is not what it wrote, by the record's own ledger.</summary>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public ImmutableArray<Segment>? KeptBytes(string attempt, CancellationToken ct) => Ask<ImmutableArray<Segment>?>(
        connection =>
        {
            using var snapshot = connection.BeginTransaction(deferred: true);
            using var content = new RecordContent(connection);
            var written = statements.Find(FindKeptContent, new { attempt }, row => row.Bytes(0));
            return written is not null && content.HashOf(RecordKind.Kept, attempt) is { } found && found.AsSpan().SequenceEqual(written) ? KeptRows.BytesOf(statements, attempt) : null;
        },
        ct);

    sealed class KeptColumns
    {
        public required string Attempt { get; init; }

        public required string At { get; init; }

        public required string Station { get; init; }

        public long Slot { get; init; }

        public string? Unit { get; init; }

        public long IsGiven { get; init; }

        public required string Outcome { get; init; }

        public long? Touched { get; init; }

        public long Ranges { get; init; }

        public long? Bytes { get; init; }

        public string? PutBackBy { get; init; }

        public KeptRecord Value => new(
            Attempt, RecordTime.Parse(At), Station, (int)Slot, Unit, IsGiven != 0, Outcome, (int)Ranges, Bytes ?? 0,
            PutBackBy is not null ? KeptState.PutBack : Touched switch { null => KeptState.NoEnd, 0 => KeptState.Untouched, _ => KeptState.Open }, PutBackBy);
    }
}

/// <summary>An attempt that kept protected bytes.</summary>
/// <param name="Unit">Its serial, else the USB serial; none where it has neither.</param>
/// <param name="IsGiven">Whether somebody gave the serial: only then is the next attempt on the unit given these bytes.</param>
/// <param name="Outcome">RUNNING where there is no end.</param>
/// <param name="Bytes">In all ranges together.</param>
/// <param name="PutBackBy">The attempt that passed with them; none where none is known.</param>
public sealed record KeptRecord(
    string Attempt, DateTimeOffset At, string Station, int Slot, string? Unit, bool IsGiven, string Outcome, int Ranges, long Bytes, KeptState State, string? PutBackBy);

/// <summary>Where bytes are that were kept.</summary>
public enum KeptState
{
    /// <summary>An attempt wrote them back and passed.</summary>
    PutBack,

    /// <summary>The attempt ended before its first erase: they never left the board.</summary>
    Untouched,

    /// <summary>The attempt is at work, or was cut off and the station was not started since.</summary>
    NoEnd,

    /// <summary>The record knows of no attempt that put them back.</summary>
    Open,
}
