using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator.Tests;

/// <summary>What a bootloader lets happen to which memory (dfuse.md 6, 12, 13, 17).</summary>
public sealed class MediaRulesTests
{
    const uint Flash = 0x0800_0000;

    [Theory]
    [InlineData(0x2000_0000u)]
    [InlineData(0x0810_0000u)]
    [InlineData(0x9000_0000u)]
    public void A_ROM_refuses_addresses_that_it_does_not_offer(uint address)
    {
        Assert.Equal(DfuStatus.ErrTarget, new Desk(Desk.Rom("STM32F746")).Point(address).Status);
        Assert.Equal(DfuStatus.ErrTarget, new Desk(Desk.Rom("STM32F746")).Erase(address).Status);
    }

    [Fact]
    public void The_CubeMX_class_takes_any_pointer_and_fails_at_the_data()
    {
        var desk = new Desk(Desk.CubeMx());

        Assert.Equal(DfuStatus.Ok, desk.Point(0x9000_0000).Status);
        Assert.Equal(DfuStatus.ErrVendor, desk.Run(2, 1, 2, 3, 4).Status);
    }

    [Theory]
    [InlineData("@Internal Flash  /0x08000000/01*032Ka,03*032Kg,01*128Kg,03*256Kg")]
    [InlineData("@Internal Flash  /0x08000000/01*032Kb,03*032Kg,01*128Kg,03*256Kg")]
    public void A_sector_that_is_not_marked_writable_is_not_written(string layout)
    {
        var desk = new Desk(Desk.CubeMx(layout));

        _ = desk.Point(Flash);

        Assert.Equal(DfuStatus.ErrVendor, desk.Run(2, 1, 2, 3, 4).Status);
        Assert.Equal(0xFF, desk.Board.Memory.Read(AddressRange.Of(Flash, 1))[0]);
    }

    [Fact]
    public void A_sector_that_is_not_marked_erasable_is_not_erased()
    {
        var desk = new Desk(Desk.CubeMx("@Internal Flash  /0x08000000/01*032Ka,03*032Kg,01*128Kg,03*256Kg"));
        desk.Board.Memory.Put(Flash, [1]);

        Assert.Equal(DfuStatus.ErrVendor, desk.Erase(Flash).Status);
        Assert.Equal(1, desk.Board.Memory.Read(AddressRange.Of(Flash, 1))[0]);
    }

    [Theory]
    [InlineData("STM32F746", 2048)]
    [InlineData("STM32G474", 1024)]
    public void Block_numbers_count_in_units_of_the_transfer_size(string part, int stride)
    {
        var desk = new Desk(Desk.Rom(part));
        _ = desk.Point(Flash + 0x800);

        _ = desk.Run(5, 1, 2, 3, 4, 5, 6, 7, 8);

        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], desk.Board.Memory.Read(AddressRange.Of(Flash + 0x800 + 3 * (uint)stride, 8)));
    }

    [Fact]
    public void A_device_that_takes_AN3156_literally_counts_in_units_of_the_buffer()
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { StrideIsBufferLength = true });
        _ = desk.Point(Flash);

        _ = desk.Run(3, 1, 2, 3, 4);

        Assert.Equal([1, 2, 3, 4], desk.Board.Memory.Read(AddressRange.Of(Flash + 4, 4)));
    }

    [Fact]
    public void Read_protection_refuses_everything_and_changes_nothing()
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { ReadProtected = true });
        desk.Board.Memory.Put(Flash, [1, 2]);

        Assert.Equal(DfuStatus.ErrVendor, Cleared(desk, () => desk.Point(Flash)));
        Assert.Equal(DfuStatus.ErrVendor, Cleared(desk, () => desk.Erase(Flash)));
        Assert.Equal(DfuStatus.ErrVendor, Cleared(desk, () => desk.Run(2, 0, 0)));
        Assert.Equal(DfuStatus.ErrVendor, Cleared(desk, () => desk.Run(0, DfuSeCommand.Erase)));
        Assert.Null(desk.Fetch(DfuRequest.Upload, 2, 16));
        Assert.Equal(DfuStatus.ErrVendor, desk.Status().Status);
        Assert.Equal([1, 2], desk.Board.Memory.Read(AddressRange.Of(Flash, 2)));
    }

    [Fact]
    public void Write_protection_is_silent()
    {
        var desk = new Desk(Desk.Rom("STM32F746") with { WriteProtected = [AddressRange.Of(Flash, 0x8000)] });
        desk.Board.Memory.Put(Flash, [1, 2]);

        Assert.Equal(DfuStatus.Ok, desk.Erase(Flash).Status);
        _ = desk.Point(Flash);
        Assert.Equal(DfuStatus.Ok, desk.Run(2, 0, 0, 0, 0).Status);
        Assert.Equal([1, 2], desk.Board.Memory.Read(AddressRange.Of(Flash, 2)));
        Assert.Equal(DfuStatus.Ok, desk.Run(0, DfuSeCommand.Erase).Status);
        Assert.Equal([1, 2], desk.Board.Memory.Read(AddressRange.Of(Flash, 2)));
    }

    [Fact]
    public void A_mass_erase_takes_main_flash_and_leaves_one_time_memory_alone()
    {
        const uint Otp = 0x1FF0_F000;
        var desk = new Desk(Desk.Rom("STM32F746"));
        desk.Board.Memory.Put(Flash, [1]);
        desk.Board.Memory.Put(Otp, [1]);

        Assert.Equal(DfuStatus.Ok, desk.Run(0, DfuSeCommand.Erase).Status);

        Assert.Equal([0xFF, 0x01], [desk.Board.Memory.Read(AddressRange.Of(Flash, 1))[0], desk.Board.Memory.Read(AddressRange.Of(Otp, 1))[0]]);
    }

    [Fact]
    public void A_granule_with_broken_error_correction_cannot_be_read()
    {
        var desk = new Desk(Desk.Rom("STM32H743"));
        _ = desk.Point(Flash);
        _ = desk.Run(2, [.. Enumerable.Repeat((byte)0x5A, 32)]);
        Assert.Equal(DfuStatus.Ok, desk.Run(2, [.. Enumerable.Repeat((byte)0xF0, 32)]).Status);

        Assert.Null(desk.Read(Flash, 32));
        Assert.NotEqual(DfuStatus.Ok, desk.Status().Status);
    }

    [Fact]
    public void An_L476_stores_a_long_block_wrong_whose_length_is_no_multiple_of_8()
    {
        var desk = new Desk(Desk.Rom("STM32L476"));
        var block = Enumerable.Repeat((byte)0x5A, 300).ToArray();
        _ = desk.Point(Flash);

        Assert.Equal(DfuStatus.Ok, desk.Run(2, block).Status);

        Assert.NotEqual(block, desk.Board.Memory.Read(AddressRange.Of(Flash, 300)));
    }

    [Fact]
    public void A_read_past_the_end_of_the_memory_is_short_and_ends_the_upload()
    {
        var desk = new Desk(Desk.Rom("STM32F746"));

        Assert.Equal(16, desk.Read(0x080F_FFF0, 64)!.Length);
        Assert.Equal(DfuState.Idle, desk.State());
    }

    [Fact]
    public void Half_of_an_erase_is_done_when_the_cable_is_pulled_in_it()
    {
        var desk = new Desk(Desk.Rom("STM32F746"));
        desk.Board.Memory.Put(AddressRange.Of(Flash, 0x8000), 0x11);
        _ = desk.Download(0, DfuSeCommand.EraseSector(Flash));
        _ = desk.Status();

        desk.Bus.Unplug(Desk.Port);

        Assert.Equal([0xFF, 0x11], [desk.Board.Memory.Read(AddressRange.Of(Flash, 1))[0], desk.Board.Memory.Read(AddressRange.Of(Flash + 0x7FFF, 1))[0]]);
        Assert.Null(desk.Shown());
    }

    [Fact]
    public async Task The_ROM_of_a_G0B1_names_the_same_flash_three_times()
    {
        var desk = new Desk(Desk.Rom("STM32G0B1"));

        var identity = await desk.Clock.RunAsync(() => DeviceIdentifier.IdentifyAsync(desk.Device, default));

        Assert.Equal([null, (byte)0, (byte)0], identity.Alternates.Select(alternate => alternate.Repeats));
        Assert.Single(identity.Memories);
        Assert.Equal(2, identity.Warnings.Length);
    }

    [Fact]
    public async Task The_ROM_of_an_F429_announces_a_longer_string_than_it_has()
    {
        const string Layout = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
        var lie = (byte[])[166, 3, .. Encoding.Unicode.GetBytes(Layout), 0x2D, 0xAC];
        var model = Desk.Rom("STM32F429") with { RawStrings = System.Collections.Immutable.ImmutableDictionary<byte, System.Collections.Immutable.ImmutableArray<byte>>.Empty.Add(VirtualBoard.StringIndex.FirstAlternate, [.. lie]) };
        var desk = new Desk(model);

        var identity = await desk.Clock.RunAsync(() => DeviceIdentifier.IdentifyAsync(desk.Device, default));

        Assert.Equal((Layout, 12), (identity.Alternates[0].Name.Text, identity.Alternates[0].Layout!.SectorCount));
    }

    [Fact]
    public async Task The_serial_of_an_L496_changes_with_every_power_up()
    {
        var desk = new Desk(Desk.Rom("STM32L496") with { SerialChanges = true });
        var one = await desk.Clock.RunAsync(() => DeviceIdentifier.IdentifyAsync(desk.Device, default));
        desk.Bus.Plug(Desk.Port, desk.Board);

        var other = await desk.Clock.RunAsync(() => DeviceIdentifier.IdentifyAsync(desk.Open(), default));

        Assert.NotEqual(one.Serial.Text, other.Serial.Text);
    }

    static DfuStatus Cleared(Desk desk, Func<DfuStatusReport> work)
    {
        var status = work().Status;
        Assert.Equal(UsbTransferStatus.Completed, desk.Send(DfuRequest.ClearStatus));
        return status;
    }
}
