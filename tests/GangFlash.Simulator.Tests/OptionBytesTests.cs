using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator.Tests;

/// <summary>Option bytes as ROMs take them (AN3156, dfuse.md 13.4 and 17).</summary>
public sealed class OptionBytesTests
{
    const uint Block = 0x1FFF_C000;

    [Theory]
    [InlineData(OptionBytesHabit.ReturnsAsBootloader, "0483:df11")]
    [InlineData(OptionBytesHabit.StartsApplication, "0483:5740")]
    [InlineData(OptionBytesHabit.Vanishes, null)]
    public void A_ROM_takes_the_block_resets_and_never_answers(OptionBytesHabit habit, string? next)
    {
        var desk = At(new Desk(Desk.Rom("STM32F405") with { AfterOptionBytes = habit }), Block);
        desk.Board.Memory.Put(0x0800_0000, [0x00, 0x00, 0x01, 0x20, 0xE9, 0x01, 0x00, 0x08]);

        _ = desk.Download(2, Option(0xAA));
        Assert.Equal(DfuState.DownloadBusy, desk.Status().State);
        desk.Wait(104);
        _ = desk.Fetch(DfuRequest.GetStatus, 0, 6);

        Assert.Equal(UsbTransferStatus.Failed, desk.Board.Wire[^1].Status);
        Assert.Null(desk.Shown());
        desk.Wait(500);
        Assert.Equal(next, desk.Shown()?.ToString());
        Assert.Equal(Option(0xAA), desk.Board.Memory.Read(AddressRange.Of(Block, 16)));
    }

    [Theory]
    [InlineData("STM32F405", Block, 15)]
    [InlineData("STM32F405", Block + 4, 8)]
    [InlineData("STM32F405", Block, 17)]
    public void An_old_ROM_takes_nothing_but_the_complete_block(string part, uint at, int length)
    {
        var desk = At(new Desk(Desk.Rom(part)), at);
        var before = desk.Board.Memory.Read(AddressRange.Of(Block, 16));

        var report = desk.Run(2, new byte[length]);

        Assert.Equal((DfuState.Error, DfuStatus.ErrTarget), (report.State, report.Status));
        Assert.Equal(before, desk.Board.Memory.Read(AddressRange.Of(Block, 16)));
    }

    [Fact]
    public void At_level_1_nothing_is_read_and_at_level_2_nobody_comes()
    {
        var one = At(new Desk(Desk.Rom("STM32F405")), Block);
        Take(one, 0x00);
        _ = one.Open();
        Assert.Equal(DfuStatus.ErrVendor, one.Run(0, DfuSeCommand.SetAddress(0x0800_0000)).Status);
        Assert.Equal(RdpLevel.One, one.Board.Protection);

        var two = At(new Desk(Desk.Rom("STM32F405")), Block);
        Take(two, 0xCC);
        Assert.Null(two.Shown());
        two.Bus.Plug(Desk.Port, two.Board);
        Assert.Null(two.Shown());
    }

    [Fact]
    public void A_part_comes_without_protection()
    {
        foreach (var chip in ChipCatalogue.All.Where(chip => chip.Rom is not null))
            Assert.Equal(RdpLevel.Zero, new VirtualBoard(VirtualBoards.Rom(new(chip, chip.Name, null), 1)).Protection);
    }

    static byte[] Option(byte rdp) => [0xE3, rdp, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    static Desk At(Desk desk, uint address)
    {
        _ = desk.Run(0, DfuSeCommand.SetAddress(address));
        return desk;
    }

    static void Take(Desk desk, byte rdp)
    {
        _ = desk.Download(2, Option(rdp));
        _ = desk.Status();
        desk.Wait(104);
        _ = desk.Fetch(DfuRequest.GetStatus, 0, 6);
        desk.Wait(500);
    }
}
