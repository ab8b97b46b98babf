using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>When the ledger's head is signed, and where that is kept: in the database with the transaction, and in the file beside it once that is on disk.</summary>
sealed class RecordSeal : IDisposable
{
    readonly CheckpointKey key;
    readonly CheckpointFile file;
    readonly int every;
    readonly List<Checkpoint> unwritten = [];
    long signed;

    RecordSeal(CheckpointKey key, CheckpointFile file, int every, long signed) => (this.key, this.file, this.every, this.signed) = (key, file, every, signed);

    /// <exception cref="RecordException">The key or the file of checkpoints cannot be used, or the record has lost what was signed.</exception>
    public static RecordSeal Open(SqliteConnection connection, string database, RecordLimits limits)
    {
        var beside = new CheckpointFile(CheckpointFile.FileOf(database));
        beside.Reconcile(connection, database);
        return new(CheckpointKey.OpenOrCreate(limits.KeyFile ?? CheckpointKey.FileOf(database)), beside, limits.CheckpointEvery, Checkpoint.LastLedgerSeq(connection));
    }

    /// <summary>Whether so many records wait for a signature. A checkpoint's own record does not.</summary>
    public bool IsDue(RecordBook book, int atLeast) => book.Head.Seq - signed > (signed == 0 ? atLeast - 1 : atLeast);

    /// <summary>Inside the transaction, after its last record; none if no checkpoint is due.</summary>
    public Checkpoint? Take(RecordBook book) => book.CheckpointReason is { } reason
        ? Checkpoint.Take(book, key, reason)
        : IsDue(book, every) ? Checkpoint.Take(book, key, "count") : null;

    /// <summary>The transaction is on disk.</summary>
    public void Keep(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
            return;
        signed = checkpoint.LedgerSeq;
        unwritten.Add(checkpoint);
        _ = Unwritten();
    }

    /// <summary>Tries once more to write what could not be written into the file; why it cannot, if so. Nothing begins until it is.</summary>
    public RecordException? Unwritten()
    {
        if (unwritten.Count == 0)
            return null;
        try
        {
            file.Append(unwritten);
            unwritten.Clear();
            return null;
        }
        catch (RecordException problem)
        {
            return problem;
        }
    }

    public void Dispose() => key.Dispose();
}
