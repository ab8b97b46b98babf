using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Devices;

namespace GangFlash.DfuSe;

/// <summary>All that a device or a job can fail with. Closed: the records below are the whole list. What planning refuses is <c>Refusal</c>.</summary>
public abstract record FlashFailure
{
    private FlashFailure() { }

    /// <summary>The device left the bus.</summary>
    public sealed record Disconnected(string During) : FlashFailure;

    public sealed record CannotOpen(UsbOpenError Error, string Words) : FlashFailure;

    /// <summary>Transfers fail on the wire or are refused in a way that is no verdict of the bootloader.</summary>
    /// <param name="Hints">What to try, most likely first.</param>
    public sealed record TransferFailed(string During, ImmutableArray<string> Hints) : FlashFailure;

    public sealed record NotDfuSe(string Reason) : FlashFailure;

    /// <summary>What sits at the port is not what was identified there before.</summary>
    public sealed record Changed(string What, string Before, string Now) : FlashFailure;

    /// <summary>The device was identified at another port a moment ago.</summary>
    public sealed record Moved(UsbPortPath From, UsbPortPath To) : FlashFailure;

    /// <summary>A word on the device does not have the value that the recipe expects.</summary>
    public sealed record WrongIdentity(uint Address, uint Expected, uint Actual) : FlashFailure;

    /// <summary>errVENDOR on a readable range of a ROM bootloader, repeated after recovery (dfuse.md 5).</summary>
    public sealed record ReadProtected(uint Address) : FlashFailure;

    /// <summary>The bootloader answered a request with an error.</summary>
    /// <param name="Words">The device's own text, if it has one.</param>
    public sealed record Refused(string During, DfuStatus Status, DfuState State, string Words) : FlashFailure;

    /// <summary>A request was stalled and the device gives no reason.</summary>
    public sealed record Stalled(string During, DfuState State) : FlashFailure;

    public sealed record Garbled(DfuRequest Request, int Length) : FlashFailure;

    /// <summary>No answer within the deadline; the handle is lost.</summary>
    public sealed record Overdue(string During, TimeSpan Deadline) : FlashFailure;

    /// <summary>The device says dfuDNBUSY beyond every deadline.</summary>
    public sealed record StuckBusy(string During, TimeSpan Deadline) : FlashFailure;

    public sealed record NotIdle(DfuStatus Status, DfuState State) : FlashFailure;

    /// <summary>A sector is not blank after its erase was acknowledged.</summary>
    public sealed record NotBlank(uint Address, byte Actual) : FlashFailure;

    /// <param name="Differing">How many bytes differ in all.</param>
    /// <param name="Finding">The diagnosis in words.</param>
    public sealed record Mismatch(uint Address, byte Expected, byte Actual, ulong Differing, string Finding) : FlashFailure;

    /// <summary>Every byte was acknowledged and none was stored.</summary>
    public sealed record NothingWritten(uint Address, byte Expected, byte Actual, ulong Differing, string Finding) : FlashFailure;

    /// <summary>Reading the same block again gives other bytes.</summary>
    public sealed record Unstable(uint Address, byte Expected, byte Actual, ulong Differing) : FlashFailure;

    /// <summary>The bootloader cannot be read back, and nothing suggests read protection.</summary>
    public sealed record Unreadable(uint Address, string Answer) : FlashFailure;

    /// <summary>Nothing, or the wrong thing, enumerated after leave, and the recipe demands it.</summary>
    public sealed record NoApplication(string Expected, string Seen) : FlashFailure;

    /// <summary>Protected bytes were to be put back after an erase and could not be recorded before it: nothing was erased.</summary>
    public sealed record NotKept(string Reason) : FlashFailure;

    /// <summary>Protected bytes are neither those that an earlier attempt has kept of this unit, nor erased: nobody but a person can say which count.</summary>
    public sealed record KeptDiffers(uint Address, byte Kept, byte Actual) : FlashFailure;

    /// <summary>The option bytes are neither those that the recipe expects before nor those that it writes: nothing was erased.</summary>
    /// <param name="Expected">The whole block in hex, as <paramref name="Actual"/>.</param>
    public sealed record OptionBytesUnexpected(uint Address, string Expected, string Actual) : FlashFailure;

    /// <summary>The board is read protected, and the option bytes of the recipe would lift that, which erases the chip with its bootloader: nothing was erased.</summary>
    /// <param name="Actual">The whole block in hex.</param>
    public sealed record OptionBytesLift(uint Address, string Actual) : FlashFailure;

    /// <summary>The option bytes were written and are others.</summary>
    /// <param name="Address">Of the first that differs.</param>
    /// <param name="Expected">The whole block in hex, as <paramref name="Actual"/>.</param>
    public sealed record OptionBytesDiffer(uint Address, string Expected, string Actual) : FlashFailure;

    /// <summary>The option bytes cannot be read, before they are written or afterwards, where the recipe needs it.</summary>
    public sealed record OptionBytesNotRead(uint Address, string Why) : FlashFailure;

    /// <summary>Our own mistake. The slot stops, its neighbours go on.</summary>
    public sealed record StationBug(string Report) : FlashFailure;

    /// <summary>Every code that a failure can have, in the order of the cases.</summary>
    public static ImmutableArray<string> Codes { get; } =
    [
        "usb.disconnected", "usb.access-denied", "usb.busy", "usb.open-failed", "usb.transfer-failed",
        "device.not-dfuse", "device.changed", "device.moved", "device.wrong-identity", "device.read-protected",
        "dfu.err-target", "dfu.err-vendor", "dfu.err-write", "dfu.err-erase", "dfu.reset", "dfu.refused", "dfu.stalled", "dfu.garbled", "dfu.timeout", "dfu.stuck-busy", "dfu.not-idle",
        "erase.not-blank", "verify.mismatch", "verify.nothing-written", "verify.unstable", "verify.unreadable", "leave.no-application", "keep.not-recorded", "keep.differs",
        "option-bytes.unexpected", "option-bytes.lifts-protection", "option-bytes.differs", "option-bytes.not-read", "station.bug",
    ];

    /// <summary>Stable: quality engineers search for it, so it never changes its meaning.</summary>
    public string Code => this switch
    {
        Disconnected or CannotOpen { Error: UsbOpenError.NoDevice } => "usb.disconnected",
        CannotOpen { Error: UsbOpenError.AccessDenied } => "usb.access-denied",
        CannotOpen { Error: UsbOpenError.Busy } => "usb.busy",
        CannotOpen => "usb.open-failed",
        TransferFailed => "usb.transfer-failed",
        NotDfuSe => "device.not-dfuse",
        Changed => "device.changed",
        Moved => "device.moved",
        WrongIdentity => "device.wrong-identity",
        ReadProtected => "device.read-protected",
        Refused { Status: DfuStatus.ErrTarget or DfuStatus.ErrAddress } => "dfu.err-target",
        Refused { Status: DfuStatus.ErrVendor } => "dfu.err-vendor",
        Refused { Status: DfuStatus.ErrWrite or DfuStatus.ErrProg or DfuStatus.ErrVerify } => "dfu.err-write",
        Refused { Status: DfuStatus.ErrErase or DfuStatus.ErrCheckErased } => "dfu.err-erase",
        Refused { Status: DfuStatus.ErrPowerOnReset or DfuStatus.ErrUsbReset } => "dfu.reset",
        Refused => "dfu.refused",
        Stalled => "dfu.stalled",
        Garbled => "dfu.garbled",
        Overdue => "dfu.timeout",
        StuckBusy => "dfu.stuck-busy",
        NotIdle => "dfu.not-idle",
        NotBlank => "erase.not-blank",
        Mismatch => "verify.mismatch",
        NothingWritten => "verify.nothing-written",
        Unstable => "verify.unstable",
        Unreadable => "verify.unreadable",
        NoApplication => "leave.no-application",
        NotKept => "keep.not-recorded",
        KeptDiffers => "keep.differs",
        OptionBytesUnexpected => "option-bytes.unexpected",
        OptionBytesLift => "option-bytes.lifts-protection",
        OptionBytesDiffer => "option-bytes.differs",
        OptionBytesNotRead => "option-bytes.not-read",
        StationBug => "station.bug",
        _ => throw new UnreachableException(),
    };

    /// <summary>What happened, for an engineer: address, state and the device's own answer.</summary>
    public string Detail => this switch
    {
        Disconnected it => $"The device left the bus during {it.During}.",
        CannotOpen it => $"The device could not be opened: {it.Words}",
        TransferFailed it => $"Transfers fail during {it.During}. Try, in this order: {string.Join("; ", it.Hints.Select((hint, i) => $"({i + 1}) {hint}"))}.",
        NotDfuSe it => $"Not a DfuSe bootloader: {it.Reason}",
        Changed it => $"{it.What} was \"{it.Before}\" when the device was identified and is now \"{it.Now}\".",
        Moved it => $"The device that was identified at {it.From} now sits at {it.To}.",
        WrongIdentity it => $"The word at 0x{it.Address:X8} is 0x{it.Actual:X8}; the recipe expects 0x{it.Expected:X8}.",
        ReadProtected it => $"Reading 0x{it.Address:X8} is refused with errVENDOR, again after recovery: read protection is active. It was left as it is; the only way around it erases the chip.",
        Refused it => $"{Capitalised(it.During)} was refused: {Name(it.Status)} in state {Name(it.State)}{(it.Words.Length > 0 ? $" (\"{it.Words}\")" : "")}.",
        Stalled it => $"{Capitalised(it.During)} was stalled without a reason; the device is in state {Name(it.State)}.",
        Garbled it => $"The answer to {it.Request} has {it.Length} bytes.",
        Overdue it => $"No answer to {it.During} within {it.Deadline.TotalSeconds:0.#} s; the connection was given up.",
        StuckBusy it => $"The device is still busy with {it.During} after {it.Deadline.TotalSeconds:0.#} s and could not be freed.",
        NotIdle it => $"The bootloader cannot be brought to idle: state {Name(it.State)}, status {Name(it.Status)}.",
        NotBlank it => $"0x{it.Address:X8} holds 0x{it.Actual:X2} after its sector was erased.",
        Mismatch it => $"First mismatch at 0x{it.Address:X8}: expected 0x{it.Expected:X2}, read 0x{it.Actual:X2}; {it.Differing:N0} bytes differ. {it.Finding}",
        NothingWritten it => $"First mismatch at 0x{it.Address:X8}: expected 0x{it.Expected:X2}, read 0x{it.Actual:X2}; {it.Differing:N0} bytes differ. {it.Finding}",
        Unstable it => $"First mismatch at 0x{it.Address:X8}: expected 0x{it.Expected:X2}, read 0x{it.Actual:X2}; reading the block again gives other bytes.",
        Unreadable it => $"The bootloader does not answer reads at 0x{it.Address:X8} ({it.Answer}). Nothing suggests read protection.",
        NoApplication it => $"After leave the port should show {it.Expected}; it shows {it.Seen}.",
        NotKept it => $"Protected bytes have to be recorded before their sector is erased, and that was not possible. {it.Reason}",
        KeptDiffers it => $"0x{it.Address:X8} is protected and holds 0x{it.Actual:X2}. An earlier attempt on this unit kept 0x{it.Kept:X2} from there and did not come to put it back; it is not clear which of the two counts.",
        OptionBytesUnexpected it => $"The option bytes at 0x{it.Address:X8} are {it.Actual}; the recipe expects {it.Expected}, or those that it writes. Nothing was erased.",
        OptionBytesLift it => $"The option bytes at 0x{it.Address:X8} are {it.Actual}: read protection is active, and those of the recipe would lift it, which erases the whole chip, its bootloader included. Nothing was erased.",
        OptionBytesDiffer it => $"0x{it.Address:X8} is the first option byte that is not what was written. Written: {it.Expected}. Read: {it.Actual}.",
        OptionBytesNotRead it => $"The option bytes at 0x{it.Address:X8} could not be read: {it.Why}.",
        StationBug it => it.Report,
        _ => throw new UnreachableException(),
    };

    /// <summary>dfuDNLOAD-IDLE and the like; a value outside of the standard is shown as its number.</summary>
    public static string Name(DfuState state) => Enum.IsDefined(state) ? $"{(byte)state} ({state})" : $"{(byte)state} (outside of the standard)";

    public static string Name(DfuStatus status) => Enum.IsDefined(status) ? $"{status} (0x{(byte)status:X2})" : $"0x{(byte)status:X2}";

    static string Capitalised(string during) => during.Length == 0 ? during : char.ToUpperInvariant(during[0]) + during[1..];
}

/// <summary>Carries a failure out of a session. Thrown anywhere below a job, turned into a result in one place: the job.</summary>
public sealed class FlashException(FlashFailure failure, Exception? cause = null) : Exception(failure.Detail, cause)
{
    public FlashFailure Failure { get; } = failure;
}
