using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Desk;

/// <summary>What stands in for a device at the desk: the layout that the recipe names, else the chip's ROM, else the chip's own flash.</summary>
public static class DeskTarget
{
    /// <summary>None if the recipe names neither chip nor layout.</summary>
    public static TargetMemory? Of(FlashOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Recipe.Device.Layout is { IsEmpty: false } layouts
            ? new(
                "the layout that the recipe names",
                [.. layouts.Select((reading, i) => new TargetAlternate((byte)i, reading.Layout!))],
                order.Chip?.Chip.Rom?.TransferSize ?? TransferSizeOfMostBootloaders,
                CanUpload: true,
                BootloaderKind.Custom)
            : order.Chip is { } chip ? Of(chip) : null;
    }

    public static TargetMemory Of(ChipChoice chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return TargetMemory.Of(chip) ?? new(
            $"{chip.Part} (no public listing of its ROM; its own flash is taken)",
            [new(0, chip.Maps[0])],
            TransferSizeOfMostBootloaders,
            CanUpload: true,
            BootloaderKind.RomNewLine);
    }

    /// <summary>1024 bytes is what the newer ROMs and ST's own USB class use.</summary>
    const ushort TransferSizeOfMostBootloaders = 1024;
}
