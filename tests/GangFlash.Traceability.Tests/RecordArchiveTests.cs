using GangFlash.Gang;
using GangFlash.Testing;

namespace GangFlash.Traceability.Tests;

public sealed class RecordArchiveTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Backup => $"{folder.Database}.copy";

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_backup_is_made_while_a_gang_runs_and_is_whole()
    {
        await using var store = await folder.OpenAsync();
        var running = await store.BegunAsync(Some.Start());
        var writing = Task.WhenAll(Enumerable.Range(2, 30).Select(async slot => await store.EndAsync(await store.BegunAsync(Some.Start(slot, $"SN-{slot}")), Some.Pass(), default)));

        var report = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        await writing;
        await store.EndAsync(running, Some.Pass(), default);

        Assert.Empty(report.Findings);
        Assert.Equal("1\n", Sqlite3.Run(Backup, "SELECT count(*) FROM attempt_start WHERE unit_serial = 'SN-0001'"));
        Assert.Equal("delete\n", Sqlite3.Run(Backup, "PRAGMA journal_mode"));       // one file, nothing beside it
        Assert.True(RecordArchive.Verify(Backup, null, folder.Clock, null, default).IsWhole);
    }

    [Fact]
    public async Task A_backup_overwrites_nothing()
    {
        await FillAsync(1);
        await File.WriteAllTextAsync(Backup, "kept");

        var refused = Assert.Throws<RecordException>(() => RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default));

        Assert.Equal($"{Backup} is there already. Choose another name; a backup overwrites nothing.", refused.Message);
        Assert.Equal("kept", await File.ReadAllTextAsync(Backup));
    }

    [Fact]
    public async Task A_backup_to_where_there_is_no_folder_leaves_nothing()
    {
        await FillAsync(1);

        var refused = Assert.Throws<RecordException>(() => RecordArchive.Backup(folder.Database, Path.Combine(folder.Database + ".missing", "copy.db"), folder.Clock, null, default));

        Assert.Contains("cannot be copied", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.GetDirectoryName(folder.Database)!), file => file.EndsWith(".partial", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_record_is_brought_back()
    {
        await FillAsync(3);
        _ = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        foreach (var part in new[] { "", ".checkpoints", ".key" })
            File.Delete(folder.Database + part);

        var restored = RecordArchive.Restore(Backup, folder.Database, replace: false, folder.Clock, null, default);

        Assert.True(restored.Report.IsWhole);
        Assert.Null(restored.MovedTo);
        await FillAsync(1);     // and it is written on
        Assert.Equal(4, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
        Assert.True(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).IsWhole);
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_newer_record_is_left_alone_unless_it_may_be_replaced()
    {
        await FillAsync(1);
        _ = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        await FillAsync(2);
        var links = folder.Ask<long>("SELECT max(seq) FROM ledger");

        var refused = Assert.Throws<RecordException>(() => RecordArchive.Restore(Backup, folder.Database, replace: false, folder.Clock, null, default));
        var restored = RecordArchive.Restore(Backup, folder.Database, replace: true, folder.Clock, null, default);

        Assert.Contains($"has {links} records", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
        Assert.Equal("3\n", Sqlite3.Run(restored.MovedTo!, "SELECT count(*) FROM attempt_end"));
        Assert.True(RecordArchive.Verify(restored.MovedTo!, null, folder.Clock, null, default).IsWhole);      // aside, with its checkpoints
    }

    [Fact]
    public async Task A_record_in_use_is_not_replaced()
    {
        await FillAsync(1);
        _ = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        await using var store = await folder.OpenAsync();
        _ = await store.BegunAsync(Some.Start());

        var refused = Assert.Throws<RecordException>(() => RecordArchive.Restore(Backup, folder.Database, replace: true, folder.Clock, null, default));

        Assert.Contains("Close it first", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_backup_that_was_edited_is_not_brought_back()
    {
        await FillAsync(1);
        _ = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        Sqlite3.Tamper(Backup, "UPDATE attempt_end SET detail = 'all good'");

        var restored = RecordArchive.Restore(Backup, folder.Database, replace: true, folder.Clock, null, default);

        Assert.False(restored.IsRestored);
        Assert.Equal(LedgerTrouble.Edited, Assert.Single(restored.Report.Findings).Trouble);
        Assert.Equal("Every byte was read back and equal.", folder.Ask<string>("SELECT detail FROM attempt_end"));
    }

    [Fact]
    public async Task The_record_says_how_much_is_in_it()
    {
        await FillAsync(2);
        using var reader = TraceabilityReader.Open(folder.Database);

        var stats = reader.Stats(default);

        Assert.Equal(("PASS", 2L), Assert.Single(stats.Outcomes));
        Assert.Contains(("attempt_end", 2L), stats.Tables);
        Assert.Equal(Some.Time.ToUniversalTime(), stats.Oldest);
        Assert.Equal(folder.Ask<long>("SELECT max(seq) FROM ledger"), stats.LedgerSeq);
        Assert.NotNull(stats.LastCheckpoint);
        Assert.True(stats.Bytes > 0);
    }

    [Fact]
    public async Task Every_table_can_be_taken_out()
    {
        await FillAsync(2);
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);

        RecordExport.Write(
            folder.Database,
            (table, columns) =>
            {
                rows[table] = 0;
                return row =>
                {
                    Assert.Equal(columns.Length, row.Length);
                    rows[table]++;
                };
            },
            null,
            default);

        Assert.Equal(2, rows["attempt_end"]);
        Assert.Equal(0, rows["scan"]);
        Assert.True(rows["ledger"] > 10);
    }

    async Task FillAsync(int attempts)
    {
        await using var store = await folder.OpenAsync();
        for (var i = 0; i < attempts; i++)
            await store.EndAsync(await store.BegunAsync(Some.Start(serial: $"SN-{i}")), Some.Pass(), default);
    }
}
