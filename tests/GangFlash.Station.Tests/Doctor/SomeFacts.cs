using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Simulator;
using GangFlash.Station.Doctor;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Usb.Linux;

namespace GangFlash.Station.Tests.Doctor;

/// <summary>Facts of an ordinary Linux station, to be changed by a test in the one that it is about.</summary>
static class SomeFacts
{
    public static SystemFacts System { get; } = new(
        "Debian", IsLinux: true, IsPrivileged: false, "line2", new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc, new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));

    public static RulesFacts Rules { get; } = new(UdevRules.Text(), ("/etc/udev/rules.d/70-gangflash.rules", UdevRules.Text()));

    /// <summary>A station file, and slots 1 and 2 on ports 1-1 and 1-2.</summary>
    public static StationFacts Station { get; } = new(
        new(new(), "config/station.yaml", "found in the working folder", "config/slots.yaml", [new(1, UsbPortPath.Parse("1-1"), null), new(2, UsbPortPath.Parse("1-2"), null)]),
        "found in the working folder", []);

    public static RecordFacts Record { get; } = new(
        new("/var/lib/gangflash.db") { Exists = true, Version = 1, NewestVersion = 1 }, "LINE-2", new(200L << 30, "ext4", "/", IsNetwork: false), Sqlite);

    public static SqliteLibrary Sqlite => new("3.46.1", "system", "libsqlite3.so.0 3.46.1; the bundled one is 3.35.5");

    public static UsbFacts Usb(IEnumerable<SurveyedDevice> boards, params UsbNode[] nodes) =>
        new(new(1, 0, 26), null, IsSimulated: false, [.. boards], new(nodes), ImmutableDictionary<UsbPortPath, DeviceHolders>.Empty);

    /// <summary>Boards of a part, on ports 1-1 and on.</summary>
    public static async Task<ImmutableArray<SurveyedDevice>> BoardsAsync(params string[] parts)
    {
        var clock = new VirtualClock();
        var bus = SimulatedFleet.PlugIn(parts.Select((part, i) => VirtualBoards.Rom(VirtualBoards.Chip(part), i + 1)), clock);
        return await clock.RunAsync(() => DeviceSurvey.LookAsync(bus, clock, default));
    }

    public static SurveyedDevice Fails(this SurveyedDevice board, FlashFailure failure) => board with { Identity = null, Status = null, Failure = failure };

    public static UsbNode Root(string controller = "xHCI Host Controller") => new(1, null, default, controller) { Speed = UsbSpeed.High, Hub = UsbHubKind.Plain };

    public static UsbNode Hub(string port, bool isSelfPowered = true, int power = 100) =>
        new(1, UsbPortPath.Parse(port), new(0x0424, 0x2514), "Hub") { Speed = UsbSpeed.High, Hub = UsbHubKind.TranslatorPerPort, IsSelfPowered = isSelfPowered, MaxPower = power };

    public static UsbNode Board(string port, int power = 100, bool maySleep = false, string product = "STM32  BOOTLOADER") =>
        new(1, UsbPortPath.Parse(port), UsbId.StDfu, product) { Speed = UsbSpeed.Full, MaxPower = power, IsSelfPowered = true, MaySleep = maySleep };
}
