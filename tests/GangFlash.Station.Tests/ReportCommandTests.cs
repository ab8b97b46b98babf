using System.Text.Json;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class ReportCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    public void Dispose() => folder.Dispose();

    async Task FlashAsync() =>
        _ = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "lying-f746", "--database", Database, "--station", "TEST-1", "--operator", "=1+1", "--batch", "WO-7");

    Task<StationRun> ReportAsync(params string[] args) => StationRun.Of(["report", .. args, "--database", Database]);

    [Fact]
    public async Task Units_as_text_csv_and_json_tell_the_same()
    {
        await FlashAsync();

        var (text, csv, json) = (await ReportAsync("units"), await ReportAsync("units", "--format", "csv"), await ReportAsync("units", "--format", "json"));

        Assert.Contains("verify.nothing-written", text.Out, StringComparison.Ordinal);
        Assert.StartsWith("seq,attempt,startedAt,station,operator,batch,slot,port,unitSerial,usbSerial,recipe,revision,result,code,durationMs\n", csv.Out, StringComparison.Ordinal);
        Assert.Contains(",f746-demo,1,FAIL,verify.nothing-written,", csv.Out, StringComparison.Ordinal);
        using var row = JsonDocument.Parse(Assert.Single(json.Lines));
        Assert.Equal("verify.nothing-written", row.RootElement.GetProperty("code").GetString());
        Assert.Equal("=1+1", row.RootElement.GetProperty("operator").GetString());
    }

    [Fact]
    public async Task Failures_as_text_show_the_evidence()
    {
        await FlashAsync();

        var run = await ReportAsync("failures");

        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task A_cell_never_becomes_a_formula()
    {
        await FlashAsync();

        var run = await ReportAsync("units", "--format", "csv");

        Assert.Contains(",\"'=1+1\",", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--batch", "WO-8")]
    [InlineData("--slot", "2")]
    [InlineData("--serial", "SN-1")]
    [InlineData("--from", "2030-01-01")]
    [InlineData("--to", "2020-01-01")]
    public async Task Filters_leave_out_what_does_not_fit(string option, string value)
    {
        await FlashAsync();

        var run = await ReportAsync("units", option, value, "--format", "json");

        Assert.Equal((0, ""), (run.Exit, run.Out));
    }

    [Fact]
    public async Task A_missing_database_ends_with_6()
    {
        var run = await ReportAsync("units");

        Assert.Equal(6, run.Exit);
        Assert.Contains("There is no record", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_that_is_none_ends_with_2()
    {
        var run = await ReportAsync("units", "--from", "yesterday");

        Assert.Equal(2, run.Exit);
        Assert.Contains("\"yesterday\" is no time", run.Error, StringComparison.Ordinal);
    }
}
