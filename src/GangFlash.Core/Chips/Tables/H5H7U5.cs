using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>Flash words of 16 or 32 bytes with error correction.</summary>
internal static class H5H7U5
{
    const string Flash1MOf8K = "@Internal Flash   /0x08000000/128*08Kg";
    const string Flash2MOf8K = "@Internal Flash   /0x08000000/256*08Kg";
    const string Flash2MOf128K = "@Internal Flash   /0x08000000/16*128Kg";
    const string H743OptionBytes = "@Option Bytes   /0x5200201C/01*128 e";
    const string U575OptionBytes = "@Option Bytes   /0x40022040/01*64 e";
    const string U575Otp = "@OTP Memory   /0x0BFA0000/01*512 e";

    static readonly FlashPhysics s_h5 = new(
        Maps: [],
        Granule: 16,
        Erased: 0xFF,
        RewriteRule.Refused,
        ProgramTypical: Us(50),
        ProgramMaximum: Us(120),
        SectorErase: [Erase(8 * KiB, 2, 5)],
        MassEraseTypical: Ms(300),
        MassEraseMaximum: Seconds(1),
        BlankCheck: false,
        Source: "estimated");

    static readonly FlashPhysics s_u5 = s_h5 with
    {
        ProgramTypical = Us(118),
        ProgramMaximum = Us(120),
        SectorErase = [Erase(8 * KiB, 1.5, 3)],
        MassEraseTypical = Ms(200),
        MassEraseMaximum = Ms(400),
    };

    static readonly FlashPhysics s_h723 = new(
        Maps: [Die((8, 128 * KiB))],
        Granule: 32,
        Erased: 0xFF,
        RewriteRule.BreaksEcc,
        ProgramTypical: Us(100),
        ProgramMaximum: Us(260),
        SectorErase: [Erase(128 * KiB, 1000, 2000)],
        MassEraseTypical: Seconds(5),
        MassEraseMaximum: Seconds(10),
        BlankCheck: false,
        Source: "data sheet, recalled; Keil's algorithm waits up to 6 s for a sector");

    static readonly FlashPhysics s_h743 = s_h723 with
    {
        Maps = [Die((16, 128 * KiB))],
        SectorErase = [Erase(128 * KiB, 900, 2200)],
        MassEraseTypical = Seconds(10),
        MassEraseMaximum = Seconds(32),

        // RM0433: 1 MB parts have half of each bank, and bank 2 stays at 0x08100000.
        SmallerParts = [new(1 * MiB, [TwoBanksAt(0x0810_0000, (4, 128 * KiB))])],
        Source = "sector 0.90 s measured in the ROM, maximum by ST staff; mass erase 5 to 8 s, at most 16 s per bank, recalled",
    };

    static readonly FlashPhysics s_h7a3 = s_h5 with
    {
        ProgramTypical = Us(20),
        ProgramMaximum = Us(100),
        SectorErase = [Erase(8 * KiB, 10, 20)],
        MassEraseTypical = Ms(10),
        MassEraseMaximum = Ms(20),
        Maps = [Die((256, 8 * KiB))],
        SmallerParts = [new(1 * MiB, [TwoBanksAt(0x0810_0000, (64, 8 * KiB))])],     // RM0455, as H743
    };

    public static ImmutableArray<Chip> Chips { get; } =
    [
        new("h503", "STM32H5", ["STM32H503"], 0x474, s_h5 with { Maps = [Die((16, 8 * KiB))] }, Rom: null),
        new("h523", "STM32H5", ["STM32H523", "STM32H533"], 0x478, s_h5 with { Maps = [Die((64, 8 * KiB))] }, Rom: null),

        // Only alternate 0 was ever captured. Product and transfer size are those of the other new ROMs.
        new("h563", "STM32H5", ["STM32H563", "STM32H562", "STM32H573"], 0x484, s_h5 with { Maps = [Die((256, 8 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "357D377F3133", Flash2MOf8K) with
            {
                AlsoSeen = [new(0x0200, [Flash1MOf8K])],
                Source = "public listing of alternate 0; product, transfer size, busy habit and poll times inferred from H743",
            }),

        new("h723", "STM32H7", ["STM32H723", "STM32H725", "STM32H730", "STM32H733", "STM32H735"], 0x483, s_h723,
            RomLines.New(SerialRule.UniqueId, "3560376F3431", "@Internal Flash   /0x08000000/8*128Kg", "@Option Bytes   /0x5200201C/01*88 e")),

        // The serial is the silicon revision: 2003 6450 is revision V, 1003 6450 revision Y.
        new("h743", "STM32H7", ["STM32H743", "STM32H742", "STM32H745", "STM32H747", "STM32H753", "STM32H755", "STM32H757"], 0x450, s_h743,
            RomLines.NewLogged(SerialRule.Constant, "200364500000", Flash2MOf128K, H743OptionBytes)),
        new("h743y", "STM32H7", ["STM32H743", "STM32H753"], 0x450, s_h743,
            RomLines.NewLogged(SerialRule.Constant, "100364500000", Flash2MOf128K, H743OptionBytes)),

        // The ROM names the 2 MB of H743; one sector is guaranteed.
        new("h750", "STM32H7", ["STM32H750"], 0x450, s_h743 with { Maps = [Die((1, 128 * KiB))], SmallerParts = [] },
            RomLines.NewLogged(SerialRule.Constant, "200364500000", Flash2MOf128K, H743OptionBytes)),

        new("h7a3", "STM32H7", ["STM32H7A3", "STM32H7B0", "STM32H7B3"], 0x480, s_h7a3,
            RomLines.New(SerialRule.UniqueId, "376E356F3339", Flash2MOf8K, "@Option Bytes   /0x5200201C/01*297 e", "@OTP Memory   /0x08FFF000/01*1024 e")),

        new("u535", "STM32U5", ["STM32U535", "STM32U545"], 0x455, s_u5 with { Maps = [Die((64, 8 * KiB))] }, Rom: null),
        new("u575", "STM32U5", ["STM32U575", "STM32U585"], 0x482, s_u5 with { Maps = [Die((256, 8 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "208B317A3331", Flash2MOf8K, U575OptionBytes, U575Otp) with
            {
                AlsoSeen = [new(0x0200, [Flash1MOf8K, U575OptionBytes, U575Otp])],
            }),

        // Only alternate 0 is known.
        new("u59x", "STM32U5", ["STM32U595", "STM32U599", "STM32U5A5", "STM32U5A9"], 0x481, s_u5 with { Maps = [Die((512, 8 * KiB))] },
            RomLines.New(SerialRule.UniqueId, "205B396A5242", "@Internal Flash   /0x08000000/512*08Kg")),
    ];
}
