using GangFlash.Devices;
using GangFlash.DfuSe;
using static GangFlash.DfuSe.DfuState;

namespace GangFlash.Simulator.Tests;

/// <summary>A refusal in the wrong state must stall, as silicon does: a simulator that forgives hides bugs of the host (dfuse.md 4).</summary>
public sealed class StateMachineTests
{
    [Theory]
    [InlineData(Idle, "data", false, DownloadSync)]
    [InlineData(Idle, "block 1", true, Error)]
    [InlineData(Idle, "leave", false, ManifestSync)]
    [InlineData(Idle, "upload", false, UploadIdle)]
    [InlineData(Idle, "status", false, Idle)]
    [InlineData(Idle, "abort", false, Idle)]
    [InlineData(DownloadSync, "data", true, Error)]
    [InlineData(DownloadSync, "leave", true, Error)]
    [InlineData(DownloadSync, "upload", true, Error)]
    [InlineData(DownloadSync, "status", false, DownloadBusy)]
    [InlineData(DownloadSync, "abort", false, Idle)]
    [InlineData(DownloadBusy, "data", true, DownloadBusy)]
    [InlineData(DownloadBusy, "leave", true, DownloadBusy)]
    [InlineData(DownloadBusy, "upload", true, DownloadBusy)]
    [InlineData(DownloadBusy, "status", false, DownloadIdle)]
    [InlineData(DownloadBusy, "abort", true, DownloadBusy)]
    [InlineData(DownloadIdle, "data", false, DownloadSync)]
    [InlineData(DownloadIdle, "leave", false, ManifestSync)]
    [InlineData(DownloadIdle, "upload", true, Error)]
    [InlineData(DownloadIdle, "status", false, DownloadIdle)]
    [InlineData(DownloadIdle, "abort", false, Idle)]
    [InlineData(ManifestSync, "data", true, Error)]
    [InlineData(ManifestSync, "leave", true, Error)]
    [InlineData(ManifestSync, "upload", true, Error)]
    [InlineData(ManifestSync, "abort", false, Idle)]
    [InlineData(UploadIdle, "data", true, Error)]
    [InlineData(UploadIdle, "leave", true, Error)]
    [InlineData(UploadIdle, "upload", false, UploadIdle)]
    [InlineData(UploadIdle, "status", false, UploadIdle)]
    [InlineData(UploadIdle, "abort", false, Idle)]
    [InlineData(Error, "data", true, Error)]
    [InlineData(Error, "leave", true, Error)]
    [InlineData(Error, "upload", true, Error)]
    [InlineData(Error, "status", false, Error)]
    [InlineData(Error, "clear", false, Idle)]
    [InlineData(Error, "abort", true, Error)]
    public void The_transitions_of_a_faithful_ROM(DfuState from, string request, bool stalls, DfuState to)
    {
        var desk = In(from, Desk.Rom("STM32F746"));

        var answer = Ask(desk, request);

        Assert.Equal((stalls ? UsbTransferStatus.Stalled : UsbTransferStatus.Completed, to), (answer, desk.State()));
        if (to == Error && stalls && from != Error)
            Assert.Equal(DfuStatus.ErrStalledPacket, desk.Status().Status);
    }

    [Fact]
    public void GETSTATUS_after_the_request_to_leave_says_dfuMANIFEST_and_the_device_is_gone()
    {
        var desk = In(ManifestSync, Desk.Rom("STM32F746"));

        Assert.Equal((Manifest, 1), (desk.Status().State, desk.Board.Wire.Count(entry => entry.Request == DfuRequest.GetStatus)));
        Assert.Null(desk.Shown());
        Assert.Equal(UsbTransferStatus.NoDevice, desk.Send(DfuRequest.Abort));
    }

    [Theory]
    [InlineData("STM32F746", Idle, false, Idle, DfuStatus.Ok)]
    [InlineData("STM32F746", UploadIdle, false, UploadIdle, DfuStatus.Ok)]
    [InlineData("STM32H743", Idle, false, Error, DfuStatus.ErrUnknown)]
    [InlineData("STM32H743", DownloadBusy, false, Error, DfuStatus.ErrUnknown)]
    [InlineData("STM32C562", Idle, true, Error, DfuStatus.ErrStalledPacket)]
    [InlineData("STM32C562", DownloadBusy, true, DownloadBusy, DfuStatus.Ok)]
    [InlineData("GD32VF103", DownloadIdle, false, DownloadIdle, DfuStatus.Ok)]
    public void CLRSTATUS_out_of_place_is_taken_in_four_ways(string part, DfuState from, bool stalls, DfuState to, DfuStatus status)
    {
        var desk = In(from, Desk.Rom(part) with { Busy = Chips.BusyHabit.AnswerThenWork });

        var answer = desk.Send(DfuRequest.ClearStatus);

        Assert.Equal((stalls ? UsbTransferStatus.Stalled : UsbTransferStatus.Completed, to), (answer, desk.State()));
        Assert.Equal(status, to == DownloadBusy ? DfuStatus.Ok : desk.Status().Status);
    }

    [Theory]
    [InlineData(DownloadIdle, "upload", true, DownloadIdle)]
    [InlineData(UploadIdle, "data", true, UploadIdle)]
    [InlineData(DownloadSync, "data", true, DownloadSync)]
    [InlineData(DownloadBusy, "abort", false, DownloadBusy)]
    [InlineData(Error, "abort", false, Error)]
    [InlineData(Error, "upload", true, Error)]
    [InlineData(Idle, "clear", false, Error)]
    [InlineData(DownloadBusy, "clear", false, Error)]
    [InlineData(Idle, "block 1", false, DownloadSync)]
    public void The_CubeMX_class_stalls_and_forgets(DfuState from, string request, bool stalls, DfuState to)
    {
        var desk = In(from, Desk.CubeMx());

        var answer = Ask(desk, request);

        Assert.Equal((stalls ? UsbTransferStatus.Stalled : UsbTransferStatus.Completed, to), (answer, desk.State()));
    }

    [Theory]
    [InlineData(new byte[] { DfuSeCommand.Erase })]
    [InlineData(new byte[] { DfuSeCommand.ReadUnprotect })]
    [InlineData(new byte[] { DfuSeCommand.GetCommands })]
    [InlineData(new byte[] { 0x77 })]
    public void The_CubeMX_class_accepts_any_command_of_one_byte_and_does_nothing(byte[] command)
    {
        var desk = new Desk(Desk.CubeMx());
        desk.Board.Memory.Put(0x0800_0000, [1, 2, 3, 4]);

        var report = desk.Run(0, command);

        Assert.Equal((DownloadIdle, DfuStatus.Ok), (report.State, report.Status));
        Assert.Equal([1, 2, 3, 4], desk.Board.Memory.Read(AddressRange.Of(0x0800_0000, 4)));
    }

    [Fact]
    public void The_CubeMX_class_hangs_at_an_unknown_command_of_five_bytes_until_CLRSTATUS_twice()
    {
        var desk = new Desk(Desk.CubeMx());

        _ = desk.Download(0, 0x77, 0, 0, 0, 8);
        var busy = desk.Status();

        Assert.Equal(DownloadBusy, busy.State);
        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.ClearStatus));
        Assert.Equal(Error, desk.State());
        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.ClearStatus));
        Assert.Equal(Idle, desk.State());
    }

    [Fact]
    public void The_CubeMX_class_stalls_the_question_after_a_command_of_another_length()
    {
        var desk = new Desk(Desk.CubeMx());

        _ = desk.Download(0, 0x21, 0, 0);

        Assert.Null(desk.Fetch(DfuRequest.GetStatus, 0, 6));
        Assert.Equal(DownloadSync, desk.State());
    }

    [Fact]
    public void A_read_that_the_CubeMX_class_has_no_callback_for_ends_in_state_15()
    {
        var desk = new Desk(Desk.CubeMx() with { Unreadable = [AddressRange.Of(0x0800_0000, 4096)] });

        Assert.Null(desk.Read(0x0800_0000, 16));
        Assert.Equal(15, (int)desk.State());
    }

    [Fact]
    public void A_ROM_lists_four_commands_and_the_CubeMX_class_three()
    {
        var (rom, cube) = (new Desk(Desk.Rom("STM32F746")), new Desk(Desk.CubeMx()));

        Assert.Equal("00214192", Convert.ToHexString(rom.Fetch(DfuRequest.Upload, 0, 16)!));
        Assert.Equal("002141", Convert.ToHexString(cube.Fetch(DfuRequest.Upload, 0, 16)!));
        Assert.Equal(Idle, cube.State());
    }

    [Fact]
    public void Unknown_commands_and_blocks_above_the_transfer_size_are_refused_by_a_ROM()
    {
        var desk = new Desk(Desk.Rom("STM32G474"));

        Assert.Equal((Error, DfuStatus.ErrStalledPacket), (desk.Run(0, 0x77).State, desk.Status().Status));
        _ = desk.Send(DfuRequest.ClearStatus);
        Assert.Equal(UsbTransferStatus.Stalled, desk.Download(2, new byte[2048]));
        Assert.Equal(DfuStatus.ErrStalledPacket, desk.Status().Status);
    }

    [Theory]
    [InlineData(DownloadBusy)]
    [InlineData(Error)]
    [InlineData((DfuState)15)]
    public void Mboot_goes_to_idle_from_anywhere_and_answers_no_GETSTATE(DfuState from)
    {
        foreach (var request in (DfuRequest[])[DfuRequest.ClearStatus, DfuRequest.Abort])
        {
            var desk = new Desk(Desk.Rom("STM32F746") with { Profile = BootloaderProfile.Mboot, FirstState = from });

            Assert.Null(desk.Fetch(DfuRequest.GetState, 0, 1));
            _ = desk.Send(DfuRequest.ClearStatus);
            Assert.Equal(UsbTransferStatus.Completed, desk.Send(request));
            Assert.Equal(Idle, desk.Status().State);
        }
    }

    [Fact]
    public void Mboot_puts_a_code_where_the_poll_time_should_be_and_reports_errors_with_status_0()
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { Profile = BootloaderProfile.Mboot });

        _ = desk.Download(0, DfuSeCommand.SetAddress(0x9000_0000));
        var (busy, refused) = (desk.Status(), desk.Status());

        Assert.Equal((DownloadBusy, 8), (busy.State, (int)busy.PollDelay.TotalMilliseconds));
        Assert.Equal((Error, DfuStatus.Ok), (refused.State, refused.Status));
    }

    [Fact]
    public void GD32_is_gone_before_it_is_asked()
    {
        var desk = new Desk(Desk.Rom("GD32VF103"));

        _ = desk.Download(2);

        Assert.Null(desk.Shown());
    }

    static UsbTransferStatus Ask(Desk desk, string request) => request switch
    {
        "data" => desk.Download(2, 1, 2, 3, 4, 5, 6, 7, 8),
        "block 1" => desk.Download(1, 1, 2, 3, 4),
        "leave" => desk.Download(2),
        "upload" => desk.Fetch(DfuRequest.Upload, 2, 64) is null ? UsbTransferStatus.Stalled : UsbTransferStatus.Completed,
        "status" => desk.Fetch(DfuRequest.GetStatus, 0, 6) is null ? UsbTransferStatus.Stalled : UsbTransferStatus.Completed,
        "clear" => desk.Send(DfuRequest.ClearStatus),
        "abort" => desk.Send(DfuRequest.Abort),
        _ => throw new ArgumentOutOfRangeException(nameof(request)),
    };

    /// <summary>Brings a board into a state the way a host would.</summary>
    static Desk In(DfuState state, BoardModel model)
    {
        var desk = new Desk(state == Error ? model with { FirstState = Error } : model with { DefaultPointer = 0x0800_0000 });
        if (state is DownloadSync or DownloadBusy or DownloadIdle)
            _ = desk.Download(0, DfuSeCommand.EraseSector(0x0800_0000));
        for (var asked = 0; state is DownloadBusy or DownloadIdle && asked < (state == DownloadIdle ? 2 : 1); asked++)
            _ = desk.Status();
        if (state == ManifestSync)
            _ = desk.Download(2);
        if (state == UploadIdle)
            _ = desk.Fetch(DfuRequest.Upload, 2, 64);
        Assert.Equal(state, desk.State());
        return desk;
    }
}
