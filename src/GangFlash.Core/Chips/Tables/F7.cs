using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Word flash; F72x has the sectors of F4, the others twice as large ones.</summary>
internal static class F7
{
    const string DeviceFeature = "@Device Feature/0xFFFF0000/01*004 e";

    static readonly FlashPhysics s_f72 = F2F4.Words with
    {
        MassEraseTypical = Seconds(4),
        MassEraseMaximum = Seconds(16),
        Maps = [Die((4, 16 * KiB), (1, 64 * KiB), (3, 128 * KiB))],
    };

    static readonly FlashPhysics s_f74 = F2F4.Words with
    {
        SectorErase = [Erase(32 * KiB, 250, 1000), Erase(128 * KiB, 500, 2200), Erase(256 * KiB, 1000, 4000)],
        MassEraseTypical = Seconds(4),
        MassEraseMaximum = Seconds(16),
        Maps = [Die((4, 32 * KiB), (1, 128 * KiB), (3, 256 * KiB))],
        Source = "data sheet, recalled: typical at x32, maximum at x8; 128 KiB in 2.2 s measured (fwupd 1944); 256 KiB 4 s as in Zephyr's flash driver",
    };

    /// <summary>Option nDBANK chooses: 1 (factory default) one bank with large sectors, 0 two banks with the sectors of F4. The ROM's string tells the first.</summary>
    static readonly FlashPhysics s_f76 = F2F4.Words with
    {
        SectorErase = [Erase(16 * KiB, 250, 1000), Erase(32 * KiB, 250, 1000), Erase(64 * KiB, 550, 2200), Erase(128 * KiB, 1000, 4000), Erase(256 * KiB, 1000, 4000)],
        MassEraseTypical = Seconds(8),
        MassEraseMaximum = Seconds(32),
        BlankCheck = true,
        Maps =
        [
            Die((4, 32 * KiB), (1, 128 * KiB), (7, 256 * KiB)),
            TwoBanks((4, 16 * KiB), (1, 64 * KiB), (7, 128 * KiB)),
        ],
        SmallerParts =
        [
            new(1 * MiB,
            [
                Die((4, 32 * KiB), (1, 128 * KiB), (3, 256 * KiB)),
                TwoBanks((4, 16 * KiB), (1, 64 * KiB), (3, 128 * KiB)),     // bank 2 at 0x08080000 is sector 12 (rusEFI 3566)
            ]),
        ],
        Source = "data sheet, recalled; mass erase 8 to 10 s measured (mboot), its maximum estimated",
    };

    public static ImmutableArray<Chip> Chips { get; } =
    [
        new("f72x", "STM32F7", ["STM32F722", "STM32F723", "STM32F730", "STM32F732", "STM32F733"], 0x452, s_f72,
            RomLines.OldLogged(SerialRule.Constant, "STM32FxSTM32",
                "@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg", "@Option Bytes  /0x1FFF0000/01*048 e", "@OTP Memory /0x1FF07800/01*528e", DeviceFeature)),

        // Four alternates are known to exist. The texts of 1 to 3 are not: written after F72x, with the addresses of RM0385.
        new("f74x", "STM32F7", ["STM32F746", "STM32F745", "STM32F750", "STM32F756"], 0x449, s_f74,
            RomLines.OldLogged(SerialRule.Constant, "00000008FFFF",
                "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", "@Option Bytes  /0x1FFF0000/01*032 e", "@OTP Memory /0x1FF0F000/01*1024 e", DeviceFeature) with
            {
                KnownAlternates = 1,
                Source = "descriptors in a public CubeProgrammer log; alternate 0 from betaflight-configurator; alternates 1 to 3 inferred",
            }),

        // No log of any text: alternate 0 is mboot's for the same die, 1 to 3 as for F74x (CubeProgrammer reads 44 option bytes at 0x1FFF0000).
        new("f76x", "STM32F7", ["STM32F767", "STM32F765", "STM32F768", "STM32F769", "STM32F777", "STM32F778", "STM32F779"], 0x451, s_f76,
            RomLines.OldLogged(SerialRule.UniqueId, "20663077464B",
                "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,07*256Kg", "@Option Bytes  /0x1FFF0000/01*044 e", "@OTP Memory /0x1FF0F000/01*1024 e", DeviceFeature) with
            {
                KnownAlternates = 1,
                Source = "all alternates inferred: 0 from MicroPython mboot, 1 to 3 from F74x",
            }),
    ];
}
