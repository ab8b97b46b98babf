using System.Collections.Immutable;
using System.Text;
using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>The checkpoints once more, outside of the database: a line of JSON each, only appended.</summary>
sealed class CheckpointFile(string path)
{
    public string Path => path;

    public static string FileOf(string database) => $"{database}.checkpoints";

    /// <summary>They are on disk when it returns.</summary>
    /// <exception cref="RecordException">The file cannot be written.</exception>
    public void Append(IReadOnlyCollection<Checkpoint> checkpoints)
    {
        if (checkpoints.Count == 0)
            return;
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            var torn = file.Length > 0 && (file.Seek(-1, SeekOrigin.End), file.ReadByte()) is (_, not '\n');       // a power cut in the middle of a line
            _ = file.Seek(0, SeekOrigin.End);
            file.Write(Encoding.UTF8.GetBytes((torn ? "\n" : "") + string.Concat(checkpoints.Select(checkpoint => checkpoint.Line + "\n"))));
            file.Flush(flushToDisk: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"The checkpoint file {path} cannot be written ({refused.Message}). Make room, or give the station's user the right to write it, then go on.", refused);
        }
    }

    /// <summary>Lines, each with what it says; none for a line that says nothing. Empty where there is no file.</summary>
    /// <exception cref="RecordException">The file cannot be read.</exception>
    public ImmutableArray<(int Line, Checkpoint? Checkpoint)> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadLines(path).Select((line, index) => (index + 1, Checkpoint.Parse(line)))] : [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new RecordException($"The checkpoint file {path} cannot be read ({refused.Message}). Give the station's user the right to read it, then go on.", refused);
        }
    }

    /// <summary>
    /// Before anything is written: the newest line must fit the ledger. A database that is shorter than its checkpoints has lost its tail, and nothing is
    /// added to it before somebody has looked. Checkpoints that a crash kept out of the file are added.
    /// </summary>
    /// <exception cref="RecordException">They do not fit, or the file cannot be used.</exception>
    public void Reconcile(SqliteConnection connection, string database)
    {
        var last = Read().LastOrDefault(line => line.Checkpoint is not null).Checkpoint;
        if (last is not null)
        {
            var (record, hash) = connection.QuerySingle<(string?, byte[]?)>(
                "SELECT (SELECT id FROM record_identity), (SELECT hash FROM ledger WHERE seq = @LedgerSeq)", last);
            if (!string.Equals(record, last.Record, StringComparison.Ordinal))
                throw new RecordException($"The checkpoint file {path} belongs to another record than {database}. Bring back the right one, or move this one away and keep it.");
            if (hash is null || !string.Equals(Convert.ToHexStringLower(hash), last.LedgerHash, StringComparison.Ordinal))
                throw new RecordException($"The record {database} is not what was signed at its checkpoint of {last.At}: records are missing or changed. Stop the line, keep both files, run 'gangflash db verify', and call the engineer.");
        }

        Append([.. Checkpoint.After(connection, last?.LedgerSeq ?? 0)]);
    }
}
