using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Gang;
using GangFlash.Station.Loading;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>The slots of a station, for people and for machines.</summary>
static class SlotListing
{
    /// <param name="boards">What sits in the ports; none if nobody could look.</param>
    public static void Write(StationIo io, StationSetup setup, ImmutableArray<SurveyedDevice>? boards, ImmutableArray<SlotNote> notes, bool asJson)
    {
        if (asJson)
            WriteJson(io, setup, boards, notes);
        else
            WriteText(io, setup, boards, notes);
    }

    static void WriteText(StationIo io, StationSetup setup, ImmutableArray<SurveyedDevice>? boards, ImmutableArray<SlotNote> notes)
    {
        io.Say($"Station {Printable.Escape(setup.Name)}");
        io.Say(setup.File is { } file ? $"Station file {Printable.Escape(file, 1000)} ({setup.FoundBy})" : $"Station file {setup.FoundBy}");
        io.Say($"Taught slots in {Printable.Escape(setup.SlotsFile, 1000)}; boards in other ports are {(setup.Slots.Unknown == UnknownPorts.Use ? "used" : "refused")}");
        var table = new Table().Border(TableBorder.Rounded).AddColumn("Slot", column => column.RightAligned()).AddColumns("Port", "From", "Now");
        foreach (var (place, board) in Rows(setup, boards))
        {
            _ = table.AddRow(
                new Text(place.Slot is { } slot ? $"{slot}" : "–"),
                new Text(place.Port.ToString()),
                new Text(From(setup, place)),
                new Text(board is not null ? $"{Now(board)}{(place.Slot is null ? " (port not taught: not flashed)" : "")}" : boards is null ? "not known" : "empty"));
        }

        if (table.Rows.Count > 0)
            io.Console().Write(table);
        else
            io.Say("No slot is taught, and no board is plugged in. Boards get their slots in the order of ports until somebody teaches them: gangflash slots teach.");
        foreach (var (slot, port) in setup.Slots.Overruled)
            io.Say($"The station file has slot {slot} at {port}; what was taught wins.");
        foreach (var note in notes.Where(note => note is SlotNote.HubGone))
            io.Say(note.Message);
    }

    /// <summary>The fields are a contract; the Station README lists them.</summary>
    static void WriteJson(StationIo io, StationSetup setup, ImmutableArray<SurveyedDevice>? boards, ImmutableArray<SlotNote> notes)
    {
        io.Out.WriteLine(JsonLine.Of(new
        {
            Event = "station",
            Station = setup.Name,
            setup.File,
            setup.FoundBy,
            setup.SlotsFile,
            UnknownPorts = setup.Slots.Unknown == UnknownPorts.Use ? "use" : "refuse",
        }));
        foreach (var (place, board) in Rows(setup, boards))
        {
            io.Out.WriteLine(JsonLine.Of(new
            {
                Event = "slot",
                place.Slot,
                Port = place.Port.ToString(),
                From = Words.Of(place.From),
                TaughtAt = TaughtAt(setup, place),
                Present = boards is null ? (bool?)null : board is not null,
                UsbId = board is null ? null : DeviceListing.Id(board),
                Product = board?.Identity?.Product.Text,
                Chips = board?.Identity is { } identity ? ChipCatalogue.Candidates(identity).Select(chip => chip.Parts) : null,
            }));
        }

        foreach (var note in notes.Where(note => note is SlotNote.HubGone))
            io.Out.WriteLine(GangJson.Note(note));
    }

    /// <summary>Every slot, then every board that is in none by name.</summary>
    static IEnumerable<(SlotPlace Place, SurveyedDevice? Board)> Rows(StationSetup setup, ImmutableArray<SurveyedDevice>? boards)
    {
        var present = (boards ?? []).ToDictionary(board => board.Port);
        return setup.Slots.Place(present.Keys.Concat(setup.Slots.Slots.Values.Select(slot => slot.Port))).Select(place => (place, present.GetValueOrDefault(place.Port)));
    }

    static DateTimeOffset? TaughtAt(StationSetup setup, SlotPlace place) =>
        place.From == SlotOrigin.Taught ? setup.Taught.First(taught => taught.Slot == place.Slot).At : null;

    static string From(StationSetup setup, SlotPlace place) => place.From switch
    {
        SlotOrigin.Taught => TaughtAt(setup, place) is { } at ? $"taught {at:yyyy-MM-dd HH:mm} UTC" : "taught",
        SlotOrigin.Fixture => "fixture",
        SlotOrigin.Order => "order of ports",
        _ => "–",
    };

    static string Now(SurveyedDevice board) => board.Identity is { } identity
        ? string.Join(", ", new[] { DeviceListing.Chips(identity) is [var chip, ..] ? chip.Split('/')[0] : "", DeviceListing.Shown(identity.Product) }.Where(text => text.Length > 0))
        : $"{DeviceListing.Id(board)}, {board.Failure?.Code}";
}
