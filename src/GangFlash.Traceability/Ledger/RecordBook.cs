using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>
/// The record inside one transaction of the writer: its rows, and the ledger that they enter. Every row that is written is sealed before the transaction
/// ends, together with its record.
/// </summary>
sealed class RecordBook(SqliteConnection connection, TimeProvider clock, bool ledger = true) : IDisposable
{
    const string Insert = "INSERT INTO ledger (seq, record, key, at, content, previous, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    readonly RecordContent content = new(connection);
    sqlite3_stmt? head;
    sqlite3_stmt? insert;

    public SqliteConnection Connection => connection;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Why a checkpoint is wanted as soon as this transaction ends; none if it is not.</summary>
    public string? CheckpointReason { get; private set; }

    /// <summary>A signed checkpoint covers what was written up to now, before the callers are told.</summary>
    public void WantCheckpoint(string reason) => CheckpointReason = reason;

    public void ForgetCheckpoint() => CheckpointReason = null;

    /// <summary>Takes a record into the ledger, with all of its rows as they are now.</summary>
    public void Seal(RecordKind kind, string key)
    {
        if (!ledger)
            return;
        var hash = content.HashOf(kind, key) ?? throw new InvalidOperationException($"{kind.Table} {key} was not written and cannot be sealed.");
        var (seq, previous) = Head();
        Append(LedgerEntry.After(seq, previous, kind.Table, key, RecordTime.Text(Now), hash));
    }

    /// <summary>The newest link; 0 and zeros where there is none. Asked each time, since other programs may write too.</summary>
    public (long Seq, byte[] Hash) Head()
    {
        head ??= Prepare("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1");
        try
        {
            return sqlite3_step(head) switch
            {
                SQLITE_ROW => (sqlite3_column_int64(head, 0), sqlite3_column_blob(head, 1).ToArray()),
                SQLITE_DONE => (0, LedgerEntry.Genesis),
                var failed => throw Failed(failed),
            };
        }
        finally
        {
            _ = sqlite3_reset(head);
        }
    }

    public void Dispose()
    {
        head?.Dispose();
        insert?.Dispose();
        content.Dispose();
    }

    void Append(LedgerEntry entry)
    {
        insert ??= Prepare(Insert);
        try
        {
            Check(sqlite3_bind_int64(insert, 1, entry.Seq));
            Check(sqlite3_bind_text(insert, 2, entry.Record));
            Check(sqlite3_bind_text(insert, 3, entry.Key));
            Check(sqlite3_bind_text(insert, 4, entry.At));
            Check(sqlite3_bind_blob(insert, 5, entry.Content));
            Check(sqlite3_bind_blob(insert, 6, entry.Previous));
            Check(sqlite3_bind_blob(insert, 7, entry.Hash));
            var step = sqlite3_step(insert);
            if (step != SQLITE_DONE)
                throw Failed(step);
        }
        finally
        {
            _ = sqlite3_reset(insert);
        }
    }

    sqlite3_stmt Prepare(string sql)
    {
        Check(sqlite3_prepare_v2(connection.Handle, sql, out var statement));
        return statement;
    }

    void Check(int result) => SqliteException.ThrowExceptionForRC(result, connection.Handle);

    SqliteException Failed(int result)
    {
        var message = sqlite3_errmsg(connection.Handle).utf8_to_string();
        return new(message, result & 0xFF, result);
    }
}
