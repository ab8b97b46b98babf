using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

public sealed partial class FlashJob
{
    /// <summary>Reads every sector that the plan erases, and takes from the work what is there already.</summary>
    async Task CompareAsync(CancellationToken ct)
    {
        var total = plan!.Erases.Aggregate(0UL, (sum, erase) => sum + erase.Sector.Size);
        var (seen, done) = (new SectorComparison(plan), 0UL);
        foreach (var memory in plan.Erases.GroupBy(erase => erase.Alternate))
        {
            foreach (var range in AddressRanges.Union(memory.Select(erase => erase.Sector.Range)))
            {
                await ReadAsync(memory.Key, BlockStretch.Cover(range, session!.TransferSize), (block, bytes) =>
                {
                    seen.Add(memory.Key, block, bytes.Span);
                    progress.Report(new(JobPhase.Compare, done += block.Range.Length, total));
                }, ct).ConfigureAwait(false);
            }
        }

        work = PlanRemainder.After(plan, seen.ContentOf);
        comparedBytes = done;
        notes.Add(Found(plan.Erases.Count(erase => seen.ContentOf(erase) == SectorContent.Same), plan.Erases.Count(erase => seen.ContentOf(erase) == SectorContent.Blank)));
    }

    string Found(int same, int blank) => same == plan!.Erases.Length
        ? $"All {same} sectors held already what they are to hold: nothing was erased or written, and all of it was read back."
        : $"Of {plan.Erases.Length} sectors {same} held already what they are to hold and {blank} were blank; {work!.Erases.Length} were erased.";
}
