using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>The database file, and the two ways to open it.</summary>
/// <param name="path">As it was given; symbolic links are followed, since locks belong to the file and not to one of its names.</param>
sealed class RecordFile(string path)
{
    static RecordFile() => SqliteLibrary.Start();

    public string Path { get; } = Resolve(path);

    /// <summary>Creates the file where there is none. A commit on this connection is on disk when it returns.</summary>
    /// <exception cref="RecordException">It cannot be opened for writing.</exception>
    public SqliteConnection OpenForWriting(RecordLimits limits) => Open(SqliteOpenMode.ReadWriteCreate, connection =>
    {
        _ = connection.Execute($"PRAGMA busy_timeout = {(long)limits.LockWait.TotalMilliseconds}");
        if (connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL") is not "wal")
            throw new RecordException($"The record {Path} cannot keep a write-ahead log. Put it on a local disk, not on a network share.");
        _ = connection.Execute("PRAGMA synchronous = FULL");
        _ = connection.Execute("PRAGMA cache_size = -32768");       // KiB: the pages that every row touches, also in a record of years
        if (limits.MostPages is { } pages)
            _ = connection.Execute($"PRAGMA max_page_count = {pages}");
    });

    /// <summary>For reports, beside a running station.</summary>
    /// <exception cref="RecordException">There is no such file, or it cannot be opened.</exception>
    public SqliteConnection OpenForReading() => Open(SqliteOpenMode.ReadOnly, connection => connection.Execute("PRAGMA busy_timeout = 1000"));

    SqliteConnection Open(SqliteOpenMode mode, Action<SqliteConnection> prepare)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = mode,
            Pooling = false,
            ForeignKeys = true,
            RecursiveTriggers = true,       // else REPLACE deletes a row and no trigger sees it
            DefaultTimeout = 1,             // seconds; after them SQLite's own busy_timeout has been waited for, and the provider gives up
        }.ToString());
        try
        {
            connection.Open();
            prepare(connection);
            return connection;
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw RecordProblem.Of(problem, Path);
        }
        catch (RecordException)
        {
            connection.Dispose();
            throw;
        }
    }

    static string Resolve(string path)
    {
        // Absolute, so that no name has a meaning of its own to SQLite (":memory:", "file:…").
        var full = System.IO.Path.GetFullPath(path);
        return File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target ? target.FullName : full;
    }
}

/// <summary>What the file may cost.</summary>
/// <param name="LockWait">How long to wait for another program that writes.</param>
/// <param name="MostPages">Pages of 4 KiB; none: as many as the disk takes.</param>
sealed record RecordLimits(TimeSpan LockWait, int? MostPages)
{
    /// <summary>A checkpoint is signed after so many records.</summary>
    public int CheckpointEvery { get; init; } = 1000;

    /// <summary>The key that signs; none: beside the database.</summary>
    public string? KeyFile { get; init; }

    /// <summary>False only where somebody measures what the ledger costs: such a record does not verify.</summary>
    public bool Ledger { get; init; } = true;

    /// <summary>An image file of more bytes is recorded by its hash alone. ELF files of the largest parts with all their debug information stay below.</summary>
    public long MostImageBytes { get; init; } = 64L << 20;

    public static RecordLimits Ordinary { get; } = new(TimeSpan.FromSeconds(5), null);
}
