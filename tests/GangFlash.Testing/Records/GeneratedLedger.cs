using GangFlash.Traceability;
using Microsoft.Data.Sqlite;

namespace GangFlash.Testing;

/// <summary>The ledger of a generated record, as a station would have written it: every record in the order in which it happened, and signed checkpoints.</summary>
static class GeneratedLedger
{
    const string Attempts = """
        SELECT s.attempt, CASE WHEN s.attempt_number = 1 THEN s.unit_serial END, e.attempt IS NOT NULL
        FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt ORDER BY s.seq
        """;

    /// <param name="path">The record's file; the checkpoints go beside it.</param>
    public static void Write(SqliteConnection connection, string path, CancellationToken ct)
    {
        using var book = new RecordBook(connection, TimeProvider.System);
        using var key = CheckpointKey.OpenOrCreate(CheckpointKey.FileOf(path));
        var signed = Checkpoint.LastLedgerSeq(connection);
        var checkpoints = new List<Checkpoint>();
        foreach (var kind in new[] { RecordKind.Station, RecordKind.Operator, RecordKind.Recipe, RecordKind.Image, RecordKind.RecipeImage })
            FillLedger.SealAll(book, kind);
        foreach (var (attempt, unit, ended) in book.Statements.All(Attempts, PreparedStatements.Nothing, row => (row.Text(0), row.TextOrNone(1), row.Truth(2))))
        {
            ct.ThrowIfCancellationRequested();
            if (unit is not null)
                book.Seal(RecordKind.Unit, unit);
            book.Seal(RecordKind.AttemptStart, attempt);
            if (ended)
                book.Seal(RecordKind.AttemptEnd, attempt);
            if (book.Head.Seq - signed >= RecordLimits.Ordinary.CheckpointEvery)
                Sign("count");
        }

        Sign("shutdown");
        new CheckpointFile(CheckpointFile.FileOf(path)).Append(checkpoints);

        void Sign(string reason)
        {
            var checkpoint = Checkpoint.Take(book, key, reason);
            checkpoints.Add(checkpoint);
            signed = checkpoint.LedgerSeq;
        }
    }
}
