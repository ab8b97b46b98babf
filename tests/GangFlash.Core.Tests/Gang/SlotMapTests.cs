using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Gang;

namespace GangFlash.Tests.Gang;

public sealed class SlotMapTests
{
    static UsbPortPath Port(string text) => UsbPortPath.Parse(text);

    static SlotMap Taught(UnknownPorts unknown) => new(
        ImmutableSortedDictionary<int, UsbPortPath>.Empty.Add(1, Port("1-4.2")).Add(2, Port("1-4.1")), unknown);

    [Fact]
    public void Untaught_ports_are_numbered_in_their_order_and_10_comes_after_2()
    {
        var places = SlotMap.Untaught.Place([Port("1-10"), Port("1-2"), Port("2-1")]);

        Assert.Equal([(1, "1-2"), (2, "1-10"), (3, "2-1")], places.Select(place => (place.Slot!.Value, place.Port.ToString())));
    }

    [Fact]
    public void A_taught_port_keeps_its_slot_whatever_else_is_plugged_in()
    {
        var places = Taught(UnknownPorts.Use).Place([Port("1-4.2"), Port("1-1")]);

        Assert.Equal([(1, "1-4.2"), (3, "1-1")], places.Select(place => (place.Slot!.Value, place.Port.ToString())));
    }

    [Fact]
    public void A_port_that_was_not_taught_can_be_refused()
    {
        var places = Taught(UnknownPorts.Refuse).Place([Port("1-1"), Port("1-4.1")]);

        Assert.Equal([((int?)2, "1-4.1"), (null, "1-1")], places.Select(place => (place.Slot, place.Port.ToString())));
    }

    [Fact]
    public void A_port_stands_for_one_slot_only()
    {
        var map = Taught(UnknownPorts.Use).Teach(5, Port("1-4.2"));

        Assert.Equal([2, 5], map.Taught.Keys);
    }

    static SlotMap WithFixture(params (int Slot, string Port)[] fixture) =>
        Taught(UnknownPorts.Refuse) with { Fixture = fixture.ToImmutableSortedDictionary(place => place.Slot, place => Port(place.Port)) };

    [Fact]
    public void What_is_taught_wins_over_a_fixture_by_slot_and_by_port()
    {
        // Taught: 1 is 1-4.2, 2 is 1-4.1.
        var map = WithFixture((1, "1-4.9"), (3, "1-4.3"), (7, "1-4.1"));

        Assert.Equal(["1 1-4.2 Taught", "2 1-4.1 Taught", "3 1-4.3 Fixture"], map.Slots.Select(slot => $"{slot.Key} {slot.Value.Port} {slot.Value.From}"));
        Assert.Equal(["1 1-4.9", "7 1-4.1"], map.Overruled.Select(place => $"{place.Key} {place.Value}"));
    }

    [Fact]
    public void A_fixture_that_says_what_is_taught_is_not_overruled() => Assert.Empty(WithFixture((1, "1-4.2"), (3, "1-4.3")).Overruled);

    [Fact]
    public void A_port_of_a_fixture_is_not_unknown() =>
        Assert.Equal([((int?)3, "1-4.3"), (null, "1-4.9")], WithFixture((3, "1-4.3")).Place([Port("1-4.9"), Port("1-4.3")]).Select(place => (place.Slot, place.Port.ToString())));

    [Fact]
    public void An_unknown_port_keeps_its_number_whatever_is_plugged_in_later()
    {
        var numbered = new Dictionary<UsbPortPath, int> { [Port("1-7")] = 3 };

        var places = Taught(UnknownPorts.Use).Place([Port("1-1"), Port("1-7")], numbered);

        Assert.Equal([(3, "1-7"), (4, "1-1")], places.Select(place => (place.Slot!.Value, place.Port.ToString())));
    }
}
