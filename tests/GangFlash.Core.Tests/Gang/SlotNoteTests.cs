using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Gang;

namespace GangFlash.Tests.Gang;

public sealed class SlotNoteTests
{
    /// <summary>Slots 1, 2 … at these ports, what is plugged in (a board unless it is in brackets), and what is noted.</summary>
    [Theory]
    [InlineData("1-4.1 1-4.2", "refuse", "(1-4) 1-4.1 1-4.2")]
    [InlineData("1-4.1 1-4.2 1-4.3 1-4.4 1-4.5", "refuse", "(1-4) 1-4.2", "Slots 1, 3 to 5 have no board.")]
    [InlineData("1-4.1", "refuse", "(1-4)", "Slot 1 has no board.")]
    [InlineData("1-4.1", "refuse", "(1-4) 1-4.1 1-5", "Port 1-5: port not taught: not flashed. Plug the board into a slot, or make the port one: gangflash slots teach.")]
    [InlineData("1-4.1", "use", "(1-4) 1-4.1 1-5")]
    [InlineData(
        "1-4.1 1-4.2", "use", "(1-5) 1-5.1 1-5.2",
        "Slots 1, 2 are on hub 1-4, where nothing is plugged in any more, and boards are at 1-5.1, 1-5.2, which are no slots: was a hub changed or moved? Then teach the slots again: gangflash slots teach.")]
    [InlineData(
        "1-4.1 1-5.1", "refuse", "(1-4) 1-4.1 (1-6) 1-6.1",
        "Slot 2 is on hub 1-5, where nothing is plugged in any more, and boards are at 1-6.1, which is no slot: was a hub changed or moved? Then teach the slots again: gangflash slots teach.",
        "Port 1-6.1: port not taught: not flashed. Plug the board into a slot, or make the port one: gangflash slots teach.")]
    [InlineData("1-4.1 1-5.1", "use", "(1-4) 1-4.1", "Slot 2 has no board.")]
    [InlineData(
        "1-1 1-2", "use", "3-1 3-2",
        "Slots 1, 2 are on bus 1, where nothing is plugged in any more, and boards are at 3-1, 3-2, which are no slots: was a hub changed or moved? Then teach the slots again: gangflash slots teach.")]
    [InlineData("1-1 3-1", "use", "1-1 5-1", "Slot 2 has no board.")]
    public void What_is_said_of_the_slots(string slots, string unknown, string plugged, params string[] said)
    {
        var map = new SlotMap(
            slots.Split(' ').Select((port, i) => (Slot: i + 1, Port: UsbPortPath.Parse(port))).ToImmutableSortedDictionary(slot => slot.Slot, slot => slot.Port),
            unknown == "refuse" ? UnknownPorts.Refuse : UnknownPorts.Use);
        var devices = plugged.Split(' ').ToList();
        List<UsbPortPath> boards = [.. devices.Where(text => text[0] != '(').Select(UsbPortPath.Parse)];
        List<UsbPortPath> all = [.. devices.Select(text => UsbPortPath.Parse(text.Trim('(', ')')))];

        var notes = SlotNote.Of(map, boards, all);

        Assert.Equal(said, notes.Select(note => note.Message));
    }

    [Fact]
    public void Codes_are_stable()
    {
        var port = UsbPortPath.Parse("1-1");

        Assert.Equal(["slot.not-taught", "slot.empty", "slot.hub-gone"], new SlotNote[] { new SlotNote.NotTaught(port), new SlotNote.Empty([1]), new SlotNote.HubGone(port.Hub, [1], [port]) }.Select(note => note.Code));
    }

    [Theory]
    [InlineData("1,3-5", "1, 3 to 5")]
    [InlineData("5, 4,4-5", "4, 5")]
    [InlineData("999", "999")]
    [InlineData("0", null)]
    [InlineData("1000", null)]
    [InlineData("5-3", null)]
    [InlineData("1-2-3", null)]
    [InlineData("", null)]
    [InlineData("1,", null)]
    [InlineData("+1", null)]
    public void Slots_are_written_as_people_write_them(string text, string? read) =>
        Assert.Equal(read, SlotNumbers.Parse(text) is { } numbers ? SlotNumbers.Text(numbers) : null);
}
