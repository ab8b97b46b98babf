using GangFlash.Flashing;
using GangFlash.Simulator;

namespace GangFlash.Tests.Flashing;

/// <summary>Media that acknowledge everything and keep something else. None of them ever passes, and each is called by its name.</summary>
public sealed class EveryMediumTests
{
    [Theory]
    [InlineData("F746", MismatchPattern.StillBlank)]
    [InlineData("G474", MismatchPattern.StillBlank)]
    [InlineData("CubeMX", MismatchPattern.StillBlank)]
    public async Task A_blank_medium_that_stores_nothing(string job, MismatchPattern pattern) =>
        Fails(await RunAsync(job, new MediaKind.StoresNothing()), "verify.nothing-written", pattern);

    [Theory]
    [InlineData("F746", "verify.nothing-written", MismatchPattern.OldContent)]
    [InlineData("G474", "erase.not-blank", null)]
    [InlineData("CubeMX", "verify.nothing-written", MismatchPattern.OldContent)]
    public async Task A_full_medium_that_stores_nothing(string job, string code, MismatchPattern? pattern) =>
        Fails(await RunAsync(job, new MediaKind.StoresNothing(), OldContent), code, pattern);

    [Theory]
    [InlineData("F746")]
    [InlineData("G474")]
    [InlineData("CubeMX")]
    public async Task A_medium_that_echoes_the_last_block(string job) =>
        Fails(await RunAsync(job, new MediaKind.EchoesLastBlock()), "verify.nothing-written", MismatchPattern.Echo);

    [Theory]
    [InlineData("F746", 1)]
    [InlineData("F746", 4096)]
    [InlineData("G474", 2048)]
    [InlineData("CubeMX", 1000)]
    public async Task A_medium_that_stores_only_the_first_bytes(string job, uint bytes)
    {
        var small = SmallJob.Named(job);

        var run = await RunAsync(job, new MediaKind.StoresFirst(small.At - 0x0800_0000 + bytes));

        Fails(run, "verify.mismatch", MismatchPattern.FirstPartOnly);
        Assert.Equal(small.At + bytes, ((UnitResult.Failed)run.Result).Verify!.First);
    }

    [Theory]
    [InlineData("F746", 4)]
    [InlineData("F746", 2048)]
    [InlineData("G474", 64)]
    [InlineData("CubeMX", 256)]
    public async Task A_medium_that_stores_at_the_wrong_place(string job, uint distance) =>
        Fails(await RunAsync(job, new MediaKind.Shifts(distance)), "verify.mismatch", MismatchPattern.Shifted);

    [Theory]
    [InlineData("F746")]
    [InlineData("G474")]
    [InlineData("CubeMX")]
    public async Task A_medium_that_reads_as_it_likes(string job)
    {
        var small = SmallJob.Named(job);

        var run = await RunAsync(job, new MediaKind.ReadsUnstably(small.At + 3 * 1024 + 17));

        Fails(run, "verify.unstable", MismatchPattern.Unstable);
        Assert.True(run.HoldsImage);
    }

    [Theory]
    [InlineData("F746", true, "verify.mismatch", MismatchPattern.IsolatedBits)]
    [InlineData("F746", false, "verify.mismatch", MismatchPattern.IsolatedBits)]
    [InlineData("G474", true, "verify.mismatch", MismatchPattern.IsolatedBits)]
    [InlineData("G474", false, "erase.not-blank", null)]
    [InlineData("CubeMX", true, "verify.mismatch", MismatchPattern.IsolatedBits)]
    [InlineData("CubeMX", false, "verify.unreadable", null)]       // H7 programs over it, and its error correction is wrong from then on
    public async Task A_medium_with_a_bit_that_is_stuck(string job, bool high, string code, MismatchPattern? pattern)
    {
        const byte Bit = 0x20;
        var small = SmallJob.Named(job);
        var at = Enumerable.Range(1500, 500).First(i => (small.Image[i] & Bit) == (high ? 0 : Bit));

        var run = await small.RunAsync(new Fault.StuckBit(small.At + (uint)at, Bit, high));

        Fails(run, code, pattern);
    }

    static Task<SmallRun> RunAsync(string job, MediaKind media, Action<VirtualBoard>? prepare = null)
    {
        var small = SmallJob.Named(job);
        return small.RunAsync(small.Board with { Media = media }, prepare);
    }

    static void OldContent(VirtualBoard board)
    {
        var old = new byte[0x6_0000];
        new Random(7).NextBytes(old);
        board.Memory.Put(0x0800_0000, old);
    }

    static void Fails(SmallRun run, string code, MismatchPattern? pattern)
    {
        var failed = Assert.IsType<UnitResult.Failed>(run.Result);
        Assert.Equal((code, pattern), (run.Code, failed.Verify?.Diagnosis.Pattern));
        Assert.Same(failed, Assert.Single(run.Bench.Recorder.Ends).End.Result);
        Assert.True(failed.Report.Touched);
        Assert.Null(failed.Report.Leave);
    }
}
