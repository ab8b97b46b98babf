using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>What can be known of a record before a shift, without a row written and without creating one.</summary>
/// <param name="Path">Absolute, symbolic links followed.</param>
public sealed record RecordCheckup(string Path)
{

    /// <summary>The version of the database; none if there is no file, or none that can be read.</summary>
    public int? Version { get; init; }

    /// <summary>What this program writes.</summary>
    public int NewestVersion { get; init; } = Schema.Newest;

    public bool Exists { get; init; }

    /// <summary>Why an existing record cannot be used, as a sentence; else none.</summary>
    public string? Unusable { get; init; }

    /// <summary>Why its folder or the file itself cannot be written, in the system's words; else none.</summary>
    public string? NotWritable { get; init; }

    /// <summary>Whether another program writes as this very station now.</summary>
    public bool IsStationTaken { get; init; }

    /// <summary>How many other stations write to this record now.</summary>
    public int OtherStations { get; init; }

    /// <summary>
    /// Opens what is there for reading, and tries the folder with a file that is gone at once. Each station's lock is taken for a moment, the only way
    /// to learn that nobody has it.
    /// </summary>
    public static RecordCheckup Look(string path, string station)
    {
        var file = new RecordFile(path);
        var own = StationLock.PathOf(file.Path, station);
        var (version, unusable) = Read(file);
        return new(file.Path)
        {
            Exists = File.Exists(file.Path),
            Version = version,
            Unusable = unusable,
            NotWritable = TryWrite(file.Path, own),
            IsStationTaken = IsTaken(own),
            OtherStations = LocksOf(file.Path).Count(other => other != own && IsTaken(other)),
        };
    }

    static (int? Version, string? Unusable) Read(RecordFile file)
    {
        if (!File.Exists(file.Path))
            return (null, Directory.Exists(file.Path) ? $"{file.Path} is a folder. Give the path of a file." : null);
        try
        {
            using var connection = file.OpenForReading();
            var version = Schema.VersionOf(connection, file.Path);
            _ = connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master");
            return (version, null);
        }
        catch (RecordException unusable)
        {
            return (null, unusable.Message);
        }
        catch (SqliteException problem)
        {
            return (null, RecordProblem.Of(problem, file.Path).Message);
        }
    }

    /// <summary>The write-ahead log and the locks are files beside the record, so the folder counts as much as the file.</summary>
    static string? TryWrite(string path, string lockFile)
    {
        try
        {
            // A lock that is held was made by a program that could write, and can't be opened a second time.
            foreach (var existing in new[] { path, lockFile }.Where(file => File.Exists(file) && !IsTaken(file)))
                new FileStream(existing, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete).Dispose();
            var probe = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".gangflash-doctor-{Guid.NewGuid():N}");
            using var trial = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            trial.WriteByte(0);
            return null;
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException)
        {
            return refused.Message;
        }
    }

    static IEnumerable<string> LocksOf(string path)
    {
        var folder = System.IO.Path.GetDirectoryName(path)!;
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, $"{System.IO.Path.GetFileName(path)}.station-*.lock") : [];
    }

    static bool IsTaken(string lockFile)
    {
        try
        {
            using var mine = new FileStream(lockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;       // not known; if it is this station's own, the record counts as not writable
        }
        catch (IOException)
        {
            return true;
        }
    }
}
