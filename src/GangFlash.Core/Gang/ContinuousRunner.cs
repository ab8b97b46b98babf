using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>Flashes each board as it arrives, until it is stopped. A board that was flashed stays untouched until it was removed.</summary>
/// <param name="only">The slots to work on; none for all.</param>
/// <param name="notes">Hears of each board that arrives in a port that the map refuses.</param>
public sealed class ContinuousRunner(
    IUsbBus bus, GangRunner runner, TimeProvider clock, IProgress<GangEvent> events, SlotMap map, ImmutableSortedSet<int>? only = null, IProgress<SlotNote>? notes = null)
{
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A port that shows nothing for this long is empty: a board that leaves its bootloader is back as its application before.</summary>
    static readonly TimeSpan s_emptyAfter = TimeSpan.FromSeconds(2);

    readonly SortedDictionary<UsbPortPath, Place> places = [];
    ImmutableSortedSet<UsbPortPath> refused = [];
    readonly List<SlotOutcome> outcomes = [];

    /// <summary>One port in use. Owned by the loop alone.</summary>
    sealed class Place(int slot)
    {
        public int Slot => slot;

        public SlotState State { get; set; }

        public long LastSeen { get; set; }

        public DeviceIdentity? Device { get; set; }

        public Task<SlotOutcome>? Attempt { get; set; }
    }

    /// <summary>Watches the bus until it is cancelled; then lets running attempts stop as they do, and answers with all outcomes in the order in which they ended.</summary>
    public async Task<ImmutableArray<SlotOutcome>> RunAsync(FlashOrder order, GangContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        while (!ct.IsCancellationRequested)
        {
            await LookAsync(order, context, ct).ConfigureAwait(false);
            await PauseAsync(ct).ConfigureAwait(false);
        }

        foreach (var place in places.Values.Where(place => place.Attempt is not null))
            outcomes.Add(await place.Attempt!.ConfigureAwait(false));
        return [.. outcomes];
    }

    async Task LookAsync(FlashOrder order, GangContext context, CancellationToken ct)
    {
        var shown = (await bus.ListAsync(CancellationToken.None).ConfigureAwait(false)).ToDictionary(entry => entry.Port, entry => UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id);
        foreach (var place in places.Values.Where(place => place.Attempt is { IsCompleted: true }))
        {
            outcomes.Add(await place.Attempt!.ConfigureAwait(false));
            place.Attempt = null;
            place.State = SlotRules.Next(place.State, SlotChange.Ended);
        }

        Seat(shown.Where(device => device.Value == order.Recipe.Device.Usb).Select(device => device.Key));
        foreach (var (port, place) in places.Where(place => only?.Contains(place.Value.Slot) != false))
        {
            if (shown.ContainsKey(port))
                place.LastSeen = clock.GetTimestamp();
            else if (clock.GetElapsedTime(place.LastSeen) > s_emptyAfter)
                place.State = SlotRules.Next(place.State, SlotChange.Removed);
            if (shown.GetValueOrDefault(port) != order.Recipe.Device.Usb)
                continue;
            var before = place.State;
            place.State = SlotRules.Next(before, SlotChange.Arrived);
            if (before == SlotState.Empty && place.State == SlotState.Running)
                await BeginAsync(port, place, order, context, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Gives each new port its slot, which it keeps, or says that it has none.</summary>
    void Seat(IEnumerable<UsbPortPath> boards)
    {
        var seats = map.Place(boards, places.ToDictionary(place => place.Key, place => place.Value.Slot));
        foreach (var seat in seats.Where(seat => !places.ContainsKey(seat.Port)))
        {
            if (seat.Slot is { } number)
                places[seat.Port] = new(number);
            else if (!refused.Contains(seat.Port))
                notes?.Report(new SlotNote.NotTaught(seat.Port));
        }

        refused = [.. seats.Where(seat => seat.Slot is null).Select(seat => seat.Port)];
    }

    async Task BeginAsync(UsbPortPath port, Place place, FlashOrder order, GangContext context, CancellationToken ct)
    {
        var loaded = GangLoader.Load(place.Slot, await GangLoader.IdentifyAsync(bus, port, CancellationToken.None).ConfigureAwait(false), order, ImmutableDictionary<int, string>.Empty);
        place.Device = loaded.Device;
        events.Report(new GangEvent.Loaded(loaded));
        ImmutableArray<DeviceIdentity> gang = [.. places.Values.Where(other => other.State is SlotState.Running or SlotState.Done).Select(other => other.Device).OfType<DeviceIdentity>()];
        place.Attempt = runner.RunSlotAsync(loaded, gang, context, ct);
    }

    async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            await Task.Delay(s_lookEvery, clock, ct).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends by itself.
        }
    }
}
