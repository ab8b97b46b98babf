using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Chips.Tables;

namespace GangFlash.Chips;

/// <summary>What lies at an address of a part: for complaints that say "RAM" and not only a number.</summary>
public static class AddressMap
{
    /// <summary>The families that have rows of their own.</summary>
    public static ImmutableArray<string> Families => Regions.OfFamily.Keys;

    /// <summary>The region that holds <paramref name="address"/>. Every address is in exactly one.</summary>
    /// <param name="family">As in <see cref="Chip.Family"/>; for none and for an unknown one the Cortex-M defaults answer.</param>
    public static MemoryRegion Classify(uint address, string? family)
    {
        var special = family is not null && Regions.OfFamily.TryGetValue(family, out var rows) ? rows : [];
        foreach (var row in special)
        {
            if (row.Range.Contains(address))
                return row;
        }

        // The defaults cover everything; the family's own rows cut holes into them.
        var common = Regions.CortexM.First(row => row.Range.Contains(address));
        var free = AddressRanges.Subtract(common.Range, special.Select(row => row.Range)).First(range => range.Contains(address));
        return common with
        {
            Range = free,
            Name = common.Kind == RegionKind.Ram && family is not null && common.Name == "SRAM" ? $"{family} SRAM" : common.Name,
        };
    }
}

/// <summary>A stretch of addresses with one meaning.</summary>
/// <param name="Name">As a firmware engineer calls it: <c>STM32F4 SRAM</c>, <c>SRAM4</c>, <c>external QSPI flash</c>.</param>
public sealed record MemoryRegion(RegionKind Kind, string Name, AddressRange Range)
{
    /// <summary>The name with the kind beside it where the name alone may not tell: <c>RAM (SRAM4)</c>.</summary>
    public string Title => Kind == RegionKind.Ram ? $"RAM ({Name})" : Name;

    /// <summary>What to do about image data here: a sentence without its capital and its full stop.</summary>
    public string Remedy => Kind switch
    {
        RegionKind.Flash =>
            "check the part number and the flash length in the linker script: this part's flash, as its bootloader offers it, does not reach here",
        RegionKind.BootAlias =>
            "link the image to the flash itself, usually 0x08000000: this is only a second view of it, which a bootloader can't write",
        RegionKind.SystemMemory =>
            "take it out of the image: this is the bootloader's own read-only memory",
        RegionKind.OptionBytes =>
            "take it out of the image: option bytes are not programmed together with an application, since a wrong one can lock the part for ever",
        RegionKind.Otp =>
            "take it out of the image: this memory can be written once and is never written by a job",
        RegionKind.DataEeprom =>
            "let the application write its EEPROM, or list the range under drop in the recipe",
        RegionKind.Ram =>
            "mark the section NOLOAD or move it behind .bss in the linker script, or list the range under drop in the recipe",
        RegionKind.Peripheral =>
            "check the addresses in the linker script: these are registers, no memory",
        RegionKind.ExternalFlash =>
            "ST's ROM can't reach external flash over USB: use a bootloader that offers it as an alternate setting, or list the range under drop in the recipe",
        RegionKind.ExternalMemory =>
            "ST's ROM can't reach external memory over USB: mark the section NOLOAD, or list the range under drop in the recipe",
        RegionKind.Unmapped =>
            "check the addresses in the linker script: there is no memory here",
        _ => throw new UnreachableException(),
    };
}

public enum RegionKind
{
    /// <summary>Nothing that could hold an image.</summary>
    Unmapped,
    Flash,

    /// <summary>A second address of flash or of whatever the part boots from.</summary>
    BootAlias,

    /// <summary>ST's bootloader and factory values.</summary>
    SystemMemory,
    OptionBytes,

    /// <summary>One-time programmable.</summary>
    Otp,
    DataEeprom,
    Ram,
    Peripheral,
    ExternalFlash,
    ExternalMemory,
}
