using System.Globalization;
using GangFlash.Devices;

namespace GangFlash.Usb.Linux;

/// <summary>The tree of USB devices as Linux shows it below <c>/sys/bus/usb/devices</c> (Documentation/ABI/stable/sysfs-bus-usb). Reads only.</summary>
public static class SysfsTree
{
    const byte HubClass = 9;

    /// <summary>None where the kernel has no USB, or shows none of it.</summary>
    /// <param name="sys">Where sysfs is mounted: <c>/sys</c>.</param>
    public static UsbTopology? Read(string sys)
    {
        var folder = Path.Combine(sys, "bus", "usb", "devices");
        if (!Directory.Exists(folder))
            return null;
        var names = Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToList();
        return new(names.Select(name => Node(folder, name, names)).OfType<UsbNode>());
    }

    /// <summary>None for an interface, and for a device that left while it was read.</summary>
    static UsbNode? Node(string folder, string name, List<string> names)
    {
        var isRoot = name.StartsWith("usb", StringComparison.Ordinal);
        if (!isRoot && !UsbPortPath.TryParse(name, out _))
            return null;
        var device = new Attributes(Path.Combine(folder, name));
        if (device.Number("busnum") is not { } bus || !UsbId.TryParse($"{device.Text("idVendor")}:{device.Text("idProduct")}", out var id))
            return null;
        var attributes = device.Hex("bmAttributes");
        var interfaces = names.Where(other => other.StartsWith(isRoot ? $"{bus}-0:" : name + ":", StringComparison.Ordinal)).ToList();
        return new(bus, isRoot ? null : UsbPortPath.Parse(name), id, device.Text("product") ?? "")
        {
            Address = device.Number("devnum"),
            Speed = SpeedOf(device.Text("speed")),
            Hub = device.Hex("bDeviceClass") == HubClass ? HubKind(isRoot, device, interfaces.Select(one => new Attributes(Path.Combine(folder, one)))) : UsbHubKind.None,
            MaxPower = device.Text("bMaxPower") is { } power && int.TryParse(power.Replace("mA", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var milliamperes) ? milliamperes : null,
            IsSelfPowered = attributes is null ? null : (attributes & 0x40) != 0,
            MaySleep = device.Text("power/control") == "auto",
            Drivers = [.. interfaces.Select(one => Driver(Path.Combine(folder, one), one)).OfType<UsbDriver>()],
        };
    }

    static UsbSpeed SpeedOf(string? megabits) => megabits switch
    {
        "1.5" => UsbSpeed.Low,
        "12" => UsbSpeed.Full,
        "480" => UsbSpeed.High,
        { Length: > 3 } when megabits.All(char.IsAsciiDigit) => UsbSpeed.Super,
        _ => UsbSpeed.Unknown,
    };

    /// <summary>The interface's setting in use decides: a hub that could translate per port may have been left at its first setting, with one translator.</summary>
    static UsbHubKind HubKind(bool isRoot, Attributes device, IEnumerable<Attributes> interfaces)
    {
        const int SingleTranslator = 1;
        const int TranslatorPerPort = 2;
        if (isRoot)
            return UsbHubKind.Plain;
        return (device.Hex("bDeviceProtocol"), interfaces.Select(one => one.Hex("bInterfaceProtocol")).FirstOrDefault()) switch
        {
            (SingleTranslator, _) or (TranslatorPerPort, SingleTranslator) => UsbHubKind.SingleTranslator,
            (TranslatorPerPort, _) => UsbHubKind.TranslatorPerPort,
            _ => UsbHubKind.Plain,
        };
    }

    static UsbDriver? Driver(string path, string name)
    {
        var number = name[(name.LastIndexOf('.') + 1)..];
        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var interfaceNumber) && LinkTarget.Of(Path.Combine(path, "driver")) is { } target
            ? new(interfaceNumber, Path.GetFileName(target))
            : null;
    }

    /// <summary>A folder of sysfs: one short text a file.</summary>
    sealed class Attributes(string folder)
    {
        /// <summary>sysfs never gives more than a page for one attribute.</summary>
        const int MostBytes = 4096;

        /// <summary>None if the kernel has no such attribute, or the device has just left.</summary>
        public string? Text(string name)
        {
            try
            {
                using var file = File.OpenRead(Path.Combine(folder, name));
                var bytes = new byte[MostBytes];
                var text = System.Text.Encoding.UTF8.GetString(bytes, 0, file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false)).Trim();
                return text.Length == 0 ? null : text;
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        public int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

        public int? Hex(string name) => int.TryParse(Text(name), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

/// <summary>Where a symbolic link leads, without going there.</summary>
static class LinkTarget
{
    /// <summary>None if it is no link, is gone, or may not be read.</summary>
    public static string? Of(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
