using GangFlash.Devices;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

/// <summary>What a host asks any device (USB 2.0, 9.4), answered by the board itself.</summary>
public sealed class StandardRequestTests
{
    static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    readonly TestBench bench = new(VirtualBoards.Rom(TestBench.Chip("STM32F746"), 1));

    [Fact]
    public Task Descriptors_are_those_of_the_enumeration() => OnDeviceAsync(async device =>
    {
        Assert.Equal(device.DeviceDescriptor.ToArray(), await AskAsync(device, 0x80, 6, 0x0100, 0, 64));
        Assert.Equal(device.ConfigurationDescriptor.ToArray(), await AskAsync(device, 0x80, 6, 0x0200, 0, 255));
        Assert.Equal(device.ConfigurationDescriptor[..9].ToArray(), await AskAsync(device, 0x80, 6, 0x0200, 0, 9));
        Assert.Equal(UsbString.Decode(await AskAsync(device, 0x80, 6, 0x0304, 0x0409, 255)).Text, bench.Board(1).Model.Alternates[0]);
    });

    [Theory]
    [InlineData(0x0600)]    // DEVICE_QUALIFIER
    [InlineData(0x0F00)]    // BOS
    [InlineData(0x0201)]    // a second configuration
    [InlineData(0x03C8)]    // a string that is not there
    public Task What_a_full_speed_board_does_not_have_is_stalled(int value) => OnDeviceAsync(async device =>
        Assert.Null(await AskAsync(device, 0x80, 6, (ushort)value, 0, 64)));

    [Fact]
    public Task Settings_are_kept_and_only_those_that_exist_can_be_chosen() => OnDeviceAsync(async device =>
    {
        Assert.NotNull(await AskAsync(device, 0x01, 11, 3, 0, 0));
        Assert.Equal([3], await AskAsync(device, 0x81, 10, 0, 0, 1));

        Assert.Null(await AskAsync(device, 0x01, 11, 4, 0, 0));
        Assert.Null(await AskAsync(device, 0x01, 11, 0, 1, 0));
        Assert.Equal([3], await AskAsync(device, 0x81, 10, 0, 0, 1));

        Assert.NotNull(await AskAsync(device, 0x00, 9, 1, 0, 0));
        Assert.Equal([0], await AskAsync(device, 0x81, 10, 0, 0, 1));
    });

    [Fact]
    public Task Without_a_configuration_there_is_no_interface() => OnDeviceAsync(async device =>
    {
        Assert.Equal([1], await AskAsync(device, 0x80, 8, 0, 0, 1));
        Assert.Null(await AskAsync(device, 0x00, 9, 2, 0, 0));

        Assert.NotNull(await AskAsync(device, 0x00, 9, 0, 0, 0));

        Assert.Equal([0], await AskAsync(device, 0x80, 8, 0, 0, 1));
        Assert.Null(await AskAsync(device, 0x81, 10, 0, 0, 1));
        Assert.Null(await AskAsync(device, 0xA1, 5, 0, 0, 1));
    });

    [Fact]
    public Task Status_tells_self_powered_and_endpoint_0_is_never_halted() => OnDeviceAsync(async device =>
    {
        Assert.Equal([1, 0], await AskAsync(device, 0x80, 0, 0, 0, 2));
        Assert.Equal([0, 0], await AskAsync(device, 0x81, 0, 0, 0, 2));
        Assert.Equal([0, 0], await AskAsync(device, 0x82, 0, 0, 0x80, 2));
        Assert.NotNull(await AskAsync(device, 0x02, 1, 0, 0, 0));
        Assert.Null(await AskAsync(device, 0x82, 0, 0, 0x81, 2));
    });

    [Fact]
    public async Task The_application_is_another_device_that_knows_no_dfu()
    {
        bench.Board(1).Memory.Put(0x0800_0000, [0x00, 0x00, 0x05, 0x20, 0x01, 0x02, 0x00, 0x08]);
        await OnDeviceAsync(async device =>
        {
            Assert.NotNull(await AskAsync(device, 0x21, 1, 0, 0, 0));
            Assert.NotNull(await AskAsync(device, 0xA1, 3, 0, 0, 6));
            Assert.Null(await AskAsync(device, 0x80, 6, 0x0100, 0, 18));
            await Task.Delay(s_second, bench.Clock);
        });

        await OnDeviceAsync(async device =>
        {
            Assert.Equal(new(0x0483, 0x5740), UsbDeviceDescriptor.Parse(device.DeviceDescriptor.Span)!.Value.Id);
            Assert.Equal("STM32F746 application", UsbString.Decode(await AskAsync(device, 0x80, 6, 0x0302, 0x0409, 255)).Text);
            var parts = UsbConfigurationPart.Split(device.ConfigurationDescriptor.Span);
            Assert.Equal(device.ConfigurationDescriptor.Length, parts.Sum(part => part.Bytes.Length));
            Assert.Equal(0xFF, Assert.Single(parts, part => part.Type == (byte)UsbDescriptorType.Interface).Interface!.Value.Class);
            Assert.Null(await AskAsync(device, 0xA1, 3, 0, 0, 6));
        });
    }

    Task OnDeviceAsync(Func<IUsbDevice, Task> test) => bench.Clock.RunAsync(async () =>
    {
        var opening = Assert.IsType<UsbOpening.Opened>(await bench.Bus.OpenAsync(SimulatedFleet.PortOf(0), default));
        await using var device = opening.Device;
        await test(device);
    });

    /// <summary>What came; none for a stall, or a device that is gone.</summary>
    static async Task<byte[]?> AskAsync(IUsbDevice device, byte type, byte request, ushort value, ushort index, ushort length)
    {
        var data = new byte[length];
        var transfer = await device.ControlAsync(new(type, request, value, index, length), data, s_second, default);
        return transfer.Status == UsbTransferStatus.Completed ? data[..transfer.Length] : null;
    }
}
