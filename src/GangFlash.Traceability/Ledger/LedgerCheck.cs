using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>
/// Computes the whole ledger again from the rows, inside one snapshot, and names what does not fit. Needs nothing that the writer remembers, and no more memory
/// for a long record than for a short one.
/// </summary>
sealed class LedgerCheck(SqliteConnection connection, string path, TimeProvider clock, IProgress<RecordProgress>? progress, CancellationToken ct) : IDisposable
{
    const int Shown = 100;

    /// <summary>Links between two reports of progress.</summary>
    const int Stride = 1024;

    const string CountLinks = "SELECT max(seq) FROM ledger";

    const string Links = "SELECT seq, record, key, at, content, previous, hash FROM ledger ORDER BY seq";

    const string Images = "SELECT rowid, sha256, size FROM image_file WHERE bytes IS NOT NULL";

    // What is numbered is numbered in the order of the ledger.
    static readonly FrozenDictionary<string, string> s_findNumber = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [RecordKind.AttemptStart.Table] = "SELECT seq FROM attempt_start WHERE attempt = @key",
        [RecordKind.Event.Table] = "SELECT seq FROM event WHERE id = @key",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    static readonly FrozenDictionary<string, RecordKind> s_kinds = RecordKind.All.ToFrozenDictionary(kind => kind.Table, StringComparer.Ordinal);

    readonly PreparedStatements statements = new(connection);
    readonly ImmutableArray<LedgerFinding>.Builder findings = ImmutableArray.CreateBuilder<LedgerFinding>();
    readonly Dictionary<string, long> rows = RecordKind.All.ToDictionary(kind => kind.Table, _ => 0L, StringComparer.Ordinal);
    readonly Dictionary<string, long> places = new(StringComparer.Ordinal);
    long count;

    public void Dispose() => statements.Dispose();

    /// <param name="trustedKey">The key that the newest checkpoint must have been signed with, as SubjectPublicKeyInfo in base64; none: any key.</param>
    public LedgerReport Run(string? trustedKey)
    {
        using var snapshot = connection.BeginTransaction(deferred: true);
        CheckSchema();
        Report(RecordStep.Pages);
        CheckPages();
        Report(RecordStep.References);
        CheckReferences();
        var head = Walk();
        CheckInserted();
        CheckImages();
        Report(RecordStep.Checkpoints);
        var record = connection.ExecuteScalar<string?>("SELECT min(id) FROM record_identity") ?? "";
        var (checkpoints, signed, keys) = CheckCheckpoints(record, trustedKey);
        var outside = CheckOutside(record);
        var own = signed > 0 ? 1 : 0;       // a checkpoint's own record needs no other one
        return new(
            record, head.Seq, Convert.ToHexStringLower(head.Hash), checkpoints, outside, Math.Max(0, head.Seq - signed - own), keys, findings.ToImmutable(), count);
    }

    void CheckSchema()
    {
        using var pattern = Schema.Pattern(clock);
        var wanted = Schema.Objects(pattern);
        var found = Schema.Objects(connection);
        foreach (var (name, sql) in wanted)
        {
            if (!found.TryGetValue(name, out var actual))
                Find(LedgerTrouble.SchemaChanged, "schema", name, "is missing: what it guarded or held is open");
            else if (!string.Equals(sql, actual, StringComparison.Ordinal))
                Find(LedgerTrouble.SchemaChanged, "schema", name, "is not as this version made it");
        }

        foreach (var name in found.Keys.Where(name => !wanted.ContainsKey(name)))
            Find(LedgerTrouble.SchemaChanged, "schema", name, "was added");
    }

    void CheckPages()
    {
        foreach (var problem in connection.Query<string>("PRAGMA integrity_check").Where(problem => problem != "ok"))
            Find(LedgerTrouble.Edited, "schema", "pages", problem);
    }

    void CheckReferences()
    {
        foreach (var (table, parent) in connection.Query<(string, string)>("SELECT \"table\", parent FROM pragma_foreign_key_check()"))
            Find(LedgerTrouble.Inserted, table, "", $"has a row that belongs to no row of {parent}");
    }

    /// <summary>Answers the head.</summary>
    (long Seq, byte[] Hash) Walk()
    {
        using var content = new RecordContent(connection);
        var (seq, hash) = (0L, LedgerEntry.Genesis);
        var links = statements.Find(CountLinks, PreparedStatements.Nothing, row => row.Number(0));
        foreach (var entry in statements.All(Links, PreparedStatements.Nothing, row => new LedgerEntry(row.Number(0), row.Text(1), row.Text(2), row.Text(3), row.Bytes(4), row.Bytes(5), row.Bytes(6))))
        {
            ct.ThrowIfCancellationRequested();
            if (seq % Stride == 0)
                Report(RecordStep.Ledger, seq, links);
            CheckLink(entry, seq, hash);
            CheckRecord(entry, content);
            (seq, hash) = (entry.Seq, entry.Hash);
        }

        return (seq, hash);
    }

    void CheckLink(LedgerEntry entry, long seq, byte[] hash)
    {
        if (entry.Seq != seq + 1)
            Find(LedgerTrouble.ChainBroken, "ledger", Text(entry.Seq), entry.Seq == seq + 2 ? $"link {seq + 1} before it was removed" : $"links {seq + 1} to {entry.Seq - 1} before it were removed");
        else if (!entry.Previous.AsSpan().SequenceEqual(hash))
            Find(LedgerTrouble.Reordered, "ledger", Text(entry.Seq), $"({entry.Record} {entry.Key}) was not written after the link that stands before it");
        if (!entry.IsWhole)
            Find(LedgerTrouble.ChainBroken, "ledger", Text(entry.Seq), $"({entry.Record} {entry.Key}) was edited: it does not have the hash that it was written with");
    }

    void CheckRecord(LedgerEntry entry, RecordContent content)
    {
        if (s_kinds.GetValueOrDefault(entry.Record) is not { } kind)
        {
            Find(LedgerTrouble.ChainBroken, "ledger", Text(entry.Seq), $"names {Printable.Escape(entry.Record, 64)}, which is no table of records");
            return;
        }

        rows[kind.Table]++;
        switch (content.HashOf(kind, entry.Key))
        {
            case null:
                Find(LedgerTrouble.Removed, kind.Table, entry.Key, $"was written {entry.At} and is no longer there");
                _ = places[kind.Table] = places.GetValueOrDefault(kind.Table) + 1;
                break;
            case var hash when !hash.AsSpan().SequenceEqual(entry.Content):
                if (Moved(kind, entry.Key) is { } moved)
                    Find(LedgerTrouble.Reordered, kind.Table, entry.Key, moved);
                else
                    Find(LedgerTrouble.Edited, kind.Table, entry.Key, $"was written {entry.At} with other content, or with other rows that belong to it");
                break;
            default:
                _ = Moved(kind, entry.Key);
                break;
        }
    }

    /// <summary>Heads that are numbered are numbered in the order of the ledger. In words where this one is not; none where it is.</summary>
    string? Moved(RecordKind kind, string key)
    {
        if (s_findNumber.GetValueOrDefault(kind.Table) is not { } findNumber)
            return null;
        var expected = places.GetValueOrDefault(kind.Table) + 1;
        places[kind.Table] = expected;
        var seq = statements.Find(findNumber, new { key }, row => row.Number(0));
        return seq == expected ? null : $"was written as number {expected} and now stands as number {seq}";
    }

    void CheckInserted()
    {
        foreach (var kind in RecordKind.All)
        {
            // The count is quick; who it is, is asked only if it does not fit.
            if (connection.ExecuteScalar<long>($"SELECT count(*) FROM {kind.Table}") == rows[kind.Table] && findings.All(finding => finding.Table != kind.Table && finding.Table != "ledger"))
                continue;
            foreach (var key in connection.Query<string>(
                $"SELECT {kind.KeyText} FROM {kind.Table} EXCEPT SELECT key FROM ledger WHERE record = @Table", new { kind.Table }, buffered: false))
                Find(LedgerTrouble.Inserted, kind.Table, key, "is in no link of the ledger");
        }
    }

    /// <summary>What the ledger does not hash: image files, proven by their own hashes.</summary>
    void CheckImages()
    {
        var (done, files) = (0L, statements.All(Images, PreparedStatements.Nothing, row => (Row: row.Number(0), Sha256: row.Text(1), Size: row.Number(2))).ToList());
        foreach (var (row, sha256, size) in files)
        {
            ct.ThrowIfCancellationRequested();
            Report(RecordStep.Images, done++, files.Count);
            using var packed = new SqliteBlob(connection, "image_file", "bytes", row, readOnly: true);
            if (!ImageFileRow.Unpack(packed, Stream.Null, sha256, size))
                Find(LedgerTrouble.Edited, RecordKind.ImageFile.Table, sha256, "has bytes that are not those of its hash");
        }
    }

    (long Count, long Signed, ImmutableArray<string> Keys) CheckCheckpoints(string record, string? trustedKey)
    {
        var (number, signed) = (0L, 0L);
        var keys = ImmutableArray.CreateBuilder<string>();
        var last = "";
        foreach (var checkpoint in Checkpoint.All(connection).ToList())
        {
            number++;
            signed = checkpoint.LedgerSeq;
            last = checkpoint.PublicKey;
            if (!checkpoint.IsSigned)
                Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(number), $"of {checkpoint.At} is not signed by the key it names");
            else if (!keys.Contains(CheckpointKey.Fingerprint(checkpoint.PublicKey)))
                keys.Add(CheckpointKey.Fingerprint(checkpoint.PublicKey));
            CheckHead(checkpoint, record, $"checkpoint {number}");
        }

        if (trustedKey is not null && number > 0 && last != trustedKey)
            Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(number), "was signed with another key than the one of this record");
        return (number, signed, keys.ToImmutable());
    }

    /// <summary>The lines beside the database. There must be one for each checkpoint in it.</summary>
    int CheckOutside(string record)
    {
        var file = new CheckpointFile(CheckpointFile.FileOf(path));
        var lines = file.Read();
        var known = new HashSet<long>();
        foreach (var (number, checkpoint) in lines)
        {
            var where = $"line {number} of {file.Path}";
            if (checkpoint is null)
            {
                Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(number), $"{where} is no checkpoint");
                continue;
            }

            _ = known.Add(checkpoint.LedgerSeq);
            if (!checkpoint.IsSigned)
                Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(number), $"{where} is not signed by the key it names");
            CheckHead(checkpoint, record, where);
        }

        foreach (var missing in Checkpoint.All(connection).Select(checkpoint => checkpoint.LedgerSeq).Where(seq => !known.Contains(seq)).ToList())
            Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(missing), $"of link {missing} is not in {file.Path}{(lines.IsEmpty ? ", which is missing" : "")}");
        return lines.Length;
    }

    void CheckHead(Checkpoint checkpoint, string record, string where)
    {
        if (!string.Equals(checkpoint.Record, record, StringComparison.Ordinal))
            Find(LedgerTrouble.CheckpointBroken, "checkpoint", Text(checkpoint.LedgerSeq), $"{where} belongs to another record ({Printable.Escape(checkpoint.Record, 64)})");
        else if (connection.ExecuteScalar<byte[]?>("SELECT hash FROM ledger WHERE seq = @LedgerSeq", checkpoint) is not { } hash)
            Find(LedgerTrouble.TailCut, "ledger", Text(checkpoint.LedgerSeq), $"was signed {checkpoint.At} ({where}) and is no longer there: the newest records were cut off");
        else if (!string.Equals(Convert.ToHexStringLower(hash), checkpoint.LedgerHash, StringComparison.Ordinal))
            Find(LedgerTrouble.ChainBroken, "ledger", Text(checkpoint.LedgerSeq), $"is not the link that was signed {checkpoint.At} ({where}): the chain was written anew");
    }

    void Report(RecordStep step, long done = 0, long total = 0) => progress?.Report(new(step, done, total));

    void Find(LedgerTrouble trouble, string table, string key, string what)
    {
        count++;
        if (findings.Count < Shown)
            findings.Add(new(trouble, table, key, what));
    }

    static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
