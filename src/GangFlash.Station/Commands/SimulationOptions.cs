using System.CommandLine;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary>The options that put virtual boards in the place of real ones. Every command that looks at a bus has the same ones.</summary>
sealed class SimulationOptions(string description)
{
    readonly Option<string?> boards = CommonOptions.Simulate(description);
    readonly Option<string?> scenario = CommonOptions.Scenario();
    readonly Option<string[]> faults = CommonOptions.Faults();

    public void AddTo(Command command)
    {
        command.Options.Add(boards);
        command.Options.Add(scenario);
        command.Options.Add(faults);
    }

    public Simulation Read(ParseResult parsed) => new(parsed.GetValue(boards), parsed.GetValue(scenario), [.. parsed.GetValue(faults) ?? []]);

    /// <summary>Whether virtual boards were asked for by any of them.</summary>
    public bool IsUsed(ParseResult parsed) => !Read(parsed).IsNone;
}
