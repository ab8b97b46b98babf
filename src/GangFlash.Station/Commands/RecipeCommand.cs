using System.CommandLine;
using GangFlash.Planning;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe check</c>: everything that is wrong with a recipe, its images, and both against the chip, at the desk.</summary>
static class RecipeCommand
{
    public static Command Create(StationIo io)
    {
        var recipe = CommonOptions.Recipe();
        var check = new Command("check", "Find every mistake in a recipe and its images, without any device.") { recipe };
        check.SetAction(parsed => (int)Check(io, parsed.GetRequiredValue(recipe)));
        return new("recipe", "Work on recipes.") { check };
    }

    static ExitCode Check(StationIo io, string recipe)
    {
        if (OrderCommands.Load(io, recipe) is not { } order)
            return ExitCode.BadInput;
        if (DeskTarget.Of(order) is not { } target)
        {
            io.Out.WriteLine($"{PlanListing.Head(order)}: the recipe can be read. It names neither chip nor layout, so its images are held against the device that is plugged in.");
            return ExitCode.Passed;
        }

        switch (FlashPlanner.Plan(order, target))
        {
            case Planned.Refused refused:
                io.Out.Write(PlanListing.Refusals(refused));
                return ExitCode.Refused;
            case Planned.Ready ready:
                io.Out.WriteLine($"{PlanListing.Head(order)}: no mistake found. {ready.Plan.WrittenBytes:N0} bytes, about {ready.Plan.Times.Total.TotalSeconds:0} s a unit.");
                foreach (var note in ready.Plan.Notes)
                    io.Out.WriteLine($"note: {Printable.Escape(note, 1000)}");
                return ExitCode.Passed;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
