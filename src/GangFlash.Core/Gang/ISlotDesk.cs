using GangFlash.Devices;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>
/// Decides what becomes of the boards that sit in slots. Asked by the loop that watches the bus, from that loop only, so an answer is quick and waits for nothing.
/// </summary>
public interface ISlotDesk
{
    /// <summary>What a bootloader that is to be flashed shows now; it may change with the recipe.</summary>
    UsbId Usb { get; }

    /// <summary>A bootloader arrived in a slot, or whatever was in the slot is gone.</summary>
    void Seen(int slot, UsbPortPath port, bool present);

    /// <summary>USB as a whole fails, or answers again. Said once for each change; the loop asks again by itself, and what runs goes on.</summary>
    /// <param name="failed">None: it answers.</param>
    void UsbSeen(UsbBusException? failed);

    /// <summary>Asked at each look for each slot with a bootloader that was not flashed since it arrived. None: it waits.</summary>
    SlotStart? Start(int slot);

    /// <summary>An attempt is over, its record included.</summary>
    void Ended(SlotOutcome outcome);

    /// <summary>
    /// Asked at each look for each slot whose board has its verdict and is still there. True: it may be started again without being taken out, as
    /// after an attempt that was stopped. The order for it comes from <see cref="Start"/>.
    /// </summary>
    bool MayRunAgain(int slot) => false;
}

/// <summary>What is flashed into a slot, for whom.</summary>
/// <param name="UnitSerial">The unit that was bound to the slot, for recipes that want it given; the others take it from the board.</param>
/// <param name="Stop">Stops this slot alone.</param>
public sealed record SlotStart(FlashOrder Order, GangContext Context, string? UnitSerial, CancellationToken Stop = default);
