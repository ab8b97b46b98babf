using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary><c>verify: images</c>: what lies behind an image up to the next write granule is written and not looked at.</summary>
public sealed class VerifyImagesTests
{
    const uint Flash = 0x0800_0000;

    /// <summary>Whole granules of 8 bytes are written, so 1,001 bytes of image have 7 bytes of padding behind them. The last byte is odd, so its lowest bit shows.</summary>
    static readonly byte[] s_program = [.. FieldCases.SomeOrder.Program(1000), 0x5B];

    static Task<UnitResult> FlashAsync(string verify, uint badByte) =>
        new TestBench(Rom("STM32F746") with { Faults = [new Fault.StuckBit(badByte, 0x01, High: false)] })
            .FlashOneAsync(TestBench.Order(Flash, s_program, $"device: {{ chip: STM32F746 }}\nverify: {verify}"));

    [Fact]
    public async Task Padding_that_differs_is_no_failure_and_the_result_says_what_was_not_looked_at()
    {
        var result = await FlashAsync("images", Flash + 1001 + 3);

        Assert.Equal(1001ul, Passed(result).VerifiedBytes);
        Assert.Equal("Every byte of the images was read back and equal; 7 bytes of padding were not looked at, as the recipe says.", result.Detail);
    }

    [Fact]
    public async Task It_is_one_under_a_full_verify() => _ = Failed<FlashFailure.Mismatch>(await FlashAsync("full", Flash + 1001 + 3), "verify.mismatch");

    [Fact]
    public async Task A_byte_of_the_image_counts_to_the_last_one()
    {
        var failure = Failed<FlashFailure.Mismatch>(await FlashAsync("images", Flash + 1000), "verify.mismatch");

        Assert.Equal((Flash + 1000, 1ul), (failure.Address, failure.Differing));
    }
}
