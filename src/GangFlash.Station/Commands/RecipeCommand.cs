using System.CommandLine;
using GangFlash.Recipes;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe</c>: what an engineer does with a recipe at the desk.</summary>
static class RecipeCommand
{
    public static Command Create(StationIo io)
    {
        var schema = new Command("schema", "The JSON Schema of recipes, for editors.");
        schema.SetAction(_ => Print(io, RecipeLanguage.Schema));
        var reference = new Command("reference", "Every key of a recipe, what it means, and its default, as Markdown.");
        reference.SetAction(_ => Print(io, RecipeLanguage.Reference));
        return new("recipe", "Work on recipes: make them, check them, release them, compare them.")
        {
            RecipeNewCommand.Create(io), RecipeCheckCommand.Create(io), RecipeReleaseCommand.Create(io), RecipeApproveCommand.Create(io), RecipeShowCommand.Create(io), RecipeDiffCommand.Create(io), RecipeKeyCommand.Create(io),
            schema, reference,
        };
    }

    static int Print(StationIo io, string text)
    {
        io.Out.Write(text);
        return (int)ExitCode.Passed;
    }
}
