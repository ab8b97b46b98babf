using System.Runtime.Versioning;
using GangFlash.Gang;
using GangFlash.Testing;

namespace GangFlash.Traceability.Tests;

/// <summary>Whatever is done to a record behind the program's back is found and named.</summary>
public sealed class LedgerTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_record_as_it_was_written_is_whole()
    {
        await FillAsync();

        var report = Verify();

        Assert.Empty(report.Findings);
        Assert.True(report.IsWhole);
        Assert.Equal(folder.Ask<long>("SELECT max(seq) FROM ledger"), report.Links);
        Assert.Equal(2, report.Checkpoints);        // the batch was closed, and then the program
        Assert.Equal(2, report.Outside);
        Assert.Equal(0, report.Unsigned);
        _ = Assert.Single(report.Keys);
    }

    /// <summary>Each table, first column that may hold something else, and a value for it.</summary>
    public static TheoryData<string, string, string> Edits { get; } = new()
    {
        { "record_identity", "UPDATE record_identity SET created_at = '2020-01-01T00:00:00.000+00:00'", "record_identity" },
        { "station", "UPDATE station SET first_seen = ''", "station" },
        { "operator", "UPDATE operator SET first_seen = ''", "operator" },
        { "unit", "UPDATE unit SET chip_identity = NULL", "unit" },
        { "recipe_revision", "UPDATE recipe_revision SET text = text || ' '", "recipe_revision" },
        { "image", "UPDATE image SET sha256 = replace(sha256, substr(sha256, 1, 1), 'f')", "image" },
        { "attempt_start", "UPDATE attempt_start SET operator = 'badge-18' WHERE seq = 2", "attempt_start" },
        { "image_file", "UPDATE image_file SET size = size + 1", "image_file" },
        { "image_file, its bytes", "UPDATE image_file SET bytes = x'1f8b'", "image_file" },
        { "image_file, left out", "UPDATE image_file SET bytes = NULL, left_out = 'lost'", "image_file" },
        { "attempt_image", "UPDATE attempt_image SET position = 4", "attempt_start" },
        { "kept", "UPDATE kept SET at = ''", "kept" },
        { "kept_bytes", "UPDATE kept_bytes SET bytes = x'00'", "kept" },
        { "attempt_end", "UPDATE attempt_end SET outcome = 'PASS', verified = 'full', code = ''", "attempt_end" },
        { "phase_timing", "UPDATE phase_timing SET duration_ms = duration_ms + 1", "attempt_end" },
        { "dropped_data", "DELETE FROM dropped_data", "attempt_end" },
        { "verify_failure", "UPDATE verify_failure SET actual_around = expected_around", "attempt_end" },
        { "verify_failure, gone", "DELETE FROM verify_failure", "attempt_end" },
        { "attempt_fact", "UPDATE attempt_fact SET counted = 0", "attempt_end" },
        { "attempt_fact_shift", "DELETE FROM attempt_fact_shift", "attempt_end" },
        { "disposition", "UPDATE disposition SET disposition = 'GOOD'", "event" },
        { "event", "UPDATE event SET actor = 'nobody'", "event" },
        { "scan", "UPDATE scan SET entry = 'scanned' WHERE entry = 'typed'", "event" },
        { "line_stop", "DELETE FROM line_release; DELETE FROM line_stop", "event" },
        { "line_release", "UPDATE line_release SET released_by = 'badge-1'", "event" },
        { "operator_session", "UPDATE operator_session SET role = 'supervisor'", "event" },
        { "operator_session_end", "UPDATE operator_session_end SET why = NULL", "event" },
        { "batch_run", "UPDATE batch_run SET planned = 1", "event" },
        { "batch_run_end", "UPDATE batch_run_end SET hold = 0", "event" },
        { "configuration_change", "UPDATE configuration_change SET sha256 = 'ff00'", "event" },
        { "checkpoint", "UPDATE checkpoint SET reason = 'count'", "checkpoint" },
        { "a number as text", "UPDATE attempt_end SET detail = CAST(detail AS BLOB)", "attempt_end" },
    };

    [NeedsTheory(Tool.Sqlite3)]
    [MemberData(nameof(Edits))]
    public async Task An_edited_row_is_named_by_its_record(string what, string sql, string table)
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, sql);

        var report = Verify();
        Assert.False(report.IsWhole, what);
        Assert.Contains(report.Findings, finding => finding.Trouble == LedgerTrouble.Edited && finding.Table == table && finding.Key.Length > 0);
        Assert.DoesNotContain(report.Findings, finding => finding.Table == "ledger");
    }

    [NeedsTheory(Tool.Sqlite3)]
    [InlineData("attempt_end")]
    [InlineData("attempt_start")]
    [InlineData("event")]
    [InlineData("image")]
    [InlineData("image_file")]
    [InlineData("unit")]
    public async Task A_removed_row_is_named(string table)
    {
        await FillAsync();
        var kind = RecordKind.All.Single(kind => kind.Table == table);
        var key = folder.Ask<string>($"SELECT {kind.KeyText} FROM {table} ORDER BY rowid LIMIT 1");

        Sqlite3.Tamper(folder.Database, $"DELETE FROM {table} WHERE {kind.Key[0]} = '{key}'");

        Assert.Contains(Verify().Findings, finding => finding.Trouble == LedgerTrouble.Removed && finding.Table == table && finding.Key == key);
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_row_whose_key_is_edited_is_one_removed_and_one_inserted()
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, "UPDATE recipe_image SET position = 3");

        Assert.Equal(
            [(LedgerTrouble.Removed, "1/0/1"), (LedgerTrouble.Inserted, "1/3/1")],
            Verify().Findings.Select(finding => (finding.Trouble, finding.Key)));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_row_that_is_removed_with_its_link_leaves_a_gap()
    {
        await FillAsync();
        var seq = folder.Ask<long>("SELECT seq FROM ledger WHERE record = 'attempt_end' LIMIT 1");

        Sqlite3.Tamper(folder.Database, $"DELETE FROM ledger WHERE seq = {seq}; DELETE FROM attempt_end WHERE rowid = 1");

        Assert.Contains(Verify().Findings, finding => finding is { Trouble: LedgerTrouble.ChainBroken, Table: "ledger" } && finding.What == $"link {seq} before it was removed");
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_gap_that_is_closed_by_renumbering_still_breaks_the_chain()
    {
        await FillAsync();
        var seq = folder.Ask<long>("SELECT seq FROM ledger WHERE record = 'attempt_end' LIMIT 1");

        Sqlite3.Tamper(folder.Database, $"DELETE FROM ledger WHERE seq = {seq}; DELETE FROM attempt_end WHERE rowid = 1; UPDATE ledger SET seq = seq - 1 WHERE seq > {seq}");

        var report = Verify();
        Assert.Contains(report.Findings, finding => finding is { Trouble: LedgerTrouble.Reordered, Table: "ledger" } && finding.Key == $"{seq}");
        Assert.Contains(report.Findings, finding => finding.What.Contains("is not the link that was signed", StringComparison.Ordinal));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task An_inserted_row_is_named()
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, "INSERT INTO event (id, at, station, actor, kind, detail) VALUES ('forged', '2026-01-01T00:00:00.000+00:00', 'line-1', 'badge-17', 'line.released', '{}')");

        Assert.Equal(new(LedgerTrouble.Inserted, "event", "forged", "is in no link of the ledger"), Assert.Single(Verify().Findings));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task An_inserted_child_is_named_by_its_record()
    {
        await FillAsync();
        var attempt = folder.Ask<string>("SELECT attempt FROM attempt_end LIMIT 1");

        Sqlite3.Tamper(folder.Database, $"INSERT INTO phase_timing VALUES ('{attempt}', 9, 'verify', 0, 1, 1)");

        var finding = Assert.Single(Verify().Findings);
        Assert.Equal((LedgerTrouble.Edited, "attempt_end", attempt), (finding.Trouble, finding.Table, finding.Key));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Rows_that_changed_places_are_named()
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, "UPDATE event SET seq = -1 WHERE seq = 2; UPDATE event SET seq = 2 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = -1");

        Assert.Equal(
            ["was written as number 2 and now stands as number 3", "was written as number 3 and now stands as number 2"],
            Verify().Findings.Where(finding => finding is { Trouble: LedgerTrouble.Reordered, Table: "event" }).Select(finding => finding.What));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Links_that_changed_places_are_named()
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, "UPDATE ledger SET seq = -1 WHERE seq = 4; UPDATE ledger SET seq = 4 WHERE seq = 5; UPDATE ledger SET seq = 5 WHERE seq = -1");

        Assert.Equal(["4", "5", "6"], Verify().Findings.Where(finding => finding is { Trouble: LedgerTrouble.Reordered, Table: "ledger" }).Select(finding => finding.Key));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task An_edited_row_with_a_mended_link_breaks_the_chain_behind_it()
    {
        await FillAsync();

        Sqlite3.Tamper(folder.Database, "UPDATE ledger SET content = randomblob(32) WHERE seq = 5");

        Assert.Contains(Verify().Findings, finding => finding is { Trouble: LedgerTrouble.ChainBroken, Table: "ledger", Key: "5" } && finding.What.Contains("was edited", StringComparison.Ordinal));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_cut_off_tail_shows_by_the_checkpoints_outside()
    {
        await FillAsync();
        await using (var store = await folder.OpenAsync())
            await store.EndAsync(await store.BegunAsync(Some.Start(serial: "SN-0002")), Some.Pass(), default);
        var cut = folder.Ask<long>("SELECT max(ledger_seq) FROM checkpoint");

        Sqlite3.Tamper(folder.Database, """
            DELETE FROM checkpoint WHERE seq = 3;
            DELETE FROM attempt_fact WHERE unit = 'SN-0002'; DELETE FROM disposition WHERE unit = 'SN-0002'; DELETE FROM unit WHERE unit = 'SN-0002';
            DELETE FROM phase_timing WHERE attempt IN (SELECT attempt FROM attempt_start WHERE unit_serial = 'SN-0002');
            DELETE FROM dropped_data WHERE attempt IN (SELECT attempt FROM attempt_start WHERE unit_serial = 'SN-0002');
            DELETE FROM attempt_image WHERE attempt IN (SELECT attempt FROM attempt_start WHERE unit_serial = 'SN-0002');
            DELETE FROM attempt_end WHERE attempt IN (SELECT attempt FROM attempt_start WHERE unit_serial = 'SN-0002');
            DELETE FROM attempt_start WHERE unit_serial = 'SN-0002';
            DELETE FROM ledger WHERE seq > (SELECT max(ledger_seq) + 1 FROM checkpoint)
            """);

        var finding = Assert.Single(Verify().Findings);
        Assert.Equal((LedgerTrouble.TailCut, $"{cut}"), (finding.Trouble, finding.Key));
        var refused = await Assert.ThrowsAsync<RecordException>(folder.OpenAsync);     // nothing is added behind the cut
        Assert.Contains("records are missing or changed. Stop the line", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_does_not_fit_what_was_signed()
    {
        await FillAsync();
        using var other = new RecordFolder();
        await using (var store = await other.OpenAsync())
            await Some.ShiftAsync(store);

        File.Copy(other.Database, folder.Database, overwrite: true);

        Assert.Contains(Verify().Findings, finding => finding.What.Contains("belongs to another record", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forged_checkpoint_is_told_by_its_signature()
    {
        await FillAsync();
        var file = $"{folder.Database}.checkpoints";

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("\"reason\":\"batch\"", "\"reason\":\"shutdown\"", StringComparison.Ordinal));

        Assert.Equal(LedgerTrouble.CheckpointBroken, Assert.Single(Verify().Findings).Trouble);
    }

    [Fact]
    public async Task A_missing_checkpoint_file_shows()
    {
        await FillAsync();

        File.Delete($"{folder.Database}.checkpoints");

        Assert.All(Verify().Findings, finding => Assert.EndsWith("which is missing", finding.What, StringComparison.Ordinal));
        Assert.Equal(2, Verify().FindingCount);
    }

    [Fact]
    public async Task Another_key_than_the_records_own_shows()
    {
        await FillAsync();
        using var other = new RecordFolder();
        await (await other.OpenAsync()).DisposeAsync();

        var report = RecordArchive.Verify(folder.Database, $"{other.Database}.key", folder.Clock, null, default);

        Assert.Contains("another key", Assert.Single(report.Findings).What, StringComparison.Ordinal);
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_dropped_trigger_shows()
    {
        await FillAsync();

        _ = Sqlite3.Run(folder.Database, "DROP TRIGGER attempt_end_no_update");

        Assert.Equal((LedgerTrouble.SchemaChanged, "attempt_end_no_update"), (Assert.Single(Verify().Findings).Trouble, Verify().Findings[0].Key));
    }

    [Fact]
    public async Task A_checkpoint_comes_after_so_many_records()
    {
        await using var store = await folder.OpenAsync(RecordLimits.Ordinary with { CheckpointEvery = 10 });

        for (var i = 0; i < 40; i++)
            _ = await store.RecordEventAsync(new("line-1", "system", "test", []), default);

        Assert.InRange(File.ReadLines($"{folder.Database}.checkpoints").Count(), 3, 5);
        Assert.Equal(File.ReadLines($"{folder.Database}.checkpoints").Count(), folder.Ask<int>("SELECT count(*) FROM checkpoint"));
    }

    [Fact]
    public async Task Nothing_begins_while_checkpoints_cannot_be_written_and_everything_after()
    {
        var file = $"{folder.Database}.checkpoints";
        await using var store = await folder.OpenAsync(RecordLimits.Ordinary with { CheckpointEvery = 1 });
        var attempt = await store.BegunAsync(Some.Start());
        File.Delete(file);
        _ = Directory.CreateDirectory(file);

        await store.EndAsync(attempt, Some.Pass(), default);        // what runs is still recorded
        var refused = await Assert.ThrowsAsync<RecordException>(() => store.BeginAsync(Some.Start(2, "SN-0002"), default));
        Directory.Delete(file);
        _ = await store.BegunAsync(Some.Start(2, "SN-0002"));

        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task A_checkpoint_that_a_crash_kept_out_of_the_file_is_added()
    {
        await FillAsync();
        var file = $"{folder.Database}.checkpoints";
        var lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllTextAsync(file, lines[0] + "\n" + lines[1][..20]);       // cut in the middle of the second

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(lines[1], (await File.ReadAllLinesAsync(file))[^1]);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task The_key_is_for_the_stations_user_alone()
    {
        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode($"{folder.Database}.key"));
    }

    [Fact]
    public async Task Several_programs_write_one_chain()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => folder.OpenAsync()));

        await Task.WhenAll(stores.Select(async (store, number) =>
        {
            for (var i = 0; i < 20; i++)
                _ = await store.RecordEventAsync(new($"line-{number}", "system", "test", []), default);
        }));
        foreach (var store in stores)
            await store.DisposeAsync();

        Assert.Empty(Verify().Findings);
    }

    [Fact]
    public async Task A_write_that_is_rolled_back_leaves_no_link()
    {
        await using var store = await folder.OpenAsync();
        var before = folder.Ask<long>("SELECT max(seq) FROM ledger");

        _ = await Assert.ThrowsAsync<RecordException>(() => store.EndAsync("nobody", Some.Pass(), default));

        Assert.Equal(before, folder.Ask<long>("SELECT max(seq) FROM ledger"));
    }

    LedgerReport Verify() => RecordArchive.Verify(folder.Database, null, folder.Clock, null, default);

    async Task FillAsync()
    {
        await using var store = await folder.OpenAsync();
        await Some.ShiftAsync(store);
    }
}
