using System.Collections.Immutable;
using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>The low-power lines up to L5.</summary>
internal static class L0L1L4L5
{
    const string L4OptionBytes = "@Option Bytes  /0x1FFF7800/01*040 e";
    const string L4Otp = "@OTP Memory /0x1FFF7000/01*0001Ke";
    const string L4DeviceFeature = "@Device Feature/0xFFFF0000/01*004 e";

    /// <summary>Erased to 0x00. A word takes as long as a half page; the half page is the granule here, so that no honest device looks too fast.</summary>
    static readonly FlashPhysics s_l0 = new(
        Maps: [Die((1536, 128u))],
        Granule: 64,
        Erased: 0x00,
        RewriteRule.SetsBits,
        ProgramTypical: Ms(3.28),
        ProgramMaximum: Ms(3.94),
        SectorErase: [Erase(128, 3.28, 3.94)],
        MassEraseTypical: Ms(1536 * 3.28),
        MassEraseMaximum: Ms(1536 * 3.94),
        BlankCheck: false,
        Source: "data sheet, recalled; half pages; mass erase page by page");

    static readonly FlashPhysics s_l1 = s_l0 with
    {
        Maps = [Die((1024, 256u))],
        Granule = 128,
        SectorErase = [Erase(256, 3.28, 3.94)],
        MassEraseTypical = Ms(1024 * 3.28),
        MassEraseMaximum = Ms(1024 * 3.94),
    };

    /// <summary>Double words with error correction.</summary>
    internal static readonly FlashPhysics L4 = new(
        Maps: [],
        Granule: 8,
        Erased: 0xFF,
        RewriteRule.Refused,
        ProgramTypical: Us(81.7),
        ProgramMaximum: Us(90.8),
        SectorErase: [Erase(2 * KiB, 22.02, 30)],
        MassEraseTypical: Ms(22.13),
        MassEraseMaximum: Ms(30),
        BlankCheck: false,
        Source: "data sheet; maximum 24.47 ms there, 30 ms needed in the field (zephyr 16934)");

    public static ImmutableArray<Chip> Chips { get; } =
    [
        // The string says 192 KiB on 128 KiB parts too.
        new("l07x", "STM32L0", ["STM32L072", "STM32L073", "STM32L082", "STM32L083"], 0x447, s_l0,
            RomLines.Old(SerialRule.UniqueId, "7FB4A4356231",
                "@Internal Flash  /0x08000000/1536*128g", "@Option Bytes  /0x1FF80000/01*032 e", "@DATA Memory /0x08080000/2*3Ke")),
        new("l1xxc", "STM32L1", ["STM32L152", "STM32L151"], 0x427, s_l1,
            RomLines.Old(SerialRule.UniqueId, "76B0A1336969",
                "@Internal Flash  /0x08000000/1024*256 g", "@Option Bytes  /0x1FF80000/01*032 e", "@DATA Memory /0x08080000/02*004Ke")),

        new("l412", "STM32L4", ["STM32L412", "STM32L422"], 0x464, L4 with { Maps = [Die((64, 2 * KiB))] }, Rom: null),
        new("l43x", "STM32L4", ["STM32L432", "STM32L433", "STM32L442", "STM32L443"], 0x435, L4 with { Maps = [Die((128, 2 * KiB))] },
            RomLines.Old(SerialRule.UniqueId, "207E32823141", "@Internal Flash  /0x08000000/0128*0002Kg", L4OptionBytes, L4Otp, L4DeviceFeature)),
        new("l452", "STM32L4", ["STM32L452", "STM32L451", "STM32L462"], 0x462, L4 with { Maps = [Die((256, 2 * KiB))] }, Rom: null),

        // Seen: 512 KB. Alternates 1 to 3 are those of L43x.
        new("l476", "STM32L4", ["STM32L476", "STM32L471", "STM32L475", "STM32L486"], 0x415, L4 with { Maps = [Die((512, 2 * KiB))] },
            RomLines.Old(SerialRule.UniqueId, "2056316B5652", "@Internal Flash  /0x08000000/0256*0002Kg", L4OptionBytes, L4Otp, L4DeviceFeature) with
            {
                KnownAlternates = 1,
                Source = "listing of a 512 KB part; alternates 1 to 3 inferred from L43x; busy habit and poll times inferred from F4 and F7",
            }),

        // No text is known: all alternates are L43x's. What is known is the serial that changes at every power-up.
        new("l496", "STM32L4", ["STM32L496", "STM32L4A6"], 0x461, L4 with { Maps = [Die((512, 2 * KiB))] },
            RomLines.Old(SerialRule.Random, "05FA03B042C5", "@Internal Flash  /0x08000000/0512*0002Kg", L4OptionBytes, L4Otp, L4DeviceFeature) with
            {
                KnownAlternates = 0,
                Source = "identity from ST's serial thread; all alternates inferred from L43x; busy habit and poll times inferred from F4 and F7",
            }),

        // Option DBANK chooses: two banks of 4 KB pages (default), or one of 8 KB.
        new("l4r", "STM32L4", ["STM32L4R5", "STM32L4R7", "STM32L4R9", "STM32L4S5", "STM32L4S7", "STM32L4S9"], 0x470,
            L4 with { BlankCheck = true, Maps = [Die((512, 4 * KiB)), Die((256, 8 * KiB))] }, Rom: null),
        new("l552", "STM32L5", ["STM32L552", "STM32L562"], 0x472,
            L4 with { BlankCheck = true, Maps = [Die((256, 2 * KiB)), Die((128, 4 * KiB))] }, Rom: null),
    ];
}
