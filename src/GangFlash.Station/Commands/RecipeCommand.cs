using System.CommandLine;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Releases;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe</c>: what an engineer does with a recipe at the desk.</summary>
static class RecipeCommand
{
    public static Command Create(StationIo io)
    {
        var recipe = CommonOptions.Recipe();
        var check = new Command("check", "Find every mistake in a recipe and its images, without any device.") { recipe };
        check.SetAction(parsed => (int)Check(io, OrderLoader.Load(parsed.GetRequiredValue(recipe), ReleaseRules.None)));
        var schema = new Command("schema", "The JSON Schema of recipes, for editors.");
        schema.SetAction(_ => Print(io, RecipeLanguage.Schema));
        var reference = new Command("reference", "Every key of a recipe, what it means, and its default, as Markdown.");
        reference.SetAction(_ => Print(io, RecipeLanguage.Reference));
        return new("recipe", "Work on recipes: check them, release them, compare them.")
        {
            check, RecipeReleaseCommand.Create(io), RecipeApproveCommand.Create(io), RecipeShowCommand.Create(io), RecipeDiffCommand.Create(io), RecipeKeyCommand.Create(io), schema, reference,
        };
    }

    static int Print(StationIo io, string text)
    {
        io.Out.Write(text);
        return (int)ExitCode.Passed;
    }

    /// <summary>Says what is wrong with a recipe that was loaded, plans it and each of its variants, and says what came of that.</summary>
    public static ExitCode Check(StationIo io, OrderLoading loading) => OrderCommands.Tell(io, loading) is { } order ? order.All.Select(one => Check(io, one)).ToList().Max() : ExitCode.BadInput;

    static ExitCode Check(StationIo io, FlashOrder order)
    {
        if (DeskTarget.Of(order) is not { } target)
        {
            io.Out.WriteLine($"{PlanListing.Head(order)}: it can be read. It names neither chip nor layout, so its images are held against the device that is plugged in.");
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
