using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>How much is in a record.</summary>
/// <param name="Bytes">Of the database and its log.</param>
/// <param name="Oldest">Start of the first attempt; none without one.</param>
/// <param name="Outcomes">Attempts by outcome; RUNNING for those without an end.</param>
/// <param name="LedgerHash">In hex.</param>
public sealed record RecordStats(
    string Record,
    int Version,
    string Sqlite,
    long Bytes,
    DateTimeOffset? Oldest,
    DateTimeOffset? Newest,
    ImmutableArray<(string Table, long Rows)> Tables,
    ImmutableArray<(string Outcome, long Attempts)> Outcomes,
    ImageStats Images,
    long LedgerSeq,
    string LedgerHash,
    DateTimeOffset? LastCheckpoint)
{
    internal static RecordStats Of(SqliteConnection connection, string path)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        var (oldest, newest) = connection.QuerySingle<(string?, string?)>("SELECT min(started_at), max(started_at) FROM attempt_start");
        var head = connection.QuerySingleOrDefault<(long Seq, byte[] Hash)?>("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1") ?? (0, LedgerEntry.Genesis);
        return new(
            connection.ExecuteScalar<string>("SELECT id FROM record_identity") ?? "",
            connection.ExecuteScalar<int>("PRAGMA user_version"),
            $"{SqliteLibrary.InUse.Version} ({SqliteLibrary.InUse.Source})",
            new[] { path, $"{path}-wal" }.Where(File.Exists).Sum(file => new FileInfo(file).Length),
            Time(oldest),
            Time(newest),
            [.. RecordExport.Tables(connection).Select(table => (table, connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}")))],
            [.. connection.Query<(string, long)>("""
                SELECT COALESCE(e.outcome, 'RUNNING') AS outcome, count(*) FROM attempt_start s LEFT JOIN attempt_end e ON e.attempt = s.attempt GROUP BY outcome ORDER BY outcome
                """)],
            connection.QuerySingle<ImageStats>("""
                SELECT count(f.bytes) AS Files, COALESCE(sum(f.size) FILTER (WHERE f.bytes IS NOT NULL), 0) AS Bytes, COALESCE(sum(length(f.bytes)), 0) AS StoredBytes, count(*) - count(f.bytes) AS HashOnly
                FROM (SELECT DISTINCT sha256 FROM image) i LEFT JOIN image_file f ON f.sha256 = i.sha256
                """),
            head.Seq,
            Convert.ToHexStringLower(head.Hash),
            Time(connection.ExecuteScalar<string?>("SELECT max(at) FROM checkpoint")));
    }

    static DateTimeOffset? Time(string? text) => text is null ? null : RecordTime.Parse(text);
}

/// <summary>What the record has of the images that were flashed.</summary>
/// <param name="Files">Whose bytes are in it.</param>
/// <param name="Bytes">Of these files.</param>
/// <param name="StoredBytes">What they take in the record.</param>
/// <param name="HashOnly">Files of which only the hash is known.</param>
public sealed record ImageStats(long Files, long Bytes, long StoredBytes, long HashOnly);
