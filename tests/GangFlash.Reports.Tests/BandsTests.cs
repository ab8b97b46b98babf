using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Reports.Tests;

/// <summary>The timeline of a batch: what each slot did and when, with the line's stops and the people at it, in one drawing without a colour.</summary>
public sealed class BandsTests : IDisposable
{
    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    async Task<ReportResult> BatchAsync()
    {
        var bench = new TestBench(VirtualBoards.Rom(VirtualBoards.Chip("STM32F746"), 1), VirtualBoards.Named.Single(board => board.Name == "lying-f746").Make(2));
        await using (var store = await TraceabilityStore.OpenAsync(folder.Database, bench.Clock, default))
        {
            var (station, badge) = (TestBench.Context.Station, TestBench.Context.Operator);
            _ = await store.RecordEventAsync(new(station, badge, "session.opened", new() { ["role"] = "operator" }), default);
            _ = await bench.FlashAllAsync(TestBench.Order(0x0800_0000, new byte[40_000], "device: { chip: STM32F746 }\nretries: 0"), null, store);
            _ = await store.RecordEventAsync(new(station, badge, "line.stopped", new() { ["alarm"] = "1", ["rule"] = "verify", ["class"] = "stop" }) { Batch = TestBench.Context.Batch }, default);
        }

        return folder.Run("batch", ("batch", TestBench.Context.Batch!));
    }

    [Fact]
    public async Task Phases_stand_in_the_lane_of_their_slot_one_behind_the_other()
    {
        var bands = (await BatchAsync()).Section("What each slot did");

        Assert.Equal(["prepare", "erase", "write", "verify", "leave"], What("TEST-1 1"));
        Assert.Equal(["prepare", "erase", "write", "verify"], What("TEST-1 2"));         // it acknowledged all and stored nothing
        Assert.Equal(["signed on"], What(TestBench.Context.Operator));
        Assert.Equal(["line stop"], What("line TEST-1"));
        Assert.All(bands.Rows, row => Assert.True((DateTimeOffset)row[0]! <= (DateTimeOffset)row[1]!));
        Assert.All(
            bands.Rows.Where(row => (string)row[2]! == "TEST-1 1").ToList() is var slot ? slot.Zip(slot.Skip(1)) : [],
            pair => Assert.InRange((DateTimeOffset)pair.Second[0]! - (DateTimeOffset)pair.First[1]!, TimeSpan.Zero, TimeSpan.FromMilliseconds(2)));

        IEnumerable<string> What(string lane) => bands.Rows.Where(row => (string)row[2]! == lane).Select(row => (string)row[3]!);
    }

    [Fact]
    public async Task The_page_draws_them_by_itself_and_as_the_same_bytes_each_time()
    {
        var report = await BatchAsync();

        var page = HtmlReport.Page(report);

        Assert.All(["prepare", "erase", "write", "verify", "leave", "stop"], style => Assert.Contains($"<path class=\"band {style}\" d=\"M", page, StringComparison.Ordinal));
        Assert.Equal(page, HtmlReport.Page(report));
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }
}
