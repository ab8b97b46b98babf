using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Gang;

/// <summary>A unit that is tried again by itself: each time an attempt of its own, and only after what the recipe says.</summary>
public sealed class RetryTests
{
    /// <summary>A board that refuses its first data block, once.</summary>
    static TestBench Bench() => new(Rom("STM32F746") with { Faults = [new Fault.Stall(new FaultPlace.Nth(BoardStep.Write, 1))] });

    [Theory]
    [InlineData("retries: 0", "dfu.stalled")]
    [InlineData("retries: 2", "dfu.stalled", "")]
    [InlineData("retries: { most: 2, on: dfu.* }", "dfu.stalled", "")]
    [InlineData("retries: { most: 2, on: [ usb.*, verify.unstable ] }", "dfu.stalled")]
    public async Task It_is_tried_again_where_the_recipe_says_so(string retries, params string[] codes)
    {
        var bench = Bench();

        var outcome = Assert.Single(await bench.FlashAllAsync(FieldCases.SomeOrder.Of("STM32F746", 0x0800_0000, FieldCases.SomeOrder.Program(3000), retries)));

        Assert.Equal(codes, bench.Recorder.Ends.Select(end => end.End.Result.Code));
        Assert.Equal((codes.Length, codes[^1]), (outcome.Attempts, outcome.Verdict.Code));
        Assert.Equal(Enumerable.Range(1, codes.Length), bench.Recorder.Starts.Select(start => start.Number));
    }
}
