using System.Collections.Concurrent;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Planning;

namespace GangFlash.Station.Live;

/// <summary>Between the rules of the line and the loop that watches the bus: boards that come and go in one direction, slots to start in the other.</summary>
sealed class StationDesk(Action<Func<Moment, ShiftEvent>> tell) : ISlotDesk, IDisposable
{
    readonly ConcurrentDictionary<int, SlotStart> toStart = new();
    readonly ConcurrentDictionary<int, CancellationTokenSource> stops = new();
    readonly ConcurrentDictionary<int, UsbPortPath> present = new();
    FlashOrder? order;

    /// <summary>What the next starts flash; none before a recipe was loaded.</summary>
    public FlashOrder? Order
    {
        get => Volatile.Read(ref order);
        set => Volatile.Write(ref order, value);
    }

    public UsbId Usb => Order?.Recipe.Device.Usb ?? UsbId.StDfu;

    /// <summary>Where bootloaders are now, by slot.</summary>
    public IReadOnlyDictionary<int, UsbPortPath> Present => present;

    public void Seen(int slot, UsbPortPath port, bool present)
    {
        if (present)
        {
            this.present[slot] = port;
            tell(at => new ShiftEvent.BoardSeen(at, slot));
            return;
        }

        _ = this.present.TryRemove(slot, out _);
        _ = toStart.TryRemove(slot, out _);
        tell(at => new ShiftEvent.BoardGone(at, slot));
    }

    /// <summary>Whether USB as a whole answers.</summary>
    public bool UsbIsWell { get; private set => Volatile.Write(ref field, value); } = true;

    public void UsbSeen(UsbBusException? failed)
    {
        UsbIsWell = failed is null;
        tell(at => new ShiftEvent.FactSeen(at, failed is null ? new LineFact.UsbBack(at) : new LineFact.UsbFailed(at, UsbBusException.Code, failed.Why)));
    }

    public SlotStart? Start(int slot) => toStart.TryRemove(slot, out var start) ? start : null;

    public bool MayRunAgain(int slot) => toStart.ContainsKey(slot);

    public void Ended(SlotOutcome outcome)
    {
        if (stops.TryRemove(outcome.Loaded.Slot, out var stop))
            stop.Dispose();
    }

    /// <summary>The slot starts at the next look at the bus.</summary>
    public void Begin(int slot, FlashOrder what, GangContext context, string? unit)
    {
        var stop = new CancellationTokenSource();
        stops[slot] = stop;
        toStart[slot] = new(what, context, unit, stop.Token);
    }

    /// <summary>Stops a slot after the block or sector at work, or keeps it from starting.</summary>
    public void Stop(int slot)
    {
        _ = toStart.TryRemove(slot, out _);
        if (stops.TryGetValue(slot, out var stop))
            stop.Cancel();
    }

    public void Dispose()
    {
        foreach (var stop in stops.Values)
            stop.Dispose();
    }
}
