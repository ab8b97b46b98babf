using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Tests.FieldCases;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary><c>after: reset</c>: the verdict stands before, and the result says what the port shows next.</summary>
public sealed class AfterResetTests
{
    const string Chip = "STM32F746";
    const string Image = "f746-app.elf";

    [Theory]
    [InlineData(ResetHabit.Application, "left; the port shows 0483:5740")]
    [InlineData(ResetHabit.Nothing, "left")]
    [InlineData(ResetHabit.Bootloader, "still in bootloader: it is the bootloader after the reset too; ROMs stay, 'after: leave' starts what they have written")]
    public async Task A_unit_has_passed_whatever_its_port_shows(ResetHabit habit, string says)
    {
        var bench = new TestBench(Rom(Chip) with { Reset = habit });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: reset"));

        Assert.Equal(says, Passed(result).Leave!.Text);
        Holds(bench.Board(1), Image);
        Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Request == DfuRequest.Download && entry.Setup.Length == 0);
    }

    [Theory]
    [InlineData(ResetHabit.Bootloader, "still in bootloader")]
    [InlineData(ResetHabit.Nothing, "left")]
    public async Task A_recipe_may_demand_the_application(ResetHabit habit, string seen)
    {
        var bench = new TestBench(Rom(Chip) with { Reset = habit });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: { do: reset, expect: 0483:5740, required: true }"));

        var failure = Failed<FlashFailure.NoApplication>(result, "leave.no-application");
        Assert.StartsWith(seen, failure.Seen, StringComparison.Ordinal);
        Assert.Equal(result.Report.Plan!.WrittenBytes, result.Report.VerifiedBytes);
    }

    [Fact]
    public async Task The_application_that_is_demanded_is_found()
    {
        var bench = new TestBench(Rom(Chip) with { Reset = ResetHabit.Application });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: { do: reset, expect: 0483:5740, required: true }"));

        Assert.Equal(new LeaveResult.Left(new UsbId(0x0483, 0x5740)), Passed(result).Leave);
    }

    [Fact]
    public async Task A_unit_that_does_not_pass_is_not_reset()
    {
        var bench = new TestBench(Rom(Chip) with { Media = new MediaKind.StoresNothing(), Reset = ResetHabit.Nothing });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image, "after: reset"));

        Assert.Equal("verify.nothing-written", result.Code);
        Assert.Null(result.Report.Leave);
    }
}
