using GangFlash.Gang;

namespace GangFlash.Traceability.Tests;

public sealed class UniqueSerialTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_serial_that_passed_is_taken()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.UniqueStart(3, "SN-1")), Some.Pass(), default);

        var begin = await store.BeginAsync(Some.UniqueStart(4, "SN-1"), default);

        Assert.Equal(new AttemptBegin.SerialTaken("it passed in slot 3 of station \"line-1\", 2026-01-05 06:30:03 UTC."), begin);
        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task A_pass_of_an_earlier_run_counts()
    {
        await using (var store = await folder.OpenAsync())
            await store.EndAsync(await store.BegunAsync(Some.UniqueStart(3, "SN-1")), Some.Pass(verified: false), default);
        await using var restarted = await folder.OpenAsync();

        Assert.IsType<AttemptBegin.SerialTaken>(await restarted.BeginAsync(Some.UniqueStart(3, "SN-1"), default));
    }

    [Fact]
    public async Task A_serial_that_failed_may_be_tried_again()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.UniqueStart(3, "SN-1")), Some.Mismatch(), default);

        _ = await store.BegunAsync(Some.UniqueStart(3, "SN-1"));
    }

    [Fact]
    public async Task Of_two_slots_with_one_serial_one_begins()
    {
        await using var store = await folder.OpenAsync();
        Task<AttemptBegin>[] begins;
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);
            begins = [.. Enumerable.Range(1, 16).Select(slot => store.BeginAsync(Some.UniqueStart(slot, "SN-1"), default))];
        }

        var answers = await Task.WhenAll(begins);

        Assert.IsType<AttemptBegin.Begun>(answers[0]);
        Assert.All(answers[1..], answer => Assert.Equal(new AttemptBegin.SerialTaken("it is being flashed now in slot 1 of station \"line-1\", since 2026-01-05 06:30:00 UTC."), answer));
        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM attempt_start"));
    }

    [Fact]
    public async Task A_serial_whose_attempt_was_cut_off_may_be_tried_again()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Some.UniqueStart(3, "SN-1"));
        await using var restarted = await folder.OpenAsync();

        _ = await restarted.BegunAsync(Some.UniqueStart(3, "SN-1"));
    }

    [Fact]
    public async Task A_serial_whose_result_could_not_be_recorded_may_be_tried_again()
    {
        await using var store = await folder.OpenAsync(RecordFolder.Impatient);
        var attempt = await store.BegunAsync(Some.UniqueStart(3, "SN-1"));
        using (var other = folder.Beside())
        {
            using var held = other.BeginTransaction(deferred: false);
            _ = await Assert.ThrowsAsync<RecordException>(() => store.EndAsync(attempt, Some.Pass(), default));
        }

        _ = await store.BegunAsync(Some.UniqueStart(4, "SN-1"));
    }

    [Fact]
    public async Task Other_serials_and_no_serial_are_free()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.UniqueStart(3, "SN-1")), Some.Pass(), default);

        _ = await store.BegunAsync(Some.UniqueStart(3, "sn-1"));
        _ = await store.BegunAsync(Some.UniqueStart(3, "SN-10"));
        _ = await store.BegunAsync(Some.Start(3, null, Some.Order(unique: true)));
        _ = await store.BegunAsync(Some.Start(3, null, Some.Order(unique: true)));
    }

    [Fact]
    public async Task A_recipe_that_does_not_ask_for_it_takes_any_serial()
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.UniqueStart(3, "SN-1")), Some.Pass(), default);

        _ = await store.BegunAsync(Some.Start(3, "SN-1"));
    }
}
