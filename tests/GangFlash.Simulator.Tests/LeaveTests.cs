using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator.Tests;

/// <summary>What the port shows after a board was told to leave (dfuse.md 10).</summary>
public sealed class LeaveTests
{
    const string Application = "0483:5740";
    const string Bootloader = "0483:df11";

    [Theory]
    [InlineData(LeaveHabit.Clean, UsbTransferStatus.Completed, Application)]
    [InlineData(LeaveHabit.GoneBeforeAnswer, UsbTransferStatus.NoDevice, Application)]
    [InlineData(LeaveHabit.StallsAndGoes, UsbTransferStatus.Stalled, Application)]
    [InlineData(LeaveHabit.SilentAndGoes, UsbTransferStatus.TimedOut, Application)]
    [InlineData(LeaveHabit.BreaksAndGoes, UsbTransferStatus.Failed, Application)]
    [InlineData(LeaveHabit.ReturnsAsBootloader, UsbTransferStatus.Completed, Bootloader)]
    [InlineData(LeaveHabit.Vanishes, UsbTransferStatus.Completed, null)]
    public void A_board_leaves_as_its_habit_is_and_something_else_enumerates(LeaveHabit habit, UsbTransferStatus status, string? next)
    {
        var desk = WithProgram(habit);

        _ = desk.Download(2);
        _ = desk.Fetch(DfuRequest.GetStatus, 0, 6);

        Assert.Equal(status, habit == LeaveHabit.GoneBeforeAnswer ? desk.Send(DfuRequest.Abort) : desk.Board.Wire[^1].Status);
        Assert.Null(desk.Shown());
        desk.Wait(500);
        Assert.Equal(next, desk.Shown()?.ToString());
        Assert.Equal(status == UsbTransferStatus.TimedOut ? UsbTransferStatus.TimedOut : UsbTransferStatus.NoDevice, desk.Send(DfuRequest.Abort));       // the old handle never reaches the new device
    }

    [Fact]
    public void A_virgin_part_stays_where_it_is()
    {
        var desk = WithProgram(LeaveHabit.Stays);

        _ = desk.Download(2);

        Assert.Equal(DfuState.DownloadIdle, desk.Status().State);
        desk.Wait(5000);
        Assert.Equal(Bootloader, desk.Shown()?.ToString());
    }

    [Theory]
    [InlineData(0xFFFF_FFFFu, 0xFFFF_FFFFu)]
    [InlineData(0x2000_4000u, 0x0800_0200u)]
    [InlineData(0x0800_0000u, 0x0800_0201u)]
    public void A_pointer_without_a_vector_table_leads_back_into_the_bootloader(uint stack, uint start)
    {
        var desk = WithProgram(LeaveHabit.Clean, stack, start);

        _ = desk.Download(2);
        _ = desk.Status();
        desk.Wait(500);

        Assert.Equal(Bootloader, desk.Shown()?.ToString());
    }

    [Theory]
    [InlineData(ResetHabit.Bootloader, Bootloader)]
    [InlineData(ResetHabit.Application, Application)]
    [InlineData(ResetHabit.Nothing, null)]
    public async Task A_board_whose_port_is_reset_goes_and_shows_what_its_habit_is(ResetHabit habit, string? next)
    {
        var desk = WithProgram(LeaveHabit.Clean, reset: habit);

        Assert.Equal(UsbTransferStatus.Completed, await desk.Device.ResetAsync(default));

        Assert.Null(desk.Shown());
        Assert.Equal(UsbTransferStatus.NoDevice, desk.Send(DfuRequest.Abort));
        Assert.Equal(UsbTransferStatus.NoDevice, await desk.Device.ResetAsync(default));
        desk.Wait(500);
        Assert.Equal(next, desk.Shown()?.ToString());
    }

    [Fact]
    public async Task A_board_without_a_program_is_its_bootloader_after_a_reset_too()
    {
        var desk = WithProgram(LeaveHabit.Clean, stack: uint.MaxValue, reset: ResetHabit.Application);

        Assert.Equal(UsbTransferStatus.Completed, await desk.Device.ResetAsync(default));
        desk.Wait(500);

        Assert.Equal(Bootloader, desk.Shown()?.ToString());
    }

    [Fact]
    public async Task A_board_that_was_plugged_out_is_on_no_list_and_cannot_be_opened()
    {
        var desk = WithProgram(LeaveHabit.Clean);
        desk.Bus.Unplug(Desk.Port);

        Assert.Empty(desk.Listed());
        var refused = Assert.IsType<UsbOpening.Refused>(await desk.Bus.OpenAsync(Desk.Port, default));
        Assert.Equal(UsbOpenError.NoDevice, refused.Error);
    }

    static Desk WithProgram(LeaveHabit habit, uint stack = 0x2000_4000, uint start = 0x0800_0201, ResetHabit reset = default)
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { Leave = habit, Reset = reset });
        desk.Board.Memory.Put(0x0800_0000, [.. BitConverter.GetBytes(stack), .. BitConverter.GetBytes(start)]);
        return desk;
    }
}
