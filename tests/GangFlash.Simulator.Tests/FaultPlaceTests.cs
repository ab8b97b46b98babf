using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator.Tests;

public sealed class FaultPlaceTests
{
    const uint Start = 0x0800_0000;

    static readonly byte[] s_block = [.. Enumerable.Range(0, 2048).Select(i => (byte)i)];

    static Desk With(params string[] faults) => new(faults.Aggregate(Desk.Rom("STM32F746"), (board, text) => FaultText.Parse(text).Fault!.Apply(board)));

    [Fact]
    public void A_kernels_enumeration_does_not_count()
    {
        var desk = With("stall@request=2");
        for (var i = 0; i < 10; i++)
            Ask(desk, new(0x80, 6, 0x0100, 0, 18));

        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.Abort));
        Assert.Equal(UsbTransferStatus.Completed, Ask(desk, new(0x80, 6, 0x0100, 0, 18)));
        Assert.Equal(UsbTransferStatus.Stalled, desk.Send(DfuRequest.Abort));
        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.Abort));
    }

    [Fact]
    public void The_cable_is_pulled_at_the_third_block_and_the_two_before_it_are_stored()
    {
        var desk = With("unplug@write=3");
        _ = desk.Erase(Start);
        _ = desk.Point(Start);
        _ = desk.Run(2, s_block);
        _ = desk.Run(3, s_block);

        Assert.Equal(UsbTransferStatus.NoDevice, desk.Download(4, s_block));
        Assert.Empty(desk.Listed());
        Assert.Equal(s_block, desk.Board.Memory.Read(AddressRange.Of(Start + 2048, 2048)));
        Assert.All(desk.Board.Memory.Read(AddressRange.Of(Start + 4096, 2048)), value => Assert.Equal(0xFF, value));
    }

    /// <summary>A block before the re-plug, and two after it: which of them are hit (x).</summary>
    [Theory]
    [InlineData("unplug@write=1", "x |ok ok")]
    [InlineData("unplug@write=1,again", "x |x x")]
    [InlineData("stall@write=1", "x |ok ok")]
    [InlineData("stall@write=1,again", "x |x ok")]
    [InlineData("stall@write=1,every", "x |x x")]
    [InlineData("stall@write=2", "ok |ok x")]
    [InlineData("stall@write=2,every", "ok |ok x")]
    [InlineData("stall@write=3", "ok |ok ok")]
    public void A_fault_is_spent_or_comes_again_after_a_re_plug(string fault, string hits)
    {
        var desk = With(fault);
        var before = Hit();
        RePlug(desk);

        Assert.Equal(hits, $"{before} |{Hit()} {Hit()}");

        string Hit()
        {
            var hit = desk.Download(2, s_block) == UsbTransferStatus.Completed ? "ok" : "x";
            Free(desk);
            return hit;
        }
    }

    [Fact]
    public void Every_second_erase_is_every_second_erase()
    {
        var desk = With("stall@erase=2,every");

        Assert.Equal(
            [UsbTransferStatus.Completed, UsbTransferStatus.Stalled, UsbTransferStatus.Completed, UsbTransferStatus.Stalled],
            Enumerable.Range(0, 4).Select(_ =>
            {
                var status = desk.Download(0, DfuSeCommand.EraseSector(Start));
                Free(desk);
                return status;
            }));
    }

    [Theory]
    [InlineData("stall@0x08000900", 3, true)]
    [InlineData("stall@0x08000900", 2, false)]
    [InlineData("stall@write=0x08000900", 3, true)]
    [InlineData("stall@read=0x08000900", 3, false)]
    [InlineData("stall@0x08000FFF", 3, true)]
    [InlineData("stall@0x08001000", 3, false)]
    public void A_place_can_be_an_address(string fault, ushort block, bool strikes) =>
        Assert.Equal(strikes, With(fault).Download(block, s_block) == UsbTransferStatus.Stalled);

    [Theory]
    [InlineData("stall@erase=0x08007FFF", true)]
    [InlineData("stall@0x08004000", true)]
    [InlineData("stall@erase=0x08008000", false)]
    public void An_erase_touches_its_whole_sector(string fault, bool strikes) =>
        Assert.Equal(strikes, With(fault).Download(0, DfuSeCommand.EraseSector(Start)) == UsbTransferStatus.Stalled);

    [Fact]
    public void A_mass_erase_touches_everything() =>
        Assert.Equal(UsbTransferStatus.Stalled, With("stall@erase=0x080C0000").Download(0, DfuSeCommand.Erase));

    [Fact]
    public void A_bit_flips_at_its_address_and_only_on_its_way()
    {
        var desk = With("bit-flip@0x08000123");
        desk.Board.Memory.Put(Start, s_block);

        var first = desk.Read(Start, 2048)!;
        Free(desk);
        var second = desk.Read(Start, 2048)!;

        Assert.Equal([0x123], Enumerable.Range(0, 2048).Where(i => first[i] != s_block[i]));
        Assert.Equal(s_block, second);
    }

    [Fact]
    public void An_error_waits_for_the_next_GETSTATUS()
    {
        var desk = With("error=errWRITE@write=1");

        Assert.Equal(UsbTransferStatus.Completed, desk.Download(2, s_block));
        Assert.Equal((DfuStatus.ErrWrite, DfuState.Error), (desk.Status() is var report ? report.Status : default, report.State));
    }

    [Fact]
    public void Busy_lasts_until_the_board_is_re_plugged()
    {
        var desk = With("busy@erase=1");
        _ = desk.Download(0, DfuSeCommand.EraseSector(Start));

        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(DfuState.DownloadBusy, desk.Status().State));
        RePlug(desk);
        Assert.Equal(DfuState.Idle, desk.Status().State);
        Assert.Equal(DfuStatus.Ok, desk.Erase(Start).Status);
    }

    [Fact]
    public async Task A_slow_answer_comes_later_or_too_late()
    {
        var desk = With("slow=3s@request=1,every");
        var began = desk.Clock.Elapsed;

        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.Abort));
        Assert.InRange(desk.Clock.Elapsed - began, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(3.01));

        var late = await desk.Clock.RunAsync(() => desk.Device.ControlAsync(new(0x21, (byte)DfuRequest.Abort, 0, 0, 0), Memory<byte>.Empty, TimeSpan.FromSeconds(2), default).AsTask());
        Assert.Equal(UsbTransferStatus.TimedOut, late.Status);
    }

    [Fact]
    public void A_board_can_be_silent_when_it_is_told_to_leave()
    {
        var desk = With("silence@leave");

        Assert.Equal(UsbTransferStatus.TimedOut, desk.Download(0));

        // The time-out cost the handle; the board itself never heard of the request.
        _ = desk.Open();
        Assert.Equal(DfuState.Idle, desk.State());
    }

    [Fact]
    public void A_fault_that_is_given_while_the_board_runs_counts_from_then_on()
    {
        var desk = With();
        _ = desk.Download(2, s_block);
        Free(desk);

        desk.Board.Change(FaultText.Parse("stall@write=2").Fault!.Apply(desk.Board.Model));

        Assert.Equal(UsbTransferStatus.Completed, desk.Download(2, s_block));
        Free(desk);
        Assert.Equal(UsbTransferStatus.Stalled, desk.Download(2, s_block));
    }

    static UsbTransferStatus Ask(Desk desk, UsbSetup setup) =>
        desk.Clock.RunAsync(() => desk.Device.ControlAsync(setup, new byte[setup.Length], TimeSpan.FromSeconds(5), default).AsTask()).GetAwaiter().GetResult().Status;

    /// <summary>Back to dfuIDLE, without a block that counts.</summary>
    static void Free(Desk desk)
    {
        _ = desk.Send(DfuRequest.Abort);
        _ = desk.Send(DfuRequest.ClearStatus);
    }

    static void RePlug(Desk desk)
    {
        desk.Bus.Plug(Desk.Port, desk.Board);
        _ = desk.Open();
    }
}
