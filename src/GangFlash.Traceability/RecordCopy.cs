using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>Whole copies of a record, made while others write, and proven before they count.</summary>
static class RecordCopy
{
    /// <summary>Pages that are copied between two looks at whether to go on: 16 MiB.</summary>
    const int Stride = 4096;

    /// <summary>What was there before a migration, in a file of its own that nothing removes.</summary>
    /// <exception cref="RecordException">It cannot be made; then nothing is migrated.</exception>
    /// <remarks>Inside the migration's transaction, before its first change; read on a connection of its own, since SQLite copies nothing from one that writes.</remarks>
    public static void BeforeMigration(string path, int version, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        using var connection = new RecordFile(path).OpenForReading();
        var target = Enumerable.Range(1, 1000).Select(n => n == 1 ? $"{path}.v{version}-backup" : $"{path}.v{version}-backup-{n}").First(name => !File.Exists(name));
        Make(connection, path, target, progress, ct);
    }

    /// <summary>Copies what the record is at one moment into a file that is not there yet. It appears whole or not at all.</summary>
    /// <exception cref="RecordException">The copy cannot be written, or is not whole.</exception>
    public static void Make(SqliteConnection connection, string path, string target, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(partial), Pooling = false }.ToString()))
            {
                copy.Open();
                _ = copy.Execute("PRAGMA synchronous = OFF");       // it counts only once it was synced as a whole, below
                CopyPages(connection, copy, progress, ct);
                _ = copy.Execute("PRAGMA journal_mode = DELETE");       // one file, nothing beside it
                progress?.Report(new(RecordStep.Pages, 0, 0));
                ct.ThrowIfCancellationRequested();
                using var stop = ct.Register(() => sqlite3_interrupt(copy.Handle));
                if (copy.QueryFirst<string>("PRAGMA quick_check") is not "ok" and var wrong)
                    throw new RecordException($"The copy of {path} is not whole ({wrong}). Keep the record as it is and call the engineer.");
            }

            using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            ct.ThrowIfCancellationRequested();
            File.Move(partial, target, overwrite: false);
        }
        catch (SqliteException stopped) when (stopped.SqliteErrorCode == SQLITE_INTERRUPT && ct.IsCancellationRequested)
        {
            throw new OperationCanceledException("The copy was stopped.", stopped, ct);
        }
        catch (SqliteException problem)
        {
            throw new RecordException($"{path} cannot be copied to {target} ({problem.Message}). Make room there, or choose another place.", problem);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"{path} cannot be copied to {target} ({refused.Message}). Make room there, or choose another place.", refused);
        }
        finally
        {
            Remove(partial);
        }
    }

    /// <summary>In steps, all of them from the moment of the first one: an open transaction keeps it while others write.</summary>
    static void CopyPages(SqliteConnection connection, SqliteConnection copy, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        using var moment = connection.BeginTransaction(deferred: true);
        _ = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
        using var pages = sqlite3_backup_init(copy.Handle, "main", connection.Handle, "main");
        if (pages is null or { IsInvalid: true })
            SqliteException.ThrowExceptionForRC(sqlite3_errcode(copy.Handle), copy.Handle);
        int result;
        do
        {
            ct.ThrowIfCancellationRequested();
            result = sqlite3_backup_step(pages, Stride);
            var total = sqlite3_backup_pagecount(pages);
            progress?.Report(new(RecordStep.Copying, total - sqlite3_backup_remaining(pages), total));
        }
        while (result == SQLITE_OK);
        if (result != SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, copy.Handle);
    }

    static void Remove(string partial)
    {
        foreach (var leftover in new[] { partial, $"{partial}-journal", $"{partial}-wal", $"{partial}-shm" })
        {
            if (File.Exists(leftover))
                File.Delete(leftover);
        }
    }
}
