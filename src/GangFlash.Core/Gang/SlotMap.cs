using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Gang;

/// <summary>Which port is which slot. A slot is a place in the fixture, so the map is taught once and changes only when a hub does.</summary>
/// <param name="Taught">Ports by slot number, counted from 1. A port stands for one slot only.</param>
/// <param name="Unknown">What becomes of a board in a port that was not taught.</param>
public sealed record SlotMap(ImmutableSortedDictionary<int, UsbPortPath> Taught, UnknownPorts Unknown)
{
    /// <summary>Nothing taught: slots are numbered in the order of their ports.</summary>
    public static SlotMap Untaught { get; } = new(ImmutableSortedDictionary<int, UsbPortPath>.Empty, UnknownPorts.Use);

    /// <summary>The slot of each port, in the order of slots; ports that are refused have none.</summary>
    public ImmutableArray<(int? Slot, UsbPortPath Port)> Place(IEnumerable<UsbPortPath> ports)
    {
        var numbers = Taught.ToDictionary(taught => taught.Value, taught => taught.Key);
        var next = Taught.IsEmpty ? 1 : Taught.Keys.Max() + 1;
        return
        [
            .. ports.Order()
                .Select(port => (Slot: numbers.TryGetValue(port, out var slot) ? slot : Unknown == UnknownPorts.Use ? next++ : (int?)null, Port: port))
                .OrderBy(place => place.Slot ?? int.MaxValue),
        ];
    }

    /// <summary>The same map with a port in a slot, and in no other.</summary>
    public SlotMap Teach(int slot, UsbPortPath port) =>
        this with { Taught = Taught.RemoveRange(Taught.Where(taught => taught.Value == port).Select(taught => taught.Key)).SetItem(slot, port) };
}

public enum UnknownPorts
{
    /// <summary>They get the numbers behind the taught ones.</summary>
    Use,

    /// <summary>Their boards are shown and not flashed.</summary>
    Refuse,
}
