using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Gang;
using GangFlash.Recipes;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>USB serial strings that several boards show, or that name no unit. Harmless, since a slot is a port, unless the recipe takes them for serials. Pure.</summary>
static class SerialCheck
{
    const string Check = "usb.serials";

    public static Finding Of(UsbFacts usb, RecipeFacts? recipe)
    {
        ImmutableArray<SurveyedDevice> known = [.. usb.Boards?.Where(board => board.Identity is not null) ?? []];
        if (known.IsEmpty)
            return Finding.NotChecked(Check, usb.Boards is [_, ..] ? BoardChecks.NoneOpened : "It takes a board to check this.");
        var shared = known.Where(board => board.SharesSerialWith(known).Any()).ToList();
        var nameless = known.Where(board => PlaceholderSerials.IsPlaceholder(board.Identity!.Serial.Text)).ToList();
        if (shared.Count + nameless.Count == 0)
            return Finding.Ok(Check, "Every board shows a serial string of its own.");
        var serials = recipe?.Order?.Recipe.Serial;
        return new(Check, serials is { From: SerialSource.Usb } ? CheckVerdict.Warning : CheckVerdict.Note, Sentence(shared.Count, nameless.Count, serials))
        {
            Remedy = serials is { From: SerialSource.Usb } ? "Change the recipe to 'serial: given' and scan each unit's label, or leave 'serial' out." : "",
            Subjects = [.. shared.Union(nameless).Select(board => board.Port).Order().Select(port => port.ToString())],
            Details =
            [
                .. from board in shared.Union(nameless)
                   group board by board.Identity!.Serial.Text into same
                   orderby same.Min(board => board.Port)
                   select $"{(same.Key.Length == 0 ? "no serial string" : Printable.Escape(same.Key, 64))}{(PlaceholderSerials.IsPlaceholder(same.Key) ? " (names no unit)" : "")}: {string.Join(", ", same.Select(board => board.Port))}",
            ],
        };
    }

    static string Sentence(int shared, int nameless, SerialPolicy? serials)
    {
        var what = shared > 0 ? $"{shared} boards show a USB serial that another one shows too" : nameless == 1 ? "1 board shows a USB serial that names no unit" : $"{nameless} boards show a USB serial that names no unit";
        return serials switch
        {
            { From: SerialSource.Usb } => $"{what}, and the recipe takes it for the unit's serial: different units would be recorded as one.",
            null => $"{what}. That does no harm, since a slot is a port; a recipe with 'serial: usb' would take them for one unit.",
            _ => $"{what}. That does no harm: a slot is a port, and this recipe does not use it.",
        };
    }
}
