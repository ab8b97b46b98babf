using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    byte? selected;

    /// <summary>Selects an alternate setting if it is not selected yet. A download that is under way is ended for it.</summary>
    async Task SelectAsync(byte alternate, CancellationToken ct)
    {
        if (selected == alternate)
            return;
        if (selected is not null)
            _ = await session!.AbortAsync(ct).ConfigureAwait(false);
        await session!.SelectAlternateAsync(alternate, ct).ConfigureAwait(false);
        selected = alternate;
    }

    /// <param name="readable">Whether an erase that hung can be proven by a blank check.</param>
    async Task EraseAsync(bool readable, CancellationToken ct)
    {
        if (plan!.MassErase is { } patience)
        {
            await SelectAsync(plan.Runs[0].Alternate, ct).ConfigureAwait(false);
            if (!await session!.MassEraseAsync(patience, ct).ConfigureAwait(false))
                DemandProof(readable, "mass erase", patience);
            return;
        }

        foreach (var group in work!.Erases.GroupBy(erase => erase.Alternate))
        {
            await SelectAsync(group.Key, ct).ConfigureAwait(false);
            foreach (var erase in group)
            {
                if (!await session!.EraseAsync(erase.Sector.Address, erase.Deadline, ct).ConfigureAwait(false))
                    await ProveErasedAsync(erase, readable, ct).ConfigureAwait(false);
                erasedSectors++;
                progress.Report(new(JobPhase.Erase, (ulong)erasedSectors, (ulong)work.Erases.Length));
            }
        }
    }

    /// <summary>The device hung in this erase and was freed: the erase may have happened (H743 revision V) or not.</summary>
    async Task ProveErasedAsync(PlannedErase erase, bool readable, CancellationToken ct)
    {
        DemandProof(readable, $"erase 0x{erase.Sector.Address:X8}", erase.Deadline);
        notes.Add($"The device hung while it erased {erase.Sector.Range} and was freed; the sector was read back.");
        await BlankCheckAsync([(erase.Alternate, erase.Sector.Range)], ct).ConfigureAwait(false);
    }

    /// <summary>A device that hung and was freed may or may not have done its work. Where nothing can be read back, that is no pass of any kind.</summary>
    static void DemandProof(bool readable, string during, TimeSpan deadline)
    {
        if (!readable)
            throw new FlashException(new FlashFailure.StuckBusy(during, deadline));
    }

    async Task BlankCheckAsync(IEnumerable<(byte Alternate, AddressRange Range)> ranges, CancellationToken ct)
    {
        var hidden = plan!.Hidden.ToList();
        foreach (var (alternate, range) in ranges)
        {
            while (await FindDirtyAsync(alternate, range, ct).ConfigureAwait(false) is { } dirty)
            {
                var failure = await WhyNotBlankAsync(alternate, range, dirty, ct).ConfigureAwait(false);
                if (failure is not FlashFailure.NotBlank { Address: var address } || hidden.Find(erase => erase.Sector.Range.Contains(address)) is not { } sector)
                    throw new FlashException(failure);

                // Each hidden sector is tried once, so this ends.
                _ = hidden.Remove(sector);
                notes.Add($"0x{address:X8} was not blank after its erase: the chip has another sector map than its string shows. {sector.Sector.Range} was erased by itself.");
                if (!await session!.EraseAsync(sector.Sector.Address, sector.Deadline, ct).ConfigureAwait(false))
                    notes.Add($"The device hung while it erased {sector.Sector.Range} and was freed; the sector is read back.");
            }
        }
    }

    /// <summary>The first block that is not blank.</summary>
    async Task<ReadBlock?> FindDirtyAsync(byte alternate, AddressRange range, CancellationToken ct)
    {
        ReadBlock? dirty = null;
        await ReadAsync(alternate, BlockStretch.Cover(range, session!.TransferSize), (block, bytes) =>
        {
            if (dirty is null && bytes.Span.ContainsAnyExcept(plan!.Erased))
                dirty = new(block, [.. Enumerable.Repeat(plan.Erased, bytes.Length)], bytes.ToArray());
        }, ct).ConfigureAwait(false);
        return dirty;
    }

    /// <summary>A bit that was flipped on its way is no bad sector: the next reading tells.</summary>
    async Task<FlashFailure> WhyNotBlankAsync(byte alternate, AddressRange range, ReadBlock dirty, CancellationToken ct)
    {
        var at = dirty.Actual.AsSpan().IndexOfAnyExcept(plan!.Erased);
        var (address, actual) = (dirty.Block.Range.Start + (uint)at, dirty.Actual[at]);
        return await ReadsTheSameAsync(alternate, BlockStretch.Cover(range, session!.TransferSize), dirty, ct).ConfigureAwait(false) == false
            ? new FlashFailure.Unstable(address, plan.Erased, actual, (ulong)dirty.Actual.Count(value => value != plan.Erased))
            : new FlashFailure.NotBlank(address, actual);
    }

    /// <param name="readable">Whether a block that hung can be proven by reading back.</param>
    async Task WriteAsync(bool readable, CancellationToken ct)
    {
        if (plan!.Eager)
            notes.Add("Blocks were written with pace: eager.");

        // Without an erase of its own the job knows nothing of the old content, so every block is sent.
        byte? skip = plan.Erases.IsEmpty && plan.MassErase is null ? null : plan.Erased;
        var total = work!.Runs.SelectMany(run => run.WriteOrder(session!.TransferSize, skip)).SelectMany(part => part.Blocks).Aggregate(0UL, (sum, block) => sum + block.Range.Length);
        foreach (var run in work.Runs.Reverse())
        {
            await SelectAsync(run.Alternate, ct).ConfigureAwait(false);
            foreach (var (stretch, blocks) in run.WriteOrder(session!.TransferSize, skip))
            {
                await session.SetAddressAsync(stretch.Pointer, ct).ConfigureAwait(false);
                foreach (var block in blocks)
                {
                    var eager = plan.Eager && !session.Surprised;
                    if (!await session.WriteAsync(block, run.MemoryOf(block), plan.WriteDeadline, eager, ct).ConfigureAwait(false))
                    {
                        // The pointer is unknown after the device was freed.
                        DemandProof(readable, $"write 0x{block.Range.Start:X8}", plan.WriteDeadline);
                        notes.Add($"The device hung while it wrote {block.Range} and was freed.");
                        await session.SetAddressAsync(stretch.Pointer, ct).ConfigureAwait(false);
                    }

                    if (eager && session.Surprised)
                        notes.Add($"The device was not done when it answered at 0x{block.Range.Start:X8}: from there on its waits were obeyed.");
                    lastSent = run.MemoryOf(block);
                    writtenBytes += block.Range.Length;
                    progress.Report(new(JobPhase.Write, writtenBytes, total));
                }
            }
        }
    }
}
