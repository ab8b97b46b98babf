using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Other vendors' parts with a ROM that speaks DfuSe. Their strings describe the die badly, so a blank check is due.</summary>
internal static class Clones
{
    static readonly FlashPhysics s_words = new(
        Maps: [],
        Granule: 4,
        Erased: 0xFF,
        RewriteRule.BlankOrZero,
        ProgramTypical: Us(40),
        ProgramMaximum: Us(80),
        SectorErase: [],
        MassEraseTypical: Ms(400),
        MassEraseMaximum: Seconds(4),
        BlankCheck: true,
        Source: "estimated");

    public static ImmutableArray<Chip> Chips { get; } =
    [
        // The string says 512 pages of 2 KiB; the size is in the third character of the serial: B, 8, 6, 4.
        new("gd32vf103", "GD32VF103", ["GD32VF103"], 0, s_words with { ProgramTypical = Us(37), SectorErase = [Erase(1 * KiB, 45, 400)], Maps = [Die((128, 1 * KiB))] },
            RomLines.Old(SerialRule.Constant, "3CBJ", "@Internal Flash  /0x08000000/512*002Kg", "@Option Bytes  /0x1FFFF800/01*016 g") with
            {
                Usb = new(0x28E9, 0x0189),
                BcdDevice = 0x1000,
                Product = "GD32 0x418 DFU Bootloader",
                Source = "fiveforths issue 20, dfu-util quirks, gd32-dfu-utils issues 3 and 5; bcdUSB inferred",
            }),

        new("at32f415", "AT32F415", ["AT32F415"], 0, s_words with { SectorErase = [Erase(1 * KiB, 40, 50)], Maps = [Die((128, 1 * KiB)), Die((128, 2 * KiB))] },
            RomLines.Old(SerialRule.Constant, "AT32", "@Internal Flash  /0x08000000/ 128*1Kg", "@Option Byte   /0x1FFFF800/02*016 e") with
            {
                Usb = new(0x2E3C, 0xDF11),
                BcdDevice = 0x0200,
                Product = "",
                Source = "betaflight threads; busy habit and poll times inferred from F4",
            }),

        // 4032 KiB. Serial and product: no log.
        new("at32f437", "AT32F435", ["AT32F437", "AT32F435"], 0,
            s_words with { ProgramTypical = Us(50), ProgramMaximum = Us(100), SectorErase = [Erase(4 * KiB, 50, 400)], MassEraseTypical = Seconds(4), MassEraseMaximum = Seconds(40), Maps = [Die((1008, 4 * KiB))] },
            RomLines.Old(SerialRule.Constant, "AT32", "@Internal Flash   /0x08000000/08*04Ka,1000*04Kg", "@Option byte   /0x1FFFC000/01*4096 g") with
            {
                Usb = new(0x2E3C, 0xDF11),
                BcdDevice = 0x0200,
                Product = "",
                Source = "betaflight-configurator; identity inferred from AT32F415, busy habit and poll times from F4",
            }),

        new("apm32", "APM32F1", ["APM32F103"], 0,
            s_words with { Granule = 2, ProgramTypical = Us(52), ProgramMaximum = Us(70), SectorErase = [Erase(2 * KiB, 20, 40)], MassEraseTypical = Ms(20), MassEraseMaximum = Ms(40), Maps = [Die((64, 2 * KiB))] },
            RomLines.Old(SerialRule.Constant, "0448", "@Internal Flash  /0x8000000/06*002Kg,058*002Kg") with
            {
                Usb = new(0x314B, 0x0106),
                BcdDevice = 0x0010,
                Product = "",
                Source = "public listing; transfer size, busy habit and poll times inferred from F1",
            }),
    ];
}
