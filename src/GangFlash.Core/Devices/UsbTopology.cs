using System.Collections.Immutable;

namespace GangFlash.Devices;

/// <summary>A device, a hub or a root hub as the operating system's tree shows it, without a word to the device.</summary>
/// <param name="Port">None for a root hub, which sits in no port.</param>
/// <param name="Product">As the device or, for a root hub, the driver of the host controller says it: untrusted.</param>
public sealed record UsbNode(int Bus, UsbPortPath? Port, UsbId Id, string Product)
{
    /// <summary>The device's number on its bus, which changes with every enumeration.</summary>
    public int? Address { get; init; }

    public UsbSpeed Speed { get; init; }

    public UsbHubKind Hub { get; init; }

    /// <summary>bMaxPower of the active configuration, in mA. None for one that is not configured.</summary>
    public int? MaxPower { get; init; }

    /// <summary>From bmAttributes of the active configuration (USB 2.0, 9.6.3). None for one that is not configured.</summary>
    public bool? IsSelfPowered { get; init; }

    /// <summary>Whether the system may put it to sleep when nobody uses it.</summary>
    public bool MaySleep { get; init; }

    /// <summary>The kernel driver that each interface is bound to.</summary>
    public ImmutableArray<UsbDriver> Drivers { get; init; } = [];

    public bool IsHub => Port is null || Hub != UsbHubKind.None;

    /// <summary>By bus, a root hub before what hangs below it.</summary>
    public static IComparer<UsbNode> Order { get; } = Comparer<UsbNode>.Create((one, other) =>
        one.Bus != other.Bus ? one.Bus.CompareTo(other.Bus) : (one.Port ?? default).CompareTo(other.Port ?? default));
}

/// <param name="Name">The driver's name; <c>usbfs</c> when a program holds the interface.</param>
public readonly record struct UsbDriver(int Interface, string Name)
{
    /// <summary>Linux binds this to an interface that a program has claimed.</summary>
    public bool IsProgram => Name == "usbfs";
}

public enum UsbSpeed
{
    Unknown,

    /// <summary>1.5 Mbit/s.</summary>
    Low,

    /// <summary>12 Mbit/s: every STM32 bootloader in ROM.</summary>
    Full,

    /// <summary>480 Mbit/s.</summary>
    High,

    /// <summary>5 Gbit/s and more.</summary>
    Super,
}

/// <summary>What a hub is, by bDeviceProtocol and the protocol of the interface setting in use (USB 2.0, 11.23.1).</summary>
public enum UsbHubKind
{
    None,

    /// <summary>A hub that repeats what it hears and translates nothing: a full-speed hub, a SuperSpeed one, or a root hub.</summary>
    Plain,

    /// <summary>One transaction translator for all ports.</summary>
    SingleTranslator,

    /// <summary>One transaction translator for each port.</summary>
    TranslatorPerPort,
}

/// <summary>What full-speed devices share: the translator of a hub, of one of its ports, or a whole full-speed bus.</summary>
/// <param name="Port">The hub's port, where each has a translator of its own; else none.</param>
public readonly record struct UsbTranslator(int Bus, UsbPortPath? Hub, UsbPortPath? Port);

/// <summary>The tree of buses, hubs and devices. Pure.</summary>
public sealed class UsbTopology
{
    readonly ImmutableDictionary<UsbPortPath, UsbNode> byPort;
    readonly ImmutableDictionary<int, UsbNode> roots;

    public UsbTopology(IEnumerable<UsbNode> nodes)
    {
        Nodes = [.. nodes.Order(UsbNode.Order)];
        byPort = Nodes.Where(node => node.Port is not null).ToImmutableDictionary(node => node.Port!.Value);
        roots = Nodes.Where(node => node.Port is null).ToImmutableDictionary(node => node.Bus);
    }

    /// <summary>In the order of buses and ports, a hub before what hangs below it.</summary>
    public ImmutableArray<UsbNode> Nodes { get; }

    public UsbNode? At(UsbPortPath port) => byPort.GetValueOrDefault(port);

    /// <summary>The hub, or root hub, that a device is plugged into. None for a root hub, and where the tree does not show it.</summary>
    public UsbNode? HubAbove(UsbNode node) =>
        node?.Port is not { } port ? null
        : Above(port) is { } parent ? byPort.GetValueOrDefault(parent)
        : roots.GetValueOrDefault(node.Bus);

    /// <summary>What is plugged into a hub, in the order of its ports.</summary>
    public IEnumerable<UsbNode> Below(UsbNode hub) => Nodes.Where(node => node.Port is not null && HubAbove(node) == hub);

    /// <summary>How many hubs lie above it, the root hub not counted.</summary>
    public static int Depth(UsbPortPath port) => port.ToString().Count(c => c == '.');

    /// <summary>
    /// What a full-speed or low-speed device shares with its neighbours: the first hub above it that runs at high speed translates for it (USB 2.0,
    /// 11.14); without one the bus itself is slow. None for a faster device, and for one that reaches a fast root hub without a hub in between:
    /// the host controller serves that by itself.
    /// </summary>
    public UsbTranslator? TranslatorOf(UsbNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (node.Speed is not (UsbSpeed.Low or UsbSpeed.Full))
            return null;
        var below = node;
        for (var hub = HubAbove(node); hub is not null; (below, hub) = (hub, HubAbove(hub)))
        {
            if (hub.Port is null)
                return hub.Speed is UsbSpeed.Low or UsbSpeed.Full ? new(hub.Bus, null, null) : null;
            if (hub.Speed == UsbSpeed.High)
                return new(hub.Bus, hub.Port, hub.Hub == UsbHubKind.TranslatorPerPort ? below.Port : null);
        }

        return null;
    }

    /// <summary>
    /// Whether the device hangs on an xHCI host controller without a USB 2 hub in between, which is where the old ROMs' USB code is known to lose packets
    /// (AN2606, limitations of several parts). Judged by what the driver calls itself.
    /// </summary>
    public bool IsOnXhciRootPort(UsbNode node) =>
        HubAbove(node) is { Port: null } root && root.Product.Contains("xhci", StringComparison.OrdinalIgnoreCase);

    static UsbPortPath? Above(UsbPortPath port) =>
        port.ToString() is var text && text.LastIndexOf('.') is > 0 and var dot ? UsbPortPath.Parse(text[..dot]) : null;
}
