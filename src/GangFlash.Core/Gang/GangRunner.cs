using System.Collections.Immutable;
using System.Security.Cryptography;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Images;
using GangFlash.Messages;

namespace GangFlash.Gang;

/// <summary>
/// Many single jobs side by side. Slots share nothing but immutable inputs, the recorder and the event stream: whatever one does, the others
/// go on. Concurrency comes from awaiting alone, so the same gang runs on one thread in virtual time.
/// </summary>
/// <param name="language">The operator's: the record keeps each instruction as it was shown.</param>
/// <param name="random">So many random bytes, fit for keys; none for those of the system.</param>
public sealed class GangRunner(
    IUsbBus bus, IAttemptRecorder recorder, TimeProvider clock, IProgress<GangEvent> events, Language language = Language.English, Func<int, byte[]>? random = null)
{
    readonly Func<int, byte[]> random = random ?? RandomNumberGenerator.GetBytes;

    /// <summary>Runs all slots to their verdicts. Cancelling stops each after the block or sector at work; what is stopped is recorded too.</summary>
    public async Task<ImmutableArray<SlotOutcome>> RunAsync(ImmutableArray<LoadedSlot> slots, GangContext context, CancellationToken ct)
    {
        foreach (var slot in slots)
            events.Report(new GangEvent.Loaded(slot));
        ImmutableArray<DeviceIdentity> gang = [.. slots.Select(slot => slot.Device).OfType<DeviceIdentity>()];
        return [.. await Task.WhenAll(slots.Select(slot => RunSlotAsync(slot, gang, context, ct))).ConfigureAwait(false)];
    }

    /// <summary>Runs one slot to its verdict, with the retries that its recipe allows.</summary>
    /// <param name="gang">All devices as they were identified when they were loaded.</param>
    internal async Task<SlotOutcome> RunSlotAsync(LoadedSlot slot, ImmutableArray<DeviceIdentity> gang, GangContext context, CancellationToken ct)
    {
        string? previous = null;
        for (var number = 1; ; number++)
        {
            (slot, var verdict) = await AttemptAsync(slot, gang, context, number, previous, ct).ConfigureAwait(false);
            var last = !IsWorthRetrying(verdict) || !slot.Order.Recipe.Retries.Allows(number, verdict.Code) || ct.IsCancellationRequested;
            events.Report(new GangEvent.AttemptEnded(slot.Slot, verdict, last));
            if (last)
                return new(slot, number, verdict);
            if (verdict is not SlotVerdict.Recorded { Attempt: var attempt, Result: var result })
                continue;

            // What this attempt took and erased, the next one has and puts back, also where no serial tells the unit.
            previous = attempt;
            if (result.Report is { Touched: true, Kept: { IsEmpty: false } kept })
                slot = slot with { Order = slot.Order with { KeptBefore = kept } };
        }
    }

    /// <summary>Trying again helps against what the wire or the flash did, never against what planning refused.</summary>
    static bool IsWorthRetrying(SlotVerdict verdict) => verdict is SlotVerdict.Recorded { Result: UnitResult.Failed { Failure: not FlashFailure.StationBug } };

    /// <summary>One attempt, and the slot with what the attempt has come to know of its unit.</summary>
    async Task<(LoadedSlot Slot, SlotVerdict Verdict)> AttemptAsync(LoadedSlot slot, ImmutableArray<DeviceIdentity> gang, GangContext context, int number, string? previous, CancellationToken ct)
    {
        if (ct.IsCancellationRequested)
            return (slot, new SlotVerdict.NotBegun());
        if (SerialProblem(slot) is { } problem)
            return (slot, new SlotVerdict.SerialRefused(problem));
        var start = new AttemptStart(context, slot.Order, slot.Slot, slot.Port, number, slot.UnitSerial, slot.Device, clock.GetUtcNow()) { Previous = previous };
        AttemptBegin begin;
        try
        {
            begin = await recorder.BeginAsync(start, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever keeps a record from being written, this slot is no pass and its neighbours go on.
        catch (Exception lost)
#pragma warning restore CA1031
        {
            return (slot, new SlotVerdict.RecordLost(null, $"The attempt was not begun, since it could not be recorded. {Reason(lost)}"));
        }

        switch (begin)
        {
            case AttemptBegin.SerialTaken taken:
                return (slot, new SlotVerdict.SerialRefused($"Unit \"{Printable.Escape(slot.UnitSerial!)}\" is refused: {taken.Where}"));
            case AttemptBegin.NumbersSpent spent:
                return (slot, new SlotVerdict.NumbersSpent($"The numbers '{spent.Name}' are used up: {spent.Last} was the last one. Give the recipe, or this station's share of it, more."));
            case AttemptBegin.Begun begun:
                slot = slot with { Order = UnitOrder.Of(slot.Order, begun, start.StartedAt, clock.LocalTimeZone, random) };
                return (slot, await BegunAsync(slot, gang, begun.Attempt, number, ct).ConfigureAwait(false));
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    async Task<SlotVerdict> BegunAsync(LoadedSlot slot, ImmutableArray<DeviceIdentity> gang, string attempt, int number, CancellationToken ct)
    {
        events.Report(new GangEvent.AttemptBegan(slot.Slot, attempt, number, slot.UnitSerial));
        var result = await RunJobAsync(slot, gang, attempt, ct).ConfigureAwait(false);
        try
        {
            var instruction = InstructionText.In(language, SlotVerdict.InstructionOf(result), slot.Slot);
            await recorder.EndAsync(attempt, new(result, instruction, clock.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            return new SlotVerdict.Recorded(attempt, result);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception lost)
#pragma warning restore CA1031
        {
            return new SlotVerdict.RecordLost(result, $"The result ({(result is UnitResult.Passed ? "a pass" : result.Code)}) could not be recorded. {Reason(lost)}");
        }
    }

    /// <summary>A record's own sentence says what to do; anything else is our mistake, and its kind helps to find it.</summary>
    static string Reason(Exception lost) => lost is RecordException ? lost.Message : $"{lost.GetType().Name}: {lost.Message}";

    async Task<UnitResult> RunJobAsync(LoadedSlot slot, ImmutableArray<DeviceIdentity> gang, string attempt, CancellationToken ct)
    {
        try
        {
            var progress = new SlotProgress(slot.Slot, events);
            return await new FlashJob(slot.Order, slot.Port, gang, bus, clock, progress, (kept, stop) => KeepAsync(attempt, kept, stop)).RunAsync(ct).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // The one place that takes everything: our own mistake in one slot must not stop its neighbours.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            // Nobody knows how far it came, so the board counts as touched.
            return new UnitResult.Failed(JobReport.Empty with { Touched = true }, new FlashFailure.StationBug(bug.ToString()), null);
        }
    }

    async Task<string?> KeepAsync(string attempt, ImmutableArray<Segment> kept, CancellationToken ct)
    {
        try
        {
            await recorder.KeepAsync(attempt, kept, ct).ConfigureAwait(false);
            return null;
        }
        catch (RecordException lost)
        {
            return lost.Message;
        }
    }

    /// <summary>A recipe that takes serials from somewhere gets one that fits, or the slot is not begun.</summary>
    static string? SerialProblem(LoadedSlot slot)
    {
        var policy = slot.Order.Recipe.Serial;
        return (policy.From, slot.UnitSerial) switch
        {
            (Recipes.SerialSource.None or Recipes.SerialSource.Numbers, _) => null,
            (_, null or "") => "The recipe wants a unit serial, and there is none for this slot.",
            (_, { } serial) when policy.Pattern is { } pattern && !pattern.Matches(serial) => $"\"{Printable.Escape(serial)}\" does not fit the recipe's pattern \"{Printable.Escape(pattern.Text)}\".",
            _ => null,
        };
    }

    sealed class SlotProgress(int slot, IProgress<GangEvent> events) : IProgress<JobProgress>
    {
        public void Report(JobProgress value) => events.Report(new GangEvent.Progressed(slot, value));
    }
}
