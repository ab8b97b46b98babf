using Dapper;
using GangFlash.Gang;

namespace GangFlash.Traceability.Tests;

public sealed class GroupCommitTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_waits_together_is_committed_together()
    {
        await using var store = await folder.OpenAsync();
        Task<string>[] begun;
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);
            begun = [.. Enumerable.Range(1, 100).Select(slot => store.BegunAsync(Some.Start(slot)))];
        }

        var attempts = await Task.WhenAll(begun);

        Assert.Equal(100, attempts.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
        Assert.InRange(store.Commits, 1, 2);        // the writer may have taken the first ones before the rest came
    }

    [Fact]
    public async Task One_that_cannot_be_written_does_not_fail_its_neighbours()
    {
        await using var store = await folder.OpenAsync();
        var attempts = await Task.WhenAll(Enumerable.Range(1, 8).Select(slot => store.BegunAsync(Some.Start(slot))));
        Task[] ended;
        Task lost;
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);
            ended = [.. attempts.Take(4).Select(attempt => store.EndAsync(attempt, Some.Pass(), default))];
            lost = store.EndAsync("nobody", Some.Pass(), default);
            ended = [.. ended, .. attempts.Skip(4).Select(attempt => store.EndAsync(attempt, Some.Pass(), default))];
        }

        await Task.WhenAll(ended);

        _ = await Assert.ThrowsAsync<RecordException>(() => lost);
        Assert.Equal(8, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
        Assert.Equal(16, folder.Ask<int>("SELECT count(*) FROM phase_timing"));
    }

    [Fact]
    public async Task A_mistake_of_ours_fails_one_write_and_not_the_writer()
    {
        var file = new RecordFile(folder.Database);
        await using var writer = RecordWriter.Open(file, RecordLimits.Ordinary, folder.Clock, progress: null, default);

        var mistake = await Assert.ThrowsAsync<RecordException>(() => writer.WriteAsync<int>(_ => throw new InvalidOperationException("a bug"), default));

        Assert.Contains("a bug", mistake.Message, StringComparison.Ordinal);
        Assert.Equal(1, await writer.WriteAsync(_ => 1, default));
    }

    [Fact]
    public async Task What_fails_halfway_leaves_nothing()
    {
        await using var writer = RecordWriter.Open(new RecordFile(folder.Database), RecordLimits.Ordinary, folder.Clock, progress: null, default);

        _ = await Assert.ThrowsAsync<RecordException>(() => writer.WriteAsync<int>(
            book =>
            {
                _ = new StationEvent("line-1", "system", "first.half", []).Store(book, Some.Time);
                throw new InvalidOperationException("a bug");
            },
            default));

        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM event"));
        Assert.Equal(0, writer.Commits);
    }

    [Fact]
    public async Task A_caller_that_no_longer_waits_is_not_written()
    {
        await using var store = await folder.OpenAsync();

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.BeginAsync(Some.Start(), new CancellationToken(canceled: true)));

        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task A_closed_store_refuses_and_does_not_hang()
    {
        var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());
        await store.DisposeAsync();

        var refused = await Assert.ThrowsAsync<RecordException>(() => store.EndAsync(attempt, Some.Pass(), default));
        _ = await Assert.ThrowsAsync<RecordException>(() => store.BeginAsync(Some.Start(), default));
        await store.DisposeAsync();

        Assert.Contains("was closed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_writes_what_still_waits()
    {
        var store = await folder.OpenAsync();
        Task<AttemptBegin>[] begun = [.. Enumerable.Range(1, 20).Select(slot => store.BeginAsync(Some.Start(slot), default))];

        await store.DisposeAsync();

        Assert.All(begun, task => Assert.True(task.IsCompletedSuccessfully));
        Assert.Equal(20, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task The_log_is_carried_over_into_the_database_before_it_grows_long()
    {
        await using var store = await folder.OpenAsync();
        for (var i = 0; i < RecordWriter.WritesInLog + 1; i++)
            _ = await store.RecordEventAsync(new("line-1", "system", "test", []), default);
        using var alone = new RecordFolder();

        File.Copy(folder.Database, alone.Database);

        Assert.InRange(alone.Ask<int>("SELECT count(*) FROM event"), RecordWriter.WritesInLog, RecordWriter.WritesInLog + 1);
    }

    [Fact]
    public async Task What_a_reader_still_looks_at_does_not_stop_the_writer()
    {
        await using var store = await folder.OpenAsync();
        using var reader = folder.Beside();
        using var moment = reader.BeginTransaction(deferred: true);
        Assert.Equal(0, reader.QuerySingle<int>("SELECT count(*) FROM event"));

        for (var i = 0; i < RecordWriter.WritesInLog + 1; i++)
            _ = await store.RecordEventAsync(new("line-1", "system", "test", []), default);

        Assert.Equal(0, reader.QuerySingle<int>("SELECT count(*) FROM event"));
        Assert.Equal(RecordWriter.WritesInLog + 1, folder.Ask<int>("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Sixteen_slots_can_begin_and_end_at_the_same_time()
    {
        await using var store = await folder.OpenAsync();

        await Task.WhenAll(Enumerable.Range(1, 16).Select(async slot =>
        {
            for (var i = 0; i < 5; i++)
                await store.EndAsync(await store.BegunAsync(Some.Start(slot, $"SN-{slot}-{i}")), Some.Pass(), default);
        }));

        using var connection = folder.Beside();
        Assert.Equal(80, connection.QuerySingle<int>("SELECT count(*) FROM attempt_start s JOIN attempt_end e ON e.attempt = s.attempt"));
        Assert.InRange(store.Commits, 10, 160);
    }
}
