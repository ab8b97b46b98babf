using System.Text.Json.Nodes;
using GangFlash.Traceability;

namespace GangFlash.Station.Listings;

/// <summary>What the check of a record found, for eyes and as JSON.</summary>
static class LedgerListing
{
    public static void Write(StationIo io, LedgerReport report, string path)
    {
        foreach (var finding in report.Findings)
            io.Say($"  {Word(finding.Trouble),-18} {finding.Table} {Printable.Escape(finding.Key, 120)}: {Printable.Escape(finding.What, 400)}");
        if (report.FindingCount > report.Findings.Length)
            io.Say($"  and {report.FindingCount - report.Findings.Length:N0} more.");
        io.Say(report.IsWhole
            ? $"{path}: whole. {report.Links:N0} records, each as it was written."
            : $"{path}: NOT what was written, {report.FindingCount:N0} findings. Stop the line, keep the file as it is, call the engineer.");
        io.Say($"Head {report.Links} {report.HeadHash}");
        io.Say(report.Checkpoints == 0
            ? "No checkpoint yet: if the newest records were cut off, it would not show."
            : $"{report.Checkpoints:N0} checkpoints, {report.Outside:N0} of them outside of the database, signed with {string.Join(", ", report.Keys)}; {report.Unsigned:N0} records after the newest one.");
    }

    public static JsonObject Json(LedgerReport report) => new()
    {
        ["whole"] = report.IsWhole,
        ["record"] = report.Record,
        ["ledgerSeq"] = report.Links,
        ["ledgerHash"] = report.HeadHash,
        ["checkpoints"] = report.Checkpoints,
        ["checkpointsOutside"] = report.Outside,
        ["unsigned"] = report.Unsigned,
        ["keys"] = new JsonArray([.. report.Keys.Select(key => (JsonNode)key)]),
        ["findingCount"] = report.FindingCount,
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => new JsonObject
        {
            ["trouble"] = Word(finding.Trouble),
            ["table"] = finding.Table,
            ["key"] = finding.Key,
            ["what"] = finding.What,
        })]),
    };

    static string Word(LedgerTrouble trouble) => trouble switch
    {
        LedgerTrouble.Edited => "edited",
        LedgerTrouble.Removed => "removed",
        LedgerTrouble.Inserted => "inserted",
        LedgerTrouble.Reordered => "reordered",
        LedgerTrouble.ChainBroken => "chain-broken",
        LedgerTrouble.TailCut => "tail-cut",
        LedgerTrouble.CheckpointBroken => "checkpoint-broken",
        LedgerTrouble.SchemaChanged => "schema-changed",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
