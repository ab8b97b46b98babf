using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>Watches the slots and flashes the boards in them when a desk says so. A board that was flashed stays untouched until it was removed.</summary>
/// <param name="only">The slots to work on; none for all.</param>
/// <param name="notes">Hears of each board that arrives in a port that the map refuses; and where no desk is there to hear it, that USB as a whole fails.</param>
public sealed class ContinuousRunner(
    IUsbBus bus, GangRunner runner, TimeProvider clock, IProgress<GangEvent> events, SlotMap map, ImmutableSortedSet<int>? only = null, IProgress<SlotNote>? notes = null)
{
    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A port that shows nothing for this long is empty: a board that leaves its bootloader is back as its application before.</summary>
    static readonly TimeSpan s_emptyAfter = TimeSpan.FromSeconds(2);

    readonly SortedDictionary<UsbPortPath, Place> places = [];
    ImmutableSortedSet<UsbPortPath> refused = [];
    bool usbFails;

    /// <summary>One port in use. Owned by the loop alone.</summary>
    sealed class Place(int slot)
    {
        public int Slot => slot;

        public SlotState State { get; set; }

        public long LastSeen { get; set; }

        public DeviceIdentity? Device { get; set; }

        /// <summary>The board is asked who it is, beside the loop: a mute one keeps nobody waiting.</summary>
        public Task<FoundDevice>? Asking { get; set; }

        /// <summary>What is flashed once the board has said who it is.</summary>
        public SlotStart? Start { get; set; }

        public Task<SlotOutcome>? Attempt { get; set; }

        /// <summary>The loop's stop and the slot's own, where the slot has one.</summary>
        public CancellationTokenSource? Stop { get; set; }
    }

    /// <summary>Flashes each board as it arrives, until it is cancelled; then lets running attempts stop as they do, and answers with all outcomes in the order in which they ended.</summary>
    public async Task<ImmutableArray<SlotOutcome>> RunAsync(FlashOrder order, GangContext context, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(order);
        var desk = new EveryBoard(order, context, notes);
        await RunAsync(desk, ct).ConfigureAwait(false);
        return [.. desk.Outcomes];
    }

    /// <summary>Flashes what the desk says, until it is cancelled; then lets running attempts stop as they do.</summary>
    public async Task RunAsync(ISlotDesk desk, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(desk);
        while (!ct.IsCancellationRequested)
        {
            await LookAsync(desk, ct).ConfigureAwait(false);
            await PauseAsync(ct).ConfigureAwait(false);
        }

        // A board that is still being asked was not begun, and is not begun any more.
        foreach (var place in places.Values.Where(place => place.Asking is not null))
            _ = await place.Asking!.ConfigureAwait(false);
        foreach (var place in places.Values.Where(place => place.Attempt is not null))
            await EndAsync(place, desk).ConfigureAwait(false);
    }

    async Task LookAsync(ISlotDesk desk, CancellationToken ct)
    {
        var shown = await ShownAsync(desk).ConfigureAwait(false);
        foreach (var place in places.Values.Where(place => place.Attempt is { IsCompleted: true }))
        {
            await EndAsync(place, desk).ConfigureAwait(false);
            place.State = SlotRules.Next(place.State, SlotChange.Ended);
        }

        foreach (var place in places.Values.Where(place => place.Asking is { IsCompleted: true }))
            Begin(place, await place.Asking!.ConfigureAwait(false), ct);
        if (shown is null)
            return;
        var usb = desk.Usb;
        Seat(shown.Where(device => device.Value == usb).Select(device => device.Key));
        foreach (var (port, place) in places.Where(place => only?.Contains(place.Value.Slot) != false))
        {
            var before = place.State;
            if (shown.ContainsKey(port))
                place.LastSeen = clock.GetTimestamp();
            else if (clock.GetElapsedTime(place.LastSeen) > s_emptyAfter)
                place.State = SlotRules.Next(before, SlotChange.Removed);
            if (before != SlotState.Empty && place.State is SlotState.Empty or SlotState.Pulled && place.State != before)
                desk.Seen(place.Slot, port, present: false);
            if (shown.GetValueOrDefault(port) != usb)
                continue;
            if (place.State == SlotState.Empty)
                desk.Seen(place.Slot, port, present: true);
            place.State = SlotRules.Next(place.State, SlotChange.Arrived);
            if (place.State == SlotState.Done && desk.MayRunAgain(place.Slot))
                place.State = SlotRules.Next(place.State, SlotChange.Reopened);
            if (place.State == SlotState.Waiting && desk.Start(place.Slot) is { } start)
            {
                place.State = SlotRules.Next(place.State, SlotChange.Started);
                (place.Start, place.Asking) = (start, GangLoader.IdentifyAsync(bus, port, CancellationToken.None));
            }
        }
    }

    /// <summary>What each port shows; none while the bus does not answer. That says nothing of a slot: none becomes empty by it.</summary>
    async Task<Dictionary<UsbPortPath, UsbId?>?> ShownAsync(ISlotDesk desk)
    {
        try
        {
            var entries = await bus.ListAsync(CancellationToken.None).ConfigureAwait(false);
            if (usbFails)
            {
                foreach (var place in places.Values)
                    place.LastSeen = clock.GetTimestamp();
                usbFails = false;
                desk.UsbSeen(null);
            }

            return entries.ToDictionary(entry => entry.Port, entry => UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id);
        }
        catch (UsbBusException failed)
        {
            if (!usbFails)
                desk.UsbSeen(failed);
            usbFails = true;
            return null;
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

    void Begin(Place place, FoundDevice found, CancellationToken ct)
    {
        var start = place.Start!;
        (place.Start, place.Asking) = (null, null);
        var given = start.UnitSerial is { } serial ? ImmutableDictionary<int, string>.Empty.Add(place.Slot, serial) : ImmutableDictionary<int, string>.Empty;
        var loaded = GangLoader.Load(place.Slot, found, start.Order, given);
        place.Device = loaded.Device;
        events.Report(new GangEvent.Loaded(loaded));
        ImmutableArray<DeviceIdentity> gang = [.. places.Values.Where(other => other.State is SlotState.Running or SlotState.Done).Select(other => other.Device).OfType<DeviceIdentity>()];

        // A linked token hears of a stop a moment later, so one is made only where there are two to hear.
        place.Stop = start.Stop.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(ct, start.Stop) : null;
        place.Attempt = runner.RunSlotAsync(loaded, gang, start.Context, place.Stop?.Token ?? ct);
    }

    static async Task EndAsync(Place place, ISlotDesk desk)
    {
        desk.Ended(await place.Attempt!.ConfigureAwait(false));
        place.Attempt = null;
        place.Stop?.Dispose();
        place.Stop = null;
    }

    async Task PauseAsync(CancellationToken ct)
    {
        try
        {
            var asking = places.Values.Select(place => place.Asking).OfType<Task>();
            await (await Task.WhenAny([Task.Delay(s_lookEvery, clock, ct), .. asking]).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop ends by itself.
        }
    }

    /// <summary>The desk of a station that only flashes: every board at once, always the same.</summary>
    sealed class EveryBoard(FlashOrder order, GangContext context, IProgress<SlotNote>? notes) : ISlotDesk
    {
        public List<SlotOutcome> Outcomes { get; } = [];

        public UsbId Usb => order.Recipe.Device.Usb;

        public void Seen(int slot, UsbPortPath port, bool present)
        {
            // Nothing to decide: whatever comes is flashed.
        }

        public void UsbSeen(UsbBusException? failed) => notes?.Report(failed is null ? new SlotNote.UsbBack() : new SlotNote.UsbFailed(failed.Message));

        public SlotStart? Start(int slot) => new(order, context, null);

        public void Ended(SlotOutcome outcome) => Outcomes.Add(outcome);
    }
}
