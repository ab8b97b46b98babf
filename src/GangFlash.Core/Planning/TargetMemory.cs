using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Planning;

/// <summary>What planning needs to know of a device: its memories, its block size, and whether it can be read at all.</summary>
/// <param name="Title">For messages: the product string, or the chip that stands in for a device.</param>
public sealed record TargetMemory(string Title, ImmutableArray<TargetAlternate> Alternates, ushort TransferSize, bool CanUpload, BootloaderKind Bootloader)
{
    /// <summary>A device that is plugged in.</summary>
    public static TargetMemory Of(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new(
            device.Product.Text,
            [.. device.Memories.Select(memory => new TargetAlternate(memory.Number, memory.Layout!))],
            device.TransferSize,
            device.Dfu.Functional.CanUpload,
            device.Kind);
    }

    /// <summary>A chip in its ROM bootloader, for planning at the desk. None where no listing of that ROM is known.</summary>
    public static TargetMemory? Of(ChipChoice chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.Chip.Rom is not { } rom)
            return null;
        var memories = rom.Alternates.Distinct(StringComparer.Ordinal).Select((text, i) => (Number: (byte)i, LayoutString.Parse(text).Layout));
        return new(
            $"{chip.Part} in its ROM bootloader",
            [.. memories.Where(memory => memory.Layout is not null).Select(memory => new TargetAlternate(memory.Number, memory.Layout!))],
            rom.TransferSize,
            CanUpload: true,
            rom.BcdUsb >= 0x0200 ? BootloaderKind.RomNewLine : BootloaderKind.RomOldLine);
    }

    /// <summary>The memory that holds an address, if one does.</summary>
    public TargetAlternate? Find(uint address) => Alternates.FirstOrDefault(alternate => alternate.Layout.Find(address) is not null);

    /// <summary>Everything that can be erased and written, ascending: where an image may go. Option bytes and OTP can only be written.</summary>
    public ImmutableArray<AddressRange> Writable =>
        AddressRanges.Union(Alternates.Where(alternate => !alternate.Layout.IsOptionBytes).SelectMany(alternate => alternate.Layout.Runs).Where(run => run.Access.HasFlag(SectorAccess.Erase | SectorAccess.Write)).Select(run => run.Range));
}

/// <summary>An alternate setting and its memory.</summary>
public sealed record TargetAlternate(byte Number, MemoryLayout Layout);
