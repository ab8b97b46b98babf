using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>Failures from the field that need one line each.</summary>
public sealed class SmallerOnes
{
    const string Chip = "STM32F746";
    const string Image = "f746-app.elf";

    [Fact]
    public async Task A_board_that_is_pulled_in_mid_block_is_closed_in_the_record_and_erased_anew_when_it_is_back()
    {
        var order = SomeOrder.Of(Chip, Image);
        var inMidBlock = (await WireOfAsync(Rom(Chip), order)).Where(entry => entry.IsDataBlock).ElementAt(50).Index + 1;
        var bench = new TestBench(Rom(Chip) with { Faults = [new Fault.Unplug(inMidBlock)] });
        var board = bench.Board(1);

        var first = Assert.Single(await bench.FlashAllAsync(order));
        bench.Bus.Plug(first.Loaded.Port, board);
        var second = Assert.Single(await bench.FlashAllAsync(order));

        Assert.Equal("usb.disconnected", first.Verdict.Code);
        Assert.True(ResultOf(first).Report.Touched);
        Passed(second);
        Assert.Equal(["usb.disconnected", ""], bench.Recorder.Ends.Select(end => end.End.Result.Code));
        Assert.Equal(2, ErasedAddresses(board).Count(address => address == 0x0800_0000));
        Holds(board, Image);
    }

    [Fact]
    public async Task A_brown_out_while_programming_is_no_pass_and_is_named_by_the_devices_own_word()
    {
        var order = SomeOrder.Of(Chip, Image);
        var block = (await WireOfAsync(Rom(Chip), order)).Where(entry => entry.IsDataBlock).ElementAt(50).Index;
        var bench = new TestBench(Rom(Chip) with { Faults = [new Fault.BrownOut(block)] });

        var outcome = Assert.Single(await bench.FlashAllAsync(order));

        Assert.Equal(DfuStatus.ErrPowerOnReset, Failed<FlashFailure.Refused>(ResultOf(outcome), "dfu.reset").Status);
        Assert.Equal(Instruction.CheckCable, outcome.Verdict.Instruction);
        Assert.Single(bench.Recorder.Ends);
    }

    [Fact]
    public async Task The_first_request_of_an_L152_may_fail()
    {
        const string L152 = "STM32L152";
        var image = SomeOrder.Program(5000);
        var order = SomeOrder.Of(L152, 0x0800_0000, image);
        var first = (await WireOfAsync(Rom(L152), order)).First(entry => entry.Request == DfuRequest.GetStatus).Index;

        foreach (var fault in (Fault[])[new Fault.Stall(first), new Fault.BreakTransfer(first, Arrives: false), new Fault.Stall(0)])
        {
            var bench = new TestBench(Rom(L152) with { Faults = [fault] });

            Passed(Assert.Single(await bench.FlashAllAsync(order)));

            Holds(bench.Board(1), 0x0800_0000, image);
        }
    }

    [Fact]
    public async Task The_functional_descriptor_is_never_asked_for_since_a_C562_never_answers()
    {
        var bench = new TestBench(Rom("STM32C562"));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32C562", 0x0800_0000, SomeOrder.Program(5000)));

        Passed(result);
        Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Setup.Request == 6 && entry.Setup.Value >> 8 == DfuFunctionalDescriptor.Type);
    }

    [Fact]
    public void The_string_of_a_G431_decides_how_many_option_bytes_there_are() =>
        Assert.Equal(40u, Assert.Single(LayoutString.Parse("@Option Bytes   /0x1FFF7800/01*40Be").Layout!.Ranges).Length);
}
