using System.Text.Json.Nodes;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>How much is in a record, for eyes and as JSON.</summary>
static class StatsListing
{
    public static void Write(StationIo io, RecordStats stats)
    {
        var attempts = stats.Outcomes.Sum(outcome => outcome.Attempts);
        io.Say($"Record      {stats.Record}, version {stats.Version}, SQLite {stats.Sqlite}");
        io.Say($"Size        {stats.Bytes:N0} bytes");
        io.Say(stats is { Oldest: { } oldest, Newest: { } newest } ? $"Attempts    {attempts:N0}, from {oldest:u} to {newest:u}" : "Attempts    none");
        foreach (var (outcome, count) in stats.Outcomes)
            io.Say($"  {outcome,-24} {count,12:N0}");
        io.Say($"Images      {stats.Images.Files:N0} files of {stats.Images.Bytes:N0} bytes in {stats.Images.StoredBytes:N0}; {stats.Images.HashOnly:N0} of which only the hash is known");
        io.Say($"Ledger      {stats.LedgerSeq:N0} {stats.LedgerHash}");
        io.Say(stats.LastCheckpoint is { } signed ? $"Checkpoint  {signed:u}" : "Checkpoint  none yet");
        io.Say("Rows");
        foreach (var (table, rows) in stats.Tables)
            io.Say($"  {table,-24} {rows,12:N0}");
    }

    public static JsonObject Json(RecordStats stats) => new()
    {
        ["record"] = stats.Record,
        ["version"] = stats.Version,
        ["sqlite"] = stats.Sqlite,
        ["bytes"] = stats.Bytes,
        ["oldest"] = stats.Oldest,
        ["newest"] = stats.Newest,
        ["outcomes"] = new JsonObject(stats.Outcomes.Select(outcome => KeyValuePair.Create(outcome.Outcome, (JsonNode?)outcome.Attempts))),
        ["images"] = new JsonObject
        {
            ["files"] = stats.Images.Files,
            ["bytes"] = stats.Images.Bytes,
            ["storedBytes"] = stats.Images.StoredBytes,
            ["hashOnly"] = stats.Images.HashOnly,
        },
        ["ledgerSeq"] = stats.LedgerSeq,
        ["ledgerHash"] = stats.LedgerHash,
        ["lastCheckpoint"] = stats.LastCheckpoint,
        ["rows"] = new JsonObject(stats.Tables.Select(table => KeyValuePair.Create(table.Table, (JsonNode?)table.Rows))),
    };
}
