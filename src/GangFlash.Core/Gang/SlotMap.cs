using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Gang;

/// <summary>Which port is which slot. A slot is a place in the fixture, so the map is taught once and changes only when a hub does.</summary>
/// <param name="Taught">Ports by slot number, counted from 1. A port stands for one slot only.</param>
/// <param name="Unknown">What becomes of a board in a port that is no slot.</param>
public sealed record SlotMap(ImmutableSortedDictionary<int, UsbPortPath> Taught, UnknownPorts Unknown)
{
    /// <summary>More than any fixture has; what is above is a slip of the keyboard.</summary>
    public const int MostSlots = 999;

    /// <summary>Nothing taught: slots are numbered in the order of their ports.</summary>
    public static SlotMap Untaught { get; } = new(ImmutableSortedDictionary<int, UsbPortPath>.Empty, UnknownPorts.Use);

    /// <summary>Ports by slot number as the station file describes its fixtures. No port and no slot stands there twice; what is taught wins over it.</summary>
    public ImmutableSortedDictionary<int, UsbPortPath> Fixture { get; init; } = ImmutableSortedDictionary<int, UsbPortPath>.Empty;

    /// <summary>Every slot that is a place by name, taught or of a fixture, whatever is plugged in.</summary>
    public ImmutableSortedDictionary<int, SlotPort> Slots
    {
        get
        {
            var taughtPorts = Taught.Values.ToHashSet();
            return Taught.Select(taught => KeyValuePair.Create(taught.Key, new SlotPort(taught.Value, SlotOrigin.Taught)))
                .Concat(Fixture
                    .Where(place => !Taught.ContainsKey(place.Key) && !taughtPorts.Contains(place.Value))
                    .Select(place => KeyValuePair.Create(place.Key, new SlotPort(place.Value, SlotOrigin.Fixture))))
                .ToImmutableSortedDictionary();
        }
    }

    /// <summary>What the fixtures say and teaching has overruled: the slot is taught at another port, or the port as another slot.</summary>
    public ImmutableSortedDictionary<int, UsbPortPath> Overruled =>
        Fixture.RemoveRange(Slots.Where(slot => Fixture.TryGetValue(slot.Key, out var port) && port == slot.Value.Port).Select(slot => slot.Key));

    /// <summary>The slot of each port, in the order of slots; ports that are refused have none and come last.</summary>
    /// <param name="ports">Where boards are.</param>
    /// <param name="numbered">The numbers that ports got before in the same run: they keep them, whatever is plugged in later.</param>
    public ImmutableArray<SlotPlace> Place(IEnumerable<UsbPortPath> ports, IReadOnlyDictionary<UsbPortPath, int>? numbered = null)
    {
        var slots = Slots;
        var known = slots.ToDictionary(slot => slot.Value.Port, slot => (slot.Key, slot.Value.From));
        var next = slots.Keys.Concat(numbered?.Values ?? []).DefaultIfEmpty().Max() + 1;
        return
        [
            .. ports.Distinct().Order()
                .Select(port =>
                    known.TryGetValue(port, out var slot) ? new SlotPlace(slot.Key, port, slot.From)
                    : Unknown == UnknownPorts.Refuse ? new(null, port, null)
                    : new(numbered is not null && numbered.TryGetValue(port, out var before) ? before : next++, port, SlotOrigin.Order))
                .OrderBy(place => place.Slot ?? int.MaxValue).ThenBy(place => place.Port),
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

/// <summary>Why a port is a slot.</summary>
public enum SlotOrigin
{
    /// <summary>Somebody plugged a board in and said so.</summary>
    Taught,

    /// <summary>By a range of the station file.</summary>
    Fixture,

    /// <summary>Nobody said so: the number is a matter of what else is plugged in.</summary>
    Order,
}

/// <summary>The port of a slot, and who says so.</summary>
public readonly record struct SlotPort(UsbPortPath Port, SlotOrigin From);

/// <summary>A port with a board in it, placed.</summary>
/// <param name="Slot">None where the port is unknown and unknown ports are refused.</param>
/// <param name="From">None without a slot.</param>
public readonly record struct SlotPlace(int? Slot, UsbPortPath Port, SlotOrigin? From);
