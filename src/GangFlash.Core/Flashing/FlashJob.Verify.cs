using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Planning;
using GangFlash.Recipes;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    /// <summary>Blocks that are read before the erase: enough to recognise old content, few enough to cost nothing.</summary>
    const int MostSamples = 4;

    /// <summary>A job that takes less than this share of what the silicon needs did not happen.</summary>
    const double BelievableShare = 0.25;

    readonly Dictionary<uint, byte[]> samples = [];
    ReadOnlyMemory<byte> lastSent;

    /// <summary>Finds out before the erase whether the device can be read at all, and remembers a few blocks of what it holds.</summary>
    /// <returns>False if it cannot be read and the recipe accepts that.</returns>
    async Task<bool> PrecheckAsync(CancellationToken ct)
    {
        if (!plan!.Target.CanUpload)
            return false;
        try
        {
            await TakeSamplesAsync(ct).ConfigureAwait(false);
            return true;
        }
        catch (FlashException refused) when (refused.Failure is FlashFailure.Unreadable && plan.Verify == VerifyPolicy.NoneAllowed)
        {
            notes.Add($"{refused.Failure.Detail} The recipe accepts that, so nothing is verified.");
            return false;
        }
    }

    async Task TakeSamplesAsync(CancellationToken ct)
    {
        foreach (var group in Samples(plan!).GroupBy(sample => (sample.Run.Alternate, sample.Stretch)))
        {
            await SelectAsync(group.Key.Alternate, ct).ConfigureAwait(false);
            await BeginFirstReadAsync(group.Key.Stretch.Pointer, ct).ConfigureAwait(false);
            foreach (var (_, stretch, block) in group)
            {
                var bytes = new byte[block.Range.Length];
                await ReadBlockAsync(stretch, block, bytes, ct).ConfigureAwait(false);
                samples[block.Range.Start] = bytes;
            }

            _ = await session!.AbortAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Real parts under read protection refuse even the address (Betaflight). Once proves nothing; twice, with a recovery between, does.</summary>
    async Task BeginFirstReadAsync(uint address, CancellationToken ct)
    {
        for (var again = false; ; again = true)
        {
            try
            {
                await session!.BeginReadAsync(address, ct).ConfigureAwait(false);
                return;
            }
            catch (FlashException refused) when (refused.Failure is FlashFailure.Refused { Status: DfuStatus.ErrVendor } && bootloader != BootloaderKind.Custom)
            {
                if (again)
                    throw new FlashException(new FlashFailure.ReadProtected(address), refused);
                await session!.BringToIdleAsync(ct).ConfigureAwait(false);
            }
        }
    }

    async Task ReadBlockAsync(BlockStretch stretch, DataBlock block, Memory<byte> into, CancellationToken ct)
    {
        if (await session!.ReadAsync(stretch.Pointer, block, into, ct).ConfigureAwait(false) is { } refusal)
            throw new FlashException(ReadJudgement.Of(refusal, bootloader));
    }

    /// <summary>The first block of up to four sectors, spread over the image. Short last blocks need a pointer of their own and are left out.</summary>
    IEnumerable<(PlannedRun Run, BlockStretch Stretch, DataBlock Block)> Samples(FlashPlan of)
    {
        var candidates = (
            from run in of.Runs
            let stretches = run.Stretches(session!.TransferSize).ToList()
            from stretch in stretches.Where(stretch => stretches.Count == 1 || stretch.Range.Length >= stretch.Stride)
            let starts = of.Erases.Select(erase => Math.Max(erase.Sector.Address, stretch.Pointer)).Where(at => stretch.Range.Contains(at)).DefaultIfEmpty(stretch.Pointer)
            from start in starts
            select (run, stretch, stretch.Containing(start))).DistinctBy(candidate => candidate.Item3.Range.Start).ToList();
        var count = Math.Min(MostSamples, candidates.Count);
        return Enumerable.Range(0, count).Select(i => candidates[count == 1 ? 0 : i * (candidates.Count - 1) / (count - 1)]);
    }

    async Task VerifyAsync(CancellationToken ct)
    {
        var seen = new ReadBack(plan!.Erased, lastSent, samples);
        foreach (var run in plan.Runs)
        {
            await ReadAsync(run.Alternate, run.Stretches(session!.TransferSize), (block, bytes) =>
            {
                seen.Add(block, run.WantedOf(block, bytes.Span, plan.Verify), bytes.Span);
                progress.Report(new(JobPhase.Verify, seen.Compared, plan.WrittenBytes));
            }, ct).ConfigureAwait(false);
        }

        verifiedBytes = seen.Compared - seen.Differing - (plan.WrittenBytes - plan.ProvenBytes);
        var tooFast = TooFast();
        if (tooFast is not null)
            notes.Add(tooFast);
        if (seen.First is not { } first)
            return;

        var bad = seen.Kept[0];
        var home = plan.Runs.First(run => run.Range.Contains(bad.Block.Range.Start));
        var stable = await ReadsTheSameAsync(home.Alternate, home.Stretches(session!.TransferSize), bad, ct).ConfigureAwait(false);
        verifyFailure = Describe(seen, first, stable, MismatchDiagnosis.Of(seen, plan, stable, tooFast));
        throw new FlashException(FailureOf(verifyFailure));
    }

    /// <summary>Faster than physics is evidence: a medium that stores nothing takes no time for it.</summary>
    string? TooFast()
    {
        var took = DurationOf(JobPhase.Write);
        var all = plan!.Runs.Aggregate(0UL, (sum, run) => sum + run.Range.Length);
        var written = work!.Runs.Aggregate(0UL, (sum, run) => sum + run.Range.Length);
        return plan.Times.ProgramFloor * ((double)written / all) is { } floor && took < floor * BelievableShare
            ? $"Writing took {took.TotalSeconds:0.###} s, faster than this flash can be (min {floor.TotalSeconds:0.0} s)."
            : null;
    }

    /// <summary>Reads a block twice more. None if it cannot be read again.</summary>
    async Task<bool?> ReadsTheSameAsync(byte alternate, IEnumerable<BlockStretch> stretches, ReadBlock bad, CancellationToken ct)
    {
        const int Again = 2;
        var stretch = stretches.First(stretch => stretch.Range.Contains(bad.Block.Range.Start));
        await SelectAsync(alternate, ct).ConfigureAwait(false);
        await session!.BeginReadAsync(stretch.Pointer, ct).ConfigureAwait(false);
        var same = true;
        for (var i = 0; i < Again; i++)
        {
            var bytes = new byte[bad.Actual.Length];
            if (await session.ReadAsync(stretch.Pointer, bad.Block, bytes, ct).ConfigureAwait(false) is not null)
                return null;
            same &= bytes.AsSpan().SequenceEqual(bad.Actual);
        }

        _ = await session.AbortAsync(ct).ConfigureAwait(false);
        return same;
    }

    VerifyFailure Describe(ReadBack seen, FirstDifference first, bool? stable, Diagnosis diagnosis) => new(
        first.Address,
        Shown(first.Address, [first.Expected])[0],
        Shown(first.Address, [first.Actual])[0],
        first.AroundStart,
        Shown(first.AroundStart, first.ExpectedAround),
        Shown(first.AroundStart, first.ActualAround),
        plan!.Target.Find(first.Address)!.Layout.Find(first.Address)!.Value,
        first.Block.Number,
        seen.Compared,
        seen.Differing,
        [.. seen.Ranges],
        seen.RangeCount,
        seen.BitsCleared,
        seen.BitsSet,
        stable,
        diagnosis);

    /// <summary>Bytes of a secret go into no record, also where they did not arrive: zeros stand for them.</summary>
    ImmutableArray<byte> Shown(uint start, ImmutableArray<byte> around)
    {
        var shown = around.ToArray();
        foreach (var part in plan!.UnitData.Where(datum => datum.IsSecret).Select(datum => datum.Field.Range.Intersect(AddressRange.Of(start, (ulong)around.Length))).Where(part => !part.IsEmpty))
            Array.Clear(shown, (int)(part.Start - start), (int)part.Length);
        return [.. shown];
    }

    static FlashFailure FailureOf(VerifyFailure verify) => verify.Diagnosis.Pattern switch
    {
        MismatchPattern.Unstable => new FlashFailure.Unstable(verify.First, verify.Expected, verify.Actual, verify.Differing),
        MismatchPattern.StillBlank or MismatchPattern.OldContent or MismatchPattern.Echo =>
            new FlashFailure.NothingWritten(verify.First, verify.Expected, verify.Actual, verify.Differing, verify.Diagnosis.Finding),
        _ => new FlashFailure.Mismatch(verify.First, verify.Expected, verify.Actual, verify.Differing, verify.Diagnosis.Finding),
    };

    /// <summary>Reads stretches of one memory and hands out each block. A read that is refused now ends the job.</summary>
    async Task ReadAsync(byte alternate, IEnumerable<BlockStretch> stretches, Action<DataBlock, ReadOnlyMemory<byte>> take, CancellationToken ct)
    {
        var buffer = new byte[session!.TransferSize];
        await SelectAsync(alternate, ct).ConfigureAwait(false);
        foreach (var stretch in stretches)
        {
            await (session.Touched ? session.BeginReadAsync(stretch.Pointer, ct) : BeginFirstReadAsync(stretch.Pointer, ct)).ConfigureAwait(false);
            for (var i = 0; i < stretch.Count; i++)
            {
                var block = stretch[i];
                var bytes = buffer.AsMemory(0, (int)block.Range.Length);
                await ReadBlockAsync(stretch, block, bytes, ct).ConfigureAwait(false);
                take(block, bytes);
            }

            _ = await session.AbortAsync(ct).ConfigureAwait(false);
        }
    }
}
