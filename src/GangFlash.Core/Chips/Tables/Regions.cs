using System.Collections.Frozen;
using System.Collections.Immutable;
using static GangFlash.Chips.RegionKind;

namespace GangFlash.Chips.Tables;

/// <summary>
/// Memory maps of the reference manuals, recalled. A row covers the largest part of its family. No two rows of a family overlap.
/// Both ends are inclusive, as the manuals print them.
/// </summary>
internal static class Regions
{
    /// <summary>For everything that a family's table leaves open; without a gap from 0 to 4 GiB.</summary>
    public static ImmutableArray<MemoryRegion> CortexM { get; } =
    [
        Row(BootAlias, "alias at 0 (boot memory)", 0x0000_0000, 0x07FF_FFFF),
        Row(Flash, "internal flash", 0x0800_0000, 0x0FFF_FFFF),
        Row(Ram, "RAM on the code bus", 0x1000_0000, 0x17FF_FFFF),
        Row(SystemMemory, "system memory", 0x1800_0000, 0x1FFF_FFFF),
        Row(Ram, "SRAM", 0x2000_0000, 0x37FF_FFFF),
        Row(Ram, "SRAM (on STM32H7: SRAM4)", 0x3800_0000, 0x3800_FFFF),
        Row(Ram, "SRAM", 0x3801_0000, 0x3FFF_FFFF),
        Row(Peripheral, "peripheral registers", 0x4000_0000, 0x5FFF_FFFF),
        Row(ExternalMemory, "FMC external memory", 0x6000_0000, 0x8FFF_FFFF),
        Row(ExternalFlash, "external QSPI flash", 0x9000_0000, 0x9FFF_FFFF),
        Row(Peripheral, "memory controller registers", 0xA000_0000, 0xBFFF_FFFF),
        Row(ExternalMemory, "FMC external SDRAM", 0xC000_0000, 0xDFFF_FFFF),
        Row(Peripheral, "processor registers", 0xE000_0000, 0xFFFE_FFFF),
        Row(OptionBytes, "device feature of the bootloader", 0xFFFF_0000, 0xFFFF_0003),
        Row(Unmapped, "nothing", 0xFFFF_0004, 0xFFFF_FFFF),
    ];

    static readonly ImmutableArray<MemoryRegion> s_f1 =
    [
        Row(SystemMemory, "system memory", 0x1FFF_B000, 0x1FFF_F7FF),
        Row(OptionBytes, "option bytes", 0x1FFF_F800, 0x1FFF_F80F),
    ];

    static readonly ImmutableArray<MemoryRegion> s_f2 =
    [
        Row(SystemMemory, "system memory", 0x1FFF_0000, 0x1FFF_77FF),
        Row(Otp, "OTP", 0x1FFF_7800, 0x1FFF_7A0F),
        Row(OptionBytes, "option bytes", 0x1FFF_C000, 0x1FFF_C00F),
        Row(Ram, "backup SRAM", 0x4002_4000, 0x4002_4FFF),
    ];

    static readonly ImmutableArray<MemoryRegion> s_g0 =
    [
        Row(SystemMemory, "system memory", 0x1FFF_0000, 0x1FFF_6FFF),
        Row(Otp, "OTP", 0x1FFF_7000, 0x1FFF_73FF),
        Row(OptionBytes, "option bytes", 0x1FFF_7800, 0x1FFF_787F),
    ];

    static readonly ImmutableArray<MemoryRegion> s_l0 =
    [
        Row(DataEeprom, "data EEPROM", 0x0808_0000, 0x0808_3FFF),
        Row(SystemMemory, "system memory", 0x1FF0_0000, 0x1FF0_1FFF),
        Row(OptionBytes, "option bytes", 0x1FF8_0000, 0x1FF8_009F),
    ];

    static readonly ImmutableArray<MemoryRegion> s_u5 =
    [
        Row(SystemMemory, "system memory", 0x0BF9_0000, 0x0BF9_FFFF),
        Row(Otp, "OTP", 0x0BFA_0000, 0x0BFA_01FF),
        Row(Flash, "internal flash, secure alias", 0x0C00_0000, 0x0FFF_FFFF),
    ];

    /// <summary>By <see cref="Chip.Family"/>.</summary>
    public static FrozenDictionary<string, ImmutableArray<MemoryRegion>> OfFamily { get; } = new Dictionary<string, ImmutableArray<MemoryRegion>>
    {
        ["STM32C0"] = s_g0,
        ["STM32C5"] = [],
        ["STM32F0"] = [Row(SystemMemory, "system memory", 0x1FFF_C400, 0x1FFF_F7FF), Row(OptionBytes, "option bytes", 0x1FFF_F800, 0x1FFF_F80F)],
        ["STM32F1"] = s_f1,
        ["STM32F2"] = s_f2,
        ["STM32F3"] =
        [
            Row(Ram, "CCM RAM", 0x1000_0000, 0x1000_3FFF),
            Row(SystemMemory, "system memory", 0x1FFF_D800, 0x1FFF_F7FF),
            Row(OptionBytes, "option bytes", 0x1FFF_F800, 0x1FFF_F80F),
        ],
        ["STM32F4"] =
        [
            Row(Ram, "CCM RAM", 0x1000_0000, 0x1000_FFFF),
            .. s_f2,
            Row(OptionBytes, "option bytes of bank 2", 0x1FFE_C000, 0x1FFE_C00F),
        ],
        ["STM32F7"] =
        [
            Row(Ram, "ITCM RAM", 0x0000_0000, 0x0000_3FFF),
            Row(BootAlias, "flash through ITCM", 0x0020_0000, 0x003F_FFFF),
            Row(SystemMemory, "system memory", 0x1FF0_0000, 0x1FF0_77FF),
            Row(Otp, "OTP (F72x)", 0x1FF0_7800, 0x1FF0_7A0F),
            Row(SystemMemory, "system memory", 0x1FF0_7A10, 0x1FF0_EFFF),
            Row(Otp, "OTP", 0x1FF0_F000, 0x1FF0_F41F),
            Row(OptionBytes, "option bytes", 0x1FFF_0000, 0x1FFF_002F),
            Row(Ram, "DTCM RAM", 0x2000_0000, 0x2000_FFFF),
            Row(Ram, "SRAM1 (on F76x: DTCM RAM)", 0x2001_0000, 0x2001_FFFF),
            Row(Ram, "backup SRAM", 0x4002_4000, 0x4002_4FFF),
        ],
        ["STM32G0"] = [.. s_g0, Row(SystemMemory, "system memory of bank 2", 0x1FFF_8000, 0x1FFF_EFFF)],
        ["STM32G4"] = [Row(Ram, "CCM SRAM", 0x1000_0000, 0x1000_7FFF), .. s_g0, Row(OptionBytes, "option bytes of bank 2", 0x1FFF_F800, 0x1FFF_F82F)],
        ["STM32H5"] =
        [
            Row(Otp, "OTP", 0x08FF_F000, 0x08FF_F7FF),
            Row(Flash, "flash for high-cycling data", 0x0900_0000, 0x0901_7FFF),
            Row(SystemMemory, "system memory", 0x0BF8_0000, 0x0BF9_FFFF),
            Row(Flash, "internal flash, secure alias", 0x0C00_0000, 0x0FFF_FFFF),
            Row(Ram, "SRAM1", 0x2000_0000, 0x2003_FFFF),
            Row(Ram, "SRAM2", 0x2004_0000, 0x2004_FFFF),
            Row(Ram, "SRAM3", 0x2005_0000, 0x2009_FFFF),
            Row(Ram, "SRAM, secure alias", 0x3000_0000, 0x3009_FFFF),
            Row(Ram, "backup SRAM", 0x4003_6400, 0x4003_6FFF),
        ],
        ["STM32H7"] =
        [
            Row(Ram, "ITCM RAM", 0x0000_0000, 0x0000_FFFF),
            Row(Otp, "OTP (H7A3)", 0x08FF_F000, 0x08FF_F3FF),
            Row(Ram, "SRAM1 to SRAM3 as the Cortex-M4 sees them", 0x1000_0000, 0x1004_7FFF),
            Row(SystemMemory, "system memory", 0x1FF0_0000, 0x1FF1_FFFF),
            Row(Ram, "DTCM RAM", 0x2000_0000, 0x2001_FFFF),
            Row(Ram, "AXI SRAM", 0x2400_0000, 0x240F_FFFF),
            Row(Ram, "SRAM1", 0x3000_0000, 0x3001_FFFF),
            Row(Ram, "SRAM2", 0x3002_0000, 0x3003_FFFF),
            Row(Ram, "SRAM3", 0x3004_0000, 0x3004_7FFF),
            Row(Ram, "SRAM4", 0x3800_0000, 0x3800_FFFF),
            Row(Ram, "backup SRAM", 0x3880_0000, 0x3880_0FFF),
            Row(OptionBytes, "option bytes (registers)", 0x5200_201C, 0x5200_2144),
            Row(ExternalMemory, "external OCTOSPI2 or FMC memory", 0x7000_0000, 0x7FFF_FFFF),
        ],
        ["STM32L0"] = s_l0,
        ["STM32L1"] = s_l0,
        ["STM32L4"] =
        [
            Row(Ram, "SRAM2", 0x1000_0000, 0x1000_FFFF),
            .. s_g0,
            Row(OptionBytes, "option bytes of bank 2", 0x1FFF_F800, 0x1FFF_F82F),
            Row(ExternalMemory, "external OCTOSPI2 or FMC memory", 0x7000_0000, 0x7FFF_FFFF),
        ],
        ["STM32L5"] =
        [
            .. s_u5,
            Row(Ram, "SRAM1", 0x2000_0000, 0x2002_FFFF),
            Row(Ram, "SRAM2", 0x2003_0000, 0x2003_FFFF),
            Row(Ram, "SRAM, secure alias", 0x3000_0000, 0x3003_FFFF),
            Row(OptionBytes, "option bytes (registers)", 0x5002_2040, 0x5002_206F),
        ],
        ["STM32U0"] =
        [
            Row(SystemMemory, "system memory", 0x1FFF_0000, 0x1FFF_67FF),
            Row(Otp, "OTP", 0x1FFF_6800, 0x1FFF_6BFF),
            Row(OptionBytes, "option bytes (registers)", 0x4002_2020, 0x4002_20A7),
        ],
        ["STM32U5"] =
        [
            .. s_u5,
            Row(Ram, "SRAM1", 0x2000_0000, 0x2002_FFFF),
            Row(Ram, "SRAM2", 0x2003_0000, 0x2003_FFFF),
            Row(Ram, "SRAM3", 0x2004_0000, 0x200B_FFFF),
            Row(Ram, "SRAM4", 0x2800_0000, 0x2800_3FFF),
            Row(Ram, "SRAM, secure alias", 0x3000_0000, 0x3027_FFFF),
            Row(OptionBytes, "option bytes (registers)", 0x4002_2040, 0x4002_207F),
            Row(ExternalFlash, "external OCTOSPI2 flash", 0x7000_0000, 0x7FFF_FFFF),
        ],
        ["STM32WB"] =
        [
            Row(Ram, "SRAM2", 0x1000_0000, 0x1000_FFFF),
            Row(SystemMemory, "system memory", 0x1FFF_0000, 0x1FFF_6FFF),
            Row(Otp, "OTP", 0x1FFF_7000, 0x1FFF_73FF),
            Row(OptionBytes, "option bytes", 0x1FFF_8000, 0x1FFF_807F),
            Row(Ram, "SRAM1", 0x2000_0000, 0x2002_FFFF),
            Row(Ram, "SRAM2a", 0x2003_0000, 0x2003_7FFF),
            Row(Ram, "SRAM2b", 0x2003_8000, 0x2003_FFFF),
        ],
        ["GD32VF103"] = s_f1,
        ["APM32F1"] = s_f1,
        ["AT32F415"] = s_f1,
        ["AT32F435"] = [Row(SystemMemory, "system memory", 0x1FFF_0000, 0x1FFF_77FF), Row(OptionBytes, "option bytes", 0x1FFF_C000, 0x1FFF_CFFF)],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    static MemoryRegion Row(RegionKind kind, string name, uint first, uint last) => new(kind, name, new(first, (ulong)last + 1));
}
