using System.Collections.Immutable;
using Dapper;
using GangFlash.Flashing;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability.Tests;

public sealed class TraceabilityReaderTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_unit_row_says_who_where_when_and_how_it_went()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Some.Start(slot: 3));
        await store.EndAsync(attempt, Some.Pass(), default);

        var unit = Assert.Single(Units(new()));

        Assert.Equal(
            new(1, attempt, Some.Time, "line-1", "badge-17", "B-1", 3, "1-4.2", "SN-0001", "3572345A3036", "pump", "C", "PASS", "", TimeSpan.FromMilliseconds(2020)),
            unit);
    }

    [Fact]
    public async Task Every_outcome_has_its_word_and_the_newest_is_last()
    {
        await using (var before = await folder.OpenAsync())
            _ = await before.BegunAsync(Some.Start());
        await using var store = await folder.OpenAsync();
        _ = await store.CloseInterruptedAsync(Some.Station, default);
        foreach (var end in new[]
                 {
                     Some.Pass(), Some.Pass(verified: false), Some.Mismatch(), Some.End(new UnitResult.Aborted(JobReport.Empty)),
                     Some.End(new UnitResult.Failed(JobReport.Empty, new DfuSe.FlashFailure.Disconnected("connect"), null)),
                 })
        {
            await store.EndAsync(await store.BegunAsync(Some.Start()), end, default);
        }

        _ = await store.BegunAsync(Some.Start());

        Assert.Equal(
            [
                (1, "INTERRUPTED", "station.interrupted"), (2, "PASS", ""), (3, "PASS (unverified)", "pass.unverified"), (4, "FAIL", "verify.mismatch"),
                (5, "ABORTED", "operator.aborted"), (6, "ERROR", "usb.disconnected"), (7, "RUNNING", null),
            ],
            Units(new()).Select(unit => (unit.Seq, unit.Outcome, unit.Code)));
        Assert.Equal([1L, 4, 5, 6], Failures(new()).Select(failure => failure.Unit.Seq));
    }

    [Fact]
    public async Task A_failure_row_explains_itself_without_the_program()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.Start()), Some.Mismatch(), default);

        var failure = Assert.Single(Failures(new()));

        Assert.Equal("verify", failure.Phase);
        Assert.True(failure.Touched);
        Assert.Equal("First mismatch at 0x080001E4: expected 0x55, read 0xFF; 3 bytes differ. Still blank.", failure.Detail);
        Assert.Equal("Slot 1: remove the board.", failure.Instruction);
        Assert.Equal(
            new MismatchRecord(
                "0x080001E4", "0x55", "0xFF", "0x080001E2", "010255", "0102FF", "0x08000000", 0x4000, 2, 2048, 3, 1,
                """[{"address":"0x080001E4","length":3}]""", 0, 12, true, "still-blank", "Still blank."),
            failure.Verify);
    }

    [Fact]
    public async Task Failures_with_and_without_a_compare_stand_in_one_list()
    {
        await using var store = await folder.OpenAsync();
        var mismatch = Some.End(new UnitResult.Failed(Some.Report(), new DfuSe.FlashFailure.Mismatch(0, 0, 1, 1, ""), Some.VerifyFailure() with { Stable = null }));
        foreach (var end in new[] { mismatch, Some.End(new UnitResult.Aborted(JobReport.Empty)), mismatch })
            await store.EndAsync(await store.BegunAsync(Some.Start(serial: null) with { Device = null }), end, default);

        Assert.Equal([true, false, true], Failures(new()).Select(failure => failure.Verify is not null));
        Assert.Equal([false, false, false], Failures(new()).Select(failure => failure.Verify?.Stable is not null));
    }

    [Fact]
    public async Task Filters_narrow_and_the_limit_keeps_the_newest()
    {
        await using var store = await folder.OpenAsync();
        for (var i = 1; i <= 6; i++)
        {
            var start = Some.Start(slot: i % 3, serial: $"SN-{i}") with { StartedAt = Some.Time.AddHours(i), Context = Some.Context with { Batch = i > 3 ? "B-2" : "B-1" } };
            await store.EndAsync(await store.BegunAsync(start), i == 5 ? Some.Mismatch() : Some.Pass(), default);
        }

        Assert.Equal([4, 5, 6], Seqs(new() { Batch = "B-2" }));
        Assert.Equal([5], Seqs(new() { Serial = "SN-5" }));
        Assert.Equal([1, 2, 3, 4, 5, 6], Seqs(new() { Serial = "3572345A3036" }));
        Assert.Equal([2, 5], Seqs(new() { Slot = 2 }));
        Assert.Equal([3, 4], Seqs(new() { From = Some.Time.AddHours(3), To = Some.Time.AddHours(5) }));
        Assert.Equal([5, 6], Seqs(new() { Limit = 2 }));
        Assert.Equal([5], Seqs(new() { Slot = 2, Batch = "B-2", From = Some.Time, Limit = 10 }));
        Assert.Empty(Seqs(new() { Batch = "' OR true --" }));
        Assert.Equal([5L], Failures(new() { Batch = "B-2" }).Select(failure => failure.Unit.Seq));
    }

    [Fact]
    public async Task Reports_change_nothing()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        using var reader = TraceabilityReader.Open(folder.Database);

        var refused = Assert.Throws<RecordException>(() => reader.Query<int>("INSERT INTO event (at, station, actor, kind, detail) VALUES ('', '', '', '', '') RETURNING seq", null, default));

        Assert.Contains("is read-only", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_work_while_a_station_writes()
    {
        await using var store = await folder.OpenAsync();
        _ = await store.BegunAsync(Some.Start());
        using var other = folder.Beside();
        using var held = other.BeginTransaction(deferred: false);

        Assert.Equal("RUNNING", Assert.Single(Units(new())).Outcome);
    }

    [Fact]
    public async Task A_search_can_be_stopped()
    {
        await (await folder.OpenAsync()).DisposeAsync();
        using var reader = TraceabilityReader.Open(folder.Database);
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(20));

        _ = Assert.Throws<OperationCanceledException>(() => reader.Query<long>("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n", null, limit.Token));
        _ = Assert.Throws<OperationCanceledException>(() => reader.Units(new(), limit.Token));

        Assert.Empty(reader.Units(new(), default));
    }

    [Fact]
    public void A_record_that_is_not_there_is_not_created()
    {
        var refused = Assert.Throws<RecordException>(() => TraceabilityReader.Open(folder.Database));

        Assert.Equal($"There is no record {folder.Database} yet. Check the path; the station creates the file with its first attempt.", refused.Message);
        Assert.False(File.Exists(folder.Database));
    }

    [Fact]
    public async Task Records_of_other_versions_and_other_files_are_refused()
    {
        await File.WriteAllBytesAsync(folder.Database, []);
        Assert.Contains($"has version 0, and this GangFlash reads {Schema.Newest}.", Refused(), StringComparison.Ordinal);

        using (var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
            _ = other.Execute("CREATE TABLE note (text)");
        Assert.Contains("is a database of another program", Refused(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(folder.Database, new string('x', 5000));
        Assert.Contains("is not a database", Refused(), StringComparison.Ordinal);

        string Refused() => Assert.Throws<RecordException>(() => TraceabilityReader.Open(folder.Database)).Message;
    }

    IEnumerable<long> Seqs(AttemptFilter filter) => Units(filter).Select(unit => unit.Seq);

    ImmutableArray<UnitRecord> Units(AttemptFilter filter)
    {
        using var reader = TraceabilityReader.Open(folder.Database);
        return reader.Units(filter, default);
    }

    ImmutableArray<FailureRecord> Failures(AttemptFilter filter)
    {
        using var reader = TraceabilityReader.Open(folder.Database);
        return reader.Failures(filter, default);
    }
}
