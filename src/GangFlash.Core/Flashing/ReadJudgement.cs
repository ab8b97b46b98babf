using GangFlash.DfuSe;

namespace GangFlash.Flashing;

/// <summary>
/// What a refused read means. The reflex "read failed, so it is read protected" is wrong in at least five documented ways and leads to
/// erased boards (dfuse.md 5): protection is proven only by errVENDOR, from a ROM, on a readable range, again after recovery.
/// </summary>
public static class ReadJudgement
{
    /// <param name="refusal">The last of several tries, each from a clean state.</param>
    public static FlashFailure Of(ReadRefusal refusal, BootloaderKind bootloader) => bootloader switch
    {
        BootloaderKind.Custom => new FlashFailure.Unreadable(refusal.Address, refusal.ToString()),
        _ when refusal.Status == DfuStatus.ErrVendor => new FlashFailure.ReadProtected(refusal.Address),
        _ => new FlashFailure.TransferFailed(
            $"reading 0x{refusal.Address:X8} ({refusal})", [.. DfuSession.WireHints, "read protection, least likely"]),
    };

    /// <summary>A bootloader that does not know read unprotect is no ROM, whatever its descriptors say (dfuse.md 8.1).</summary>
    public static BootloaderKind Kind(DeviceIdentity device, ReadOnlySpan<byte> commands)
    {
        ArgumentNullException.ThrowIfNull(device);
        return commands.Length > 0 && !commands.Contains(DfuSeCommand.ReadUnprotect) ? BootloaderKind.Custom : device.Kind;
    }
}
