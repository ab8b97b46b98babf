using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

/// <summary>Holds what is read of sectors before they are erased against what they are to hold.</summary>
sealed class SectorComparison(FlashPlan plan)
{
    readonly Dictionary<PlannedErase, (bool Blank, bool Same)> found = plan.Erases.ToDictionary(erase => erase, _ => (true, true));

    /// <summary>Adds a block that was read; it may reach over several sectors.</summary>
    public void Add(byte alternate, DataBlock block, ReadOnlySpan<byte> actual)
    {
        var wanted = plan.ContentOf(block.Range);
        foreach (var erase in plan.Erases.Where(erase => erase.Alternate == alternate && erase.Sector.Range.Overlaps(block.Range)))
        {
            var part = erase.Sector.Range.Intersect(block.Range);
            var (at, length) = ((int)(part.Start - block.Range.Start), (int)part.Length);
            var bytes = actual.Slice(at, length);
            var before = found[erase];
            found[erase] = (before.Blank && !bytes.ContainsAnyExcept(plan.Erased), before.Same && bytes.SequenceEqual(wanted.AsSpan(at, length)));
        }
    }

    public SectorContent ContentOf(PlannedErase erase) => found[erase] switch
    {
        { Same: true } => SectorContent.Same,
        { Blank: true } => SectorContent.Blank,
        _ => SectorContent.Other,
    };
}
