using System.Text.Json;
using GangFlash.Devices;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Station.Tests;

/// <summary>A unit was cut off between erase and restore: what it had is listed, and written so that other people's tools put it back.</summary>
public sealed class DbKeptTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Database => folder.PathOf("gangflash.db");

    public void Dispose() => folder.Dispose();

    static byte[] Calibration { get; } = [.. Enumerable.Range(0, 242).Select(i => (byte)(i * 7 + 3))];

    Task<StationRun> KeptAsync(params string[] args) => StationRun.Of(["db", "kept", .. args, "--database", Database]);

    /// <summary>An attempt that kept and then ended so; null: not at all.</summary>
    static async Task<string> KeepAsync(TraceabilityStore store, string? unit, UnitResult? result, string serial = "given")
    {
        var start = new AttemptStart(
            new("line-1", "badge-17", "B-1", "production", "test"), TestBench.Order(0x0800_0000, new byte[512], $"serial: {serial}"), 3, UsbPortPath.Parse("1-3"), 1, unit, null, TimeProvider.System.GetUtcNow());
        var attempt = Assert.IsType<AttemptBegin.Begun>(await store.BeginAsync(start, default)).Attempt;
        await store.KeepAsync(attempt, [new(0x0800_F003, Calibration, new SegmentOrigin.OfBoard()), new(0x0801_FFFF, new byte[] { 9 }, new SegmentOrigin.OfBoard())], default);
        if (result is not null)
            await store.EndAsync(attempt, new(result, "", TimeProvider.System.GetUtcNow()), default);
        return attempt;
    }

    async Task<string> KeepAsync()
    {
        await using var store = await TraceabilityStore.OpenAsync(Database, TimeProvider.System, default);
        return await KeepAsync(store, "U-7", null);
    }

    [Fact]
    public async Task They_are_listed_with_their_hashes_and_written_as_Intel_HEX()
    {
        var attempt = await KeepAsync();

        var shown = await KeptAsync(attempt);
        var written = await KeptAsync(attempt, "-o", folder.PathOf("u7.hex"));
        var again = await KeptAsync(attempt, "-o", folder.PathOf("u7.hex"));

        Assert.Equal((0, 0, 2), (shown.Exit, written.Exit, again.Exit));
        Assert.Contains($"Attempt  {attempt}, unit U-7, slot 3 of line-1, RUNNING\n", shown.Out, StringComparison.Ordinal);
        Assert.Contains("  0x0800F003–0x0800F0F4         242 bytes  SHA-256 ", shown.Out, StringComparison.Ordinal);
        Assert.EndsWith($"{folder.PathOf("u7.hex")}: 243 bytes as Intel HEX.\n", written.Out, StringComparison.Ordinal);
        var back = ImageReader.Read("u7.hex", await File.ReadAllBytesAsync(folder.PathOf("u7.hex")), null);
        Assert.Equal([(0x0800_F003u, 242), (0x0801_FFFFu, 1)], back.Segments.Select(segment => (segment.Address, segment.Data.Length)));
        Assert.Equal(Calibration, back.Segments[0].Data.ToArray());
        Assert.Contains("is there already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_names_range_hash_state_and_file()
    {
        var attempt = await KeepAsync();

        using var one = JsonDocument.Parse(Assert.Single((await KeptAsync(attempt, "-o", folder.PathOf("u7.hex"), "--json")).Lines));
        using var listed = JsonDocument.Parse(Assert.Single((await KeptAsync("--list", "--json")).Lines));

        var range = one.RootElement.GetProperty("ranges")[1];
        Assert.Equal(("0x0801FFFF", 1, 64), (range.GetProperty("address").GetString(), range.GetProperty("length").GetInt32(), range.GetProperty("sha256").GetString()!.Length));
        Assert.Equal(folder.PathOf("u7.hex"), one.RootElement.GetProperty("file").GetString());
        Assert.Equal((attempt, "no-end", 2, 243), (
            listed.RootElement.GetProperty("attempt").GetString(), listed.RootElement.GetProperty("state").GetString(),
            listed.RootElement.GetProperty("ranges").GetInt32(), listed.RootElement.GetProperty("bytes").GetInt32()));
    }

    [Fact]
    public async Task The_list_says_whether_they_are_back()
    {
        await using (var store = await TraceabilityStore.OpenAsync(Database, TimeProvider.System, default))
        {
            _ = await KeepAsync(store, "U-1", new UnitResult.Aborted(JobReport.Empty));                                   // nothing was erased
            _ = await KeepAsync(store, "U-2", new UnitResult.Aborted(JobReport.Empty with { Touched = true }));
            _ = await KeepAsync(store, "U-2", new UnitResult.Passed(JobReport.Empty with { Touched = true }, Verified: true));
            _ = await KeepAsync(store, "U-3", new UnitResult.Aborted(JobReport.Empty with { Touched = true }));
            _ = await KeepAsync(store, "U-4", null);
            _ = await KeepAsync(store, "U-1", new UnitResult.Aborted(JobReport.Empty with { Touched = true }), "usb");     // another unit for all that anybody knows
        }

        var list = await KeptAsync("--list");

        Assert.Equal(["untouched", "put-back", "put-back", "open", "no-end", "open"], list.Lines.SkipLast(1).Select(line => line.Split("  ", StringSplitOptions.RemoveEmptyEntries)[3].Trim()));
    }

    [Theory]
    [InlineData("Give an attempt, with -o FILE.hex or without, or --list.")]
    [InlineData("Give an attempt, with -o FILE.hex or without, or --list.", "nobody", "--list")]
    [InlineData("Give an attempt, with -o FILE.hex or without, or --list.", "--list", "-o", "a.hex")]
    [InlineData("a.bin does not end in .hex. It becomes Intel HEX, whose addresses tools would not look for under another name.", "nobody", "-o", "a.bin")]
    [InlineData("The record knows no attempt no' OR 1 that kept bytes. 'gangflash db kept --list' shows all.", "no' OR 1")]
    public async Task A_question_that_makes_no_sense_is_exit_2(string sentence, params string[] args)
    {
        _ = await KeepAsync();

        var run = await KeptAsync(args);

        Assert.Equal((2, sentence + "\n", ""), (run.Exit, run.Error, run.Out));
    }

    [Fact]
    public async Task Bytes_that_were_changed_are_not_given_out()
    {
        var attempt = await KeepAsync();
        using (var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            other.Open();
            using var change = other.CreateCommand();
            change.CommandText = "DROP TRIGGER kept_bytes_no_update; UPDATE kept_bytes SET bytes = x'00' WHERE position = 1";
            _ = change.ExecuteNonQuery();
        }

        var run = await KeptAsync(attempt, "-o", folder.PathOf("u7.hex"));

        Assert.Equal((8, false), (run.Exit, File.Exists(folder.PathOf("u7.hex"))));
        Assert.Contains($"The bytes that {attempt} kept are not those that it wrote.", run.Error, StringComparison.Ordinal);
    }
}
