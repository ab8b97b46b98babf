using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Turns an order and a device's memory into a complete plan, or into every reason against one. Pure: no device is asked anything here.</summary>
public static class FlashPlanner
{
    /// <summary>Erased flash of every part but L0 and L1.</summary>
    const byte UsuallyErased = 0xFF;

    /// <summary>Same order and same memory give the same plan.</summary>
    public static Planned Plan(FlashOrder order, TargetMemory target)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(target);
        var refusals = new List<Refusal>(DeviceCheck.CheckSuffixes(order));
        var (notes, dropped) = (new List<string>(), new List<DroppedData>());
        target = TargetNarrowing.Narrow(order, target, refusals, notes);
        if (target.Writable.IsEmpty)
            return new Planned.Refused([.. refusals, new Refusal.NoMemory(target.Title)]);

        var unit = UnitDataParts.Collect(order, refusals);
        var parts = UnitDataParts.Lay(ImageParts.Collect(order, target, refusals, dropped), unit, refusals);
        refusals.AddRange(parts.SelectMany(part => RangeCheck.CheckData(order, target, part)));
        var sectors = TouchedSectors(parts, target);
        refusals.AddRange(sectors.SelectMany(touched => RangeCheck.CheckSector(order, touched.Alternate, touched.Sector, touched.First)));
        var keeps = KeptBytes.Of(order.Recipe, parts, sectors.Select(touched => (touched.Alternate, touched.Sector)));
        refusals.AddRange(KeptBytes.Check(order.Recipe, target, keeps));
        var options = OptionBytesCheck.Plan(order, target, refusals, notes);
        refusals.AddRange(CheckPolicies(order.Recipe, target, sectors.Select(touched => touched.Sector)));
        var granule = RunBuilder.GranuleOf(order);
        refusals.AddRange(parts.SelectMany(part => CheckGranule(order, target, part, granule)));
        if (refusals.Count > 0)
            return new Planned.Refused([.. refusals.Distinct()]);

        var plan = Assemble(order, target, RunBuilder.Build([.. parts.Concat(order.Kept).OrderBy(part => part.Address)], target, granule, order.Chip?.Chip.Flash.Erased ?? UsuallyErased), [.. dropped], notes);
        (plan, unit) = UnitDataParts.WithChecksums(plan, unit, atDesk: order.UnitValues is null, refusals);
        return refusals.Count > 0
            ? new Planned.Refused([.. refusals])
            : new Planned.Ready(plan with { UnitData = unit, OptionBytes = options, Keeps = [.. keeps.Where(keep => !order.Kept.Any(kept => kept.Range.Contains(keep.Range)))] });
    }

    static FlashPlan Assemble(FlashOrder order, TargetMemory target, ImmutableArray<PlannedRun> runs, ImmutableArray<DroppedData> dropped, List<string> notes)
    {
        var (recipe, flash) = (order.Recipe, order.Chip?.Chip.Flash);
        ImmutableArray<PlannedErase> erases = recipe.Erase is ErasePolicy.Touched or ErasePolicy.Auto
            ? [.. runs.SelectMany(run => ErasesOf(order, target, run)).DistinctBy(erase => (erase.Alternate, erase.Sector.Address)).OrderBy(erase => erase.Sector.Address)]
            : [];
        if (flash is null)
            notes.Add("The recipe names no chip: padding, deadlines and times are those of an unknown part.");
        else if (recipe.Device.Chip is null)
            notes.Add($"The recipe names no chip; the device's strings can only mean {order.Chip!.Part}.");
        if (!recipe.Verify.DemandsReadBack())
            notes.Add("A pass of this recipe may be PASS (unverified).");
        notes.AddRange(dropped.Select(drop => $"{drop.Range.Length:N0} bytes of {drop.File} at {drop.Range} ({drop.Place}) are dropped."));
        var eager = recipe.Pace == Pace.Eager && target.Bootloader != BootloaderKind.Custom && order.Chip?.Chip.Rom?.AnswersWhenDone == true;
        if (recipe.Pace == Pace.Eager && !eager)
            notes.Add("pace: eager is not used: nothing proves that this bootloader answers when its work is done.");
        var compare = Compares(recipe, target, flash, notes);
        var times = PlanTiming.Estimate(order, target, erases, runs, compare, eager);
        return new()
        {
            Target = target,
            Erases = erases,
            Hidden = [.. HiddenSectors(order, erases)],
            MassErase = recipe.Erase == ErasePolicy.All ? DfuTimeouts.ForMassErase(target.Writable.Aggregate(0UL, (sum, range) => sum + range.Length)) : null,
            Runs = runs,
            Dropped = dropped,
            Verify = recipe.Verify,
            BlankCheck = BlankCheck(recipe, flash),
            Compare = compare,
            Eager = eager,
            Erased = flash?.Erased ?? UsuallyErased,
            WriteDeadline = PlanTiming.WriteDeadline(flash, target.TransferSize),
            LeaveTo = recipe.After.LeaveTo ?? runs[0].Range.Start,
            Times = times,
            Notes = [.. notes],
        };
    }

    /// <summary>
    /// An F76x with two banks has other sectors than its string shows (rusEFI 3566). Only those count that lie wholly inside of what is erased
    /// anyway: nothing is erased outside of the plan.
    /// </summary>
    static IEnumerable<PlannedErase> HiddenSectors(FlashOrder order, ImmutableArray<PlannedErase> erases)
    {
        if (order.Chip is not { } chip)
            return [];
        var erased = AddressRanges.Union(erases.Select(erase => erase.Sector.Range));
        return
            from map in chip.Maps
            from range in erased
            from sector in map.Touching(range)
            where range.Contains(sector.Range) && !erases.Any(erase => erase.Sector.Range == sector.Range)
            let owner = erases.First(erase => erase.Sector.Range.Overlaps(sector.Range))
            select new PlannedErase(owner.Alternate, sector, map.IndexOf(sector.Address), PlanTiming.EraseDeadline(chip.Chip.Flash, sector));
    }

    /// <summary>Whether sectors are compared before they are erased. Where a string may lie about sectors, an erase could reach one that was found right.</summary>
    static bool Compares(Recipe recipe, TargetMemory target, Chips.FlashPhysics? flash, List<string> notes)
    {
        if (recipe.Erase != ErasePolicy.Auto)
            return false;
        var why = !target.CanUpload ? "the device cannot be read"
            : recipe.Verify == VerifyPolicy.None ? "the recipe reads nothing"
            : flash?.BlankCheck == true ? "the layout string of this part may show other sectors than it has"
            : null;
        if (why is not null)
            notes.Add($"erase: auto erases every touched sector here: {why}.");
        return why is null;
    }

    static bool BlankCheck(Recipe recipe, Chips.FlashPhysics? flash) =>
        recipe.Erase != ErasePolicy.None
        && recipe.Verify.DemandsReadBack()
        && (recipe.BlankCheck == BlankCheckPolicy.Always || (recipe.BlankCheck == BlankCheckPolicy.Auto && flash?.BlankCheck == true));

    static IEnumerable<PlannedErase> ErasesOf(FlashOrder order, TargetMemory target, PlannedRun run)
    {
        var alternate = target.Alternates.First(memory => memory.Number == run.Alternate);
        return alternate.Layout.Touching(run.Range).Select(sector => new PlannedErase(
            run.Alternate, sector, alternate.Layout.IndexOf(sector.Address), PlanTiming.EraseDeadline(order.Chip?.Chip.Flash, sector)));
    }

    /// <summary>Each touched sector once, with the first image part that touches it.</summary>
    static ImmutableArray<(TargetAlternate Alternate, Sector Sector, Segment First)> TouchedSectors(ImmutableArray<Segment> parts, TargetMemory target) =>
    [
        .. from alternate in target.Alternates
           from part in parts
           from sector in alternate.Layout.Touching(part.Range)
           group part by (alternate, sector) into touched
           select (touched.Key.alternate, touched.Key.sector, touched.First()),
    ];

    static IEnumerable<Refusal> CheckPolicies(Recipe recipe, TargetMemory target, IEnumerable<Sector> sectors)
    {
        if (recipe.Erase == ErasePolicy.All && target.Bootloader == BootloaderKind.Custom)
            yield return new Refusal.MassEraseOnCustomBootloader(target.Title);
        if (recipe.Verify.DemandsReadBack() && (!target.CanUpload || sectors.Any(sector => !sector.Allows(SectorAccess.Read))))
            yield return new Refusal.Unreadable(target.Title);
    }

    static IEnumerable<Refusal> CheckGranule(FlashOrder order, TargetMemory target, Segment part, uint granule)
    {
        if (target.TransferSize % granule != 0)
            yield return new Refusal.Misaligned(part.Origin.File, part.Range, $"its blocks of {target.TransferSize} bytes are no multiple of the write granule of {granule} bytes");
        var whole = RunBuilder.Widen(part.Range, granule);
        if (whole == part.Range)
            yield break;
        if (order.Recipe.Erase == ErasePolicy.None)
            yield return new Refusal.Misaligned(part.Origin.File, part.Range, $"without an erase only whole granules of {granule} bytes can be written");
        foreach (var rule in order.Recipe.Ranges.Protect.Where(rule => rule.Shared == SharedSector.Refuse && rule.Range.Overlaps(whole) && !rule.Range.Overlaps(part.Range)))
            yield return new Refusal.ProtectedRange(part.Origin.File, rule.Range.Intersect(whole), By: null, $"the recipe protects in line {rule.Place.Line}; it shares a write granule of {granule} bytes with the data");
    }
}
