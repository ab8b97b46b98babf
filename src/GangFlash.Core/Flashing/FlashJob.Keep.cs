using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    /// <summary>
    /// Reads the protected bytes that an erase would take, records them before anything is erased, and plans again with them: from there on they are written
    /// and verified like any image.
    /// </summary>
    async Task KeepAsync(CancellationToken ct)
    {
        var kept = ImmutableArray.CreateBuilder<Segment>();
        foreach (var wanted in plan!.Keeps)
            kept.Add(new(wanted.Range.Start, Decide(wanted, await ReadTwiceAsync(wanted, ct).ConfigureAwait(false)), new SegmentOrigin.OfBoard()));
        keptBytes = kept.ToImmutable();
        if (await keep(keptBytes, ct).ConfigureAwait(false) is { } problem)
            throw new FlashException(new FlashFailure.NotKept(problem));
        var before = plan;
        made = made with { Kept = keptBytes };
        if (!Plan().IsEmpty || !plan.Keeps.IsEmpty || !plan.Erases.SequenceEqual(before.Erases))
            throw new InvalidOperationException("Planning again with the kept bytes gave another plan.");
        notes.Add($"{keptBytes.Aggregate(0UL, (sum, part) => sum + part.Range.Length):N0} protected bytes in shared sectors were kept in the record, to be written back and verified.");
    }

    /// <summary>Bytes that were read wrong once would be written back wrong for ever, so two readings must agree.</summary>
    async Task<byte[]> ReadTwiceAsync(PlannedKeep wanted, CancellationToken ct)
    {
        var (first, second) = (await ReadRangeAsync(wanted, ct).ConfigureAwait(false), await ReadRangeAsync(wanted, ct).ConfigureAwait(false));
        var same = first.AsSpan().CommonPrefixLength(second);
        if (same < first.Length)
            throw new FlashException(new FlashFailure.Unstable(wanted.Range.Start + (uint)same, first[same], second[same], (ulong)first.Zip(second).Count(pair => pair.First != pair.Second)));
        return first;
    }

    /// <summary>Pointers are set to whole granules only: what a bootloader makes of others nobody knows.</summary>
    async Task<byte[]> ReadRangeAsync(PlannedKeep wanted, CancellationToken ct)
    {
        var whole = RunBuilder.Widen(wanted.Range, RunBuilder.GranuleOf(made));
        var bytes = new byte[whole.Length];
        await ReadAsync(wanted.Alternate, BlockStretch.Cover(whole, session!.TransferSize), (block, read) =>
        {
            read.CopyTo(bytes.AsMemory((int)(block.Range.Start - whole.Start)));
            progress.Report(new(JobPhase.Keep, block.Range.End - whole.Start, whole.Length));
        }, ct).ConfigureAwait(false);
        return bytes[(int)(wanted.Range.Start - whole.Start)..(int)(wanted.Range.End - whole.Start)];
    }

    /// <summary>
    /// What counts: the bytes of the board, or those that an earlier attempt has kept, where the board shows that it was interrupted in between: each byte is
    /// erased, or put back already.
    /// </summary>
    byte[] Decide(PlannedKeep wanted, byte[] actual)
    {
        if (made.KeptBefore.FirstOrDefault(part => part.Range.Contains(wanted.Range)) is not { } earlier)
            return actual;
        var before = earlier.Slice(wanted.Range).Data.ToArray();
        for (var i = 0; i < actual.Length; i++)
        {
            if (actual[i] != before[i] && actual[i] != plan!.Erased)
                throw new FlashException(new FlashFailure.KeptDiffers(wanted.Range.Start + (uint)i, before[i], actual[i]));
        }

        if (!actual.AsSpan().SequenceEqual(before))
            notes.Add($"{wanted.Range} was left erased by an earlier attempt; what that attempt kept is written back.");
        return before;
    }
}
