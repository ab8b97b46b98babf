using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Station.Doctor;
using GangFlash.Station.Loading;
using GangFlash.Testing;
using GangFlash.Usb;

namespace GangFlash.Station.Tests.Doctor;

/// <summary>A Linux machine with boards on real-looking ports, and the whole report on it.</summary>
sealed class DoctorBench : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly VirtualClock clock = new();
    readonly Dictionary<UsbPortPath, UsbOpening.Refused> refusals = [];
    readonly VirtualBus bus;

    public DoctorBench()
    {
        bus = new(clock);
        Machine = new()
        {
            IsLinux = true,
            IsPrivileged = false,
            Name = "Debian GNU/Linux 12 (bookworm)",
            User = "line2",
            Zone = TimeZoneInfo.Utc,
            Root = Linux.Root,
            Sys = Linux.Sys,
            Proc = Linux.Proc,
            Written = clock.GetUtcNow() - TimeSpan.FromDays(30),
            Disk = _ => new(200L << 30, "ext4", "/", IsNetwork: false),
            Sqlite = SomeFacts.Sqlite,
            ReloadUdev = _ => Task.FromResult(UdevReload.Done),
        };
        Linux.Rules(UdevRules.Text());
    }

    public FakeLinux Linux { get; } = new();

    public DoctorMachine Machine { get; set; }

    public string? NoLibrary { get; set; }

    public string Database => folder.PathOf("gangflash.db");

    /// <summary>Plugs a board in, where the kernel sees it too.</summary>
    public DoctorBench Board(string port, int address, string part = "STM32F746", string? driver = null)
    {
        var model = VirtualBoards.Rom(TestBench.Chip(part), address);
        bus.Plug(UsbPortPath.Parse(port), new(model));
        Linux.Board(port, address, product: model.Product, driver: driver);
        return this;
    }

    public DoctorBench Refuse(string port, UsbOpenError error, string words)
    {
        refusals[UsbPortPath.Parse(port)] = new(error, words);
        return this;
    }

    /// <summary>What the program prints, with the paths of a station in place of those of this run.</summary>
    public async Task<(ExitCode Exit, string Text, ImmutableArray<CheckGroup> Groups)> ReportAsync(string? simulate = null, string? recipe = null)
    {
        var facts = await LookAsync(simulate, recipe);
        var groups = Checklist.Judge(facts);
        return (Checklist.Exit(facts.Usb, groups), DoctorListing.Text(facts.System, groups), groups);
    }

    /// <summary>Runs the command itself.</summary>
    public async Task<StationRun> RunAsync(params string[] args)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var io = Io(output, error);
        var exit = await clock.RunAsync(() => StationProgram.RunAsync(args, io, CancellationToken.None));
        return new(exit, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        folder.Dispose();
        Linux.Dispose();
    }

    async Task<DoctorFacts> LookAsync(string? simulate, string? recipe)
    {
        using var output = new StringWriter();
        var io = Io(output, output);
        var facts = await clock.RunAsync(() => DoctorLook.LookAsync(
            io, Machine, simulate is null ? null : (StationBusOpening.Opened)StationBus.Open(io, new(simulate, null, []), 1, null), SomeFacts.Station, Database, "LINE-2", recipe is null ? null : Path.Combine(TestImages.RepositoryRoot(), recipe), default));
        return facts with
        {
            Record = facts.Record with { Checkup = facts.Record.Checkup with { Path = "/var/lib/gangflash/gangflash.db" } },
            Rules = facts.Rules with { Installed = facts.Rules.Installed is var (path, text) ? (path.Replace(Linux.Root, "", StringComparison.Ordinal), text) : null },
            Recipe = facts.Recipe is { } read ? read with { Name = recipe! } : null,
        };
    }

    StationIo Io(StringWriter output, StringWriter error) => new(output, error, IsTerminal: false, clock)
    {
        Machine = Machine,
        Variable = _ => null,
        Folder = folder.PathOf(""),
        StartUsb = _ => NoLibrary is { } why ? new LibUsbStart.Impossible(why) : new LibUsbStart.Ready(new GuardedBus(bus, refusals)) { Library = new(1, 0, 26) },
    };

    /// <summary>Shows every board and lets nobody into some.</summary>
    sealed class GuardedBus(VirtualBus inner, Dictionary<UsbPortPath, UsbOpening.Refused> refusals) : IUsbBus
    {
        public ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct) => inner.ListAsync(ct);

        public ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct) =>
            refusals.TryGetValue(port, out var refusal) ? ValueTask.FromResult<UsbOpening>(refusal) : inner.OpenAsync(port, ct);

        public IAsyncEnumerable<UsbBusEvent> WatchAsync(CancellationToken ct) => inner.WatchAsync(ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
