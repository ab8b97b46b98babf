using System.Text.Json;

namespace GangFlash.Station.Tests;

public sealed class DbCommandTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    string Backup => folder.PathOf("backup.db");

    public void Dispose() => folder.Dispose();

    Task<StationRun> FlashAsync() =>
        StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "2xSTM32F746,lying-f746", "--time-scale", "0.01", "--database", Database, "--station", "TEST-1", "--operator", "=1+1", "--batch", "WO-7");

    Task<StationRun> DbAsync(params string[] args) => StationRun.Of(["db", .. args, "--database", Database]);

    [Fact]
    public async Task A_record_that_was_flashed_into_is_whole()
    {
        _ = await FlashAsync();

        var (text, json) = (await DbAsync("verify"), await DbAsync("verify", "--json"));

        Assert.Equal(0, text.Exit);
        Assert.Contains($"{Database}: whole.", text.Out, StringComparison.Ordinal);
        Assert.Contains("1 checkpoints, 1 of them outside of the database", text.Out, StringComparison.Ordinal);
        using var report = JsonDocument.Parse(Assert.Single(json.Lines));
        Assert.True(report.RootElement.GetProperty("whole").GetBoolean());
        Assert.Equal(64, report.RootElement.GetProperty("ledgerHash").GetString()!.Length);
    }

    [Fact]
    public async Task A_record_that_was_changed_is_exit_8_and_names_the_row()
    {
        _ = await FlashAsync();
        var file = $"{Database}.checkpoints";
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("shutdown", "count", StringComparison.Ordinal));

        var (text, json) = (await DbAsync("verify"), await DbAsync("verify", "--json"));

        Assert.Equal(8, text.Exit);
        Assert.Equal(8, json.Exit);
        Assert.Contains("NOT what was written, 1 findings", text.Out, StringComparison.Ordinal);
        Assert.Contains("checkpoint-broken  checkpoint 1: line 1 of", text.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_backup_is_made_kept_and_brought_back()
    {
        _ = await FlashAsync();

        var made = await DbAsync("backup", Backup);
        var again = await DbAsync("backup", Backup);
        var there = await DbAsync("restore", Backup);
        var replaced = await DbAsync("restore", Backup, "--replace");

        Assert.Equal((0, 6, 6, 0), (made.Exit, again.Exit, there.Exit, replaced.Exit));
        Assert.Contains("With --replace it is moved aside, not deleted", there.Error, StringComparison.Ordinal);
        Assert.Contains("What was there is now", replaced.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await DbAsync("verify")).Exit);
        Assert.Equal(1, (await FlashAsync()).Exit);        // and the station goes on: one board lies
    }

    [Fact]
    public async Task Statistics_say_how_much_is_there()
    {
        _ = await FlashAsync();

        var (text, json) = (await DbAsync("stats"), await DbAsync("stats", "--json"));

        Assert.Contains("  PASS                                2", text.Out, StringComparison.Ordinal);
        using var stats = JsonDocument.Parse(Assert.Single(json.Lines));
        Assert.Equal(3, stats.RootElement.GetProperty("rows").GetProperty("attempt_start").GetInt64());
        Assert.Equal(1, stats.RootElement.GetProperty("outcomes").GetProperty("FAIL").GetInt64());
    }

    [Fact]
    public async Task An_export_has_a_file_for_each_table_and_no_formula()
    {
        _ = await FlashAsync();

        var csv = await DbAsync("export", folder.PathOf("csv"));
        var lines = await DbAsync("export", folder.PathOf("lines"), "--format", "jsonl");
        var twice = await DbAsync("export", folder.PathOf("csv"));

        Assert.Equal((0, 0, 6), (csv.Exit, lines.Exit, twice.Exit));
        Assert.Contains("the folder is not empty", twice.Error, StringComparison.Ordinal);
        Assert.Contains(",\"'=1+1\",", await File.ReadAllTextAsync(folder.PathOf("csv/attempt_start.csv")), StringComparison.Ordinal);
        var rows = await File.ReadAllLinesAsync(folder.PathOf("lines/attempt_start.jsonl"));
        Assert.Equal(3, rows.Length);
        using var row = JsonDocument.Parse(rows[0]);
        Assert.Equal("=1+1", row.RootElement.GetProperty("operator").GetString());
        Assert.Equal(33, Directory.GetFiles(folder.PathOf("csv")).Length);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("stats")]
    [InlineData("export", "out")]
    [InlineData("backup", "copy.db")]
    [InlineData("restore", "missing.db")]
    public async Task Without_a_record_it_is_exit_6(string verb, string? argument = null)
    {
        var run = await DbAsync(argument is null ? [verb] : [verb, folder.PathOf(argument)]);

        Assert.Equal(6, run.Exit);
        Assert.Contains("There is no record", run.Error, StringComparison.Ordinal);
    }
}
