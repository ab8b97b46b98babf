using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;

namespace GangFlash.Traceability.Tests;

/// <summary>Protected bytes that an attempt erases and puts back: until they are back, the record gives them to whoever tries the unit again.</summary>
public sealed class KeptTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    static ImmutableArray<Segment> Bytes(params byte[] bytes) => [new(0x0800_F003, bytes, new SegmentOrigin.OfBoard()), new(0x0801_0000, new byte[] { 9 }, new SegmentOrigin.OfBoard())];

    static AttemptStart Start(string serial) => Some.UniqueStart(1, serial);

    static AttemptEnd Untouched() => Some.End(new UnitResult.Aborted(JobReport.Empty));

    /// <summary>What an attempt on the unit would be given now, as text.</summary>
    static async Task<string> GivenAsync(TraceabilityStore store, string serial)
    {
        var begun = Assert.IsType<AttemptBegin.Begun>(await store.BeginAsync(Start(serial), default));
        await store.EndAsync(begun.Attempt, Untouched(), default);
        return string.Join(' ', begun.Kept.Select(part => $"{part.Address:X8}:{Convert.ToHexString(part.Data.Span)}"));
    }

    [Fact]
    public async Task A_unit_that_was_cut_off_gets_its_bytes_back_also_after_a_restart()
    {
        await using (var store = await folder.OpenAsync())
        {
            var cut = await store.BegunAsync(Start("SN-1"));
            await store.KeepAsync(cut, Bytes(1, 2, 3), default);
        }

        await using var restarted = await folder.OpenAsync();
        _ = await restarted.CloseInterruptedAsync("line-1", default);

        Assert.Equal("0800F003:010203 08010000:09", await GivenAsync(restarted, "SN-1"));
        Assert.Equal("0800F003:010203 08010000:09", await GivenAsync(restarted, "SN-1"));       // an attempt that never touched the unit changes nothing
        Assert.Equal("", await GivenAsync(restarted, "SN-2"));
    }

    [Fact]
    public async Task The_last_attempt_that_touched_the_unit_counts()
    {
        await using var store = await folder.OpenAsync();
        foreach (var value in new byte[] { 1, 2 })
        {
            var attempt = await store.BegunAsync(Start("SN-1"));
            await store.KeepAsync(attempt, Bytes(value), default);
            await store.EndAsync(attempt, Some.Mismatch(), default);
        }

        Assert.Equal("0800F003:02 08010000:09", await GivenAsync(store, "SN-1"));
    }

    [Fact]
    public async Task Bytes_of_an_attempt_that_ended_before_its_erase_are_still_on_the_board()
    {
        await using var store = await folder.OpenAsync();
        var attempt = await store.BegunAsync(Start("SN-1"));
        await store.KeepAsync(attempt, Bytes(1), default);
        await store.EndAsync(attempt, Untouched(), default);

        Assert.Equal("", await GivenAsync(store, "SN-1"));
    }

    [Fact]
    public async Task After_a_pass_they_are_back()
    {
        await using var store = await folder.OpenAsync();
        var failed = await store.BegunAsync(Start("SN-1"));
        await store.KeepAsync(failed, Bytes(1), default);
        await store.EndAsync(failed, Some.Mismatch(), default);
        var passed = await store.BegunAsync(Some.Start(1, "SN-1"));
        await store.EndAsync(passed, Some.Pass(), default);

        var begun = Assert.IsType<AttemptBegin.Begun>(await store.BeginAsync(Some.Start(1, "SN-1"), default));

        Assert.Empty(begun.Kept);
    }

    [Fact]
    public async Task Nothing_is_kept_for_an_attempt_that_nobody_began_nor_twice()
    {
        await using var store = await folder.OpenAsync();
        _ = await Assert.ThrowsAsync<RecordException>(() => store.KeepAsync("nobody", Bytes(1), default));
        var attempt = await store.BegunAsync(Start("SN-1"));
        await store.KeepAsync(attempt, Bytes(1), default);

        _ = await Assert.ThrowsAsync<RecordException>(() => store.KeepAsync(attempt, Bytes(2), default));
    }
}
