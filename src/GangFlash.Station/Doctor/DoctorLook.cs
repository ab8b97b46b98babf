using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Releases;
using GangFlash.Station.Loading;
using GangFlash.Traceability;
using GangFlash.Usb;
using GangFlash.Usb.Linux;

namespace GangFlash.Station.Doctor;

/// <summary>Gathers the facts, and judges none of them. Nothing is changed: no board, no record, no setting.</summary>
static class DoctorLook
{
    /// <summary>No rules file of ours is longer; more is not read.</summary>
    const long MostRulesBytes = 1 << 20;

    /// <param name="simulated">Virtual boards; none for the real bus.</param>
    public static async Task<DoctorFacts> LookAsync(StationIo io, DoctorMachine machine, StationBusOpening.Opened? simulated, StationFacts files, string? database, string? station, string? recipe, CancellationToken ct) => new(
        new(machine.Name, machine.IsLinux, machine.IsPrivileged, machine.User, io.Clock.GetUtcNow(), machine.Zone, machine.Written),
        simulated is { Bus: var bus, Clock: var clock } ? await SimulatedAsync(bus, clock, ct) : await RealAsync(io, machine, ct),
        new(UdevRules.Text(), Installed(machine)),
        files,
        Record(machine, (files.Setup ?? StationSetup.Default).Database(database), station ?? (files.Setup ?? StationSetup.Default).Name),
        recipe is null ? null : Recipe(recipe, (files.Setup ?? StationSetup.Default).Releases));

    static async Task<UsbFacts> SimulatedAsync(IUsbBus bus, TimeProvider clock, CancellationToken ct)
    {
        var boards = await DeviceSurvey.LookAsync(bus, clock, ct);
        var entries = await bus.ListAsync(ct);
        var nodes = entries.Select(entry => new UsbNode(BusOf(entry.Port), entry.Port, UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id ?? default, ProductOf(entry, boards)) { Speed = UsbSpeed.Full }).ToList();
        var roots = nodes.Select(node => node.Bus).Distinct().Select(number => new UsbNode(number, null, default, "Virtual Host Controller") { Speed = UsbSpeed.High, Hub = UsbHubKind.Plain });
        return new(null, null, IsSimulated: true, boards, new([.. roots, .. nodes]), ImmutableDictionary<UsbPortPath, DeviceHolders>.Empty);
    }

    static async Task<UsbFacts> RealAsync(StationIo io, DoctorMachine machine, CancellationToken ct)
    {
        var topology = machine.IsLinux ? SysfsTree.Read(machine.Sys) : null;
        switch (io.StartUsb(io.Clock))
        {
            case LibUsbStart.Impossible impossible:
                return new(null, impossible.Sentence, IsSimulated: false, null, topology, ImmutableDictionary<UsbPortPath, DeviceHolders>.Empty);
            case LibUsbStart.Ready ready:
                ImmutableArray<SurveyedDevice> boards;
                await using (ready.Bus)
                    boards = await DeviceSurvey.LookAsync(ready.Bus, io.Clock, ct);
                return new(ready.Library, null, IsSimulated: false, boards, topology, topology is null ? ImmutableDictionary<UsbPortPath, DeviceHolders>.Empty : Holders(machine, boards, topology, ct));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Looked for only where a board was found busy: it means going through every process.</summary>
    static ImmutableDictionary<UsbPortPath, DeviceHolders> Holders(DoctorMachine machine, ImmutableArray<SurveyedDevice> boards, UsbTopology topology, CancellationToken ct) =>
        (from board in boards
         where board.Failure is FlashFailure.CannotOpen { Error: UsbOpenError.Busy }
         let node = topology.At(board.Port)
         where node is { Address: not null }
         select (board.Port, Holders: DeviceHolders.Find(machine.Proc, DeviceHolders.NodeOf(node.Bus, node.Address!.Value), ct)))
        .ToImmutableDictionary(found => found.Port, found => found.Holders);

    static (string Path, string? Text)? Installed(DoctorMachine machine)
    {
        // Not File.Exists: a link to /dev/null is how an administrator switches rules off.
        if (!machine.IsLinux || machine.RulesFiles.FirstOrDefault(Path.Exists) is not { } path)
            return null;
        try
        {
            return (path, new FileInfo(path).Length <= MostRulesBytes ? File.ReadAllText(path) : null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (path, null);
        }
    }

    static RecordFacts Record(DoctorMachine machine, string database, string station)
    {
        var checkup = RecordCheckup.Look(database, station);
        var folder = Path.GetDirectoryName(checkup.Path);
        while (folder is not null && !Directory.Exists(folder))
            folder = Path.GetDirectoryName(folder);
        var disk = folder is null ? null : machine.Disk(folder);
        if (disk is not null && machine.IsLinux && Mounts(machine) is { } table && MountTable.Of(table, folder!) is var (place, type))
            disk = disk with { MountPoint = place, FileSystem = type, IsNetwork = MountTable.IsNetwork(type) };
        return new(checkup, station, disk, machine.Sqlite);
    }

    static string? Mounts(DoctorMachine machine)
    {
        try
        {
            return File.ReadAllText(Path.Combine(machine.Proc, "self", "mounts"));
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    static RecipeFacts Recipe(string path, ReleaseRules rules)
    {
        var loading = OrderLoader.Load(path, rules);
        return new(path, loading.Order, loading.Problems);
    }

    static int BusOf(UsbPortPath port) => int.Parse(port.ToString().Split('-')[0]);

    static string ProductOf(UsbDeviceEntry entry, ImmutableArray<SurveyedDevice> boards) => boards.FirstOrDefault(board => board.Port == entry.Port)?.Identity?.Product.Text ?? "";
}
