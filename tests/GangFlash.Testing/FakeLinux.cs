using System.Globalization;

namespace GangFlash.Testing;

/// <summary>What a Linux machine shows below <c>/sys</c>, <c>/proc</c> and <c>/etc</c>, as files in a folder that is gone after the test.</summary>
public sealed class FakeLinux : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-linux-");

    public FakeLinux()
    {
        Directory.CreateDirectory(Path.Combine(Sys, "bus", "usb", "devices"));
        Directory.CreateDirectory(Path.Combine(Root, "etc", "udev", "rules.d"));
        Write(Path.Combine(Proc, "self", "mounts"), "/dev/sda1 / ext4 rw,relatime 0 0\n");
    }

    /// <summary>Stands for <c>/</c>.</summary>
    public string Root => folder.FullName;

    public string Sys => Path.Combine(Root, "sys");

    public string Proc => Path.Combine(Root, "proc");

    public string RulesFile => Path.Combine(Root, "etc", "udev", "rules.d", "70-gangflash.rules");

    public FakeLinux Bus(int bus, string controller = "xHCI Host Controller", string speed = "480") =>
        Device($"usb{bus}", bus, 1, "1d6b:0002", speed, controller, @class: 9, protocol: speed == "480" ? 1 : 0, power: "0mA", attributes: "e0");

    /// <param name="protocol">bDeviceProtocol: 1 for one translator, 2 for one a port.</param>
    /// <param name="setting">bInterfaceProtocol of the setting in use, if the hub has two.</param>
    public FakeLinux Hub(string port, int address, int protocol, string speed = "480", string attributes = "e0", int? setting = null)
    {
        Device(port, Bus(port), address, "0424:2514", speed, "USB 2.0 Hub", @class: 9, protocol, "100mA", attributes);
        return Interface($"{port}:1.0", "hub", setting ?? 0);
    }

    /// <summary>A board in its bootloader, with no driver on its interface.</summary>
    public FakeLinux Board(string port, int address, string power = "100mA", string sleep = "on", string product = "STM32  BOOTLOADER", string? driver = null)
    {
        Device(port, Bus(port), address, "0483:df11", "12", product, @class: 0, protocol: 0, power, "c0", sleep);
        return Interface($"{port}:1.0", driver, 2);
    }

    public FakeLinux Device(string name, int bus, int address, string id, string speed, string product, int @class, int protocol, string power, string attributes, string sleep = "on")
    {
        foreach (var (file, text) in new[]
        {
            ("busnum", $"{bus}"), ("devnum", $"{address}"), ("idVendor", id[..4]), ("idProduct", id[5..]), ("speed", speed), ("product", product), ("bDeviceClass", $"{@class:x2}"),
            ("bDeviceProtocol", $"{protocol:x2}"), ("bMaxPower", power), ("bmAttributes", attributes), ("power/control", sleep),
        })
        {
            Write(Path.Combine(Sys, "bus", "usb", "devices", name, file), text + "\n");
        }

        return this;
    }

    public FakeLinux Interface(string name, string? driver, int protocol)
    {
        var path = Path.Combine(Sys, "bus", "usb", "devices", name);
        Write(Path.Combine(path, "bInterfaceProtocol"), $"{protocol:x2}\n");
        if (driver is not null)
            File.CreateSymbolicLink(Path.Combine(path, "driver"), $"../../../../bus/usb/drivers/{driver}");
        return this;
    }

    /// <summary>A process and the files that it has open.</summary>
    public FakeLinux Program(int process, string name, params string[] open)
    {
        var path = Path.Combine(Proc, process.ToString(CultureInfo.InvariantCulture));
        Write(Path.Combine(path, "comm"), name + "\n");
        Directory.CreateDirectory(Path.Combine(path, "fd"));
        foreach (var (file, number) in open.Select((file, number) => (file, number)))
            File.CreateSymbolicLink(Path.Combine(path, "fd", number.ToString(CultureInfo.InvariantCulture)), file);
        return this;
    }

    public FakeLinux Mounts(string table)
    {
        Write(Path.Combine(Proc, "self", "mounts"), table);
        return this;
    }

    public FakeLinux Rules(string text)
    {
        Write(RulesFile, text);
        return this;
    }

    public void Dispose() => folder.Delete(recursive: true);

    static int Bus(string port) => int.Parse(port.Split('-')[0], CultureInfo.InvariantCulture);

    static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
