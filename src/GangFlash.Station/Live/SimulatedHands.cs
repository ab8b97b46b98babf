using GangFlash.Chips;
using GangFlash.Line;
using GangFlash.Simulator;

namespace GangFlash.Station.Live;

/// <summary>Takes finished virtual boards out of their slots and puts fresh ones in, as an operator would.</summary>
sealed class SimulatedHands(VirtualBus bus, ChipChoice chip, TimeProvider clock)
{
    /// <summary>A slot counts as empty two seconds after its board has gone.</summary>
    static readonly TimeSpan s_emptyFor = TimeSpan.FromSeconds(2.5);

    int boards = SimulatedFleet.MostBoards;

    public async Task SwapAsync(ShiftState shift, CancellationToken ct)
    {
        var ports = shift.Slots.Values.Where(slot => slot.Stage == SlotStage.Done || (slot.Stage == SlotStage.Free && !slot.BoardPresent)).Select(slot => SimulatedFleet.PortOf(slot.Number - 1)).ToList();
        foreach (var port in ports)
            bus.Unplug(port);
        await Task.Delay(s_emptyFor, clock, ct);
        foreach (var port in ports)
            bus.Plug(port, new(VirtualBoards.Rom(chip, Interlocked.Increment(ref boards))));
    }
}
