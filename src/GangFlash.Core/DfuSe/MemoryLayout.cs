using System.Collections.Immutable;

namespace GangFlash.DfuSe;

/// <summary>One memory of a device: the runs of sectors that one alternate setting's string describes.</summary>
/// <param name="Name">As the device spells it, without the padding: <c>Internal Flash</c>.</param>
/// <param name="Runs">In ascending order of address; they do not overlap.</param>
public sealed record MemoryLayout(string Name, ImmutableArray<SectorRun> Runs)
{
    /// <summary>
    /// Option bytes, by the name that every listing gives them: "Option Bytes", "Option byte", "OB Bytes" (dfuse.md 12.2). Some strings call them erasable; an image never belongs there.
    /// </summary>
    public bool IsOptionBytes => Name.StartsWith("Option", StringComparison.OrdinalIgnoreCase) || Name.StartsWith("OB ", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<Sector> Sectors => Runs.SelectMany(run => Enumerable.Range(0, run.Count).Select(i => run[i]));

    public int SectorCount => Runs.Sum(run => run.Count);

    /// <summary>All addresses of this memory, ascending and joined where they touch.</summary>
    public ImmutableArray<AddressRange> Ranges => AddressRanges.Union(Runs.Select(run => run.Range));

    public Sector? Find(uint address)
    {
        foreach (var run in Runs)
        {
            if (run.Range.Contains(address))
                return run.Containing(address);
        }

        return null;
    }

    /// <summary>The sectors that share an address with <paramref name="range"/>, ascending.</summary>
    public IEnumerable<Sector> Touching(AddressRange range) => Runs.SelectMany(run => run.Touching(range));

    /// <summary>The number of the sector that starts at <paramref name="address"/>, counted from 0 in ascending order, as data sheets count.</summary>
    public int IndexOf(uint address)
    {
        var before = 0;
        foreach (var run in Runs)
        {
            if (run.Range.Contains(address))
                return before + (int)((address - run.Address) / run.SectorSize);
            before += run.Count;
        }

        throw new ArgumentOutOfRangeException(nameof(address), $"0x{address:X8} is in no sector of {Name}.");
    }
}
