using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Traceability.Tests;

/// <summary>What counts is decided once, when an attempt ends, and stands beside it.</summary>
public sealed class AttemptFactTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, bool, string, bool, bool> Rules { get; } = new()
    {
        { "pass", true, "production", true, false },
        { "fail", false, "production", true, false },           // a wrong chip: judged, though untouched
        { "error", true, "production", true, false },
        { "error", false, "production", false, true },
        { "aborted", true, "production", true, false },
        { "aborted", false, "production", false, true },
        { "pass", true, "first_article", true, false },
        { "fail", true, "rework", false, false },
        { "pass", true, "golden", false, false },
        { "fail", true, "challenge", false, false },
        { "error", false, "engineering", false, false },
        { "pass", true, "training", false, false },
        { "pass", true, "a word that nobody knows", false, false },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task An_attempt_counts_by_what_became_of_it_and_why_it_was_made(string outcome, bool touched, string purpose, bool counted, bool noStart)
    {
        await using var store = await folder.OpenAsync();

        await store.EndAsync(await store.BegunAsync(Some.Start() with { Context = Some.Context with { Purpose = purpose } }), Some.End(Result(outcome, touched)), default);

        Assert.Equal((counted ? 1 : 0, noStart ? 1 : 0, counted ? 1 : null), folder.Ask<(int, int, int?)>("SELECT counted, no_start, ordinal FROM v_fact"));
    }

    [Fact]
    public async Task An_interrupted_attempt_counts()
    {
        await using (var store = await folder.OpenAsync())
            _ = await store.BegunAsync(Some.Start());
        await using var again = await folder.OpenAsync();

        _ = await again.CloseInterruptedAsync(Some.Station, default);

        Assert.Equal("INTERRUPTED 1 1", folder.Ask<string>("SELECT outcome || ' ' || counted || ' ' || ordinal FROM v_fact"));
    }

    [Fact]
    public async Task Counted_attempts_of_a_unit_are_numbered_through_its_whole_life()
    {
        await using var store = await folder.OpenAsync();

        foreach (var (outcome, touched) in new[] { ("aborted", false), ("error", true), ("fail", true), ("pass", true) })
            await store.EndAsync(await store.BegunAsync(Some.Start()), Some.End(Result(outcome, touched)), default);

        Assert.Equal("-,1,2,3", folder.Ask<string>("SELECT group_concat(ifnull(ordinal, '-')) FROM (SELECT * FROM v_fact ORDER BY seq)"));
        Assert.Equal("ERROR", folder.Ask<string>("SELECT outcome FROM v_fact WHERE first_counted"));
    }

    [Fact]
    public async Task An_earlier_attempt_that_is_ended_later_takes_its_place()
    {
        await using var store = await folder.OpenAsync();
        var cutOff = await store.BegunAsync(Some.Start());
        await store.EndAsync(await store.BegunAsync(Some.Start(slot: 2)), Some.Pass(), default);
        Assert.Equal("PASS", folder.Ask<string>("SELECT outcome FROM v_fact WHERE first_counted"));

        await store.EndAsync(cutOff, Some.Mismatch(), default);

        Assert.Equal("FAIL 1,PASS 2", folder.Ask<string>("SELECT group_concat(outcome || ' ' || ordinal) FROM (SELECT * FROM v_fact ORDER BY seq)"));
        Assert.Equal("FAIL", folder.Ask<string>("SELECT outcome FROM v_fact WHERE first_counted"));
        Assert.Equal("FAIL 1,PASS 2", folder.Ask<string>("SELECT group_concat(outcome || ' ' || ordinal) FROM (SELECT * FROM v_attempt ORDER BY seq)"));
    }

    [Theory]
    [InlineData("SN-0001", "3572345A3036", "SN-0001")]
    [InlineData(null, "3572345A3036", "3572345A3036")]
    [InlineData("", "3572345A3036", "3572345A3036")]
    [InlineData(null, "STM32", "attempt-1")]       // the same on every board of that family
    [InlineData(null, "", "attempt-1")]
    [InlineData(null, null, "attempt-1")]
    public void A_unit_is_its_serial_else_its_chip_else_the_attempt(string? serial, string? usbSerial, string unit) =>
        Assert.Equal(unit, UnitIdentity.Of(serial, usbSerial, "attempt-1").Unit);

    [Fact]
    public async Task Where_a_unit_stands_follows_its_attempts()
    {
        await using var store = await folder.OpenAsync();

        foreach (var outcome in new[] { "fail", "fail", "pass" })
            await store.EndAsync(await store.BegunAsync(Some.Start()), Some.End(Result(outcome, touched: true)), default);

        Assert.Equal("HOLD,GOOD", folder.Ask<string>("SELECT group_concat(disposition) FROM (SELECT * FROM disposition ORDER BY seq)"));
        Assert.Equal("GOOD rule", folder.Ask<string>("SELECT disposition || ' ' || decided_by FROM v_unit"));
    }

    [Theory]
    [InlineData("hold", "HOLD")]
    [InlineData("SCRAP", "SCRAP")]
    [InlineData("rework", "GOOD")]
    public async Task What_a_person_decided_stays_until_a_person_decides_again(string decided, string after)
    {
        await using var store = await folder.OpenAsync();
        await store.EndAsync(await store.BegunAsync(Some.Start()), Some.Mismatch(), default);
        _ = await store.RecordEventAsync(new(Some.Station, "badge-99", EventColumns.UnitDisposed, new() { ["unit"] = "SN-0001", ["disposition"] = decided, ["reason"] = "cracked" }), default);

        await store.EndAsync(await store.BegunAsync(Some.Start()), Some.Pass(), default);

        Assert.Equal(after, folder.Ask<string>("SELECT disposition FROM v_unit"));
    }

    [Fact]
    public async Task A_golden_board_stands_nowhere()
    {
        await using var store = await folder.OpenAsync();

        await store.EndAsync(await store.BegunAsync(Some.Start() with { Context = Some.Context with { Purpose = "golden" } }), Some.Pass(), default);

        Assert.Equal(0, folder.Ask<int>("SELECT count(*) FROM disposition"));
    }

    [Fact]
    public async Task The_numbers_made_of_the_record_are_those_of_the_one_place()
    {
        await using (var store = await folder.OpenAsync())
        {
            foreach (var (serial, outcome, touched) in new[] { ("U01", "pass", true), ("U02", "fail", true), ("U02", "pass", true), ("U03", "aborted", false), ("U03", "pass", true), ("U04", "error", true) })
                await store.EndAsync(await store.BegunAsync(Some.Start(serial: serial)), Some.End(Result(outcome, touched)), default);
        }

        using var reader = TraceabilityReader.Open(folder.Database);
        var history = reader.Batch("B-1", default);

        var yields = Yields.Of(history.Lives, fact => fact.Batch == "B-1", history.Dispositions);
        Assert.Equal(new(2, 4), yields.FirstPass);
        Assert.Equal((2, 4), folder.Ask<(int, int)>("SELECT sum(outcome = 'PASS'), count(*) FROM v_fact WHERE batch = 'B-1' AND first_counted"));
        Assert.Equal(yields.NoStarts.Whole, folder.Ask<int>("SELECT count(*) FROM v_fact"));
    }

    static UnitResult Result(string outcome, bool touched)
    {
        var report = Some.Report() with { Touched = touched };
        return outcome switch
        {
            "pass" => new UnitResult.Passed(report, Verified: true),
            "fail" => new UnitResult.Failed(report, new DfuSe.FlashFailure.Mismatch(0x0800_0000, 1, 2, 1, "x"), null),
            "error" => new UnitResult.Failed(report, new DfuSe.FlashFailure.Disconnected("write"), null),
            _ => new UnitResult.Aborted(report),
        };
    }
}
