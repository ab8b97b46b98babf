using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Protected bytes that share a sector with an image, where the recipe wants them put back.</summary>
static class KeptBytes
{
    /// <summary>What of them is inside of the sectors that are erased, in the order of addresses.</summary>
    public static ImmutableArray<PlannedKeep> Of(Recipe recipe, ImmutableArray<Segment> parts, IEnumerable<(TargetAlternate Alternate, Sector Sector)> touched) => recipe.Erase is ErasePolicy.None
        ? []
        :
        [
            .. from memory in touched
               from rule in recipe.Ranges.Protect
               where rule.Shared == SharedSector.Restore

               // Data of an image in a protected range is refused by itself.
               from range in AddressRanges.Subtract(rule.Range.Intersect(memory.Sector.Range), parts.Select(part => part.Range))
               orderby range.Start
               select new PlannedKeep(memory.Alternate.Number, range, rule.Place.Line),
        ];

    public static IEnumerable<Refusal> Check(Recipe recipe, TargetMemory target, ImmutableArray<PlannedKeep> keeps) =>
        from keep in keeps
        let why = !target.CanUpload ? $"\"{Printable.Escape(target.Title)}\" cannot be read"
            : recipe.Verify == VerifyPolicy.None ? "'verify: none' reads nothing, and what is not read back is not proven to be there"
            : target.Alternates.First(memory => memory.Number == keep.Alternate).Layout.Touching(keep.Range).Any(sector => !sector.Allows(SectorAccess.Read)) ? "its sector cannot be read"
            : null
        where why is not null
        select new Refusal.CannotKeep(keep.Range, keep.Line, why);
}
