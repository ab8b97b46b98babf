using GangFlash.Testing;
using GangFlash.Usb.Linux;

namespace GangFlash.Usb.Tests.Linux;

public sealed class DeviceHoldersTests
{
    const string Node = "/dev/bus/usb/001/007";

    [Fact]
    public void Spells_the_device_file_as_usbfs_does() => Assert.Equal(Node, DeviceHolders.NodeOf(1, 7));

    [Fact]
    public void Finds_every_program_that_has_the_device_open()
    {
        using var linux = new FakeLinux()
            .Program(812, "dfu-util", "/dev/pts/0", Node)
            .Program(99, "python3", Node, Node)
            .Program(100, "bash", "/dev/pts/0", "/dev/bus/usb/001/070");

        var holders = DeviceHolders.Find(linux.Proc, Node, default);

        Assert.Equal(["99 python3", "812 dfu-util"], holders.Programs.Select(program => $"{program.Process} {program.Name}"));
        Assert.Equal((0, true), (holders.NotSeen, holders.IsWhole));
    }

    [Fact]
    public void This_process_does_not_count_itself()
    {
        using var linux = new FakeLinux().Program(Environment.ProcessId, "gangflash", Node);

        Assert.Empty(DeviceHolders.Find(linux.Proc, Node, default).Programs);
    }

    [Fact]
    public void A_process_that_ended_meanwhile_holds_nothing()
    {
        using var linux = new FakeLinux().Program(5, "gone");
        Directory.Delete(Path.Combine(linux.Proc, "5", "fd"));

        var holders = DeviceHolders.Find(linux.Proc, Node, default);

        Assert.Empty(holders.Programs);
        Assert.Equal(0, holders.NotSeen);
    }

    [Fact]
    public void A_search_can_be_stopped()
    {
        using var linux = new FakeLinux().Program(5, "bash");

        Assert.Throws<OperationCanceledException>(() => DeviceHolders.Find(linux.Proc, Node, new CancellationToken(canceled: true)));
    }
}
