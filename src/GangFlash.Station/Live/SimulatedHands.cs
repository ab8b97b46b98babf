using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;

namespace GangFlash.Station.Live;

/// <summary>Takes finished virtual boards out of their slots and puts fresh ones in, as an operator would.</summary>
/// <param name="places">Where the boards of this bench sit, by slot.</param>
sealed class SimulatedHands(VirtualBench bench, ChipChoice chip, IReadOnlyDictionary<int, UsbPortPath> places, TimeProvider clock)
{
    /// <summary>A slot counts as empty two seconds after its board has gone.</summary>
    static readonly TimeSpan s_emptyFor = TimeSpan.FromSeconds(2.5);

    /// <summary>The slots of virtual boards: as the map says, and the other ports of the bench behind them, in their order.</summary>
    /// <param name="present">Where boards are, or lie beside.</param>
    /// <param name="most">No more slots than that.</param>
    public static IReadOnlyDictionary<int, UsbPortPath> Places(SlotMap map, IEnumerable<UsbPortPath> present, int most)
    {
        var now = map.Place(present);
        var numbered = now.Where(place => place.Slot is not null).ToDictionary(place => place.Port, place => place.Slot!.Value);
        return map.Place(now.Select(place => place.Port).Concat(Enumerable.Range(0, most).Select(SimulatedFleet.PortOf)), numbered)
            .Where(place => place.Slot is not null).Take(most).ToDictionary(place => place.Slot!.Value, place => place.Port);
    }

    public async Task SwapAsync(ShiftState shift, CancellationToken ct)
    {
        var ports = shift.Slots.Values.Where(slot => slot.Stage == SlotStage.Done || (slot.Stage is SlotStage.Free or SlotStage.Bound && !slot.BoardPresent))
            .Select(slot => slot.Number).Where(places.ContainsKey).Select(slot => places[slot]).ToList();
        foreach (var port in ports)
            _ = bench.Unplug(port);
        await Task.Delay(s_emptyFor, clock, ct);
        foreach (var port in ports)
            _ = bench.Replace(port, new(number => VirtualBoards.Rom(chip, number)), []);
    }
}
