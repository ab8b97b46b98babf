using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Flashing;

/// <summary>How one attempt on one unit ended. Closed. A pass exists only after read-back; it is shown only after it is on disk.</summary>
public abstract record UnitResult
{
    private UnitResult(JobReport report) => Report = report;

    /// <summary>What was done and measured, whatever the end.</summary>
    public JobReport Report { get; init; }

    /// <summary>Every written byte was read back and equal, or the recipe asked for less and <paramref name="Verified"/> says so.</summary>
    public sealed record Passed(JobReport Report, bool Verified) : UnitResult(Report);

    public sealed record Failed(JobReport Report, FlashFailure Failure, VerifyFailure? Verify) : UnitResult(Report);

    /// <summary>Planning said no: nothing was erased or written.</summary>
    public sealed record Refused(JobReport Report, ImmutableArray<Refusal> Refusals) : UnitResult(Report);

    /// <summary>A person or a rule stopped it.</summary>
    public sealed record Aborted(JobReport Report) : UnitResult(Report);

    /// <summary>Stable; empty for a verified pass.</summary>
    public string Code => this switch
    {
        Passed { Verified: true } => "",
        Passed { Report: { IsFlashProven: true, OptionBytes.State: OptionBytesState.NotReadBack } } => "pass.option-bytes-not-read",
        Passed => "pass.unverified",
        Failed failed => failed.Failure.Code,
        Refused refused => refused.Refusals[0].Code,
        Aborted => "operator.aborted",
        _ => throw new UnreachableException(),
    };

    /// <summary>What happened, for an engineer.</summary>
    public string Detail => this is Passed { Report.OptionBytes: { Text.Length: > 0 } options } ? $"{OfFlash} {options.Text}" : OfFlash;

    string OfFlash => this switch
    {
        Passed { Report: { IsFlashProven: true, Plan: { Verify: VerifyPolicy.Images } plan } } =>
            $"Every byte of the images was read back and equal; {plan.WrittenBytes - plan.ProvenBytes:N0} bytes of padding were not looked at, as the recipe says.",
        Passed { Verified: true } or Passed { Report.IsFlashProven: true } => "Every byte was read back and equal.",
        Passed => "Written and not read back: the recipe allows it.",
        Failed failed => failed.Failure.Detail,
        Refused refused => string.Join('\n', refused.Refusals.Select(refusal => refusal.Message)),
        Aborted => Report.Touched ? "Stopped by the operator. The board is half written." : "Stopped by the operator before anything was erased.",
        _ => throw new UnreachableException(),
    };

    /// <summary>Who or what was judged (factory.md 4.1).</summary>
    public Outcome Outcome => this switch
    {
        Passed => Outcome.Pass,
        Refused refused => refused.Refusals.Any(refusal => refusal.JudgesUnit) ? Outcome.Fail : Outcome.Error,
        Aborted => Outcome.Aborted,
        Failed { Failure: FlashFailure.Disconnected or FlashFailure.CannotOpen or FlashFailure.TransferFailed or FlashFailure.Overdue or FlashFailure.NotKept or FlashFailure.StationBug } => Outcome.Error,
        Failed { Failure: FlashFailure.Refused { Status: DfuStatus.ErrPowerOnReset or DfuStatus.ErrUsbReset } } => Outcome.Error,
        Failed => Outcome.Fail,
        _ => throw new UnreachableException(),
    };
}

/// <summary>The outcome of an attempt (factory.md 4.1).</summary>
public enum Outcome
{
    /// <summary>Every step that the recipe demands has positive proof.</summary>
    Pass,

    /// <summary>A step that judges the unit said no.</summary>
    Fail,

    /// <summary>The station could not judge.</summary>
    Error,

    /// <summary>A person or a rule stopped it.</summary>
    Aborted,

    /// <summary>Found at the next start without an end.</summary>
    Interrupted,
}

/// <summary>What an attempt did and measured. Values come from the device, not from the plan.</summary>
/// <param name="Device">None if the device could not be identified.</param>
/// <param name="Plan">None if there was no plan yet.</param>
/// <param name="Touched">True from the first erase or write that was sent: before that the board is as it came.</param>
/// <param name="ErasedSectors">Erases that the device acknowledged.</param>
/// <param name="WrittenBytes">Bytes that the device acknowledged.</param>
/// <param name="VerifiedBytes">Bytes that were read back and equal.</param>
/// <param name="Requests">DFU class requests.</param>
/// <param name="Leave">None if leave was not tried.</param>
/// <param name="Notes">Suspicions and oddities, in words.</param>
public sealed record JobReport(
    DeviceIdentity? Device,
    FlashPlan? Plan,
    ImmutableArray<PhaseTiming> Phases,
    bool Touched,
    int ErasedSectors,
    ulong WrittenBytes,
    ulong VerifiedBytes,
    int Requests,
    int WireRetries,
    int Recoveries,
    LeaveResult? Leave,
    ImmutableArray<string> Notes)
{
    /// <summary>Protected bytes that were read before the erase, to be put back.</summary>
    public ImmutableArray<Segment> Kept { get; init; } = [];

    /// <summary>What was read before the option bytes were written, and what became of them; none where the recipe writes none or the attempt did not come so far.</summary>
    public OptionBytesReport? OptionBytes { get; init; }

    /// <summary>Every byte that the plan proves was read back and equal.</summary>
    public bool IsFlashProven => Plan is not null && VerifiedBytes == Plan.ProvenBytes;

    public static JobReport Empty { get; } = new(null, null, [], false, 0, 0, 0, 0, 0, 0, null, []);

    /// <summary>From the first phase to the end of the last.</summary>
    public TimeSpan Duration => Phases is [.., var last] ? last.Start + last.Duration : TimeSpan.Zero;
}

/// <summary>What the port showed after leave, or after its reset (dfuse.md 10). Weaker than the verdict, which was taken before.</summary>
public abstract record LeaveResult
{
    private LeaveResult() { }

    /// <summary>The bootloader is gone.</summary>
    /// <param name="Shows">What enumerated next; none where nothing did, or nothing was waited for.</param>
    public sealed record Left(UsbId? Shows) : LeaveResult;

    /// <summary>DFU came back, or never went.</summary>
    public sealed record StillInBootloader(string Reason) : LeaveResult;

    public string Text => this switch
    {
        Left { Shows: { } id } => $"left; the port shows {id}",
        Left => "left",
        StillInBootloader still => $"still in bootloader: {still.Reason}",
        _ => throw new UnreachableException(),
    };
}
