using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>The signed head of a ledger. One stands in the database and one, the same, in a file beside it, so that a cut-off tail shows.</summary>
/// <param name="Record">Id of the record it belongs to.</param>
/// <param name="LedgerHash">In hex.</param>
/// <param name="Reason">count, batch, shutdown, migration, restore.</param>
sealed record Checkpoint(string Record, string At, long LedgerSeq, string LedgerHash, string Reason, string PublicKey, string Signature)
{
    const string Insert = """
        INSERT INTO checkpoint (at, ledger_seq, ledger_hash, reason, public_key, signature)
        VALUES (@At, @LedgerSeq, @LedgerHash, @Reason, @PublicKey, @Signature) RETURNING seq
        """;

    const string FindRecord = "SELECT id FROM record_identity";

    const string Select = """
        SELECT (SELECT id FROM record_identity) AS Record, at AS At, ledger_seq AS LedgerSeq, ledger_hash AS LedgerHash, reason AS Reason,
               public_key AS PublicKey, signature AS Signature
        FROM checkpoint
        """;

    static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>Writes the head, signed, into the database and its ledger.</summary>
    public static Checkpoint Take(RecordBook book, CheckpointKey key, string reason)
    {
        var record = book.Statements.Find(FindRecord, PreparedStatements.Nothing, row => row.Text(0)) ?? "";
        var (seq, hash) = book.Head;
        var draft = new Checkpoint(record, RecordTime.Text(book.Now), seq, Convert.ToHexStringLower(hash), reason, key.PublicKey, "");
        var signed = draft with { Signature = key.Sign(draft.SignedText) };
        var row = book.Statements.Find(Insert, signed, seq => seq.Number(0));
        book.Seal(RecordKind.Checkpoint, row.ToString(CultureInfo.InvariantCulture));
        return signed;
    }

    public static IEnumerable<Checkpoint> All(SqliteConnection connection) => connection.Query<Checkpoint>($"{Select} ORDER BY seq", buffered: false);

    public static IEnumerable<Checkpoint> After(SqliteConnection connection, long ledgerSeq) =>
        connection.Query<Checkpoint>($"{Select} WHERE ledger_seq > @ledgerSeq ORDER BY seq", new { ledgerSeq });

    /// <summary>0 if there is none.</summary>
    public static long LastLedgerSeq(SqliteConnection connection) =>
        connection.ExecuteScalar<long?>("SELECT ledger_seq FROM checkpoint ORDER BY seq DESC LIMIT 1") ?? 0;

    /// <summary>None for a line that is none.</summary>
    public static Checkpoint? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Checkpoint>(line, s_options) is { Record: not null, At: not null, LedgerHash: not null, Reason: not null, PublicKey: not null, Signature: not null } whole
                ? whole
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [JsonIgnore]
    public string Line => JsonSerializer.Serialize(this, s_options);

    [JsonIgnore]
    public bool IsSigned => CheckpointKey.Verifies(PublicKey, SignedText, Signature);

    byte[] SignedText => Encoding.UTF8.GetBytes($"gangflash checkpoint 1\n{Record}\n{At}\n{LedgerSeq}\n{LedgerHash}\n{Reason}\n");
}
