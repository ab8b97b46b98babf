using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Numbers;
using GangFlash.Traceability;
using GangFlash.Traceability.Tests;

namespace GangFlash.Reports.Tests;

/// <summary>The worked example of the factory guide (the numbers, worked example), through the store, the database and the reports, row by row.</summary>
public sealed class WorkedExampleTests : IDisposable
{
    const string Batch = "WO-1";

    static readonly DateTimeOffset s_day1 = new(2026, 1, 5, 7, 0, 0, TimeSpan.FromHours(1));

    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_batch_report_gives_every_row_of_the_example()
    {
        await MakeAsync();

        var answer = folder.Run("batch", ("batch", Batch)).Section("Answer");

        Share? Of(string number) => answer.Cell<Share?>("share", number);
        Assert.Equal(new Share(5, 10), Of("First pass yield"));
        Assert.Equal("23.7–76.3 %", Of("First pass yield")!.Value.Interval);
        Assert.Equal(new Share(8, 13), Of("Attempt yield"));
        Assert.Equal(new Share(4, 10), Of("Retested"));
        Assert.Equal(new Share(3, 5), Of("Recovered"));
        Assert.Equal(new Share(2, 4), Of("No fault found"));
        Assert.Equal(new Share(8, 10), Of("Final yield"));
        Assert.StartsWith("interim", answer.Cell<string>("remark", "Final yield"), StringComparison.Ordinal);
        Assert.Equal(new Share(3, 18), Of("No-starts"));
        Assert.Equal(
            "NOT OPENED BY SCAN. 8 units good, 1 on hold, 1 scrapped; first pass yield 50.0 % of 10; no line stop.",
            folder.Run("batch", ("batch", Batch)).Section("In one sentence").Cell<string>("sentence"));
    }

    [Theory]
    [InlineData("2026-01-05", 4, 9, 6, 11, "18.9–73.3 %")]
    [InlineData("2026-01-06", 1, 1, 2, 2, "20.7–100.0 %")]
    public async Task The_yield_of_each_day_is_that_of_the_example(string day, int passed, int units, int attemptsPassed, int judged, string interval)
    {
        await MakeAsync();

        var rows = folder.Run("yield", ("by", "day"), ("from", "all")).Sections[1];

        Assert.Equal(new Share(passed, units), rows.Cell<Share?>("first_pass", day));
        Assert.Equal(new Share(attemptsPassed, judged), rows.Cell<Share?>("attempt_yield", day));
        Assert.Equal(interval, rows.Cell<Share?>("first_pass", day)!.Value.Interval);
        Assert.True(rows.Cell<Share?>("first_pass", day)!.Value.IsGrey);
    }

    [Fact]
    public async Task SQL_and_the_one_place_agree_on_the_whole_batch()
    {
        await MakeAsync();

        var together = folder.Run("yield", ("from", "all"), ("batch", Batch)).Section("Together");

        Assert.Equal(new Share(5, 10), together.Cell<Share?>("first_pass"));
        Assert.Equal(new Share(8, 10), together.Cell<Share?>("final"));
        Assert.Equal(true, together.Cell<bool?>("interim"));
        Assert.Equal(new Share(4, 10), together.Cell<Share?>("retested"));
        Assert.Equal(new Share(3, 5), together.Cell<Share?>("recovered"));
        Assert.Equal(new Share(2, 4), together.Cell<Share?>("no_fault_found"));
        Assert.Equal(new Share(1, 10), together.Cell<Share?>("scrapped"));
    }

    [Fact]
    public async Task Both_Paretos_are_those_of_the_example()
    {
        await MakeAsync();

        var pareto = folder.Run("pareto", ("from", "all"));

        Assert.Equal(
            [("verify.mismatch", 2L), ("device.wrong-identity", 1L), ("operator.aborted", 1L), ("usb.disconnected", 1L)],
            pareto.Sections[0].Rows.Select(row => ((string)row[0]!, (long)row[1]!)));
        Assert.Equal(
            [("erase.not-blank", 2L), ("verify.mismatch", 2L), ("device.wrong-identity", 1L)],
            pareto.Sections[1].Rows.Select(row => ((string)row[0]!, (long)row[1]!)));
    }

    [Fact]
    public async Task Reconciliation_accounts_for_every_unit()
    {
        await MakeAsync();

        var rows = folder.Run("batch", ("batch", Batch)).Section("Reconciliation");

        Assert.Equal([8L, 1L, 1L, 0L, 1L, 0L], new[] { "good", "on hold", "scrapped", "in rework", "withdrawn", "open" }.Select(what => rows.Cell<long?>("units", what)!.Value));
    }

    [Fact]
    public async Task A_unit_on_one_page_says_who_what_where_when_with_what_how_it_went_and_who_decided()
    {
        await MakeAsync();

        var page = HtmlReport.Page(folder.Run("unit", ("serial", "U06")));

        Assert.All(
            ["line-1", "badge-17", Batch, "pump C", Some.Image().Sha256, Some.Recipe().Source.Sha256, "recipe: pump", "usb.disconnected", "erase.not-blank", "2026-01-05 06:04:00", "SCRAP", "badge-99", "cracked", "1-4.2"],
            fact => Assert.Contains(fact, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_units_page_shows_its_links_of_the_ledger()
    {
        await MakeAsync();

        var proof = folder.Run("unit", ("serial", "U02")).Section("Proof");

        Assert.NotEmpty(proof.Rows);
        Assert.All(proof.Rows, row => Assert.Equal(64, ((string)row[proof.IndexOf("hash")]!).Length));
    }

    async Task MakeAsync()
    {
        await using var store = await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, default);
        var at = s_day1;
        foreach (var (unit, slot, result) in Day1())
            await MakeAsync(store, unit, slot, result, "production", at = at.AddMinutes(1));
        await MakeAsync(store, "GOLDEN", 1, Pass(), "golden", at.AddMinutes(1));
        await MakeAsync(store, "CHALLENGE", 1, Failed(new FlashFailure.NotBlank(0x0800_0000, 1)), "challenge", at.AddMinutes(2));
        await MakeAsync(store, "U09", 1, Pass(), "production", s_day1.AddDays(1));
        await MakeAsync(store, "U11", 2, Pass(), "production", s_day1.AddDays(1).AddMinutes(1));
        foreach (var (unit, stands, reason) in new[] { ("U06", "SCRAP", "cracked"), ("U07", "HOLD", "wrong reel?"), ("U10", "WITHDRAWN", "taken away") })
            _ = await store.RecordEventAsync(new(Some.Station, "badge-99", EventColumns.UnitDisposed, new() { ["unit"] = unit, ["disposition"] = stands, ["reason"] = reason }), default);
    }

    static IEnumerable<(string Unit, int Slot, UnitResult Result)> Day1() =>
    [
        ("U01", 1, Pass()),
        ("U02", 2, Verify()), ("U02", 5, Pass()),
        ("U06", 3, Failed(new FlashFailure.Disconnected("write"))),
        ("U03", 3, Aborted(touched: false)), ("U03", 3, Pass()),
        ("U04", 4, Aborted(touched: true)), ("U04", 4, Pass()),
        ("U05", 5, Denied()), ("U05", 5, Pass()),
        ("U06", 6, Failed(new FlashFailure.NotBlank(0x0800_0000, 1))), ("U06", 7, Failed(new FlashFailure.NotBlank(0x0800_0000, 1))),
        ("U07", 7, Untouched(new FlashFailure.WrongIdentity(0x1FFF_7A10, 1, 2))),
        ("U08", 8, Pass()),
        ("U09", 1, Verify()),
        ("U10", 2, Denied()),
    ];

    static async Task MakeAsync(TraceabilityStore store, string unit, int slot, UnitResult result, string purpose, DateTimeOffset at)
    {
        var start = Some.Start(slot, unit) with { Context = Some.Context with { Batch = Batch, Purpose = purpose }, StartedAt = at };
        var begun = Assert.IsType<AttemptBegin.Begun>(await store.BeginAsync(start, default));
        await store.EndAsync(begun.Attempt, new(result, "Slot: done.", at.AddSeconds(30)), default);
    }

    static UnitResult.Passed Pass() => new(Some.Report(), Verified: true);

    static UnitResult.Failed Verify() => new(Some.Report(), new FlashFailure.Mismatch(0x0800_01E4, 0x55, 0xFF, 3, "Still blank."), Some.VerifyFailure());

    static UnitResult.Failed Failed(FlashFailure failure) => new(Some.Report(), failure, null);

    static UnitResult.Failed Untouched(FlashFailure failure) => new(Some.Report() with { Touched = false }, failure, null);

    static UnitResult.Failed Denied() => Untouched(new FlashFailure.CannotOpen(UsbOpenError.AccessDenied, "no"));

    static UnitResult.Aborted Aborted(bool touched) => new(Some.Report() with { Touched = touched });
}
