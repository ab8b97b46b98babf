using Dapper;
using GangFlash.Gang;

namespace GangFlash.Traceability.Tests;

/// <summary>If it cannot be recorded, it does not start: every trouble says what to do, and leaves nothing half written.</summary>
public sealed class RecordTroubleTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_locked_record_says_to_close_the_other_program_and_works_afterwards()
    {
        await using var store = await folder.OpenAsync(RecordFolder.Impatient);
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);

            var locked = await Assert.ThrowsAsync<RecordException>(() => store.BeginAsync(Some.Start(), default));

            Assert.Equal($"The record {folder.Database} is locked by another program. Close what has it open (a backup, a database viewer), then go on.", locked.Message);
        }

        _ = await store.BegunAsync(Some.Start());

        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task A_read_only_record_says_who_needs_the_right_to_write()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        MakeReadOnly();

        var refused = await Assert.ThrowsAsync<RecordException>(async () =>
        {
            await using var store = await folder.OpenAsync();
            _ = await store.BeginAsync(Some.Start(), default);
        });

        Assert.Equal($"The record {folder.Database} is read-only. Give the station's user the right to write this file and its folder, then go on.", refused.Message);
    }

    [Fact]
    public async Task A_full_disk_says_to_make_room_and_leaves_nothing_half_written()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        var pages = folder.Ask<int>("PRAGMA page_count");
        await using var store = await folder.OpenAsync(RecordLimits.Ordinary with { MostPages = pages + 4 });
        var attempt = await store.BegunAsync(Some.Start());
        var tooLong = new string('x', 100_000);

        var full = await Assert.ThrowsAsync<RecordException>(() => store.BeginAsync(Some.Start(2, serial: tooLong), default));

        Assert.Equal($"The disk that holds the record {folder.Database} is full. Make room for it, without deleting records, then go on.", full.Message);
        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_image"));
        await store.EndAsync(attempt, Some.Pass(), default);        // what still fits is written
    }

    [Fact]
    public async Task A_disk_that_fills_up_leaves_no_row_without_its_link_and_no_link_without_its_row()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        var pages = folder.Ask<int>("PRAGMA page_count");
        var (begun, ended, full) = (0, 0, 0);
        await using (var store = await folder.OpenAsync(RecordLimits.Ordinary with { MostPages = pages + 30, CheckpointEvery = 5 }))
        {
            for (var i = 0; i < 200; i++)
            {
                try
                {
                    var attempt = await store.BegunAsync(Some.Start(serial: $"SN-{i}"));
                    begun++;
                    await store.EndAsync(attempt, Some.Pass(), default);
                    ended++;
                }
                catch (RecordException told) when (told.Message.Contains("is full", StringComparison.Ordinal))
                {
                    full++;
                }
            }
        }

        Assert.True(full > 0 && ended > 0);
        Assert.Equal((begun, ended), folder.Ask<(int, int)>("SELECT (SELECT count(*) FROM attempt_start), (SELECT count(*) FROM attempt_end)"));
        Assert.Empty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
    }

    [Fact]
    public async Task A_record_that_somebody_holds_locked_can_still_be_verified_and_copied()
    {
        await using (var store = await folder.OpenAsync())
            await store.EndAsync(await store.BegunAsync(Some.Start()), Some.Pass(), default);
        using var other = folder.Beside();
        using var held = other.BeginTransaction(deferred: false);

        Assert.True(RecordArchive.Backup(folder.Database, $"{folder.Database}.copy", folder.Clock, null, default).IsWhole);
    }

    [Fact]
    public async Task A_key_that_is_no_key_stops_before_anything_is_written()
    {
        await File.WriteAllTextAsync($"{folder.Database}.key", "no key");

        var refused = await Assert.ThrowsAsync<RecordException>(folder.OpenAsync);

        Assert.Contains("holds no key that can sign", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_kept_as_it_is()
    {
        var text = new string('x', 5000);
        await File.WriteAllTextAsync(folder.Database, text);

        var refused = await Assert.ThrowsAsync<RecordException>(folder.OpenAsync);

        Assert.Equal($"{folder.Database} is not a database. Check the path of the record; if it is right, keep the file and restore the last backup.", refused.Message);
        Assert.Equal(text, await File.ReadAllTextAsync(folder.Database));
    }

    [Fact]
    public async Task A_damaged_record_stops_everything_that_follows()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Some.Start());
        var rootPage = folder.Ask<int>("SELECT rootpage FROM sqlite_master WHERE name = 'attempt_start'");
        Overwrite(at: (rootPage - 1) * 4096, [.. Enumerable.Repeat((byte)0xEE, 4096)]);
        await using var damaged = await folder.OpenAsync();

        var first = await Assert.ThrowsAsync<RecordException>(() => damaged.BeginAsync(Some.Start(), default));
        var second = await Assert.ThrowsAsync<RecordException>(() => damaged.RecordEventAsync(new("line-1", "system", "test", []), default));

        Assert.Equal($"The record {folder.Database} is damaged. Stop the line, keep the file as it is, and restore the last backup.", first.Message);
        Assert.Equal(first.Message, second.Message);
        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task A_record_of_a_newer_version_says_to_update()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        Change("PRAGMA user_version = 99");

        var refused = await Assert.ThrowsAsync<RecordException>(folder.OpenAsync);

        Assert.Equal($"The record {folder.Database} has version 99, and this GangFlash knows up to {Schema.Newest}. Update GangFlash on this station.", refused.Message);
    }

    [Fact]
    public async Task A_database_of_another_program_is_left_alone()
    {
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={folder.Database};Pooling=False"))
            _ = other.Execute("CREATE TABLE note (text)");

        var refused = await Assert.ThrowsAsync<RecordException>(folder.OpenAsync);

        Assert.Equal($"{folder.Database} is a database of another program. Give the record a file of its own.", refused.Message);
        Assert.Equal("note", folder.Ask<string>("SELECT group_concat(name) FROM sqlite_master"));
    }

    [Fact]
    public async Task A_missing_folder_is_named()
    {
        var path = Path.Combine(folder.Database, "..", "missing", "record.db");

        var refused = await Assert.ThrowsAsync<RecordException>(() => TraceabilityStore.OpenAsync(path, folder.Clock, default));

        Assert.EndsWith("cannot be opened. Check that its folder exists and that the station's user may write there.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_becomes_a_record()
    {
        await File.WriteAllBytesAsync(folder.Database, []);

        await (await folder.OpenAsync()).DisposeAsync();

        Assert.Equal(Schema.Newest, folder.Ask<int>("PRAGMA user_version"));
        Assert.Equal("wal", folder.Ask<string>("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_commit_waits_for_the_disk()
    {
        using var connection = new RecordFile(folder.Database).OpenForWriting(RecordLimits.Ordinary);

        Assert.Equal("wal", connection.QuerySingle<string>("PRAGMA journal_mode"));
        Assert.Equal(2, connection.QuerySingle<int>("PRAGMA synchronous"));     // FULL
        Assert.Equal(1, connection.QuerySingle<int>("PRAGMA foreign_keys"));
        Assert.Equal(1, connection.QuerySingle<int>("PRAGMA recursive_triggers"));
        Assert.Equal(5000, connection.QuerySingle<int>("PRAGMA busy_timeout"));
    }

    [Fact]
    public async Task An_existing_record_keeps_its_rows()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Some.Start());

        await using (var again = await folder.OpenAsync())
            _ = await again.BegunAsync(Some.Start());

        Assert.Equal("1 2", folder.Ask<string>("SELECT group_concat(seq, ' ') FROM attempt_start"));
    }

    [Fact]
    public async Task Programs_that_open_a_new_record_at_once_create_it_once()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => folder.OpenAsync()));

        foreach (var store in stores)
        {
            _ = await store.RecordEventAsync(new("line-1", "system", "test", []), default);
            await store.DisposeAsync();
        }

        Assert.Equal(4, folder.Ask<int>("SELECT count(*) FROM event"));
    }

    /// <summary>A write version that this SQLite does not know makes a database read-only, for root as well (file format, 1.3.3).</summary>
    void MakeReadOnly() => Overwrite(at: 18, [3]);

    void Overwrite(long at, byte[] bytes)
    {
        using var file = File.OpenWrite(folder.Database);
        file.Position = at;
        file.Write(bytes);
    }

    void Change(string sql)
    {
        using var connection = folder.Beside();
        _ = connection.Execute(sql);
    }
}
