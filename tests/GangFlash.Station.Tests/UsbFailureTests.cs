using GangFlash.Devices;
using GangFlash.Line;
using GangFlash.Simulator;
using GangFlash.Station.Live;
using GangFlash.Usb;

namespace GangFlash.Station.Tests;

/// <summary>USB as a whole fails: a sentence with a code, and no mistake of the program's own.</summary>
public sealed class UsbFailureTests
{
    [Theory]
    [InlineData("devices")]
    [InlineData("flash", "recipes/demo.yaml")]
    public async Task A_command_that_needs_the_list_of_boards_ends_with_7_and_says_why(params string[] args)
    {
        using var folder = new TemporaryFolder();

        var run = await StationRun.Of(clock => new LibUsbStart.Ready(new VirtualBus(clock) { Failing = "out of memory" }), [.. args, .. args is ["flash", ..] ? ["--database", folder.PathOf("a.db")] : Array.Empty<string>()]);

        Assert.Equal((7, "USB of this computer does not answer (out of memory). Unplug and plug the hub in again; if that does not help, start the computer anew. [usb.bus-failed]\n"), (run.Exit, run.Error));
    }

    [Fact]
    public void The_station_tells_its_rules_and_its_top_line()
    {
        var told = new List<ShiftEvent>();
        using var desk = new StationDesk(make => told.Add(make(new(TimeProvider.System.GetUtcNow(), TimeSpan.Zero))));

        desk.UsbSeen(new UsbBusException("out of memory"));
        Assert.False(desk.UsbIsWell);
        desk.UsbSeen(null);

        Assert.True(desk.UsbIsWell);
        Assert.Equal([("usb.bus-failed", "out of memory"), null], told.Select(happened => ((ShiftEvent.FactSeen)happened).Fact is LineFact.UsbFailed failed ? ((string, string)?)(failed.Code, failed.Why) : null));
    }
}
