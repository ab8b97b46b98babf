using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Reports.Tests;

/// <summary>What a report says of a unit's bytes is what was proven, and no more: real jobs on virtual boards, with a record behind them.</summary>
public sealed class ReadBackTests : IDisposable
{
    const uint Flash = 0x0800_0000;

    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>The facts of the first attempt on a board whose memory the test has prepared.</summary>
    async Task<SectionResult> FlashedAsync(string more, byte[] image, Action<TestBench>? prepare = null)
    {
        var bench = new TestBench(VirtualBoards.Rom(VirtualBoards.Chip("STM32F746"), 1));
        prepare?.Invoke(bench);
        await using (var store = await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, default))
            _ = await bench.FlashAllAsync(TestBench.Order(Flash, image, $"device: {{ chip: STM32F746 }}\nserial: given\n{more}"), slot => slot with { Order = slot.Order with { Unit = "U-1" } }, store);
        return folder.Run("unit", ("serial", "U-1")).Section("Attempts");
    }

    /// <summary>7 bytes of padding are behind it up to the next granule of 8.</summary>
    static byte[] Image { get; } = [.. Enumerable.Range(0, 40_001).Select(i => (byte)(i * 13 + 5))];

    [Fact]
    public async Task A_full_read_back_names_the_bytes_that_were_read()
    {
        var attempt = await FlashedAsync("", Image);

        Assert.Equal(("PASS", "every byte equal: 40,008 bytes"), (attempt.Cell<string>("outcome"), attempt.Cell<string>("verify")));
    }

    [Fact]
    public async Task Bytes_that_were_right_already_are_told_from_those_that_were_written()
    {
        var attempt = await FlashedAsync("erase: auto", Image, bench => bench.Board(1).Memory.Put(0x0800_8000, [.. Image[0x8000..], .. Enumerable.Repeat((byte)0xFF, 7)]));

        Assert.Equal("every byte equal: 40,008 bytes, 7,240 of which needed no writing", attempt.Cell<string>("verify"));
    }

    [Fact]
    public async Task Where_only_images_are_looked_at_every_report_of_the_unit_says_so()
    {
        var attempt = await FlashedAsync("verify: images", Image);

        Assert.Equal(("PASS (images)", "images only, every byte of them equal: 40,001 bytes; padding was not looked at"), (attempt.Cell<string>("outcome"), attempt.Cell<string>("verify")));
        Assert.Equal("PASS (images)", folder.Run("batch", ("batch", TestBench.Context.Batch!)).Section("Units: the history of each").Cell<string>("outcome"));
    }

    [Fact]
    public async Task What_was_not_read_back_is_no_pass_without_a_word()
    {
        var attempt = await FlashedAsync("verify: none", Image);

        Assert.Equal(("PASS (unverified)", "not read back; the recipe allows it"), (attempt.Cell<string>("outcome"), attempt.Cell<string>("verify")));
    }
}
