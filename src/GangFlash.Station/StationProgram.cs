using System.CommandLine;
using GangFlash.Station.Commands;

namespace GangFlash.Station;

/// <summary>The whole program but for the process around it.</summary>
static class StationProgram
{
    public static async Task<int> RunAsync(string[] args, StationIo io, CancellationToken ct)
    {
        var root = new RootCommand($"GangFlash flashes a gang of STM32 boards over USB DFU, verifies each, and records it.\n\n{ExitCodeText.Help}")
        {
            FlashCommand.Create(io),
            DevicesCommand.Create(io),
            DoctorCommand.Create(io),
            SlotsCommand.Create(io),
            PlanCommand.Create(io),
            InspectCommand.Create(io),
            RecipeCommand.Create(io),
            ReportCommand.Create(io, args),
            DbCommand.Create(io),
            SimulateCommand.Create(io),
            LineCommand.Create(io),
            ServeCommand.Create(io),
        };
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                io.Error.WriteLine(Printable.Escape(error.Message, 1000) + Meant(parsed, error.Message));
            io.Error.WriteLine("Try --help.");
            return (int)ExitCode.Usage;
        }

        try
        {
            // Ctrl+C is ours: the default would end the process in the middle of a block.
            return await parsed.InvokeAsync(new() { Output = io.Out, Error = io.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            io.Error.WriteLine("Stopped before anything was begun.");
            return (int)ExitCode.SomeFailed;
        }
#pragma warning disable CA1031 // The outermost place: a stack trace on the screen would be a bug of its own.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            var report = Path.Combine(Path.GetTempPath(), $"gangflash-bug-{io.Clock.GetUtcNow():yyyyMMdd-HHmmss}.txt");
            await File.WriteAllTextAsync(report, bug.ToString(), CancellationToken.None);
            io.Error.WriteLine($"GangFlash made a mistake ({bug.GetType().Name}). Call the engineer; the details are in {report}.");
            return (int)ExitCode.Internal;
        }
    }

    /// <summary>What was probably meant by a word that the command does not know.</summary>
    static string Meant(ParseResult parsed, string error)
    {
        var wrong = parsed.UnmatchedTokens.FirstOrDefault(token => error.Contains($"'{token}'", StringComparison.Ordinal));
        if (wrong is null)
            return "";
        var command = parsed.CommandResult.Command;
        var known = wrong.StartsWith('-')
            ? command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive))).Select(option => option.Name)
            : command.Subcommands.Select(sub => sub.Name);
        return Suggestion.Nearest(wrong.Split('=')[0], known) is { } near ? $" Did you mean {near}?" : "";
    }
}
