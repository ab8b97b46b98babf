using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Word flash with sectors of 16, 64 and 128 KiB.</summary>
internal static class F2F4
{
    const string Flash1M = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
    const string Flash512K = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,03*128Kg";
    const string Flash2M = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg";
    const string OptionBytes = "@Option Bytes  /0x1FFFC000/01*016 e";
    const string OptionBytesOfTwoBanks = "@Option Bytes  /0x1FFFC000/01*016 e/0x1FFEC000/01*016 e";
    const string Otp = "@OTP Memory /0x1FFF7800/01*512 e,01*016 e";
    const string DeviceFeature = "@Device Feature/0xFFFF0000/01*004 e";

    /// <summary>Typical at x32 (2.7 to 3.6 V), maximum at x8, which is double.</summary>
    internal static readonly FlashPhysics Words = new(
        Maps: [],
        Granule: 4,
        Erased: 0xFF,
        RewriteRule.ClearsBits,
        ProgramTypical: Us(16),
        ProgramMaximum: Us(100),
        SectorErase: [Erase(16 * KiB, 250, 1000), Erase(64 * KiB, 550, 2200), Erase(128 * KiB, 1000, 4000)],
        MassEraseTypical: Seconds(8),
        MassEraseMaximum: Seconds(32),
        BlankCheck: false,
        Source: "data sheets, recalled: typical at x32, maximum at x8; 128 KiB 4 s as in Zephyr's flash driver, mass erase 32 s as in dfu-util");

    static readonly FlashPhysics s_256K = Words with { MassEraseTypical = Seconds(2), MassEraseMaximum = Seconds(8), Maps = [Die((4, 16 * KiB), (1, 64 * KiB), (1, 128 * KiB))] };
    static readonly FlashPhysics s_512K = Words with { MassEraseTypical = Seconds(4), MassEraseMaximum = Seconds(16), Maps = [Die((4, 16 * KiB), (1, 64 * KiB), (3, 128 * KiB))] };
    static readonly FlashPhysics s_1M = Words with { Maps = [Die((4, 16 * KiB), (1, 64 * KiB), (7, 128 * KiB))] };

    static readonly FlashPhysics s_1500K = Words with
    {
        MassEraseTypical = Seconds(12),
        MassEraseMaximum = Seconds(48),
        Maps = [Die((4, 16 * KiB), (1, 64 * KiB), (11, 128 * KiB))],
        Source = "estimated from F405",
    };

    /// <summary>1 MB of the two-bank dice: one bank, or with option DB1M two of 512 KB.</summary>
    static readonly FlashPhysics s_1MOfTwoBanks = Words with
    {
        BlankCheck = true,
        Maps = [.. s_1M.Maps, TwoBanks((4, 16 * KiB), (1, 64 * KiB), (3, 128 * KiB))],
    };

    static readonly FlashPhysics s_2M = Words with
    {
        MassEraseTypical = Seconds(16),
        MassEraseMaximum = Seconds(64),
        Maps = [TwoBanks((4, 16 * KiB), (1, 64 * KiB), (7, 128 * KiB))],
    };

    public static ImmutableArray<Chip> Chips { get; } =
    [
        new("f2", "STM32F2", ["STM32F205", "STM32F207", "STM32F215", "STM32F217"], 0x411, s_1M, Rom: null),

        new("f401c", "STM32F4", ["STM32F401"], 0x423, s_256K,
            RomLines.OldLogged(SerialRule.UniqueId, "", "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,01*128Kg", OptionBytes, Otp, DeviceFeature)),
        new("f401e", "STM32F4", ["STM32F401"], 0x433, s_512K, RomLines.OldLogged(SerialRule.UniqueId, "", Flash512K, OptionBytes, Otp, DeviceFeature)),
        new("f411", "STM32F4", ["STM32F411"], 0x431, s_512K, RomLines.OldLogged(SerialRule.UniqueId, "3377337E3539", Flash512K, OptionBytes, Otp, DeviceFeature)),

        new("f405", "STM32F4", ["STM32F405", "STM32F407", "STM32F415", "STM32F417"], 0x413, s_1M,
            RomLines.OldLogged(SerialRule.UniqueId, "207A389B5848", Flash1M, OptionBytes, Otp, DeviceFeature)),
        new("f405_21", "STM32F4", ["STM32F405", "STM32F407", "STM32F415", "STM32F417"], 0x413, s_1M,
            RomLines.OldLogged(SerialRule.UniqueId, "315A28A0B956",
                Flash1M, "@Option Bytes  /0x1FFFC000/01*016 g", "@OTP Memory /0x1FFF7800/01*512 g,01*016 g", "@Device Feature/0xFFFF0000/01*004 g") with
            {
                BcdDevice = 0x2100,
            }),

        new("f412", "STM32F4", ["STM32F412"], 0x441, s_1M, Rom: null),
        new("f413", "STM32F4", ["STM32F413", "STM32F423"], 0x463, s_1500K, Rom: null),

        // The 1 MB ROM announces 166 bytes for alternate 0 and has 112; its alternates 1 to 3 were never captured and are those of the 2 MB part.
        new("f427_1m", "STM32F4", ["STM32F427", "STM32F429", "STM32F437", "STM32F439"], 0x419, s_1MOfTwoBanks,
            RomLines.OldLogged(SerialRule.UniqueId, "", Flash1M, OptionBytesOfTwoBanks, Otp, DeviceFeature) with
            {
                KnownAlternates = 1,
                Source = "ST thread 'STM32F42x ROM DFU descriptor', OCTOPUS-Pro issue 42; alternates 1 to 3 inferred from the 2 MB part",
            }),
        new("f429_2m", "STM32F4", ["STM32F429", "STM32F427", "STM32F437", "STM32F439"], 0x419, s_2M,
            RomLines.OldLogged(SerialRule.UniqueId, "326433593336", Flash2M, OptionBytesOfTwoBanks, Otp, DeviceFeature) with
            {
                AlsoSeen = [new(0x2200, [Flash2M, OptionBytesOfTwoBanks, "@OTP Memory /0x1FFF7800/01*512 e,01*016 e/0x1FFE7800/01*512 e", DeviceFeature])],
            }),

        new("f446", "STM32F4", ["STM32F446"], 0x421, s_512K, RomLines.OldLogged(SerialRule.Constant, "STM32FxSTM32", Flash512K, OptionBytes, Otp, DeviceFeature)),
        new("f469", "STM32F4", ["STM32F469", "STM32F479"], 0x434, s_2M with { SmallerParts = [new(1 * MiB, s_1MOfTwoBanks.Maps)] }, Rom: null),
    ];
}
