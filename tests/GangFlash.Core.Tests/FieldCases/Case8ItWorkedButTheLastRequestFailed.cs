using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>dfu-util's "Error during download get_status" (klipper, crow, libDaisy, Arduino): the board left before it answered, as it should.</summary>
public sealed class Case8ItWorkedButTheLastRequestFailed
{
    const string Chip = "STM32F746";
    const string Image = "f746-app.elf";

    [Theory]
    [InlineData(LeaveHabit.StallsAndGoes)]
    [InlineData(LeaveHabit.GoneBeforeAnswer)]
    [InlineData(LeaveHabit.SilentAndGoes)]
    [InlineData(LeaveHabit.BreaksAndGoes)]
    public async Task C8_1_however_the_board_takes_its_leave_it_has_left(LeaveHabit habit)
    {
        var bench = new TestBench(Rom(Chip) with { Leave = habit, Application = null });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        Assert.Equal("left", Passed(result).Leave!.Text);
        Holds(bench.Board(1), Image);
    }

    [Theory]
    [InlineData(LeaveHabit.ReturnsAsBootloader)]
    [InlineData(LeaveHabit.Stays)]
    public async Task C8_2_a_board_that_is_a_bootloader_again_has_passed_and_says_what_to_look_at(LeaveHabit habit)
    {
        var bench = new TestBench(Rom(Chip) with { Leave = habit });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var leave = Assert.IsType<LeaveResult.StillInBootloader>(Passed(result).Leave);
        Says(leave.Text, "still in bootloader", "BOOT0 is high", "power cycle is needed (empty-check)");
    }

    [Theory]
    [InlineData(LeaveHabit.ReturnsAsBootloader)]
    [InlineData(LeaveHabit.Stays)]
    public async Task C8_2_a_recipe_may_demand_the_application(LeaveHabit habit)
    {
        var bench = new TestBench(Rom(Chip) with { Leave = habit });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: { expect: 0483:5740, required: true }"));

        var failure = Failed<FlashFailure.NoApplication>(result, "leave.no-application");
        Says(failure.Detail, "should show 0483:5740", "still in bootloader");
        Assert.Equal(result.Report.Plan!.WrittenBytes, result.Report.VerifiedBytes);
    }

    [Fact]
    public async Task C8_3_nothing_within_ten_seconds_is_no_application()
    {
        var bench = new TestBench(Rom(Chip) with { Leave = LeaveHabit.Vanishes });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: { expect: 1234:5678, required: true }"));

        var failure = Failed<FlashFailure.NoApplication>(result, "leave.no-application");
        Assert.Equal("1234:5678", failure.Expected);
        var leave = Assert.Single(result.Report.Phases, phase => phase.Phase == JobPhase.Leave);
        Assert.InRange(leave.Duration, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(11));
    }

    [Fact]
    public async Task C8_3_another_application_is_not_the_one_that_is_demanded()
    {
        var bench = new TestBench(Rom(Chip));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: { expect: 1234:5678, required: true }"));

        Assert.Equal(new FlashFailure.NoApplication("1234:5678", "0483:5740"), Failed<FlashFailure.NoApplication>(result, "leave.no-application"));
    }

    [Fact]
    public async Task C8_4_after_a_run_that_ended_in_bank_2_the_pointer_goes_to_the_vector_table_before_leave()
    {
        var bench = new TestBench(Rom("STM32H747"));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32H747", ["h747-cm7-noload.elf", "h747-cm4.elf"]));

        Passed(result);
        var downloads = bench.Board(1).Wire.Where(entry => entry.Request == DfuRequest.Download).ToList();
        Assert.Equal((DfuSeCommand.SetAddressPointer, 0x0800_0000u), (downloads[^2].Command, downloads[^2].CommandAddress));
        Assert.Equal(0, downloads[^1].Setup.Length);
        Assert.Equal(0x0811_6000u, downloads.SkipLast(2).Last(entry => entry.Command == DfuSeCommand.SetAddressPointer).CommandAddress);
    }
}
