using GangFlash.Devices;
using GangFlash.Gang;

namespace GangFlash.Station.Doctor.Checks;

/// <summary>Whether the station's files can be used, and whether its slots are still where they were. Pure.</summary>
static class StationChecks
{
    public static Finding Configuration(StationFacts station)
    {
        const string Check = "station.configuration";
        if (station.Setup is not { } setup)
        {
            return new(Check, CheckVerdict.Problem, "A file of the station cannot be used, so nothing is flashed.")
            {
                Remedy = "Mend the file where the lines below say so, or put the copy before it back (.previous).",
                Details = station.Problems,
            };
        }

        var sentence = setup.File is { } file ? $"The station file is {Printable.Escape(file)}, {station.FoundBy}." : "There is no station file: everything is a default.";
        return station.Problems.IsEmpty ? Finding.Ok(Check, sentence) : new(Check, CheckVerdict.Note, sentence) { Details = station.Problems };
    }

    public static Finding Slots(StationFacts station, UsbFacts usb)
    {
        const string Check = "station.slots";
        if (station.Setup is not { } setup)
            return Finding.NotChecked(Check, "Slots are not known.");
        var slots = setup.Slots.Slots;
        if (slots.IsEmpty)
        {
            return new(Check, CheckVerdict.Note, "No slot is taught: slots are numbered in the order of ports, and may change with what is plugged in.")
            {
                Remedy = "gangflash slots teach",
            };
        }

        if (usb.Boards is not { } boards)
            return Finding.NotChecked(Check, $"{slots.Count} slots are taught; what sits in them could not be asked.");
        var enumerated = usb.Topology is { } tree ? tree.Nodes.Select(node => node.Port).OfType<UsbPortPath>() : boards.Select(board => board.Port);
        var notes = SlotNote.Of(setup.Slots, [.. boards.Select(board => board.Port)], [.. enumerated]);
        var verdict = notes.Any(note => note is SlotNote.HubGone) ? CheckVerdict.Problem : notes.Any(note => note is SlotNote.NotTaught) ? CheckVerdict.Note : CheckVerdict.Ok;
        return new(Check, verdict, verdict == CheckVerdict.Problem ? "The slots were taught on a hub that is gone." : $"{slots.Count} {(slots.Count == 1 ? "slot is" : "slots are")} taught.")
        {
            Remedy = verdict == CheckVerdict.Problem ? "Plug the hub back where it was, or teach the slots again: gangflash slots teach." : "",
            Details = [.. notes.Select(note => note.Message)],
        };
    }
}
