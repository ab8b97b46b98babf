using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using GangFlash.Devices;

namespace GangFlash.Station.Doctor;

/// <summary>The udev rules that come with the program: <c>config/udev</c>, embedded so that an installed program has them.</summary>
static partial class UdevRules
{
    public const string FileName = "70-gangflash.rules";

    /// <summary>Where an administrator's rules belong; the only folder that is ever written.</summary>
    public const string Folder = "/etc/udev/rules.d";

    /// <summary>Where udev looks, the strongest first: a file hides those of the same name behind it (udev(7)).</summary>
    public static ImmutableArray<string> Folders { get; } = [Folder, "/run/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"];

    public static string Text()
    {
        using var stream = typeof(UdevRules).Assembly.GetManifestResourceStream(FileName) ?? throw new InvalidOperationException($"{FileName} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>The VID:PIDs that rules let a user open.</summary>
    public static ImmutableHashSet<UsbId> Ids(string rules) =>
    [
        .. from line in rules.Split('\n')
           where !line.TrimStart().StartsWith('#')
           let match = Pair.Match(line)
           where match.Success
           select new UsbId(Hex(match.Groups["vendor"].ValueSpan), Hex(match.Groups["product"].ValueSpan)),
    ];

    /// <summary>The line for a product with a VID:PID of its own.</summary>
    public static string LineFor(UsbId id) =>
        $$"""
        SUBSYSTEM=="usb", ENV{DEVTYPE}=="usb_device", ATTR{idVendor}=="{{id.Vendor:x4}}", ATTR{idProduct}=="{{id.Product:x4}}", MODE="0660", GROUP="plugdev", TAG+="uaccess"
        """;

    static ushort Hex(ReadOnlySpan<char> text) => ushort.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    [GeneratedRegex("""ATTR\{idVendor\}=="(?<vendor>[0-9A-Fa-f]{4})".*ATTR\{idProduct\}=="(?<product>[0-9A-Fa-f]{4})["]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Pair { get; }
}
