using System.Text.Json;
using GangFlash.Station.Commands;
using GangFlash.Station.Progress;
using GangFlash.Testing;
using GangFlash.Traceability;

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
        Assert.Equal(34, Directory.GetFiles(folder.PathOf("csv")).Length);
    }

    [Fact]
    public async Task An_export_that_is_stopped_leaves_no_file()
    {
        _ = await FlashAsync();
        using var stop = new CancellationTokenSource();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => ExportFiles.Write(Database, folder.PathOf("csv"), ExportFormat.Csv, new StopAtOnce(stop), stop.Token));

        Assert.False(Directory.Exists(folder.PathOf("csv")));
    }

    [Fact]
    public void On_a_terminal_long_work_says_how_far_it_is_in_one_line()
    {
        using var screen = new StringWriter();
        var io = new StationIo(screen, TextWriter.Null, IsTerminal: true, new VirtualClock());

        using (var progress = RecordProgressLine.Of(io, json: false))
        {
            progress!.Report(new(RecordStep.Pages, 0, 0));
            progress.Report(new(RecordStep.Ledger, 1024, 4096));
            progress.Report(new(RecordStep.Ledger, 2048, 4096));        // too soon to be drawn
        }

        Assert.Equal("\r\x1b[Kchecking the pages of the file\r\x1b[Kchecking the records 25 %, 1,024 of 4,096\r\x1b[K", screen.ToString());
        Assert.Null(RecordProgressLine.Of(io, json: true));
        Assert.Null(RecordProgressLine.Of(io with { IsTerminal = false }, json: false));
    }

    [Theory]
    [InlineData("verify", "Stopped before the answer was known.")]
    [InlineData("export", "Stopped. Nothing was exported.", "out")]
    [InlineData("backup", "Stopped. Nothing was copied.", "copy.db")]
    public async Task What_is_stopped_says_what_there_is(string verb, string sentence, string? argument = null)
    {
        _ = await FlashAsync();
        using var error = new StringWriter { NewLine = "\n" };
        var io = new StationIo(TextWriter.Null, error, IsTerminal: false, new VirtualClock()) { Variable = _ => null };

        var exit = await StationProgram.RunAsync(["db", verb, .. argument is null ? Array.Empty<string>() : [folder.PathOf(argument)], "--database", Database], io, new CancellationToken(canceled: true));

        Assert.Equal(1, exit);
        Assert.Equal(sentence + "\n", error.ToString());
    }

    sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<RecordProgress>
    {
        public void Report(RecordProgress value) => stop.Cancel();
    }

    [Fact]
    public async Task The_bytes_that_were_flashed_come_back_out_of_the_record()
    {
        _ = await FlashAsync();
        var image = await File.ReadAllBytesAsync(Path.Combine(TestImages.RepositoryRoot(), "recipes/images/f746-app.elf"));
        var list = await DbAsync("image", "--list");
        using var listed = JsonDocument.Parse(Assert.Single((await DbAsync("image", "--list", "--json")).Lines));
        var sha256 = listed.RootElement.GetProperty("sha256").GetString()!;

        var written = await DbAsync("image", sha256[..8], "-o", folder.PathOf("out.elf"));
        var again = await DbAsync("image", sha256, "-o", folder.PathOf("out.elf"));
        var json = await DbAsync("image", sha256, "-o", folder.PathOf("out2.elf"), "--json");

        Assert.Equal((0, 0, 2, 0), (list.Exit, written.Exit, again.Exit, json.Exit));
        Assert.Contains(sha256[..12], list.Out, StringComparison.Ordinal);
        Assert.Contains($" {image.Length:N0} ", list.Out, StringComparison.Ordinal);
        Assert.Equal($"{folder.PathOf("out.elf")}: {image.Length:N0} bytes, flashed as f746-app.elf, SHA-256 {sha256}.\n", written.Out);
        Assert.Equal(image, await File.ReadAllBytesAsync(folder.PathOf("out.elf")));
        Assert.Equal(image, await File.ReadAllBytesAsync(folder.PathOf("out2.elf")));
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
        using var answer = JsonDocument.Parse(Assert.Single(json.Lines));
        Assert.Equal(folder.PathOf("out2.elf"), answer.RootElement.GetProperty("file").GetString());
        var recall = await StationRun.Of("report", "recall", "--image", sha256, "--database", Database);
        Assert.Contains($"gangflash db image {sha256[..12]} -o FILE", recall.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Give a hash and -o FILE, or --list.")]
    [InlineData("Give a hash and -o FILE, or --list.", "22f2faab")]
    [InlineData("Give a hash and -o FILE, or --list.", "22f2faab", "--list")]
    [InlineData("22f2 is no hash: 64 digits of 0 to 9 and a to f, or at least the first 8 of them.", "22f2", "-o", "out.elf")]
    [InlineData("22f2faab' OR 1 is no hash: 64 digits of 0 to 9 and a to f, or at least the first 8 of them.", "22f2faab' OR 1", "-o", "out.elf")]
    [InlineData("The record knows no image 00000000. 'gangflash db image --list' shows all.", "00000000", "-o", "out.elf")]
    public async Task A_question_for_an_image_that_makes_no_sense_is_exit_2(string sentence, params string[] args)
    {
        _ = await FlashAsync();

        var run = await DbAsync(["image", .. args]);

        Assert.Equal((2, sentence + "\n", ""), (run.Exit, run.Error, run.Out));
    }

    [Fact]
    public async Task An_image_of_which_only_the_hash_is_known_says_so()
    {
        File.Copy(Path.Combine(TestImages.RepositoryRoot(), "tests/GangFlash.Traceability.Tests/Files/record-v1.sqlite"), Database);
        await (await TraceabilityStore.OpenAsync(Database, TimeProvider.System, default)).DisposeAsync();

        var list = await DbAsync("image", "--list");
        var refused = await DbAsync("image", "22f2faab", "-o", folder.PathOf("out.elf"));

        Assert.Contains("hash only: recorded before images were kept", list.Out, StringComparison.Ordinal);
        Assert.Equal(1, refused.Exit);
        Assert.Contains("the record has the hash and not the bytes: recorded before images were kept.", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.PathOf("out.elf")));
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
