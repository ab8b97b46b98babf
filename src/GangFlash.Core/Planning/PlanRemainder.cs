using System.Collections.Immutable;

namespace GangFlash.Planning;

/// <summary>What a sector holds before it is erased, beside what it is to hold.</summary>
public enum SectorContent
{
    Other,

    /// <summary>Nothing but the erased value, and it is to hold something.</summary>
    Blank,

    /// <summary>Exactly what it is to hold, to the last byte of the sector.</summary>
    Same,
}

/// <summary>What of a plan is left to erase and to write. Verify reads all of the plan, whatever was left.</summary>
public sealed record PlanRemainder(ImmutableArray<PlannedErase> Erases, ImmutableArray<PlannedRun> Runs)
{
    public static PlanRemainder All(FlashPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new(plan.Erases, plan.Runs);
    }

    /// <summary>Without what is there already. While anything is to be written, the sector with the vector table is too: a unit that is interrupted must be visibly dead.</summary>
    public static PlanRemainder After(FlashPlan plan, Func<PlannedErase, SectorContent> found)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(found);
        var all = plan.Erases.Select(erase => (Erase: erase, Content: found(erase))).ToList();
        if (all.TrueForAll(sector => sector.Content == SectorContent.Same))
            return new([], []);
        var work = all.Where(sector => sector.Content != SectorContent.Same || sector.Erase.Sector.Range.Contains(plan.LeaveTo)).ToList();
        return new(
            [.. work.Where(sector => sector.Content != SectorContent.Blank).Select(sector => sector.Erase)],
            [
                .. from run in plan.Runs
                   from range in AddressRanges.Union(work.Where(sector => sector.Erase.Alternate == run.Alternate).Select(sector => sector.Erase.Sector.Range.Intersect(run.Range)))
                   select run.Slice(range),
            ]);
    }
}
