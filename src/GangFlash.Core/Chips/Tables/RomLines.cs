using static GangFlash.Chips.Tables.TableUnits;

namespace GangFlash.Chips.Tables;

/// <summary>What the ROMs of one generation have in common (AN2606, AN3156, public listings).</summary>
internal static class RomLines
{
    /// <summary>Two spaces: tools that print one have collapsed them.</summary>
    public const string OldProduct = "STM32  BOOTLOADER";
    public const string NewProduct = "DFU in FS Mode";

    /// <summary>
    /// F0 to F4, F7, L0, L1, L4: bcdUSB 1.00, 2048-byte blocks. Busy: dfuDNBUSY at once, then the second answer waits. Logged on F4 and F7, inferred for the others.
    /// Poll times: dfu-util logs of F4 and F7 say 104 ms after set address and after a write (the write seen on F7 only), 100 ms after any erase, a mass erase of F405 included.
    /// </summary>
    public static RomBootloader Old(SerialRule serial, string serialText, params ReadOnlySpan<string> alternates) =>
        new(0x0100, 0x2200, OldProduct, 2048, [.. alternates], serial, serialText, BusyHabit.AnswerThenWork, new(Ms(104), Ms(100), Ms(100), Ms(104)))
        {
            Source = "public listings; busy habit and poll times inferred from F4 and F7",
        };

    /// <summary>F4 and F7, where the busy habit is in public logs (dfu-util, fwupd 1944).</summary>
    public static RomBootloader OldLogged(SerialRule serial, string serialText, params ReadOnlySpan<string> alternates) =>
        Old(serial, serialText, alternates) with { AnswersWhenDone = true, Source = "public listings; busy habit and poll times from logs of F4 and F7" };

    /// <summary>
    /// C0, C5, G0, G4, H5, H7, U0, U5, WB: bcdUSB 2.00, 1024-byte blocks. Busy: the first answer waits until the work is done. Logged on H743, inferred for the others.
    /// Poll times: 0, since the wait is hidden in the answer; one H743 log (dfu-util ticket 88) shows 1000 ms instead.
    /// </summary>
    public static RomBootloader New(SerialRule serial, string serialText, params ReadOnlySpan<string> alternates) =>
        new(0x0200, 0x0200, NewProduct, 1024, [.. alternates], serial, serialText, BusyHabit.WorkThenAnswer, default)
        {
            Source = "public listings; busy habit and poll times inferred from H743",
        };

    /// <summary>H743 and H750, where the busy habit is in public logs (Betaflight).</summary>
    public static RomBootloader NewLogged(SerialRule serial, string serialText, params ReadOnlySpan<string> alternates) =>
        New(serial, serialText, alternates) with { AnswersWhenDone = true, Source = "public listings; busy habit from logs of H743" };
}
