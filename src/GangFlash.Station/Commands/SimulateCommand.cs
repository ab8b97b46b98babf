using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;
using GangFlash.Simulator.UsbIp;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;
using GangFlash.Station.Simulated;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash simulate</c>: virtual boards for any program on any machine that can attach them over USB/IP.</summary>
sealed class SimulateCommand
{
    readonly StationIo io;
    readonly Argument<string?> boards = new("boards") { Description = "A number, or a list like 4xSTM32F746,2xSTM32F405,lying-f746.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<string?> scenario = CommonOptions.Scenario();
    readonly Option<string[]> faults = CommonOptions.Faults();
    readonly Option<bool> list = new("--list") { Description = "Print which boards and faults there are, and end." };
    readonly Option<bool> control = new("--control") { Description = "Take commands from standard input: unplug, plug, replace, fault, list. On a terminal they are taken anyway." };
    readonly Option<IPEndPoint> listen = new("--listen")
    {
        Description = "Where to serve them; port 0 takes any that is free.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => new(IPAddress.Loopback, UsbIpServer.UsualPort),
        CustomParser = result =>
        {
            // Read back, because the system takes much for an address: "3240" is 0.0.12.168.
            var text = result.Tokens[0].Value;
            if (IPEndPoint.TryParse(text, out var at) && at.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return at;
            result.AddError($"--listen: \"{Printable.Escape(text, 64)}\" is no address and port like 127.0.0.1:{UsbIpServer.UsualPort}.");
            return null;
        },
    };
    readonly Option<double> timeScale = CommonOptions.TimeScale();
    readonly Option<bool> count = new("--count") { Description = "At the end, print how many control transfers each board has seen." };

    SimulateCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new SimulateCommand(io);
        var command = new Command("simulate", "Serve virtual boards over USB/IP until Ctrl+C; 'modprobe vhci-hcd && usbip attach -r 127.0.0.1 -b 1-1' plugs one into a Linux machine.")
        {
            it.boards, it.scenario, it.faults, it.list, it.control, it.listen, it.timeScale, it.count,
        };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(list))
        {
            foreach (var line in SimulationListing.Lines())
                io.Out.WriteLine(line);
            return ExitCode.Passed;
        }

        var asked = new Simulation(parsed.GetValue(boards), parsed.GetValue(scenario), [.. parsed.GetValue(faults) ?? []]) { BoardsName = "boards" };
        if (asked.IsNone)
        {
            io.Error.WriteLine("boards: give a number, a list of boards, or --scenario. 'gangflash simulate --list' shows what there is.");
            return ExitCode.Usage;
        }

        switch (ScenarioLoader.Load(asked, SimulatedFleet.UsualPart))
        {
            case ScenarioLoading.Loaded loaded:
                foreach (var warning in loaded.Warnings)
                    io.Error.WriteLine(warning);
                return await ServeAsync(parsed, loaded.Scenario, ct);
            case ScenarioLoading.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new UnreachableException();
        }
    }

    async Task<ExitCode> ServeAsync(ParseResult parsed, Scenario scenario, CancellationToken ct)
    {
        var log = new Log(io.Error);
        await using var bench = new VirtualBench(scenario, new ScaledTime(io.Clock, parsed.GetValue(timeScale)), log);
        var at = parsed.GetValue(listen)!;
        if (Open(bench.Bus, at, log) is not { } server)
            return ExitCode.Usage;
        using (server)
        {
            foreach (var place in bench.Look())
                io.Out.WriteLine(BenchConsole.Line(place));
            if (!IPAddress.IsLoopback(at.Address))
                io.Error.WriteLine($"Whoever reaches {at.Address} can attach these boards.");
            io.Out.WriteLine($"listening on {server.EndPoint}");
            await (parsed.GetValue(control) || io.InputIsTerminal ? ServeAndListenAsync(server, bench, ct) : server.RunAsync(ct));
        }

        if (parsed.GetValue(count))
        {
            foreach (var (port, wire) in bench.Look().Select(place => (place.Port, place.Board.Wire)))
                io.Out.WriteLine($"{port,-8} {wire.Count(entry => entry.Request is not null)} DFU, {wire.Count(entry => entry.Request is null)} other control transfers");
        }

        return ExitCode.Passed;
    }

    /// <summary>Serves until somebody quits or signals. When the input ends it goes on: commands may have come out of a file.</summary>
    async Task ServeAndListenAsync(UsbIpServer server, VirtualBench bench, CancellationToken ct)
    {
        using var quit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (io.InputIsTerminal)
            io.Error.WriteLine("unplug, plug, replace and fault change the boards while they run; 'help' says how.");
        var serving = server.RunAsync(quit.Token);
        var talking = new BenchConsole(bench).RunAsync(io.OpenInput(), io.Out, quit.Token);
        try
        {
            if (await Task.WhenAny(serving, talking) == talking && await talking)
                await quit.CancelAsync();
            await serving;
        }
        finally
        {
            await quit.CancelAsync();
        }
    }

    UsbIpServer? Open(VirtualBus bus, IPEndPoint at, Log log)
    {
        try
        {
            return new(bus, at, io.Clock, log);
        }
        catch (SocketException refused)
        {
            io.Error.WriteLine(refused.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"--listen: another program listens on {at}. Stop it, or choose another port.",
                SocketError.AddressNotAvailable => $"--listen: {at.Address} is no address of this machine.",
                SocketError.AccessDenied => $"--listen: only the administrator may listen on port {at.Port}. Choose one above 1023.",
                _ => $"--listen: {at} cannot be used: {refused.Message}",
            });
            return null;
        }
    }

    /// <summary>A line for each thing that happens, as it happens.</summary>
    sealed class Log(TextWriter output) : IProgress<UsbIpEvent>, IProgress<BoardEvent>
    {
        readonly Lock gate = new();

        public void Report(UsbIpEvent value) => Write(Line(value));

        public void Report(BoardEvent value)
        {
            if (Line(value) is { } line)
                Write(line);
        }

        void Write(string line)
        {
            lock (gate)
                output.WriteLine(Printable.Escape(line, 1000));
        }

        static string? Line(BoardEvent happened) => happened.What switch
        {
            BoardHappening.Plugged => $"{happened.Port} plugged in",
            BoardHappening.Unplugged => $"{happened.Port} unplugged",
            BoardHappening.Resets => $"{happened.Port} was reset",
            BoardHappening.Leaves => $"{happened.Port} was told to leave its bootloader",
            _ => null,
        };

        static string Line(UsbIpEvent happened) => happened switch
        {
            UsbIpEvent.Attached it => $"{it.Port} attached by {it.Client}",
            UsbIpEvent.Released { BoardLeft: true } it => $"{it.Port} left the bus",
            UsbIpEvent.Released it => $"{it.Port} let go by {it.Client}",
            UsbIpEvent.Refused it => $"{it.Client} wants {it.BusId}, {(it.IsBusy ? "which is attached already" : "where there is no board")}",
            UsbIpEvent.Violated it => $"{it.Client} {it.What}: connection closed",
            UsbIpEvent.Broke it => $"{it.Client}: {it.Reason}",
            _ => throw new UnreachableException(),
        };
    }
}
