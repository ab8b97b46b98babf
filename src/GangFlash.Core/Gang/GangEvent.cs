using GangFlash.DfuSe;
using GangFlash.Flashing;

namespace GangFlash.Gang;

/// <summary>What happens in a gang, one stream for the screen, the line controller and the log.</summary>
public abstract record GangEvent(int Slot)
{
    /// <summary>A board is in the slot and will be flashed.</summary>
    public sealed record Loaded(LoadedSlot Board) : GangEvent(Board.Slot);

    /// <param name="Number">Counts the attempts on this unit in this run, from 1.</param>
    /// <param name="Unit">Its serial, also where it was only taken now; none where units have none.</param>
    public sealed record AttemptBegan(int Slot, string Attempt, int Number, string? Unit) : GangEvent(Slot);

    public sealed record Progressed(int Slot, JobProgress Progress) : GangEvent(Slot);

    /// <summary>The verdict, after it was committed.</summary>
    /// <param name="Last">False if the recipe tries the unit again.</param>
    public sealed record AttemptEnded(int Slot, SlotVerdict Verdict, bool Last) : GangEvent(Slot);
}

/// <summary>A board in a slot, ready to be flashed.</summary>
/// <param name="Order">For the unit in this slot, and for the variant that is meant by its board.</param>
/// <param name="Device">None if it could not be opened or identified; the attempt will say why.</param>
public sealed record LoadedSlot(int Slot, Devices.UsbPortPath Port, Planning.FlashOrder Order, DeviceIdentity? Device)
{
    /// <summary>None where units have none.</summary>
    public string? UnitSerial => Order.Unit;
}

/// <summary>How a slot ended.</summary>
public sealed record SlotOutcome(LoadedSlot Loaded, int Attempts, SlotVerdict Verdict);
