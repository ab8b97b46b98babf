using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;

namespace GangFlash.Station.Simulated;

/// <summary>Carries out commands on running virtual boards, and answers each.</summary>
sealed class BenchConsole(VirtualBench bench)
{
    /// <summary>Reads and answers until somebody quits or the input ends.</summary>
    /// <returns>True if it was to quit, false if there is nothing more to read.</returns>
    public async Task<bool> RunAsync(TextReader input, TextWriter output, CancellationToken ct)
    {
        // A terminal cannot be read with a token: the read stays behind when we go, on a thread of its own.
        while (await Task.Run(input.ReadLine, ct).WaitAsync(ct) is { } line)
        {
            var command = BenchCommand.Parse(line);
            if (command is BenchCommand.Quit)
                return true;
            foreach (var answer in Answer(command))
                output.WriteLine(answer);
        }

        return false;
    }

    /// <summary>One line; of list and help one each.</summary>
    public IEnumerable<string> Answer(BenchCommand command) => command switch
    {
        BenchCommand.Unplug it => [At(it.Board, port => bench.Unplug(port) ?? $"{port} unplugged")],
        BenchCommand.Plug it => [At(it.Board, port => bench.Plug(port) ?? $"{port} plugged in: {NameAt(port)}")],
        BenchCommand.Replace it => [At(it.Board, port => bench.Replace(port, it.By, []) ?? $"{port} has a new board: {NameAt(port)}")],
        BenchCommand.Suffer it => [At(it.Board, port => bench.Suffer(port, it.Fault) ?? $"{port} has {Printable.Escape(it.Fault.Text)}{(it.Fault.Kind.Needs == FaultNeed.Place ? "" : IsSilicon(it.Fault) ? "" : " when it is plugged in again")}")],
        BenchCommand.List => bench.Look().Select(Line),
        BenchCommand.Help => BenchCommand.Forms.Select(form => $"{form.Form,-22} {form.Description}"),
        BenchCommand.Wrong it => [$"{it.Problem} 'help' shows all commands."],
        _ => [],
    };

    public static string Line(BenchPlace place) =>
        $"{place.Port,-8} {place.Board.Model.Usb}  {Printable.Escape(place.Board.Model.Name)}{(place.IsPlugged ? "" : "  (not plugged in)")}";

    /// <summary>Bits of the silicon stick from the moment that they are named.</summary>
    static bool IsSilicon(BoardFault fault) => fault.Kind.Name.StartsWith("stuck-", StringComparison.Ordinal);

    string At(string name, Func<UsbPortPath, string> act) =>
        bench.Look().FirstOrDefault(place => $"{place.Number}" == name) is { } known ? act(known.Port)
        : UsbPortPath.TryParse(name, out var port) ? act(port)
        : $"\"{Printable.Escape(name, 32)}\" is neither a port like 1-1 nor the number of a board; 'list' shows them.";

    string NameAt(UsbPortPath port) => Printable.Escape(bench.Bus.BoardAt(port)?.Model.Name ?? "nothing");
}
