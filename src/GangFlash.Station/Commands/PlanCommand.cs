using System.CommandLine;
using GangFlash.Desk;
using GangFlash.Planning;
using GangFlash.Releases;
using GangFlash.Station.Listings;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash plan</c>: what a recipe would do, without any device.</summary>
static class PlanCommand
{
    public static Command Create(StationIo io)
    {
        var recipe = CommonOptions.Recipe();
        var device = CommonOptions.Device("Plan for this chip instead of the recipe's.");
        var json = CommonOptions.Json();
        var command = new Command("plan", "Print what a recipe would erase, write and verify, or why it is refused. Touches no device.") { recipe, device, json };
        command.SetAction(parsed => (int)Run(io, parsed.GetRequiredValue(recipe), parsed.GetValue(device), parsed.GetValue(json)));
        return command;
    }

    static ExitCode Run(StationIo io, string recipe, Chips.ChipChoice? chip, bool json)
    {
        if (OrderCommands.Load(io, recipe, ReleaseRules.None) is not { } order)
            return ExitCode.BadInput;
        var exit = ExitCode.Passed;
        foreach (var (one, i) in order.All.Select((one, i) => (chip is null ? one : one with { Chip = chip }, i)))
        {
            if (DeskTarget.Of(one) is not { } target)
            {
                io.Error.WriteLine($"{PlanListing.Named(one)} names neither chip nor layout; say which chip to plan for with --device CHIP.");
                return ExitCode.Usage;
            }

            var planned = FlashPlanner.Plan(one, target);
            if (json)
                io.Out.WriteLine(PlanJson.Of(one, planned));
            else
                io.Out.Write(i == 0 ? PlanListing.Of(one, planned) : $"\n{PlanListing.Of(one, planned)}");
            if (planned is not Planned.Ready)
                exit = ExitCode.Refused;
        }

        return exit;
    }
}
