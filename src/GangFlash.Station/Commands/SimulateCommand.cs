using System.CommandLine;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GangFlash.Simulator;
using GangFlash.Simulator.UsbIp;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash simulate</c>: virtual boards for any program on any machine that can attach them over USB/IP.</summary>
sealed class SimulateCommand
{
    readonly StationIo io;
    readonly Argument<string> boards = new("boards") { Description = "A number, or a list like 4xSTM32F746,2xSTM32F405,lying-f746." };
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
            it.boards, it.listen, it.timeScale, it.count,
        };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var fleet = SimulatedFleet.Parse(parsed.GetRequiredValue(boards), SimulatedFleet.UsualPart);
        if (fleet.Problem is { } problem)
        {
            io.Error.WriteLine($"boards: {problem}");
            return ExitCode.Usage;
        }

        var bus = SimulatedFleet.PlugIn(fleet.Boards, new ScaledTime(io.Clock, parsed.GetValue(timeScale)));
        var at = parsed.GetValue(listen)!;
        if (Open(bus, at) is not { } server)
            return ExitCode.Usage;
        var plugged = fleet.Boards.Select((_, i) => (Port: SimulatedFleet.PortOf(i), Board: bus.BoardAt(SimulatedFleet.PortOf(i))!)).ToList();
        using (server)
        {
            foreach (var (port, board) in plugged)
                io.Out.WriteLine($"{port,-8} {board.Model.Usb}  {board.Model.Name}");
            if (!IPAddress.IsLoopback(at.Address))
                io.Error.WriteLine($"Whoever reaches {at.Address} can attach these boards.");
            io.Out.WriteLine($"listening on {server.EndPoint}");
            await server.RunAsync(ct);
        }

        if (parsed.GetValue(count))
        {
            foreach (var (port, board) in plugged)
                io.Out.WriteLine($"{port,-8} {board.Wire.Count(entry => entry.Request is not null)} DFU, {board.Wire.Count(entry => entry.Request is null)} other control transfers");
        }

        return ExitCode.Passed;
    }

    UsbIpServer? Open(VirtualBus bus, IPEndPoint at)
    {
        try
        {
            return new(bus, at, io.Clock, new Log(io.Error));
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
    sealed class Log(TextWriter output) : IProgress<UsbIpEvent>
    {
        readonly Lock gate = new();

        public void Report(UsbIpEvent value)
        {
            lock (gate)
                output.WriteLine(Printable.Escape(Line(value), 1000));
        }

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
