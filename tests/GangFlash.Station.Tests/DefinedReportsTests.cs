using System.Text.Json;

namespace GangFlash.Station.Tests;

public sealed class DefinedReportsTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    public void Dispose() => folder.Dispose();

    async Task FlashAsync() =>
        _ = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "STM32F746,lying-f746", "--database", Database, "--station", "TEST-1", "--operator", "badge-7", "--batch", "WO-7");

    Task<StationRun> ReportAsync(params string[] args) => StationRun.Of(["report", .. args, "--database", Database]);

    [Fact]
    public async Task List_tells_every_report_and_its_question()
    {
        var run = await StationRun.Of("report", "list");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.Contains("  batch       How did this batch run, and what happened to every unit of it?\n", run.Out, StringComparison.Ordinal);
        Assert.Contains("  failures    ", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_was_flashed_is_reported()
    {
        await FlashAsync();

        var run = await ReportAsync("batch", "--batch", "WO-7", "--format", "json");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        using var report = JsonDocument.Parse(run.Out);
        var answer = report.RootElement.GetProperty("sections").EnumerateArray().Single(section => section.GetProperty("title").GetString() == "Answer");
        var first = answer.GetProperty("rows")[0];
        Assert.Equal(("First pass yield", 1, 2), (first.GetProperty("number").GetString(), first.GetProperty("share_part").GetInt32(), first.GetProperty("share_n").GetInt32()));
    }

    [Theory]
    [InlineData("wo.html", "<!doctype html>")]
    [InlineData("wo.csv", "Head\n")]
    [InlineData("wo.json", "{\n")]
    [InlineData("wo.txt", "Batch\n")]
    [InlineData("wo.xlsx", "PK")]
    public async Task The_ending_of_the_file_says_the_form(string name, string begin)
    {
        await FlashAsync();
        var file = folder.Write(name, "what was there before");

        var run = await ReportAsync("batch", "--batch", "WO-7", "-o", file);

        Assert.Equal((0, "", ""), (run.Exit, run.Out, run.Error));
        Assert.StartsWith(begin, File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file)!, "*.part"));
    }

    [Theory]
    [InlineData("The report batch needs --batch: The batch.", "batch")]
    [InlineData("--by \"slto\" is not known; did you mean slot?", "yield", "--by", "slto")]
    [InlineData("Unrecognized command or argument '--bach'. Did you mean --batch?", "yield", "--bach", "x")]
    [InlineData("Unrecognized command or argument 'yeild'. Did you mean yield?", "yeild")]
    [InlineData("A workbook is no text for a terminal: write it to a file with -o FILE.", "yield", "--format", "xlsx")]
    [InlineData("The ending of x.pdf is none of html, csv, json, xlsx and txt; say which with --format.", "yield", "-o", "x.pdf")]
    public async Task What_is_wrong_with_the_question_ends_with_2(string said, params string[] args)
    {
        await FlashAsync();

        var run = await ReportAsync(args);

        Assert.Equal((2, ""), (run.Exit, run.Out));
        Assert.Contains(said + "\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_and_nothing_is_left_behind()
    {
        await FlashAsync();

        var run = await ReportAsync("yield", "-o", folder.PathOf(Path.Combine("no-such-folder", "yield.html")));

        Assert.Equal(2, run.Exit);
        Assert.Contains("was not written", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plants_own_report_is_a_command_with_its_own_options()
    {
        await FlashAsync();
        _ = folder.Write("badges.sql", "--@ title \"Badges\"\n--@ question \"Who?\"\n--@ param badge text required \"The badge.\"\nSELECT operator, count(*) AS n FROM attempt_fact WHERE operator = @badge GROUP BY operator;");
        var own = Path.GetDirectoryName(Database)!;

        var run = await ReportAsync("badges", "--badge", "badge-7", "--format", "csv", "--reports", own);
        var help = await StationRun.Of("report", "badges", "--help", "--reports", own);

        Assert.Equal((0, "operator,n\nbadge-7,2\n"), (run.Exit, run.Out));
        Assert.Contains("--badge <TEXT>", help.Out, StringComparison.Ordinal);
        Assert.Contains("The badge. (required)", help.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_definition_tells_its_mistakes_and_ends_with_4()
    {
        _ = folder.Write("mine.sql", "--@ title \"Mine\"\nSELEC 1;");
        _ = folder.Write("other.sql", "--@ title \"Other\"\n--@ question \"?\"\nSELEC 1;");
        var own = Path.GetDirectoryName(Database)!;

        var asked = await StationRun.Of("report", "mine", "--batch", "x", "--reports", own);
        var checkedAll = await StationRun.Of("report", "check", "--reports", own);

        Assert.Equal(4, asked.Exit);
        Assert.Contains("mine.sql:1:1: error: the report does not say what it answers", asked.Error, StringComparison.Ordinal);
        Assert.Equal(4, checkedAll.Exit);
        Assert.Contains("other.sql:3:1: error: this SQL can't be used: near \"SELEC\": syntax error", checkedAll.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_record_it_ends_with_6()
    {
        var run = await ReportAsync("yield");

        Assert.Equal(6, run.Exit);
        Assert.Contains("There is no record", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_choices_of_an_option_complete()
    {
        var run = await StationRun.Of("[suggest:18]", "report yield --by ");

        Assert.Contains("slot", run.Lines);
    }
}
