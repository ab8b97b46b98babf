using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Flashing;

/// <summary>
/// One attempt on the board at one port: carries out the plan and proves the result. Made for one run. Whatever the board does becomes a
/// <see cref="UnitResult"/>; only our own mistakes leave as exceptions.
/// </summary>
/// <param name="gang">All devices as they were identified when the gang was loaded, to notice one that was changed or moved since.</param>
/// <param name="keep">Records protected bytes before they are erased; answers why that was not possible.</param>
public sealed partial class FlashJob(
    FlashOrder order,
    UsbPortPath port,
    IReadOnlyCollection<DeviceIdentity> gang,
    IUsbBus bus,
    TimeProvider clock,
    IProgress<JobProgress> progress,
    Func<ImmutableArray<Segment>, CancellationToken, Task<string?>> keep)
{
    readonly long began = clock.GetTimestamp();
    readonly List<PhaseTiming> phases = [];
    readonly List<string> notes = [];

    FlashOrder made = order;
    IUsbDevice? usb;
    DfuSession? session;
    DeviceIdentity? device;
    BootloaderKind bootloader;
    FlashPlan? plan;
    PlanRemainder? work;
    LeaveResult? leave;
    VerifyFailure? verifyFailure;
    ImmutableArray<Segment> keptBytes = [];
    ulong comparedBytes;
    int erasedSectors;
    ulong writtenBytes;
    ulong verifiedBytes;
    (int Requests, int Retries, int Recoveries, bool Touched) closedSessions;

    /// <summary>Runs the attempt. Cancelling stops it after the block or sector at work; the device is brought to idle where it lets us.</summary>
    public async Task<UnitResult> RunAsync(CancellationToken ct)
    {
        try
        {
            return await AttemptAsync(ct).ConfigureAwait(false);
        }
        catch (FlashException unit)
        {
            if (unit.Failure is FlashFailure.Overdue)
                await ReopenAsync().ConfigureAwait(false);
            return new UnitResult.Failed(Report(), unit.Failure, verifyFailure);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await CalmAsync().ConfigureAwait(false);
            return new UnitResult.Aborted(Report());
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    async Task<UnitResult> AttemptAsync(CancellationToken ct)
    {
        await PhaseAsync(JobPhase.Connect, () => ConnectAsync(ct)).ConfigureAwait(false);
        var refusals = ImmutableArray<Refusal>.Empty;
        await PhaseAsync(JobPhase.Identify, async () => refusals = await IdentifyAsync(ct).ConfigureAwait(false)).ConfigureAwait(false);
        if (refusals.IsEmpty)
            await PhaseAsync(JobPhase.Plan, () => Task.FromResult(refusals = Plan())).ConfigureAwait(false);
        if (!refusals.IsEmpty)
            return new UnitResult.Refused(Report(), refusals);

        var readable = plan!.Verify != VerifyPolicy.None;
        if (readable || plan.OptionBytes is not null)
        {
            await PhaseAsync(JobPhase.Precheck, async () =>
            {
                readable = readable && await PrecheckAsync(ct).ConfigureAwait(false);
                if (plan.OptionBytes is not null)
                    await ReadOptionBytesBeforeAsync(ct).ConfigureAwait(false);
            }).ConfigureAwait(false);
        }

        if (!readable && plan.Verify.DemandsReadBack())
            throw new InvalidOperationException("A recipe that demands verification came as far as the erase without a way to read back.");
        if (!plan.Keeps.IsEmpty)
        {
            if (!readable)
                throw new FlashException(new FlashFailure.Unreadable(plan.Keeps[0].Range.Start, "protected bytes that share a sector with the images have to be read first"));
            await PhaseAsync(JobPhase.Keep, () => KeepAsync(ct)).ConfigureAwait(false);
        }

        work = PlanRemainder.All(plan);
        if (plan.Compare && readable)
            await PhaseAsync(JobPhase.Compare, () => CompareAsync(ct)).ConfigureAwait(false);
        await PhaseAsync(JobPhase.Erase, () => EraseAsync(readable, ct)).ConfigureAwait(false);
        if (plan.BlankCheck && readable)
            await PhaseAsync(JobPhase.BlankCheck, () => BlankCheckAsync(work.Runs.Select(run => (run.Alternate, run.Range)), ct)).ConfigureAwait(false);
        await PhaseAsync(JobPhase.Write, () => WriteAsync(readable, ct)).ConfigureAwait(false);
        if (readable)
        {
            await PhaseAsync(JobPhase.Verify, () => VerifyAsync(ct)).ConfigureAwait(false);
            if (verifiedBytes != plan.ProvenBytes)
                throw new InvalidOperationException($"{verifiedBytes} bytes were verified, {plan.ProvenBytes} were to be.");
        }

        if (options is { State: OptionBytesState.NotProven })
            await PhaseAsync(JobPhase.Finish, () => FinishAsync(ct)).ConfigureAwait(false);

        // The verdict stands here. What follows is a separate, weaker result, and a stop no longer changes anything.
        if (session is null)
            DemandApplication(leave!);      // its option bytes made it leave already
        else if (made.Recipe.After.Action != AfterAction.Stay)
            await PhaseAsync(JobPhase.Leave, made.Recipe.After.Action == AfterAction.Leave ? LeaveAsync : ResetAsync).ConfigureAwait(false);
        return new UnitResult.Passed(Report(), Verified: readable && options?.State != OptionBytesState.NotReadBack);
    }

    async Task PhaseAsync(JobPhase phase, Func<Task> work)
    {
        progress.Report(new(phase, 0, 0));
        var start = clock.GetElapsedTime(began);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            phases.Add(new(phase, start, clock.GetElapsedTime(began) - start, BytesOf(phase)));
        }
    }

    ulong BytesOf(JobPhase phase) => phase switch
    {
        JobPhase.Keep => keptBytes.Aggregate(0UL, (sum, part) => sum + part.Range.Length),
        JobPhase.Compare => comparedBytes,
        JobPhase.Erase => work!.Erases.Take(erasedSectors).Aggregate(0UL, (sum, erase) => sum + erase.Sector.Size),
        JobPhase.Write => writtenBytes,
        JobPhase.Verify => verifiedBytes,
        _ => 0,
    };

    TimeSpan DurationOf(JobPhase phase) => phases.Where(timing => timing.Phase == phase).Aggregate(TimeSpan.Zero, (sum, timing) => sum + timing.Duration);

    JobReport Report()
    {
        var (requests, retries, recoveries, touched) = Totals();
        return new(device, plan, [.. phases], touched, erasedSectors, writtenBytes, verifiedBytes, requests, retries, recoveries, leave, [.. notes]) { Kept = keptBytes, OptionBytes = options };
    }

    (int Requests, int Retries, int Recoveries, bool Touched) Totals() => session is null
        ? closedSessions
        : (closedSessions.Requests + session.Requests, closedSessions.Retries + session.WireRetries, closedSessions.Recoveries + session.Recoveries, closedSessions.Touched || session.Touched);
}
