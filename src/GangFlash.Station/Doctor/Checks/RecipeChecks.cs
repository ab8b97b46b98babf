using GangFlash.Devices;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>Whether the recipe of the shift fits what is plugged in. Pure.</summary>
static class RecipeChecks
{
    public static Finding File(RecipeFacts recipe)
    {
        const string Check = "recipe.file";
        var name = Printable.Escape(recipe.Name);
        return recipe switch
        {
            { Order: null } => new(Check, CheckVerdict.Problem, $"The recipe {name} cannot be used.") { Remedy = "Mend what 'gangflash recipe check' lists.", Details = [.. Lines(recipe)] },
            { Problems: [_, ..] } => new(Check, CheckVerdict.Warning, $"The recipe {name} can be used, with a warning.") { Details = [.. Lines(recipe)] },
            _ => Finding.Ok(Check, $"The recipe {name} and its images can be used."),
        };
    }

    public static Finding Boards(RecipeFacts recipe, UsbFacts usb)
    {
        const string Check = "recipe.boards";
        if (recipe.Order is not { } order || usb.Boards is not { } boards)
            return Finding.NotChecked(Check, recipe.Order is null ? "The recipe cannot be used." : "Boards are found through libusb.");
        var wanted = order.Recipe.Device.Usb;
        var fitting = boards.Count(board => UsbDeviceDescriptor.Parse(board.Entry.DeviceDescriptor.Span)?.Id == wanted);
        return fitting > 0
            ? Finding.Ok(Check, $"{fitting} of {boards.Length} boards in DFU mode {(fitting == 1 ? "shows" : "show")} {wanted}, which the recipe expects.")
            : new(Check, boards.IsEmpty ? CheckVerdict.Note : CheckVerdict.Problem, $"No board shows {wanted}, which the recipe expects.") { Remedy = "Check that the recipe is the one for these boards, and that they are in their bootloader." };
    }

    static IEnumerable<string> Lines(RecipeFacts recipe) => recipe.Problems.Select(problem => Printable.Escape(problem, 500));
}
