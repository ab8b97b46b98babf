using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>G431 (web-stm32-updater 3) refuses blocks above wTransferSize; L476 and L486 (AN2606; ST 447872, 438634) store blocks of odd lengths wrong.</summary>
public sealed class Case6BlocksOfTheWrongSize
{
    [Fact]
    public async Task C6_1_a_part_with_blocks_of_1024_bytes_never_sees_a_longer_one()
    {
        var bench = new TestBench(Rom("STM32G431"));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32G431", "f105-vcu.hex"));

        Passed(result);
        Assert.Equal(1024u, Reached(bench.Board(1)).Max(block => block.Range.Length));
        Holds(bench.Board(1), "f105-vcu.hex");
    }

    [Fact]
    public async Task C6_2_an_odd_tail_is_sent_as_whole_double_words_and_its_padding_read_back()
    {
        var board = Rom("STM32L476");
        Assert.True(board.CorruptsOddBlocks);
        var bench = new TestBench(board);
        var image = SomeOrder.Program(2051);

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32L476", 0x0800_0000, image));

        var report = Passed(result);
        Assert.Equal([8, 2048], DataBlocks(bench.Board(1)).Select(block => (int)block.Setup.Length).Order());
        Assert.Equal((2051ul, 2056ul), (report.Plan!.ImageBytes, report.VerifiedBytes));
        Holds(bench.Board(1), 0x0800_0000, [.. image, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);
    }

    [Fact]
    public async Task C6_3_segments_that_share_a_granule_are_one_run_and_no_granule_is_written_twice()
    {
        var bench = new TestBench(Rom("STM32L476"));
        byte[] first = SomeOrder.Program(260);
        byte[] second = SomeOrder.Program(300)[8..];
        var order = SomeOrder.Of("STM32L476", ["first.bin@0x08000000", "second.bin@0x08000106"], load: name => name == "first.bin" ? first : second);

        var result = await bench.FlashOneAsync(order);

        var run = Assert.Single(Passed(result).Plan!.Runs);
        Assert.Equal((AddressRange.Of(0x0800_0000, 560), 552ul), (run.Range, run.ImageBytes));
        var granules = Reached(bench.Board(1)).Where(block => block.Request == DfuRequest.Download).SelectMany(block => Granules(block.Range)).ToList();
        Assert.Equal(granules.Distinct().Count(), granules.Count);
        Holds(bench.Board(1), 0x0800_0000, [.. first, 0xFF, 0xFF, .. second]);

        static IEnumerable<uint> Granules(AddressRange range)
        {
            for (var at = range.Start / 8; at < (range.End + 7) / 8; at++)
                yield return at;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    public async Task C6_4_a_transfer_size_without_sense_is_refused_in_words(int size)
    {
        var bench = new TestBench(Rom("STM32F746") with { TransferSize = (ushort)size });

        var outcome = Assert.Single(await bench.FlashAllAsync(SomeOrder.Of("STM32F746", "f746-app.elf")));

        var failure = Failed<FlashFailure.NotDfuSe>(ResultOf(outcome), "device.not-dfuse");
        Says(failure.Detail, $"transfer size of {size} bytes makes no sense");
        Assert.Equal(Outcome.Fail, ResultOf(outcome).Outcome);
        Untouched(bench.Board(1));
    }
}
