using GangFlash.Gang;
using GangFlash.Testing;

namespace GangFlash.Traceability.Tests;

/// <summary>Records of every earlier version are in the field, and are brought up to date where they are.</summary>
public sealed class MigrationTests : IDisposable
{
    const string Objects = "SELECT name, sql FROM sqlite_master ORDER BY name";

    readonly RecordFolder folder = new();

    /// <summary>Written by the program of version 1: passes, a verify failure and its retest, a refused preflight, and an attempt that was killed.</summary>
    public static string Version1 => Path.Combine(AppContext.BaseDirectory, "Files", "record-v1.sqlite");

    /// <summary>Written by the program of version 5: units with numbers and data of their own, one that was cut off with bytes kept, and an attempt that was killed.</summary>
    static string Version5 => Path.Combine(AppContext.BaseDirectory, "Files", "record-v5.sqlite");

    public void Dispose() => folder.Dispose();

    [NeedsFact(Tool.Sqlite3)]
    public async Task Version_1_keeps_every_row_and_gets_a_ledger_over_all()
    {
        File.Copy(Version1, folder.Database);
        var before = Rows(folder.Database);

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(before, Rows(folder.Database));
        Assert.Equal(Schema.Newest, folder.Ask<int>("PRAGMA user_version"));
        var report = RecordArchive.Verify(folder.Database, null, folder.Clock, null, default);
        Assert.Empty(report.Findings);
        Assert.Equal(1, report.Checkpoints);
        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM event WHERE length(id) = 36"));
        Assert.Equal("line-1", folder.Ask<string>("SELECT group_concat(station) FROM station"));
        Assert.Equal("badge-17", folder.Ask<string>("SELECT group_concat(operator) FROM operator"));
    }

    /// <summary>What each earlier program left.</summary>
    public static TheoryData<int> EarlierVersions => [.. Enumerable.Range(1, Schema.Newest - 1)];

    [NeedsTheory(Tool.Sqlite3)]
    [MemberData(nameof(EarlierVersions))]
    public async Task Every_earlier_version_keeps_its_rows_and_is_whole_afterwards(int version)
    {
        File.Copy(Version1, folder.Database);
        using (var earlier = folder.Beside())
            Schema.Migrate(earlier, folder.Database, version, folder.Clock, progress: null, default);
        Assert.Equal(version, folder.Ask<int>("PRAGMA user_version"));
        var (before, links) = (Rows(folder.Database), version > 1 ? folder.Ask<string>("SELECT group_concat(hex(hash)) FROM ledger") : "");

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.True(File.Exists($"{folder.Database}.v{version}-backup"));
        Assert.Equal(before, Rows(folder.Database));
        Assert.StartsWith(links, folder.Ask<string>("SELECT group_concat(hex(hash)) FROM ledger"), StringComparison.Ordinal);
        using var fresh = new RecordFolder();
        await (await fresh.OpenAsync()).DisposeAsync();
        Assert.Equal(Sqlite3.Run(fresh.Database, Objects), Sqlite3.Run(folder.Database, Objects));
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Some.Start());
        Assert.Empty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Version_5_keeps_numbers_unit_data_kept_bytes_and_every_link()
    {
        const string Own = "SELECT * FROM number_lease; SELECT * FROM unit_datum; SELECT attempt, at FROM kept; SELECT attempt, position, address, hex(bytes) FROM kept_bytes; SELECT * FROM v_number";
        File.Copy(Version5, folder.Database);
        var (before, own, links) = (Rows(folder.Database), Sqlite3.Run(folder.Database, Own), folder.Ask<string>("SELECT group_concat(hex(hash)) FROM ledger"));

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(before, Rows(folder.Database));
        Assert.Equal(own, Sqlite3.Run(folder.Database, Own));
        Assert.StartsWith(links, folder.Ask<string>("SELECT group_concat(hex(hash)) FROM ledger"), StringComparison.Ordinal);
        using var fresh = new RecordFolder();
        await (await fresh.OpenAsync()).DisposeAsync();
        Assert.Equal(Sqlite3.Run(fresh.Database, Objects), Sqlite3.Run(folder.Database, Objects));
        Assert.Equal(5, File.ReadAllText($"{folder.Database}.v5-backup", System.Text.Encoding.Latin1)[63]);       // user_version, byte 60 to 63 of the file
        Assert.Empty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
        using var reader = TraceabilityReader.Open(folder.Database);
        Assert.Equal(("SN-1", KeptState.Open, 242), reader.Kept(null, default).Select(kept => (kept.Unit, kept.State, (int)kept.Bytes)).Single());
        Assert.All(reader.Images("", default), image => Assert.Equal("recorded before images were kept", image.LeftOut));
    }

    [Fact]
    public async Task Version_1s_attempts_count_as_the_numbers_say()
    {
        File.Copy(Version1, folder.Database);

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal("SN-0001 1,SN-0002 1,SN-0003 1,SN-0003 2", folder.Ask<string>("SELECT group_concat(unit || ' ' || ordinal) FROM (SELECT * FROM v_fact WHERE unit LIKE 'SN-%' ORDER BY seq)"));
        Assert.Equal("GOOD", folder.Ask<string>("SELECT disposition FROM v_unit WHERE unit = 'SN-0003'"));
        Assert.Equal("OPEN", folder.Ask<string>("SELECT disposition FROM v_unit WHERE unit = 'SN-0004'"));
        Assert.Equal("RUNNING", folder.Ask<string>("SELECT outcome FROM v_attempt WHERE unit_serial = 'SN-0004'"));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task Before_anything_is_changed_a_copy_is_kept()
    {
        File.Copy(Version1, folder.Database);
        var before = Rows(Version1);

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(before, Rows($"{folder.Database}.v1-backup"));
        Assert.Equal("1\n", Sqlite3.Run($"{folder.Database}.v1-backup", "PRAGMA user_version"));
    }

    [NeedsFact(Tool.Sqlite3)]
    public async Task A_migration_that_cannot_be_finished_leaves_version_1_as_it_was()
    {
        File.Copy(Version1, folder.Database);
        var pages = int.Parse(Sqlite3.Run(folder.Database, "PRAGMA page_count"), null);

        var full = await Assert.ThrowsAsync<RecordException>(() => folder.OpenAsync(RecordLimits.Ordinary with { MostPages = pages + 3 }));

        Assert.Contains("is full", full.Message, StringComparison.Ordinal);
        Assert.Equal(1, folder.Ask<int>("PRAGMA user_version"));
        Assert.Equal(Rows(Version1), Rows(folder.Database));
        await (await folder.OpenAsync()).DisposeAsync();        // with room again it goes on
        Assert.True(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).IsWhole);
    }

    [Fact]
    public async Task An_older_copy_is_never_overwritten()
    {
        File.Copy(Version1, folder.Database);
        foreach (var taken in Enumerable.Range(1, 2).Select(n => n == 1 ? "" : $"-{n}"))
            await File.WriteAllTextAsync($"{folder.Database}.v1-backup{taken}", "kept");

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal("kept", await File.ReadAllTextAsync($"{folder.Database}.v1-backup"));
        Assert.True(File.Exists($"{folder.Database}.v1-backup-3"));
    }

    [Fact]
    public async Task What_a_crash_left_in_version_1_is_ended_in_version_2()
    {
        File.Copy(Version1, folder.Database);
        await using var store = await folder.OpenAsync();

        var found = await store.CloseInterruptedAsync("line-1", default);

        Assert.Equal("SN-0004", Assert.Single(found).UnitSerial);
        Assert.Equal(1, folder.Ask<int>("SELECT counted FROM v_fact WHERE unit = 'SN-0004'"));
    }

    /// <summary>Every row of version 1's tables, in version 1's columns.</summary>
    static string Rows(string database) => Sqlite3.Run(database, """
        SELECT * FROM recipe_revision; SELECT * FROM image; SELECT * FROM recipe_image; SELECT * FROM attempt_image; SELECT * FROM attempt_end;
        SELECT * FROM phase_timing; SELECT * FROM dropped_data; SELECT hex(expected_around), * FROM verify_failure;
        SELECT seq, attempt, session, station, operator, batch, purpose, software, slot, port_path, attempt_number, unit_serial, serial_source, recipe, chip, usb_id, bcd_device,
               manufacturer, product, usb_serial, layouts, transfer_size, started_at FROM attempt_start;
        SELECT seq, at, station, actor, kind, detail FROM event
        """);
}
