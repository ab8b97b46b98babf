using GangFlash.Devices;

namespace GangFlash.Tests.Devices;

public sealed class UsbHubTests
{
    [Theory]
    [InlineData("1", 3, "1-3")]
    [InlineData("1-4", 2, "1-4.2")]
    [InlineData("1-4.4", 10, "1-4.4.10")]
    [InlineData("1-1.1.1.1.1.1.1", 1, "1-1.1.1.1.1.1.1.1")]
    [InlineData("1-1.1.1.1.1.1.1.1", 1, null)]
    [InlineData("1-4", 0, null)]
    [InlineData("1-4", 256, null)]
    public void A_hub_gives_the_paths_of_its_ports(string hub, int port, string? path)
    {
        Assert.True(UsbHub.TryParse(hub, out var it));
        Assert.Equal(path, it.Port(port)?.ToString());
        if (it.Port(port) is { } found)
            Assert.Equal(it, found.Hub);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1-")]
    [InlineData("1-4.")]
    [InlineData("usb1")]
    [InlineData("1-4-2")]
    [InlineData(null)]
    public void Text_that_is_no_hub_is_none(string? text) => Assert.False(UsbHub.TryParse(text, out _));

    [Theory]
    [InlineData("1-4", "1-4.2", true)]
    [InlineData("1-4", "1-4.2.1", true)]
    [InlineData("1-4", "1-4", false)]
    [InlineData("1-4", "1-40.2", false)]
    [InlineData("1", "1-4.2", true)]
    [InlineData("1", "11-4", false)]
    public void A_hub_holds_what_is_plugged_into_it_directly_or_not(string hub, string port, bool holds)
    {
        Assert.True(UsbHub.TryParse(hub, out var it));
        Assert.Equal(holds, it.Holds(UsbPortPath.Parse(port)));
    }
}
