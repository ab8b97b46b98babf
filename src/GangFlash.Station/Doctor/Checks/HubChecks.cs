using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>What hangs where, and what that costs: shared translators, root ports, power, sleep. Pure.</summary>
static class HubChecks
{
    /// <summary>
    /// The most that data packets of 64 bytes can fill of a full-speed bus, in bytes a second: 19 a frame (USB 2.0, table 5-9, bulk; the data stages of
    /// control transfers come close to it, since a block has 16 to 32 packets for one set-up).
    /// </summary>
    const int TranslatorRate = 1_216_000;

    /// <summary>What one bootloader asks for while it is read: 1 KiB in 2.4 ms, the fastest that was measured on silicon (an L476 reading 1 MiB in 2.45 s).</summary>
    const int BoardRate = 427_000;

    /// <summary>So many fit beside one another, rounded up; from the next one on, reading takes longer for all.</summary>
    const int MostAtFullRate = TranslatorRate / BoardRate + 1;

    /// <summary>What a hub without a supply of its own may draw and hand on in all, and for each port (USB 2.0, 7.2.1: five unit loads of 100 mA).</summary>
    const int BusPowered = 500;

    const int BusPoweredPort = 100;

    /// <summary>A hub's own share, where it does not say.</summary>
    const int HubItself = 100;

    const string NotShown = "Not checked here: the system does not show its tree of hubs.";

    /// <summary>The product string of the newer ROMs, which have the USB code that is not sensitive.</summary>
    const string NewRom = "DFU in FS Mode";

    const string NoBoard = "It takes a board to check this.";

    public static Finding Tree(UsbFacts usb, SystemFacts system)
    {
        const string Check = "hub.tree";
        if (usb.Topology is not { } tree)
        {
            return system.IsLinux
                ? new(Check, CheckVerdict.Warning, "The kernel shows no USB at all.") { Remedy = "In a container or a virtual machine, pass the USB controller through. Else load the driver of the host controller.", Details = ["there is no /sys/bus/usb/devices"] }
                : Finding.NotChecked(Check, NotShown);
        }

        var boards = Boards(usb);
        var hubs = tree.Nodes.Count(node => node is { Port: not null, IsHub: true });
        return Finding.Ok(Check, $"{Count(tree.Nodes.Count(node => node.Port is null), "bus", "buses")}, {Count(hubs, "hub", "hubs")}, {Count(boards.Length, "board", "boards")}.") with
        {
            Figure = [.. tree.Nodes.Where(node => node.Port is not null || tree.Below(node).Any()).Select(node => Line(node, boards.Contains(node)))],
        };
    }

    public static Finding Translators(UsbFacts usb)
    {
        const string Check = "hub.translators";
        if (usb.Topology is not { } tree)
            return Finding.NotChecked(Check, NotShown);
        var boards = Boards(usb);
        if (boards.IsEmpty)
            return Finding.NotChecked(Check, NoBoard);
        var groups =
            (from board in boards
             let translator = tree.TranslatorOf(board)
             where translator is not null
             group board by translator.Value into sharing
             where sharing.Count() > MostAtFullRate
             select (Translator: sharing.Key, Boards: sharing.ToList())).ToList();
        return groups.Count == 0
            ? Finding.Ok(Check, $"No more than {MostAtFullRate} boards share one transaction translator.")
            : new(Check, CheckVerdict.Note, $"{string.Join("; ", groups.Select(Shared))}.")
            {
                Remedy = "It works, only slower. Spread the boards over more hubs, or use hubs with a translator for each port (\"multi-TT\").",
                Subjects = [.. groups.SelectMany(group => group.Boards).Select(board => board.Port.ToString()!)],
                Details =
                [
                    .. groups.Select(group => $"{Name(group.Translator)}: {string.Join(", ", group.Boards.Select(board => board.Port))}"),
                    $"based on: one translator carries {TranslatorRate / 1000:N0} kB/s (USB 2.0, table 5-9), one board is read at up to {BoardRate / 1000} kB/s (measured); erasing and programming overlap and cost little of it",
                ],
            };
    }

    public static Finding RootPorts(UsbFacts usb)
    {
        const string Check = "hub.root-port";
        if (usb.Topology is not { } tree)
            return Finding.NotChecked(Check, NotShown);
        var boards = Boards(usb);
        if (boards.IsEmpty)
            return Finding.NotChecked(Check, NoBoard);
        var risky = boards.Where(board => tree.IsOnXhciRootPort(board) && IsOldRom(board, usb)).ToList();
        return risky.Count == 0
            ? Finding.Ok(Check, "No board whose bootloader is known to be sensitive sits on a USB 3 port of the PC itself.")
            : new(Check, CheckVerdict.Warning, $"{Count(risky.Count, "board", "boards")} with an old bootloader in ROM {(risky.Count == 1 ? "sits" : "sit")} on a USB 3 port of the PC itself: {Listed(risky)}.")
            {
                Remedy = "Put a USB 2 hub in between. Some of these bootloaders lose packets there, which looks like read protection; it is none.",
                Subjects = [.. risky.Select(board => board.Port.ToString()!)],
                Details = ["AN2606 lists the limitation for several parts: their USB code needs some 25 µs between packets, and xHCI root ports can be faster. Seen on F030, F070, F072, F429."],
            };
    }

    public static Finding Power(UsbFacts usb)
    {
        const string Check = "hub.power";
        if (usb.Topology is not { } tree)
            return Finding.NotChecked(Check, NotShown);
        var boards = Boards(usb);
        var loads = tree.Nodes
            .Where(node => node is { Port: not null, IsHub: true, IsSelfPowered: false } && tree.Below(node).Any(boards.Contains))
            .Select(hub => (Hub: hub, Below: tree.Below(hub).ToList()))
            .Select(load => (load.Hub, load.Below, Asked: (load.Hub.MaxPower ?? HubItself) + load.Below.Sum(node => node.MaxPower ?? BusPoweredPort)))
            .ToList();
        if (loads.Count == 0)
            return boards.IsEmpty ? Finding.NotChecked(Check, NoBoard) : Finding.Ok(Check, "No board hangs on a hub without a supply of its own.");
        var over = loads.Where(load => load.Asked > BusPowered || load.Below.Exists(node => node.MaxPower > BusPoweredPort)).ToList();
        return new(Check, over.Count > 0 ? CheckVerdict.Warning : CheckVerdict.Note, over.Count > 0
            ? $"The hub {Listed(over.Select(load => load.Hub))} has no supply of its own, and more is asked of it than it may give."
            : $"The hub {Listed(loads.Select(load => load.Hub))} says that it has no supply of its own.")
        {
            Remedy = "Use a hub with a power supply, and see that it is plugged in. Boards draw more than they say, and then restart in mid-write.",
            Subjects = [.. loads.Select(load => load.Hub.Port.ToString()!)],
            Details = [.. loads.Select(load => $"{load.Hub.Port}: {load.Asked} mA asked by itself and {string.Join(", ", load.Below.Select(node => $"{node.Port} ({node.MaxPower ?? BusPoweredPort} mA)"))}; it may give {BusPowered} mA in all and {BusPoweredPort} mA a port (USB 2.0, 7.2.1)")],
        };
    }

    public static Finding Sleep(UsbFacts usb)
    {
        const string Check = "hub.autosuspend";
        if (usb.Topology is null || usb.IsSimulated)
            return Finding.NotChecked(Check, usb.IsSimulated ? "Virtual boards do not sleep." : NotShown);
        var boards = Boards(usb);
        if (boards.IsEmpty)
            return Finding.NotChecked(Check, NoBoard);
        var sleepy = boards.Where(board => board.MaySleep).ToList();
        return sleepy.Count == 0
            ? Finding.Ok(Check, "The system puts no board to sleep.")
            : new(Check, CheckVerdict.Note, $"The system may put {Count(sleepy.Count, "board", "boards")} to sleep between two jobs: {Listed(sleepy)}.")
            {
                Remedy = "If boards disappear while they wait, switch USB autosuspend off (powertop and laptop tools switch it on).",
                Subjects = [.. sleepy.Select(board => board.Port.ToString()!)],
                Details = ["power/control is \"auto\" in sysfs; \"on\" keeps a device awake"],
            };
    }

    /// <summary>In DFU mode as libusb sees them; without libusb those that show ST's number.</summary>
    static ImmutableArray<UsbNode> Boards(UsbFacts usb) =>
        usb.Topology is not { } tree ? []
        : usb.Boards is { } boards ? [.. boards.Select(board => tree.At(board.Port)).OfType<UsbNode>()]
        : [.. tree.Nodes.Where(node => node.Id == UsbId.StDfu)];

    /// <summary>By all that it says. One that could not be asked counts as old unless it calls itself what the newer ROMs do: a hub too many costs less than a lost afternoon.</summary>
    static bool IsOldRom(UsbNode node, UsbFacts usb) =>
        usb.Boards?.FirstOrDefault(board => board.Port == node.Port)?.Identity is { } identity
            ? identity.Kind == BootloaderKind.RomOldLine
            : node.Id == UsbId.StDfu && node.Product != NewRom;

    static string Shared((UsbTranslator Translator, List<UsbNode> Boards) group) =>
        $"{group.Boards.Count} boards share {Name(group.Translator)}: reading them all back takes about {(double)group.Boards.Count * BoardRate / TranslatorRate:F1} times as long as reading one";

    static string Name(UsbTranslator translator) => translator switch
    {
        { Hub: null } => $"the full-speed bus {translator.Bus}",
        { Port: { } port } => $"the transaction translator behind {port}",
        _ => $"the one transaction translator of the hub {translator.Hub}",
    };

    static string Line(UsbNode node, bool isBoard)
    {
        var indent = new string(' ', node.Port is { } at ? 2 * (UsbTopology.Depth(at) + 1) : 0);
        var name = Printable.Escape(node.Product, 40);
        return node switch
        {
            { Port: null } => $"bus {node.Bus}  {name}",
            { IsHub: true } => $"{indent}{node.Port}  hub {node.Id} {name}, {Translates(node)}{(node.IsSelfPowered == false ? ", no supply of its own" : "")}",
            _ => $"{indent}{node.Port}  {(isBoard ? "board" : "other")} {node.Id} {name}, {Speed(node.Speed)}",
        };
    }

    static string Translates(UsbNode hub) => hub.Hub switch
    {
        UsbHubKind.SingleTranslator => "one translator for all ports",
        UsbHubKind.TranslatorPerPort => "a translator for each port",
        _ => Speed(hub.Speed),
    };

    static string Speed(UsbSpeed speed) => speed switch
    {
        UsbSpeed.Low => "low speed",
        UsbSpeed.Full => "full speed",
        UsbSpeed.High => "high speed",
        UsbSpeed.Super => "SuperSpeed",
        _ => "speed not known",
    };

    static string Listed(IEnumerable<UsbNode> nodes) => string.Join(", ", nodes.Select(node => node.Port));

    static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";
}
