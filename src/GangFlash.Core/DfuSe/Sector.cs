namespace GangFlash.DfuSe;

/// <summary>What a bootloader says it can do with a sector: the low three bits of the type letter (UM0424, 4.3.2).</summary>
[Flags]
public enum SectorAccess : byte
{
    None = 0,
    Read = 1,
    Erase = 2,
    Write = 4,
    ReadWrite = Read | Write,
    All = Read | Erase | Write,
}

/// <summary>One erasable piece of target memory, as the device itself describes it.</summary>
/// <param name="Size">Bytes, not always a power of two.</param>
public readonly record struct Sector(uint Address, uint Size, SectorAccess Access)
{
    public AddressRange Range => AddressRange.Of(Address, Size);

    public bool Allows(SectorAccess wanted) => (Access & wanted) == wanted;
}

/// <summary>Equal sectors one after another: one <c>count*size</c> of a layout string.</summary>
/// <param name="Count">May be 0: an empty memory that only carries a name (Arduino Portenta).</param>
public readonly record struct SectorRun(uint Address, uint SectorSize, int Count, SectorAccess Access)
{
    public AddressRange Range => AddressRange.Of(Address, (ulong)SectorSize * (uint)Count);

    public Sector this[int index] => new((uint)(Address + (ulong)SectorSize * (uint)index), SectorSize, Access);

    /// <summary>The sector that holds an address of this run, found by division: sizes need not be powers of two.</summary>
    public Sector Containing(uint address) => this[(int)((address - Address) / SectorSize)];

    /// <summary>The sectors that share an address with <paramref name="range"/>, ascending.</summary>
    public IEnumerable<Sector> Touching(AddressRange range)
    {
        var shared = Range.Intersect(range);
        if (shared.IsEmpty)
            yield break;
        var last = (int)((shared.Last - Address) / SectorSize);
        for (var i = (int)((shared.Start - Address) / SectorSize); i <= last; i++)
            yield return this[i];
    }
}
