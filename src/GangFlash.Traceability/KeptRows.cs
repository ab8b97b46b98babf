using System.Collections.Immutable;
using GangFlash.Images;

namespace GangFlash.Traceability;

/// <summary>Rows of <c>kept</c> and <c>kept_bytes</c>: protected bytes that an attempt erases and puts back.</summary>
sealed record KeptRows(string Attempt, string At, ImmutableArray<Segment> Bytes)
{
    const string InsertHead = "INSERT INTO kept (attempt, at) VALUES (@Attempt, @At)";

    const string InsertBytes = "INSERT INTO kept_bytes (attempt, position, address, bytes) VALUES (@Attempt, @Position, @Address, @Bytes)";

    // The last attempt on the unit that has touched it, or was cut off, with bytes of its own; none where the unit has passed since.
    const string FindOpen = """
        SELECT s.attempt
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt
        WHERE s.unit_serial = @unit AND s.serial_source = 'given' AND (e.attempt IS NULL OR e.touched = 1) AND EXISTS (SELECT 1 FROM kept k WHERE k.attempt = s.attempt)
          AND NOT EXISTS (SELECT 1 FROM attempt_start p JOIN attempt_end q ON q.attempt = p.attempt WHERE p.unit_serial = @unit AND p.seq >= s.seq AND q.outcome = 'PASS')
        ORDER BY s.seq DESC LIMIT 1
        """;

    const string FindBytes = "SELECT address, bytes FROM kept_bytes WHERE attempt = @attempt ORDER BY position";

    public void Store(RecordBook book)
    {
        _ = book.Statements.Execute(InsertHead, this);
        for (var position = 0; position < Bytes.Length; position++)
            _ = book.Statements.Execute(InsertBytes, new KeptBytesRow(Attempt, position, Bytes[position].Address, Bytes[position].Data.ToArray()));
        book.Seal(RecordKind.Kept, Attempt);
    }

    /// <summary>What earlier attempts have erased of a unit and not put back, as far as the record knows; empty if there is nothing.</summary>
    public static ImmutableArray<Segment> OpenOf(PreparedStatements statements, string unit) =>
        statements.Find(FindOpen, new { unit }, row => row.Text(0)) is { } attempt ? BytesOf(statements, attempt) : [];

    /// <summary>What an attempt has kept.</summary>
    public static ImmutableArray<Segment> BytesOf(PreparedStatements statements, string attempt) =>
        [.. statements.All(FindBytes, new { attempt }, row => new Segment((uint)row.Number(0), row.Bytes(1), new SegmentOrigin.OfBoard()))];

    sealed record KeptBytesRow(string Attempt, int Position, long Address, byte[] Bytes);
}
