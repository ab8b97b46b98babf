using GangFlash.Devices;
using GangFlash.Testing;
using GangFlash.Usb.Linux;

namespace GangFlash.Usb.Tests.Linux;

public sealed class SysfsTreeTests
{
    [Fact]
    public void Reads_what_the_kernel_says_of_a_board_and_of_the_hubs_above_it()
    {
        using var linux = new FakeLinux().Bus(1).Hub("1-2", 3, protocol: 1, attributes: "80").Board("1-2.4", 7, power: "96mA", sleep: "auto", driver: "usbfs");

        var tree = SysfsTree.Read(linux.Sys)!;

        Assert.Equal(3, tree.Nodes.Length);
        var board = tree.At(UsbPortPath.Parse("1-2.4"))!;
        Assert.Equal((1, 7, UsbId.StDfu, "STM32  BOOTLOADER"), (board.Bus, board.Address, board.Id, board.Product));
        Assert.Equal((UsbSpeed.Full, UsbHubKind.None, 96, true, true), (board.Speed, board.Hub, board.MaxPower, board.IsSelfPowered, board.MaySleep));
        Assert.Equal(new UsbDriver(0, "usbfs"), Assert.Single(board.Drivers));
        var hub = tree.HubAbove(board)!;
        Assert.Equal((UsbSpeed.High, UsbHubKind.SingleTranslator, false), (hub.Speed, hub.Hub, hub.IsSelfPowered));
        Assert.Equal("xHCI Host Controller", tree.HubAbove(hub)!.Product);
    }

    [Theory]
    [InlineData(0, 0, "12", UsbHubKind.Plain)]                      // a full-speed hub
    [InlineData(1, 0, "480", UsbHubKind.SingleTranslator)]
    [InlineData(2, 2, "480", UsbHubKind.TranslatorPerPort)]
    [InlineData(2, 1, "480", UsbHubKind.SingleTranslator)]          // it could, and was left at its first setting
    [InlineData(3, 0, "5000", UsbHubKind.Plain)]                    // SuperSpeed
    public void A_hubs_translators_are_those_of_the_setting_in_use(int protocol, int setting, string speed, UsbHubKind expected)
    {
        using var linux = new FakeLinux().Bus(1).Hub("1-1", 2, protocol, speed, setting: setting);

        Assert.Equal(expected, SysfsTree.Read(linux.Sys)!.At(UsbPortPath.Parse("1-1"))!.Hub);
    }

    [Theory]
    [InlineData("1.5", UsbSpeed.Low)]
    [InlineData("12", UsbSpeed.Full)]
    [InlineData("480", UsbSpeed.High)]
    [InlineData("5000", UsbSpeed.Super)]
    [InlineData("20000", UsbSpeed.Super)]
    [InlineData("unknown", UsbSpeed.Unknown)]
    public void Knows_the_speeds(string text, UsbSpeed expected)
    {
        using var linux = new FakeLinux().Device("1-1", 1, 2, "0483:df11", text, "", 0, 0, "100mA", "c0");

        Assert.Equal(expected, SysfsTree.Read(linux.Sys)!.At(UsbPortPath.Parse("1-1"))!.Speed);
    }

    [Fact]
    public void A_device_that_left_while_it_was_read_is_not_there()
    {
        using var linux = new FakeLinux().Bus(1).Board("1-1", 2).Board("1-2", 3);
        File.Delete(Path.Combine(linux.Sys, "bus", "usb", "devices", "1-1", "idVendor"));

        Assert.Equal(["", "1-2"], SysfsTree.Read(linux.Sys)!.Nodes.Select(node => node.Port?.ToString() ?? ""));
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_not_known()
    {
        using var linux = new FakeLinux().Device("1-1", 1, 2, "0483:df11", "12", "", 0, 0, power: "lots", attributes: "zz");

        var board = SysfsTree.Read(linux.Sys)!.At(UsbPortPath.Parse("1-1"))!;

        Assert.Equal((null, null), (board.MaxPower, board.IsSelfPowered));
    }

    [Fact]
    public void A_kernel_without_usb_has_no_tree() => Assert.Null(SysfsTree.Read(Path.Combine(Path.GetTempPath(), "no-such-sysfs")));
}
