using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Double words with error correction, behind ROMs of the new line.</summary>
internal static class C0C5G0G4U0Wb
{
    const string Flash128KOf2K = "@Internal Flash   /0x08000000/64*02Kg";
    const string Flash512KOf2K = "@Internal Flash   /0x08000000/256*02Kg";

    static readonly FlashPhysics s_g0 = L0L1L4L5.L4 with
    {
        ProgramTypical = Us(85),
        ProgramMaximum = Us(125),
        SectorErase = [Erase(2 * KiB, 22, 40)],
        MassEraseTypical = Ms(22),
        MassEraseMaximum = Ms(40),
        Source = "data sheet, recalled; 40 ms as in Zephyr's flash driver",
    };

    static readonly FlashPhysics s_g4 = s_g0 with
    {
        ProgramTypical = Us(82),
        ProgramMaximum = Us(91),
        SectorErase = [Erase(2 * KiB, 22, 24.5)],
        MassEraseMaximum = Ms(24.6),
        Source = "data sheet, recalled",
    };

    static readonly FlashPhysics s_estimate = s_g0 with { Source = "estimated from G0" };

    public static ImmutableArray<Chip> Chips { get; } =
    [
        // All three alternates name the flash; only the first is usable (ST 839156).
        new("g0b1", "STM32G0", ["STM32G0B1", "STM32G0C1"], 0x467, s_g0 with { Maps = [Die((256, 2 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "203739645542", Flash512KOf2K, Flash512KOf2K, Flash512KOf2K) with
            {
                AlsoSeen = [new(0x0200, [Flash128KOf2K, Flash128KOf2K, Flash128KOf2K])],
            }),
        new("g0b0", "STM32G0", ["STM32G0B0"], 0x467, s_g0 with { Maps = [Die((256, 2 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "204E315A4630", Flash512KOf2K, Flash512KOf2K, Flash512KOf2K)),

        new("g431", "STM32G4", ["STM32G431", "STM32G441"], 0x468, s_g4 with { Maps = [Die((64, 2 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "208A31574253", Flash128KOf2K, "@Option Bytes   /0x1FFF7800/01*40Be", "@OTP Memory   /0x1FFF7000/01*01Ke")),

        // Option DBANK chooses: two banks of 2 KB pages (default), or one of 4 KB. In the latter an erase takes the neighbour too, which
        // no blank check would show.
        new("g474", "STM32G4", ["STM32G474", "STM32G471", "STM32G473", "STM32G483", "STM32G484"], 0x469,
            s_g4 with { Maps = [Die((256, 2 * KiB)), Die((128, 4 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "205939885533",
                Flash512KOf2K, "@Option Bytes   /0x1FFF7800/01*048 e/0x1FFFF800/01*048 e", "@OTP Memory   /0x1FFF7000/01*1024 e")),
        new("g491", "STM32G4", ["STM32G491", "STM32G4A1"], 0x479, s_g4 with { Maps = [Die((256, 2 * KiB))] }, Rom: null),

        // Product and transfer size: no log.
        new("u073", "STM32U0", ["STM32U073", "STM32U083"], 0x489, s_estimate with { Maps = [Die((128, 2 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "",
                "@Internal Flash    /0x08000000/128*02Kg", "@OB Bytes          /0x40022020/01*136 e",
                "@OTP Memory        /0x1FFF6800/01*1024 e", "@ENGI Bytes        /0x1FFF6C00/01*1024.e") with
            {
                BcdDevice = 0x0220,
                Product = "",
                Source = "public listing; transfer size, busy habit and poll times inferred from H743",
            }),

        // The top of the flash belongs to the radio stack (e.g. from 0x080F4000). Only alternate 0 is known.
        new("wb55", "STM32WB", ["STM32WB55", "STM32WB35"], 0x495,
            L0L1L4L5.L4 with { SectorErase = [Erase(4 * KiB, 22.02, 24.47)], MassEraseTypical = Ms(22.1), MassEraseMaximum = Ms(24.6), Maps = [Die((256, 4 * KiB))], Source = "data sheet, partly recalled" },
            RomLines.New(SerialRule.UniqueId, "207F38933036", "@Internal Flash   /0x08000000/256*04Kg")),

        new("c071", "STM32C0", ["STM32C071"], 0x493, s_estimate with { Maps = [Die((64, 2 * KiB))] }, Rom: null),

        // The only alternate; GET_DESCRIPTOR(0x21) hangs (betaflight PR 5300). Granule: 8 or 16, so 16 is on the safe side.
        new("c562", "STM32C5", ["STM32C562"], 0, s_estimate with { Granule = 16, SectorErase = [Erase(8 * KiB, 22, 40)], Maps = [Die((64, 8 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "", "@Internal Flash /0x08000000/64*08Kg") with { Product = "" }),
    ];
}
