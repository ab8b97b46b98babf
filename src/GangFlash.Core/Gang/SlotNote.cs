using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Devices;

namespace GangFlash.Gang;

/// <summary>What somebody at the fixture should know about its slots. No verdict on a unit. Closed: the records below are the whole list.</summary>
public abstract record SlotNote
{
    private SlotNote() { }

    /// <summary>A board in a port that is no slot, where such ports are refused.</summary>
    public sealed record NotTaught(UsbPortPath Port) : SlotNote;

    /// <summary>Slots without a board.</summary>
    public sealed record Empty(ImmutableArray<int> Slots) : SlotNote;

    /// <summary>Nothing is left of the hub that slots are on, and boards are elsewhere: a hub was changed or moved, or the system counts its buses anew.</summary>
    /// <param name="Strangers">Ports with boards that are no slot.</param>
    public sealed record HubGone(UsbHub Hub, ImmutableArray<int> Slots, ImmutableArray<UsbPortPath> Strangers) : SlotNote;

    /// <summary>USB as a whole does not answer; nothing starts until it does.</summary>
    /// <param name="Sentence">What is so, and what to do.</param>
    public sealed record UsbFailed(string Sentence) : SlotNote;

    /// <summary>USB answers again.</summary>
    public sealed record UsbBack : SlotNote;

    /// <summary>Stable.</summary>
    public string Code => this switch
    {
        NotTaught => "slot.not-taught",
        Empty => "slot.empty",
        HubGone => "slot.hub-gone",
        UsbFailed => UsbBusException.Code,
        UsbBack => "usb.bus-back",
        _ => throw new UnreachableException(),
    };

    /// <summary>What is so, and what to do.</summary>
    public string Message => this switch
    {
        NotTaught it => $"Port {it.Port}: port not taught: not flashed. Plug the board into a slot, or make the port one: gangflash slots teach.",
        UsbFailed it => $"{it.Sentence} It is asked again until it answers.",
        UsbBack => "USB answers again.",
        Empty { Slots: [var one] } => $"Slot {one} has no board.",
        Empty it => $"Slots {SlotNumbers.Text(it.Slots)} have no board.",
        HubGone it => $"{(it.Slots is [var one] ? $"Slot {one} is" : $"Slots {SlotNumbers.Text(it.Slots)} are")} on {(it.Hub.IsRoot ? "bus" : "hub")} {it.Hub}, where nothing is plugged in any more, and boards are at {string.Join(", ", it.Strangers)}, which {(it.Strangers.Length == 1 ? "is no slot" : "are no slots")}: was a hub changed or moved? Then teach the slots again: gangflash slots teach.",
        _ => throw new UnreachableException(),
    };

    /// <summary>Everything that there is to note, the most important first.</summary>
    /// <param name="map">The station's slots.</param>
    /// <param name="boards">Ports with a board that would be flashed.</param>
    /// <param name="enumerated">Ports of everything that is plugged in, hubs and running applications too.</param>
    public static ImmutableArray<SlotNote> Of(SlotMap map, IReadOnlyCollection<UsbPortPath> boards, IReadOnlyCollection<UsbPortPath> enumerated)
    {
        ArgumentNullException.ThrowIfNull(map);
        var slots = map.Slots;
        var places = map.Place(boards);
        ImmutableArray<UsbPortPath> strangers = [.. places.Where(place => place.From is null or SlotOrigin.Order).Select(place => place.Port)];
        var gone = HubsGone(slots, strangers, enumerated).ToList();
        ImmutableArray<int> empty = [.. slots.Where(slot => !boards.Contains(slot.Value.Port)).Select(slot => slot.Key).Except(gone.SelectMany(hub => hub.Slots))];
        return
        [
            .. gone,
            .. places.Where(place => place.Slot is null).Select(place => new NotTaught(place.Port)),
            .. empty.IsEmpty ? Array.Empty<SlotNote>() : [new Empty(empty)],
        ];
    }

    static IEnumerable<HubGone> HubsGone(ImmutableSortedDictionary<int, SlotPort> slots, ImmutableArray<UsbPortPath> strangers, IReadOnlyCollection<UsbPortPath> enumerated)
    {
        if (strangers.IsEmpty)
            return [];
        // A root hub is in no list, so that an empty one looks like none: it counts as gone only where no slot of the station shows anything.
        var anything = slots.Values.Any(slot => enumerated.Contains(slot.Port) || (!slot.Port.Hub.IsRoot && enumerated.Any(slot.Port.Hub.Is)));
        return
            from slot in slots
            group slot.Key by slot.Value.Port.Hub into hub
            where !enumerated.Any(port => hub.Key.Is(port) || hub.Key.Holds(port)) && !(hub.Key.IsRoot && anything)
            orderby hub.Key
            select new HubGone(hub.Key, [.. hub], strangers);
    }
}
