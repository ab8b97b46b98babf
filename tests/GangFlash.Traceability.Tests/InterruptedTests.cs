using GangFlash.Gang;

namespace GangFlash.Traceability.Tests;

public sealed class InterruptedTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_a_power_cut_left_is_interrupted_and_counts_as_touched()
    {
        await using var store = await folder.OpenAsync();
        var ended = await store.BegunAsync(Some.Start(1));
        await store.EndAsync(ended, Some.Pass(), default);
        var cutOff = await store.BegunAsync(Some.Start(5, "SN-0005"));
        using var afterPowerCut = folder.Snapshot();
        await using var restarted = await afterPowerCut.OpenAsync();

        var found = await restarted.CloseInterruptedAsync(Some.Station, default);

        Assert.Equal(
            new(cutOff, 5, "1-4.2", "SN-0005", "B-1", "badge-17", Some.Time, "Slot 5: the board that was in it was not finished, it is not good. Flash it again."),
            Assert.Single(found));
        Assert.Equal(
            "INTERRUPTED none station.interrupted 1 2026-01-05T06:00:00.000+00:00",
            afterPowerCut.Ask<string>($"SELECT outcome || ' ' || verified || ' ' || code || ' ' || touched || ' ' || ended_at FROM attempt_end WHERE attempt = '{cutOff}'"));
        Assert.Equal(
            1,
            afterPowerCut.Ask<int>($"SELECT count(*) FROM attempt_end WHERE attempt = '{cutOff}' AND phase IS NULL AND written_bytes IS NULL AND duration_ms IS NULL"));
    }

    static StationEvent SignOn(string badge, DateTimeOffset at, string station = "line-1") => new(station, badge, "session.opened", new() { ["role"] = "operator" }) { At = at };

    const string Sessions = "SELECT group_concat(word, ', ') FROM (SELECT operator || ' ' || COALESCE(ended_at || ' ' || why, 'open') AS word FROM v_session ORDER BY opened_at)";

    [Fact]
    public async Task A_sign_on_that_was_left_open_ends_with_the_last_thing_that_was_recorded_in_it()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.RecordEventAsync(SignOn("badge-16", Some.Time.AddHours(-2)), default);         // two were left; the last sign of the first is the second
        _ = await store.RecordEventAsync(SignOn("badge-17", Some.Time.AddHours(-1)), default);
        _ = await store.RecordEventAsync(new(Some.Station, "badge-17", "help.called", []) { At = Some.Time.AddMinutes(-20) }, default);
        _ = await store.BegunAsync(Some.Start());
        using var afterPowerCut = folder.Snapshot();
        await using var restarted = await afterPowerCut.OpenAsync();

        _ = await restarted.CloseInterruptedAsync(Some.Station, default);

        Assert.Equal(
            "badge-16 2026-01-05T05:30:00.250+00:00 station.interrupted, badge-17 2026-01-05T06:30:00.250+00:00 station.interrupted", afterPowerCut.Ask<string>(Sessions));
        Assert.Equal(2, afterPowerCut.Ask<int>("SELECT count(*) FROM event e JOIN operator_session_end x ON x.event = e.id WHERE e.kind = 'session.closed' AND e.actor = 'system' AND e.session = x.session"));
        Assert.Empty(RecordArchive.Verify(afterPowerCut.Database, null, afterPowerCut.Clock, null, default).Findings);
    }

    [Fact]
    public async Task A_sign_on_of_this_run_or_of_another_station_stays_open()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.RecordEventAsync(SignOn("badge-18", Some.Time, "line-2"), default);
        _ = await store.CloseInterruptedAsync(Some.Station, default);
        _ = await store.RecordEventAsync(SignOn("badge-17", Some.Time), default);

        _ = await store.CloseInterruptedAsync(Some.Station, default);

        Assert.Equal("badge-18 open, badge-17 open", folder.Ask<string>(Sessions));
    }

    [Fact]
    public async Task It_is_told_once()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.BegunAsync(Some.Start());
        using var afterPowerCut = folder.Snapshot();
        await using var restarted = await afterPowerCut.OpenAsync();

        Assert.Single(await restarted.CloseInterruptedAsync(Some.Station, default));

        Assert.Empty(await restarted.CloseInterruptedAsync(Some.Station, default));
    }

    [Fact]
    public async Task What_this_run_began_is_not_interrupted()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start());

        Assert.Empty(await store.CloseInterruptedAsync(Some.Station, default));

        await store.EndAsync(attempt, Some.Pass(), default);
    }

    [Fact]
    public async Task What_another_station_has_in_work_is_not_interrupted()
    {
        await using var other = await folder.OpenAsync();
        var attempt = await other.BegunAsync(Some.Start() with { Context = Some.Context with { Station = "line-2" } });
        await using var store = await folder.OpenAsync();

        Assert.Empty(await store.CloseInterruptedAsync(Some.Station, default));

        await other.EndAsync(attempt, Some.Pass(), default);
    }

    [Fact]
    public async Task Two_programs_cannot_be_the_same_station()
    {
        await using var first = await folder.OpenAsync();
        Assert.Empty(await first.CloseInterruptedAsync(Some.Station, default));
        await using var second = await folder.OpenAsync();

        var refused = await Assert.ThrowsAsync<RecordException>(() => second.CloseInterruptedAsync(Some.Station, default));

        Assert.Equal($"Another gangflash of station \"line-1\" is using the record {folder.Database}. Go on there, or close it first.", refused.Message);
        _ = await Assert.ThrowsAsync<RecordException>(() => second.BeginAsync(Some.Start(), default));
    }

    [Fact]
    public async Task To_begin_is_enough_to_be_the_station()
    {
        await using var first = await folder.OpenAsync();
        _ = await first.BegunAsync(Some.Start());
        await using var second = await folder.OpenAsync();

        _ = await Assert.ThrowsAsync<RecordException>(() => second.CloseInterruptedAsync(Some.Station, default));

        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM attempt_end"));
    }

    [Fact]
    public async Task A_closed_program_gives_its_station_back()
    {
        await using (var first = await folder.OpenAsync())
            _ = await first.BegunAsync(Some.Start());
        await using var second = await folder.OpenAsync();

        Assert.Single(await second.CloseInterruptedAsync(Some.Station, default));
    }

    [Fact]
    public async Task A_second_name_of_the_file_is_the_same_station()
    {
        await using var first = await folder.OpenAsync();
        _ = await first.BegunAsync(Some.Start());
        var alias = folder.Database + ".alias";
        _ = File.CreateSymbolicLink(alias, folder.Database);
        await using var second = await TraceabilityStore.OpenAsync(alias, folder.Clock, default);

        _ = await Assert.ThrowsAsync<RecordException>(() => second.CloseInterruptedAsync(Some.Station, default));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("a/b\\c:d*?\"<>|")]
    [InlineData("")]
    public async Task Any_name_can_be_a_station(string station)
    {
        await using var store = await folder.OpenAsync();

        Assert.Empty(await store.CloseInterruptedAsync(station, default));
    }
}
