using System.Threading.Channels;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>
/// The only one that writes. Takes everything that waits, runs it in one transaction, commits, and only then tells the callers: sixteen slots
/// that end together cost one sync of the disk.
/// </summary>
sealed class RecordWriter : IAsyncDisposable
{
    /// <summary>After so many writes the log is carried over into the database as soon as nobody waits: a caller would have to wait for that too.</summary>
    public const int WritesInLog = 256;

    /// <summary>After so many it is done all the same. A write is some 10 to 100 KiB of log.</summary>
    public const int MostWritesInLog = 2048;

    readonly Channel<PendingWrite> waiting = Channel.CreateUnbounded<PendingWrite>(new() { SingleReader = true });
    readonly SqliteConnection connection;
    readonly RecordBook book;
    readonly RecordSeal seal;
    readonly string path;
    readonly Task running;
    RecordException? broken;
    long commits;
    int writesInLog;

    RecordWriter(SqliteConnection connection, RecordBook book, RecordSeal seal, string path)
    {
        (this.connection, this.book, this.seal, this.path) = (connection, book, seal, path);
        running = Task.Run(RunAsync);       // SQLite's calls block; the slots must not
    }

    /// <exception cref="RecordException">The record cannot be used.</exception>
    public static RecordWriter Open(RecordFile file, RecordLimits limits, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        var opened = file.OpenForWriting(limits);
        try
        {
            Schema.Migrate(opened, file.Path, Schema.Newest, clock, progress, ct);
            _ = sqlite3_wal_autocheckpoint(opened.Handle, 0);       // CarryOver does it, after the callers were told
            return new(opened, new(opened, clock, limits.Ledger), RecordSeal.Open(opened, file.Path, limits), file.Path);
        }
        catch (SqliteException problem)
        {
            opened.Dispose();
            throw RecordProblem.Of(problem, file.Path);
        }
        catch (Exception problem) when (problem is RecordException or OperationCanceledException)
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>Transactions that were committed.</summary>
    public long Commits => Volatile.Read(ref commits);

    /// <summary>Returns when <paramref name="work"/> is on disk, with its answer.</summary>
    /// <param name="ct">Withdraws it while it waits for its turn; no longer once it is being written.</param>
    /// <param name="begins">Something starts with it: refused where what was done before cannot be signed.</param>
    /// <exception cref="RecordException">It is not on disk.</exception>
    public Task<T> WriteAsync<T>(Func<RecordBook, T> work, CancellationToken ct, bool begins = false)
    {
        var write = new PendingWrite<T>(work, begins, ct);
        if (!waiting.Writer.TryWrite(write))
            write.Fail(Closed());
        return write.Done;
    }

    /// <summary>Writes what still waits, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _ = waiting.Writer.TryComplete();
        await running.ConfigureAwait(false);
    }

    async Task RunAsync()
    {
        await using (connection.ConfigureAwait(false))
        using (seal)
        using (book)
        {
            while (await waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                var group = TakeAll();
                if (seal.Unwritten() is { } problem)
                {
                    foreach (var write in group.Where(write => write.Begins))
                        write.Fail(problem);
                    _ = group.RemoveAll(write => write.Begins);
                }

                if (group.Count > 0)
                    Write(group);
                writesInLog += group.Count;
                if (writesInLog >= (waiting.Reader.TryPeek(out _) ? MostWritesInLog : WritesInLog))
                    CarryOver();
            }

            // Whoever waited was told already. What cannot be signed now is signed by the next checkpoint.
            Write([new PendingWrite<int>(
                last =>
                {
                    if (seal.IsDue(last, atLeast: 1))
                        last.WantCheckpoint("shutdown");
                    return 0;
                },
                begins: false,
                CancellationToken.None)]);
        }
    }

    List<PendingWrite> TakeAll()
    {
        var group = new List<PendingWrite>();
        while (waiting.Reader.TryRead(out var write))
        {
            if (write.IsWithdrawn)
                write.Withdraw();
            else
                group.Add(write);
        }

        return group;
    }

    /// <summary>One that cannot be written must not fail its neighbours: then each gets a transaction of its own.</summary>
    void Write(List<PendingWrite> group)
    {
        var failure = Commit(group);
        if (failure is { MayBeOfOne: true } && group.Count > 1)
        {
            foreach (var write in group)
                Write([write]);
            return;
        }

        foreach (var write in group)
        {
            if (failure is null)
                write.Committed();
            else
                write.Fail(failure.Problem);
        }
    }

    Failure? Commit(List<PendingWrite> group)
    {
        if (broken is not null)
            return new(broken, MayBeOfOne: false);
        try
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            book.Begin();
            foreach (var write in group)
                write.Run(book);
            var checkpoint = seal.Take(book);
            transaction.Commit();
            seal.Keep(checkpoint);
            _ = Interlocked.Increment(ref commits);
            return null;
        }
        catch (SqliteException problem)
        {
            var told = RecordProblem.Of(problem, path);
            if (RecordProblem.IsFinal(problem))
                broken = told;
            return new(told, MayBeOfOne: broken is null && !RecordProblem.IsLocked(problem));
        }
        catch (RecordException problem)
        {
            return new(problem, MayBeOfOne: true);
        }
#pragma warning disable CA1031 // Whatever goes wrong while writing, the caller learns that it is not on disk, and the writer lives on for the others.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            return new(new($"The record {path} could not be written ({bug.Message}). Stop, this is a mistake of the program: call the engineer.", bug), MayBeOfOne: true);
        }
    }

    /// <summary>From the write-ahead log into the database. What readers still need stays in the log until the next time.</summary>
    void CarryOver()
    {
        writesInLog = 0;
        if (broken is null && sqlite3_wal_checkpoint_v2(connection.Handle, "main", SQLITE_CHECKPOINT_PASSIVE, out _, out _) is var result and not SQLITE_OK)
        {
            var problem = new SqliteException(sqlite3_errmsg(connection.Handle).utf8_to_string(), result & 0xFF, result);
            if (RecordProblem.IsFinal(problem))
                broken = RecordProblem.Of(problem, path);
        }
    }

    RecordException Closed() => new($"The record {path} was closed. Start the station again.");

    /// <param name="MayBeOfOne">Whether the other writes of the group could succeed without it.</param>
    sealed record Failure(RecordException Problem, bool MayBeOfOne);
}
