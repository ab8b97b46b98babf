using System.Runtime.InteropServices;
using GangFlash.Devices;
using GangFlash.Usb.Native;

namespace GangFlash.Usb.Tests;

public sealed unsafe class LibUsbDescriptorsTests
{
    [Theory]
    [InlineData(1, new byte[] { 4 }, "1-4")]
    [InlineData(12, new byte[] { 4, 2, 10 }, "12-4.2.10")]
    [InlineData(1, new byte[] { 1, 2, 3, 4, 5, 6, 7 }, "1-1.2.3.4.5.6.7")]
    public void Bus_and_ports_make_the_path_that_linux_shows(byte bus, byte[] ports, string expected) =>
        Assert.Equal(UsbPortPath.Parse(expected), LibUsbDescriptors.PortOf(bus, ports));

    [Fact]
    public void A_device_descriptor_comes_out_as_it_went_over_the_wire()
    {
        byte[] wire = [18, 1, 0x00, 0x01, 0, 0, 0, 64, 0x83, 0x04, 0x11, 0xDF, 0x00, 0x22, 1, 2, 3, 1];

        var bytes = LibUsbDescriptors.ToBytes(MemoryMarshal.Read<LibUsbDeviceDescriptor>(wire));

        Assert.Equal(wire, bytes);
        Assert.Equal(new(0x0100, new(0x0483, 0xDF11), 0x2200, 1, 2, 3), UsbDeviceDescriptor.Parse(bytes));
    }

    [Fact]
    public void A_configuration_comes_out_as_it_went_over_the_wire()
    {
        // Two alternates of one interface with the functional descriptor behind the second, then a CDC-like interface with two endpoints and extra bytes at each place.
        byte[] wire =
        [
            9, 2, 71, 0, 2, 1, 0, 0xC0, 50,
            3, 0x0B, 7,
            9, 4, 0, 0, 0, 0xFE, 1, 2, 4,
            9, 4, 0, 1, 0, 0xFE, 1, 2, 5,
            9, 0x21, 0x0B, 255, 0, 0, 8, 0x1A, 1,
            9, 4, 1, 0, 2, 0x0A, 0, 0, 0,
            7, 5, 0x81, 2, 64, 0, 0,
            3, 0x25, 1,
            9, 5, 0x02, 2, 64, 0, 0, 0, 0x84,
            4, 0x30, 8, 9,
        ];

        var endpoints = stackalloc LibUsbEndpoint[2];
        var alternates = stackalloc LibUsbAlternate[3];
        var interfaces = stackalloc LibUsbInterface[2];
        fixed (byte* at = wire)
        {
            alternates[0] = new() { Length = 9, DescriptorType = 4, Class = 0xFE, SubClass = 1, Protocol = 2, Name = 4 };
            alternates[1] = alternates[0] with { Alternate = 1, Name = 5, Extra = at + 30, ExtraLength = 9 };
            alternates[2] = new() { Length = 9, DescriptorType = 4, Number = 1, EndpointCount = 2, Class = 0x0A, Endpoints = endpoints };
            endpoints[0] = new() { Length = 7, DescriptorType = 5, Address = 0x81, Attributes = 2, MaxPacketSize = 64, Extra = at + 55, ExtraLength = 3 };
            endpoints[1] = new() { Length = 9, DescriptorType = 5, Address = 0x02, Attributes = 2, MaxPacketSize = 64, SynchAddress = 0x84, Extra = at + 67, ExtraLength = 4 };
            interfaces[0] = new() { Alternates = alternates, AlternateCount = 2 };
            interfaces[1] = new() { Alternates = alternates + 2, AlternateCount = 1 };
            var configuration = new LibUsbConfiguration
            {
                Length = 9,
                DescriptorType = 2,
                TotalLength = 71,
                InterfaceCount = 2,
                Value = 1,
                Attributes = 0xC0,
                MaxPower = 50,
                Interfaces = interfaces,
                Extra = at + 9,
                ExtraLength = 3,
            };

            Assert.Equal(wire, LibUsbDescriptors.ToBytes(configuration));
        }
    }

    [Fact]
    public void The_structures_have_the_size_that_the_header_gives_them()
    {
        Assert.Equal(18, sizeof(LibUsbDeviceDescriptor));
        if (sizeof(nint) == 8)
            Assert.Equal((40, 16, 40, 32, 64, 16), (sizeof(LibUsbConfiguration), sizeof(LibUsbInterface), sizeof(LibUsbAlternate), sizeof(LibUsbEndpoint), sizeof(LibUsbTransfer), sizeof(LibUsbTime)));
    }
}
