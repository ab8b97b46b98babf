using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Gang;

namespace GangFlash.Tests.Gang;

public sealed class SlotTeachingTests
{
    static UsbPortPath Port(string text) => UsbPortPath.Parse(text);

    static SlotMap Map(params string[] ports) =>
        SlotMap.Untaught with { Taught = ports.Select((port, i) => (Slot: i + 1, Port: Port(port))).ToImmutableSortedDictionary(slot => slot.Slot, slot => slot.Port) };

    /// <summary>
    /// Taught before, first slot, count, plugged in before, what happens (<c>+port</c> a board comes, <c>~port</c> something else comes,
    /// <c>-port</c> it goes, <c>s</c> <c>u</c> <c>q</c> as the keys), and then: what is taught, and what was said last.
    /// </summary>
    [Theory]
    [InlineData("", 1, 0, "", "+1-1 +1-2", "1=1-1 2=1-2", "Slot 2 is 1-2. Plug in the board of slot 3.")]
    [InlineData("", 5, 0, "", "+1-1", "5=1-1", "Slot 5 is 1-1. Plug in the board of slot 6.")]
    [InlineData("", 1, 2, "", "+1-2 +1-1", "1=1-2 2=1-1", "Slot 2 is 1-1.")]
    [InlineData("", 1, 2, "", "+1-2 +1-1 +1-3", "1=1-2 2=1-1", "")]
    [InlineData("", 1, 0, "", "+1-1 -1-1 +1-1", "1=1-1", "1-1 is slot 1 already. Plug in the board of slot 2.")]
    [InlineData("", 1, 0, "", "~1-1", "", "What came at 1-1 is not in its bootloader, so it takes no slot (BOOT0 high, then reset).")]
    [InlineData("", 1, 0, "", "s +1-1", "2=1-1", "Slot 2 is 1-1. Plug in the board of slot 3.")]
    [InlineData("1-9", 1, 0, "", "s", "1=1-9", "Slot 1 is skipped and stays 1-9. Plug in the board of slot 2.")]
    [InlineData("", 1, 0, "", "s", "", "Slot 1 is skipped. Plug in the board of slot 2.")]
    [InlineData("", 1, 2, "", "+1-1 s", "1=1-1", "Slot 2 is skipped.")]
    [InlineData("", 1, 0, "", "+1-1 +1-2 u", "1=1-1", "Slot 2 is undone. Plug in the board of slot 2.")]
    [InlineData("", 1, 0, "", "+1-1 u -1-1 +1-1", "1=1-1", "Slot 1 is 1-1. Plug in the board of slot 2.")]
    [InlineData("1-8 1-9", 1, 0, "", "+1-1 u", "1=1-8 2=1-9", "Slot 1 is undone. Plug in the board of slot 1.")]
    [InlineData("", 1, 0, "", "s u", "", "Slot 1 is undone. Plug in the board of slot 1.")]
    [InlineData("", 1, 0, "", "u", "", "There is nothing to undo. Plug in the board of slot 1.")]
    [InlineData("", 1, 0, "", "+1-1 q", "1=1-1", "")]
    [InlineData("", 1, 0, "1-1", "+1-1", "", "")]
    [InlineData("", 1, 0, "1-1", "+1-1 -1-1 +1-1", "1=1-1", "Slot 1 is 1-1. Plug in the board of slot 2.")]
    [InlineData("1-1 1-2", 1, 0, "", "+1-2", "1=1-2", "Slot 1 is 1-2. It was slot 2. The slot was 1-1. Plug in the board of slot 2.")]
    [InlineData("1-1 1-2", 1, 0, "", "+1-2 +1-1", "1=1-2 2=1-1", "Slot 2 is 1-1. The slot was 1-2. Plug in the board of slot 3.")]
    [InlineData("1-1 1-2", 1, 0, "", "+1-1", "1=1-1 2=1-2", "Slot 1 is 1-1. Plug in the board of slot 2.")]
    [InlineData("1-1 1-2", 3, 0, "", "+1-1", "2=1-2 3=1-1", "Slot 3 is 1-1. It was slot 1. Plug in the board of slot 4.")]
    [InlineData("", 999, 0, "", "+1-1", "999=1-1", "Slot 999 is 1-1.")]
    public void Each_port_gets_the_next_slot(string before, int first, int count, string present, string happens, string taught, string said)
    {
        var step = SlotTeaching.Begin(
            Map(before.Split(' ', StringSplitOptions.RemoveEmptyEntries)), first, count == 0 ? null : count, [.. present.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(port => (Port(port), true))], takePresent: false);

        foreach (var happened in happens.Split(' ').Select(Event))
            step = step.State.On(happened);

        Assert.Equal(taught, string.Join(' ', step.State.After.Taught.Select(slot => $"{slot.Key}={slot.Value}")));
        Assert.Equal(said, string.Join(' ', step.Said));
    }

    [Theory]
    [InlineData("+1-1 +1-2", 2, true)]
    [InlineData("+1-1 s", 2, true)]
    [InlineData("+1-1", 2, false)]
    [InlineData("q", 2, true)]
    public void It_ends_with_the_count_or_when_somebody_says_so(string happens, int count, bool finished) =>
        Assert.Equal(finished, happens.Split(' ').Select(Event).Aggregate(SlotTeaching.Begin(SlotMap.Untaught, 1, count, [], takePresent: false), (step, happened) => step.State.On(happened)).State.IsFinished);

    [Fact]
    public void Boards_that_are_there_are_shown_and_take_no_slot()
    {
        var step = SlotTeaching.Begin(SlotMap.Untaught, 1, null, [(Port("1-10"), true), (Port("1-2"), true), (Port("1-1"), false)], takePresent: false);

        Assert.Equal(
            "Plugged in already: 1-2, 1-10. They take no slot until plugged in again; --present takes boards that are there in the order of their ports. Plug in the board of slot 1.",
            string.Join(' ', step.Said));
        Assert.Empty(step.State.Steps);
    }

    [Theory]
    [InlineData(0, "1=1-2 2=1-10", "Slot 1 is 1-2. Slot 2 is 1-10. Plug in the board of slot 3.", false)]
    [InlineData(2, "1=1-2 2=1-10", "Slot 1 is 1-2. Slot 2 is 1-10.", true)]
    [InlineData(1, "1=1-2", "Slot 1 is 1-2.", true)]
    public void Boards_that_are_there_can_be_taken_in_the_order_of_ports(int count, string taught, string said, bool finished)
    {
        var step = SlotTeaching.Begin(SlotMap.Untaught, 1, count == 0 ? null : count, [(Port("1-10"), true), (Port("1-2"), true), (Port("1-1"), false)], takePresent: true);

        Assert.Equal((taught, said, finished), (string.Join(' ', step.State.After.Taught.Select(slot => $"{slot.Key}={slot.Value}")), string.Join(' ', step.Said), step.State.IsFinished));
    }

    static TeachEvent Event(string text) => text switch
    {
        "s" => new TeachEvent.Skip(),
        "u" => new TeachEvent.Undo(),
        "q" => new TeachEvent.Finish(),
        ['+', .. var port] => new TeachEvent.Arrived(Port(port), IsBoard: true),
        ['~', .. var port] => new TeachEvent.Arrived(Port(port), IsBoard: false),
        ['-', .. var port] => new TeachEvent.Departed(Port(port)),
        _ => throw new ArgumentException(text, nameof(text)),
    };
}
