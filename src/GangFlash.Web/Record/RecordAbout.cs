using System.Collections.Immutable;
using GangFlash.Traceability;

namespace GangFlash.Web.Record;

/// <summary>Which record this is, and how far it goes: facts, no numbers of quality.</summary>
/// <param name="Id">Of the record, made with it.</param>
/// <param name="Schema">Version of its tables.</param>
/// <param name="Attempts">Number of the newest attempt.</param>
/// <param name="LedgerHash">In hex; none while the ledger is empty.</param>
/// <param name="Checkpoint">The newest signed head of the ledger; none before the first one.</param>
sealed record RecordAbout(string Id, long Schema, string Sqlite, long Attempts, string? NewestAttempt, long LedgerSeq, string? LedgerHash, RecordCheckpoint? Checkpoint)
{
    public static RecordAbout Of(RecordQuery query, TimeSpan time, CancellationToken ct)
    {
        var newest = Row("SELECT seq, started_at FROM attempt_start ORDER BY seq DESC LIMIT 1");
        var head = Row("SELECT seq, lower(hex(hash)) FROM ledger ORDER BY seq DESC LIMIT 1");
        return new(
            Row("SELECT id FROM record_identity LIMIT 1") is [string id] ? id : "",
            Row("SELECT user_version FROM pragma_user_version") is [long version] ? version : 0,
            $"{SqliteLibrary.InUse.Version} ({SqliteLibrary.InUse.Source}: {SqliteLibrary.InUse.Why})",
            newest is [long attempts, _] ? attempts : 0,
            newest is [_, string at] ? at : null,
            head is [long seq, _] ? seq : 0,
            head is [_, string hash] ? hash : null,
            Row("SELECT at, ledger_seq, ledger_hash, reason FROM checkpoint ORDER BY seq DESC LIMIT 1") is [string signedAt, long signed, string signedHash, string reason] ? new(signedAt, signed, signedHash, reason) : null);

        ImmutableArray<object?> Row(string sql) => query.Ask(sql, ImmutableDictionary<string, object?>.Empty, new(1, time), ct).Rows is [var row, ..] ? row : [];
    }
}

sealed record RecordCheckpoint(string At, long LedgerSeq, string LedgerHash, string Reason);
