using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Half-word flash with equal pages.</summary>
internal static class F0F1F3
{
    const string OptionBytes = "@Option Bytes  /0x1FFFF800/01*016 e";

    static readonly FlashPhysics s_halfWords = new(
        Maps: [],
        Granule: 2,
        Erased: 0xFF,
        RewriteRule.BlankOrZero,
        ProgramTypical: Us(53),
        ProgramMaximum: Us(60),
        SectorErase: [Erase(1 * KiB, 20, 40)],
        MassEraseTypical: Ms(20),
        MassEraseMaximum: Ms(40),
        BlankCheck: false,
        Source: "data sheets, recalled; 40 ms as in Zephyr's flash driver");

    static readonly FlashPhysics s_f1 = s_halfWords with { ProgramTypical = Us(52), ProgramMaximum = Us(70) };

    public static ImmutableArray<Chip> Chips { get; } =
    [
        // F070x6 is this die, F070xB the next.
        new("f042", "STM32F0", ["STM32F042", "STM32F048", "STM32F070"], 0x445, s_halfWords with { Maps = [Die((32, 1 * KiB))] },
            RomLines.Old(SerialRule.Constant, "FFFFFFFEFFFF", "@Internal Flash  /0x08000000/032*0001Kg", OptionBytes)),
        new("f072", "STM32F0", ["STM32F072", "STM32F078", "STM32F070"], 0x448, s_halfWords with { Maps = [Die((64, 2 * KiB))] },
            RomLines.Old(SerialRule.Constant, "FFFFFFFEFFFF", "@Internal Flash  /0x08000000/064*0002Kg", OptionBytes)),

        new("f105", "STM32F1", ["STM32F105", "STM32F107"], 0x418, s_f1 with { Maps = [Die((128, 2 * KiB))] },
            RomLines.Old(SerialRule.Constant, "STM32", "@Internal Flash  /0x08000000/128*002Kg", OptionBytes) with
            {
                Product = "STM32 0x418 DFU Bootloader",
                AlsoSeen = [new(0x2000, ["@Internal Flash  /0x08000000/128*002Kg", "@Option Bytes  /0x1FFFF800/01*016 g"])],
                Source = "AN2662; flashfloppy issue 462; busy habit and poll times inferred from F4 and F7",
            }),

        new("f303xc", "STM32F3", ["STM32F303", "STM32F302"], 0x422, s_halfWords with { Maps = [Die((128, 2 * KiB))] },
            RomLines.Old(SerialRule.UniqueId, "206438702037", "@Internal Flash  /0x08000000/128*0002Kg", OptionBytes)),
        new("f303xe", "STM32F3", ["STM32F303", "STM32F302"], 0x446, s_halfWords with { Maps = [Die((256, 2 * KiB))] }, Rom: null),
        new("f373", "STM32F3", ["STM32F373", "STM32F378"], 0x432, s_halfWords with { Maps = [Die((128, 2 * KiB))] }, Rom: null),
    ];
}
