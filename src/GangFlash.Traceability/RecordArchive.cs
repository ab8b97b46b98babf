using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using GangFlash.Gang;

namespace GangFlash.Traceability;

/// <summary>Care for a record: is it what was written, a copy of it, and the way back from a copy. None of these changes a row.</summary>
public static class RecordArchive
{
    // The log belongs to its database: one without the other is no record.
    static readonly ImmutableArray<string> s_beside = ["-wal", "-shm", ".checkpoints"];

    /// <summary>Computes the ledger again and names what does not fit.</summary>
    /// <param name="progress">Hears how far it is; none: nobody asks. Here and below.</param>
    /// <param name="keyFile">The key that must have signed the newest checkpoint; none: the one beside the database, if there is one.</param>
    /// <exception cref="RecordException">The record cannot be read at all.</exception>
    public static LedgerReport Verify(string path, string? keyFile, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        using var reader = TraceabilityReader.Open(path);
        var trusted = TrustedKey(reader.Path, keyFile);
        return reader.Ask(
            connection =>
            {
                using var check = new LedgerCheck(connection, reader.Path, clock, progress, ct);
                return check.Run(trusted);
            },
            ct);
    }

    /// <summary>Copies the record as it is at one moment, while a station writes, with its checkpoints; then checks the copy.</summary>
    /// <param name="target">A file that is not there yet.</param>
    /// <exception cref="RecordException">It cannot be copied.</exception>
    public static LedgerReport Backup(string path, string target, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        var full = Path.GetFullPath(target);
        if (File.Exists(full) || File.Exists(CheckpointFile.FileOf(full)))
            throw new RecordException($"{full} is there already. Choose another name; a backup overwrites nothing.");
        using (var reader = TraceabilityReader.Open(path))
        {
            _ = reader.Ask(
                connection =>
                {
                    RecordCopy.Make(connection, reader.Path, full, progress, ct);
                    return 0;
                },
                ct);
        }

        using (var copy = new RecordFile(full).OpenForReading())
            new CheckpointFile(CheckpointFile.FileOf(full)).Append([.. Checkpoint.All(copy)]);
        return Verify(full, null, clock, progress, ct);
    }

    /// <summary>Puts a backup in the place of the record. Whatever is there is moved aside, never overwritten.</summary>
    /// <param name="replace">Without it, a record that is there and differs is left alone.</param>
    /// <exception cref="RecordException">The backup is not whole, the record is in use or may not be replaced.</exception>
    public static RestoredRecord Restore(string backup, string path, bool replace, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        var report = Verify(backup, null, clock, progress, ct);
        if (!report.IsWhole)
            return new(report, MovedTo: null, IsRestored: false);
        var target = new RecordFile(path).Path;
        if (string.Equals(new RecordFile(backup).Path, target, StringComparison.Ordinal))
            throw new RecordException($"{backup} is the record itself. Name a backup and, with --database, the record to bring back.");
        if (File.Exists(target) && !replace)
            throw new RecordException(Existing(target, report));
        using var locks = StationLock.TakeAll(target);
        using var source = TraceabilityReader.Open(backup);
        var aside = source.Ask(
            connection =>
            {
                // Beside it first: whoever stops here still has the record that was there.
                var arrived = $"{target}.{Guid.NewGuid():N}.restored";
                RecordCopy.Make(connection, source.Path, arrived, progress, ct);
                var moved = MoveIn(arrived, target, clock);
                new CheckpointFile(CheckpointFile.FileOf(target)).Append([.. Checkpoint.All(connection)]);
                return moved;
            },
            ct);
        return new(Verify(target, null, clock, progress, ct), aside, IsRestored: true);
    }

    static string Existing(string target, LedgerReport backup)
    {
        var now = "is there and cannot be read";
        try
        {
            using var reader = TraceabilityReader.Open(target);
            var (id, links) = reader.Ask(connection => connection.QuerySingle<(string?, long?)>("SELECT (SELECT id FROM record_identity), (SELECT max(seq) FROM ledger)"), CancellationToken.None);
            now = string.Equals(id, backup.Record, StringComparison.Ordinal)
                ? string.Create(CultureInfo.InvariantCulture, $"has {links} records, the backup {backup.Links}")
                : "is another record than the one that was backed up";
        }
        catch (RecordException)
        {
            // That it cannot be read is what the sentence says.
        }

        return $"{target} {now}. With --replace it is moved aside, not deleted, and the backup takes its place.";
    }

    /// <summary>Answers where what was there is now; none if nothing was.</summary>
    static string? MoveIn(string arrived, string target, TimeProvider clock)
    {
        var aside = File.Exists(target)
            ? Enumerable.Range(1, 1000).Select(n => $"{target}.{clock.GetUtcNow():yyyyMMdd-HHmmss}{(n == 1 ? "" : $"-{n}")}.replaced").First(name => !File.Exists(name))
            : null;
        try
        {
            if (aside is not null)
            {
                File.Move(target, aside, overwrite: false);
                foreach (var part in s_beside.Where(part => File.Exists(target + part)))
                    File.Move(target + part, aside + part, overwrite: false);
            }

            File.Move(arrived, target, overwrite: false);
            return aside;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"{target} cannot be replaced by {arrived} ({refused.Message}). Close what has it open, then go on.", refused);
        }
    }

    static string? TrustedKey(string path, string? keyFile)
    {
        var file = keyFile ?? CheckpointKey.FileOf(path);
        if (keyFile is null && !File.Exists(file))
            return null;
        if (!File.Exists(file))
            throw new RecordException($"There is no key file {file}.");
        using var key = CheckpointKey.OpenOrCreate(file);
        return key.PublicKey;
    }
}

/// <summary>What became of a restore.</summary>
/// <param name="Report">On the record that was restored; on the backup if it was not.</param>
/// <param name="MovedTo">Where what was there is now; none if nothing was.</param>
/// <param name="IsRestored">False where the backup is not what was written: then nothing was changed.</param>
public sealed record RestoredRecord(LedgerReport Report, string? MovedTo, bool IsRestored);
