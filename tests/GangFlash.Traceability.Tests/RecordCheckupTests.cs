using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability.Tests;

public sealed class RecordCheckupTests
{
    const string Station = "TEST-1";

    [Fact]
    public void Looking_for_a_record_that_is_not_there_leaves_nothing_behind()
    {
        using var folder = new RecordFolder();

        var found = RecordCheckup.Look(folder.Database, Station);

        Assert.Equal((false, null, null, null), (found.Exists, found.Version, found.Unusable, found.NotWritable));
        Assert.Equal((false, 0), (found.IsStationTaken, found.OtherStations));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(folder.Database)!));
    }

    [Fact]
    public async Task A_record_of_this_version_is_fine_and_stays_as_it_was()
    {
        using var folder = new RecordFolder();
        await (await folder.OpenAsync()).DisposeAsync();
        var before = await File.ReadAllBytesAsync(folder.Database);

        var found = RecordCheckup.Look(folder.Database, Station);

        Assert.Equal((true, found.NewestVersion, null, null), (found.Exists, found.Version, found.Unusable, found.NotWritable));
        Assert.Equal(before, await File.ReadAllBytesAsync(folder.Database));
    }

    [Fact]
    public async Task Tells_the_stations_that_are_at_work_apart()
    {
        using var folder = new RecordFolder();
        await using var store = await folder.OpenAsync();
        _ = await store.CloseInterruptedAsync("TEST-2", default);

        var from1 = RecordCheckup.Look(folder.Database, Station);
        var from2 = RecordCheckup.Look(folder.Database, "TEST-2");

        Assert.Equal((false, 1), (from1.IsStationTaken, from1.OtherStations));
        Assert.Equal((true, 0), (from2.IsStationTaken, from2.OtherStations));
        Assert.Null(from2.NotWritable);
    }

    [Fact]
    public async Task A_station_that_has_ended_is_at_work_no_more()
    {
        using var folder = new RecordFolder();
        await using (var store = await folder.OpenAsync())
            _ = await store.CloseInterruptedAsync(Station, default);

        Assert.False(RecordCheckup.Look(folder.Database, Station).IsStationTaken);
    }

    [Fact]
    public async Task Looking_takes_no_lock_away_from_the_station()
    {
        using var folder = new RecordFolder();
        await using var store = await folder.OpenAsync();
        _ = await store.CloseInterruptedAsync(Station, default);

        _ = RecordCheckup.Look(folder.Database, Station);

        Assert.True(RecordCheckup.Look(folder.Database, Station).IsStationTaken);
        _ = await store.RecordEventAsync(new(Station, "B-1001", "test.event", []), default);
    }

    [Fact]
    public void Another_programs_database_is_unusable()
    {
        using var folder = new RecordFolder();
        using (var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            other.Open();
            _ = other.Execute("CREATE TABLE t (a)");
        }

        Assert.Contains("another program", RecordCheckup.Look(folder.Database, Station).Unusable, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_of_a_newer_version_is_unusable()
    {
        using var folder = new RecordFolder();
        await (await folder.OpenAsync()).DisposeAsync();
        using (var beside = folder.Beside())
            _ = beside.Execute("PRAGMA user_version = 999");

        Assert.Contains("Update GangFlash", RecordCheckup.Look(folder.Database, Station).Unusable, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_database_is_unusable()
    {
        using var folder = new RecordFolder();
        File.WriteAllText(folder.Database, new string('x', 4096));

        Assert.Contains("not a database", RecordCheckup.Look(folder.Database, Station).Unusable, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_is_no_record()
    {
        using var folder = new RecordFolder();
        Directory.CreateDirectory(folder.Database);

        Assert.Contains("is a folder", RecordCheckup.Look(folder.Database, Station).Unusable, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_not_there_cannot_be_written()
    {
        using var folder = new RecordFolder();

        Assert.NotNull(RecordCheckup.Look(Path.Combine(folder.Database, "deeper", "record.db"), Station).NotWritable);
    }
}
