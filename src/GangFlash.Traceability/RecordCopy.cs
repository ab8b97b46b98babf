using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Whole copies of a record, made while others write, and proven before they count.</summary>
static class RecordCopy
{
    /// <summary>What was there before a migration, in a file of its own that nothing removes.</summary>
    /// <exception cref="RecordException">It cannot be made; then nothing is migrated.</exception>
    /// <remarks>Inside the migration's transaction, before its first change; read on a connection of its own, since SQLite copies nothing from one that writes.</remarks>
    public static void BeforeMigration(string path, int version)
    {
        using var connection = new RecordFile(path).OpenForReading();
        var target = Enumerable.Range(1, 1000).Select(n => n == 1 ? $"{path}.v{version}-backup" : $"{path}.v{version}-backup-{n}").First(name => !File.Exists(name));
        Make(connection, path, target);
    }

    /// <summary>Copies into a file that is not there yet. It appears whole or not at all.</summary>
    /// <exception cref="RecordException">The copy cannot be written, or is not whole.</exception>
    public static void Make(SqliteConnection connection, string path, string target)
    {
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.GetFullPath(partial), Pooling = false }.ToString()))
            {
                copy.Open();
                connection.BackupDatabase(copy);
                _ = copy.Execute("PRAGMA journal_mode = DELETE");       // one file, nothing beside it
                if (copy.QueryFirst<string>("PRAGMA integrity_check") is not "ok" and var wrong)
                    throw new RecordException($"The copy of {path} is not whole ({wrong}). Keep the record as it is and call the engineer.");
            }

            using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
                written.Flush(flushToDisk: true);
            File.Move(partial, target, overwrite: false);
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

    static void Remove(string partial)
    {
        foreach (var leftover in new[] { partial, $"{partial}-journal", $"{partial}-wal", $"{partial}-shm" })
        {
            if (File.Exists(leftover))
                File.Delete(leftover);
        }
    }
}
