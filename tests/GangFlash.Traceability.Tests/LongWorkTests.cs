using GangFlash.Testing;

namespace GangFlash.Traceability.Tests;

/// <summary>A record of years takes minutes to check and to copy: it says how far it is, can be stopped, and leaves nothing half done.</summary>
public sealed class LongWorkTests : IDisposable
{
    readonly RecordFolder folder = new();

    string Backup => $"{folder.Database}.copy";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_generated_record_is_one_that_a_station_could_have_written()
    {
        await GeneratedRecord.WriteAsync(folder.Database, 2500, default);
        var heard = new Heard();

        var report = RecordArchive.Verify(folder.Database, null, folder.Clock, heard, default);

        Assert.Empty(report.Findings);
        Assert.True(report.Links > 7000);
        Assert.True(report.Checkpoints > 7);
        Assert.Equal(0, report.Unsigned);
        Assert.Equal([RecordStep.Pages, RecordStep.References, RecordStep.Ledger, RecordStep.Checkpoints], heard.Steps);
        Assert.All(heard.All.Where(progress => progress.Step == RecordStep.Ledger), progress => Assert.Equal(report.Links, progress.Total));
        Assert.True(heard.All.Count(progress => progress.Step == RecordStep.Ledger) > 7);
    }

    [Fact]
    public async Task A_backup_says_how_many_pages_of_how_many()
    {
        await GeneratedRecord.WriteAsync(folder.Database, 10_000, default);       // more than one step of copying
        var heard = new Heard();

        Assert.True(RecordArchive.Backup(folder.Database, Backup, folder.Clock, heard, default).IsWhole);

        var copied = heard.All.Where(progress => progress.Step == RecordStep.Copying).ToList();
        Assert.True(copied.Count > 1);
        Assert.Equal(copied[^1].Total, copied[^1].Done);
        Assert.Equal(copied[^1].Total, folder.Ask<long>("PRAGMA page_count"));
    }

    [Fact]
    public async Task A_migration_says_how_far_it_is_and_leaves_the_record_as_it_was_where_it_is_stopped()
    {
        File.Copy(MigrationTests.Version1, folder.Database);
        using var stop = new CancellationTokenSource();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => TraceabilityStore.OpenAsync(folder.Database, folder.Clock, new Stopper(RecordStep.Copying, stop), stop.Token));
        Assert.Equal(1, folder.Ask<int>("PRAGMA user_version"));
        Assert.DoesNotContain("backup", Files(), StringComparison.Ordinal);
        var heard = new Heard();

        await (await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, heard, default)).DisposeAsync();

        Assert.Equal([RecordStep.Copying, RecordStep.Pages, RecordStep.Migrating], heard.Steps);
    }

    [Fact]
    public async Task A_check_that_is_stopped_stops()
    {
        await FillAsync();
        using var stop = new CancellationTokenSource();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => RecordArchive.Verify(folder.Database, null, folder.Clock, new Stopper(RecordStep.Ledger, stop), stop.Token));
    }

    [Fact]
    public async Task A_backup_that_is_stopped_leaves_nothing()
    {
        await FillAsync();
        var before = Files();
        using var stop = new CancellationTokenSource();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => RecordArchive.Backup(folder.Database, Backup, folder.Clock, new Stopper(RecordStep.Copying, stop), stop.Token));

        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task A_restore_that_is_stopped_leaves_the_record_that_was_there()
    {
        await FillAsync();
        _ = RecordArchive.Backup(folder.Database, Backup, folder.Clock, null, default);
        await FillAsync();
        var before = Files();
        using var stop = new CancellationTokenSource();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => RecordArchive.Restore(Backup, folder.Database, replace: true, folder.Clock, new Stopper(RecordStep.Copying, stop), stop.Token));

        Assert.Equal(before, Files());
        Assert.Equal(2, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
    }

    async Task FillAsync()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.Start()), Some.Pass(), default);
    }

    /// <summary>Without what SQLite keeps beside an open file.</summary>
    string Files() => string.Join(
        '\n',
        Directory.EnumerateFiles(Path.GetDirectoryName(folder.Database)!).Select(Path.GetFileName).Where(file => !file!.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    sealed class Heard : IProgress<RecordProgress>
    {
        public List<RecordProgress> All { get; } = [];

        public IEnumerable<RecordStep> Steps => All.Select(progress => progress.Step).Distinct();

        public void Report(RecordProgress value) => All.Add(value);
    }

    /// <summary>Ctrl+C as soon as a step is reached.</summary>
    sealed class Stopper(RecordStep at, CancellationTokenSource stop) : IProgress<RecordProgress>
    {
        public void Report(RecordProgress value)
        {
            if (value.Step == at)
                stop.Cancel();
        }
    }
}
