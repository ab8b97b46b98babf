using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>
/// The record inside one transaction of the writer: its rows, and the ledger that they enter. Every row that is written is sealed before the transaction
/// ends, together with its record.
/// </summary>
sealed class RecordBook(SqliteConnection connection, TimeProvider clock, bool ledger = true) : IDisposable
{
    const string FindHead = "SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1";

    const string Insert = """
        INSERT INTO ledger (seq, record, key, at, content, previous, hash) VALUES (@Seq, @Record, @Key, @At, @Content, @Previous, @Hash)
        """;

    readonly RecordContent content = new(connection);
    (long Seq, byte[] Hash)? head;

    public PreparedStatements Statements { get; } = new(connection);

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Why a checkpoint is wanted as soon as this transaction ends; none if it is not.</summary>
    public string? CheckpointReason { get; private set; }

    /// <summary>The newest link; 0 and zeros where there is none. Asked once in each transaction, since between them other programs may write.</summary>
    public (long Seq, byte[] Hash) Head => head ??= Statements.Find(FindHead, PreparedStatements.Nothing, row => ((long, byte[])?)(row.Number(0), row.Bytes(1))) ?? (0, LedgerEntry.Genesis);

    /// <summary>A transaction begins: what was known in the one before may no longer be so.</summary>
    public void Begin() => (head, CheckpointReason) = (null, null);

    /// <summary>A signed checkpoint covers what was written up to now, before the callers are told.</summary>
    public void WantCheckpoint(string reason) => CheckpointReason = reason;

    /// <summary>Takes a record into the ledger, with all of its rows as they are now.</summary>
    public void Seal(RecordKind kind, string key)
    {
        if (!ledger)
            return;
        var hash = content.HashOf(kind, key) ?? throw new InvalidOperationException($"{kind.Table} {key} was not written and cannot be sealed.");
        var (seq, previous) = Head;
        var entry = LedgerEntry.After(seq, previous, kind.Table, key, RecordTime.Text(Now), hash);
        _ = Statements.Execute(Insert, entry);
        head = (entry.Seq, entry.Hash);
    }

    public void Dispose()
    {
        Statements.Dispose();
        content.Dispose();
    }
}
