using System.Collections.Immutable;
using GangFlash.Line;

namespace GangFlash.Traceability;

/// <summary>
/// What a station looks like now, in a file beside its database, for programs that only look. Replaced as a whole, and gone when the station ends in order: one that stays
/// and is not renewed is a station that was lost. It is no record: nothing reads it but screens.
/// </summary>
public sealed class LineFile
{
    /// <summary>More than a plant has on one disk.</summary>
    const int MostStations = 64;

    const string Ending = ".live.json";

    readonly string path;

    /// <param name="database">As it was given.</param>
    public LineFile(string database, string station) => path = StationLock.PathOf(new RecordFile(database).Path, station, Ending);

    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(LineSnapshot line)
    {
        // No sync to the disk: after a power cut there is no "now" to be told.
        File.WriteAllBytes(path + ".new", LineSnapshotJson.Of(line));
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The station ends in order.</summary>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be deleted.</exception>
    public void Remove() => File.Delete(path);

    /// <summary>What all stations of a database said last, by name. A file that cannot be read hides none of the others.</summary>
    public static LineReading ReadAll(string database)
    {
        var resolved = new RecordFile(database).Path;
        var lines = ImmutableArray.CreateBuilder<LineSnapshot>();
        var problems = ImmutableArray.CreateBuilder<string>();
        try
        {
            if (Path.GetDirectoryName(resolved) is not { } folder || !Directory.Exists(folder))
                return new([], []);
            foreach (var file in Directory.EnumerateFiles(folder, $"{Path.GetFileName(resolved)}{StationLock.Mark}*{Ending}").Order(StringComparer.Ordinal).Take(MostStations))
            {
                var (line, problem) = Read(file);
                if (line is not null)
                    lines.Add(line);
                else if (problem is not null)
                    problems.Add($"{Printable.Escape(Path.GetFileName(file), 200)}: {problem}");
            }
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The folder of the record cannot be read: {Printable.Escape(unreadable.Message, 300)}");
        }

        return new([.. lines.OrderBy(line => line.Station, StringComparer.Ordinal)], problems.ToImmutable());
    }

    /// <summary>Neither line nor problem: the station has just ended.</summary>
    static (LineSnapshot? Line, string? Problem) Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LineSnapshotJson.MostBytes)
                return (null, $"has {file.Length:N0} bytes, and {LineSnapshotJson.MostBytes:N0} are the most");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return LineSnapshotJson.Read(bytes);
        }
        catch (FileNotFoundException)
        {
            return (null, null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, Printable.Escape(unreadable.Message, 300));
        }
    }
}

/// <param name="Lines">By name of the station.</param>
/// <param name="Problems">Of files that are there and tell nothing, a sentence each.</param>
public sealed record LineReading(ImmutableArray<LineSnapshot> Lines, ImmutableArray<string> Problems);
