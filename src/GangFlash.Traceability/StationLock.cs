using System.Security.Cryptography;
using System.Text;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>
/// The right to write as one station, held while a program lives: a file beside the database that the system locks, and unlocks when the
/// program ends, however it ends. Who holds it knows that what this station left without an end was cut off.
/// </summary>
sealed class StationLock : IDisposable
{
    /// <summary>Between the database's name and the station's in files that belong to one station.</summary>
    public const string Mark = ".station-";

    readonly FileStream file;

    StationLock(FileStream file) => this.file = file;

    /// <exception cref="RecordException">Another program writes as this station, or the lock file cannot be made.</exception>
    public static StationLock Take(string database, string station)
    {
        var path = PathOf(database, station);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (File.Exists(path))
        {
            throw new RecordException($"Another gangflash of station \"{Printable.Escape(station)}\" is using the record {database}. Go on there, or close it first.", taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"The lock file {path} cannot be made ({refused.Message}). Give the station's user the right to write in its folder, then go on.", refused);
        }
    }

    /// <summary>The right to write as every station that ever wrote here: nobody does at this moment.</summary>
    /// <exception cref="RecordException">A station is using the record.</exception>
    public static StationLocks TakeAll(string database)
    {
        var held = new List<StationLock>();
        try
        {
            foreach (var path in Directory.EnumerateFiles(Path.GetDirectoryName(database)!, $"{Path.GetFileName(database)}{Mark}*.lock"))
                held.Add(new(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None)));
            return new(held);
        }
        catch (Exception taken) when (taken is IOException or UnauthorizedAccessException)
        {
            new StationLocks(held).Dispose();
            throw new RecordException($"A gangflash is using the record {database} ({taken.Message}). Close it first.", taken);
        }
    }

    /// <summary>The lock file of a station, or another file of its own. A name may hold what no file name can, so its hash stands there.</summary>
    public static string PathOf(string database, string station, string ending = ".lock") =>
        $"{database}{Mark}{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(station)).AsSpan(0, 8))}{ending}";

    /// <summary>The file stays: to delete it could take a lock away from another program.</summary>
    public void Dispose() => file.Dispose();
}

/// <summary>Several of them, held together.</summary>
sealed class StationLocks(IReadOnlyList<StationLock> held) : IDisposable
{
    public void Dispose()
    {
        foreach (var station in held)
            station.Dispose();
    }
}
