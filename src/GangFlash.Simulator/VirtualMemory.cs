using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>Flash that behaves like flash: bits go one way, sectors are erased whole, granules with error correction are written once.</summary>
public sealed class VirtualMemory(FlashPhysics physics, ImmutableArray<MemoryLayout> memories)
{
    const int PageSize = 4096;

    readonly Dictionary<uint, byte[]> pages = [];

    /// <summary>Granules whose error correction no longer fits their content (H7 after a second write).</summary>
    readonly HashSet<uint> broken = [];

    /// <summary>Granules that were programmed since their erase, even with the erased value: parts with error correction know.</summary>
    readonly HashSet<uint> programmed = [];

    readonly Dictionary<uint, (byte Mask, bool High)> stuck = [];

    public Sector? SectorAt(uint address) => memories.Select(memory => memory.Find(address)).FirstOrDefault(sector => sector is not null);

    /// <summary>Every sector that can be erased, for a mass erase: option bytes, OTP and EEPROM cannot.</summary>
    public IEnumerable<Sector> Erasable => memories.SelectMany(memory => memory.Sectors).Where(sector => sector.Allows(SectorAccess.Erase));

    public byte[] Read(AddressRange range)
    {
        var bytes = new byte[range.Length];
        Read(range.Start, bytes);
        return bytes;
    }

    public void Read(uint address, Span<byte> into)
    {
        foreach (var (page, inPage, at, length) in Pieces(address, into.Length))
        {
            var part = into.Slice(at, length);
            if (pages.TryGetValue(page, out var bytes))
                bytes.AsSpan(inPage, length).CopyTo(part);
            else
                part.Fill(physics.Erased);
        }

        foreach (var (at, bit) in stuck)
        {
            if (at >= address && at - address < into.Length)
                into[(int)(at - address)] = Held(into[(int)(at - address)], bit);
        }
    }

    /// <summary>True if the error correction of some granule in the range is broken: silicon faults on such a read.</summary>
    public bool IsBroken(AddressRange range) => broken.Count > 0 && Granules(range).Any(broken.Contains);

    public void Erase(Sector sector)
    {
        Put(sector.Range, physics.Erased);
        if (programmed.Count + broken.Count == 0)
            return;
        foreach (var granule in Granules(sector.Range))
        {
            programmed.Remove(granule);
            broken.Remove(granule);
        }
    }

    /// <summary>Programs bytes by the part's rewrite rule.</summary>
    /// <returns>False if the silicon refused a granule; the ones before it are programmed.</returns>
    public bool Program(uint address, ReadOnlySpan<byte> data)
    {
        if (physics.Rewrite is RewriteRule.ClearsBits or RewriteRule.SetsBits)
        {
            MoveBits(address, data);
            return true;
        }

        var range = AddressRange.Of(address, (ulong)data.Length);
        foreach (var granule in Granules(range))
        {
            var part = range.Intersect(AddressRange.Of(granule, (ulong)physics.Granule));
            if (!ProgramGranule(granule, part, data.Slice((int)(part.Start - address), (int)part.Length)))
                return false;
        }

        return true;
    }

    /// <summary>For setting a scene: content without any rule.</summary>
    public void Put(uint address, ReadOnlySpan<byte> data)
    {
        foreach (var (page, inPage, at, length) in Pieces(address, data.Length))
            data.Slice(at, length).CopyTo(Page(page).AsSpan(inPage));
    }

    /// <summary>For setting a scene: one value everywhere.</summary>
    public void Put(AddressRange range, byte value)
    {
        foreach (var (page, inPage, _, length) in Pieces(range.Start, (long)range.Length))
        {
            if (value == physics.Erased && length == PageSize)
                pages.Remove(page);
            else
                Page(page).AsSpan(inPage, length).Fill(value);
        }
    }

    public void Stick(uint address, byte mask, bool high) => stuck[address] = (mask, high);

    bool ProgramGranule(uint granule, AddressRange part, ReadOnlySpan<byte> data)
    {
        var isBlank = !programmed.Contains(granule) && !Read(AddressRange.Of(granule, (ulong)physics.Granule)).AsSpan().ContainsAnyExcept(physics.Erased);
        switch (physics.Rewrite)
        {
            case RewriteRule.Refused or RewriteRule.BlankOrZero when !isBlank && data.ContainsAnyExcept((byte)0):
                return false;
            case RewriteRule.BreaksEcc when !isBlank:
                broken.Add(granule);
                break;
        }

        MoveBits(part.Start, data);
        if (physics.Rewrite is RewriteRule.Refused or RewriteRule.BreaksEcc)
            programmed.Add(granule);
        return true;
    }

    /// <summary>The one direction that programming can move bits in: to 0, on L0 and L1 to 1.</summary>
    void MoveBits(uint address, ReadOnlySpan<byte> data)
    {
        var bytes = new byte[data.Length];
        Read(address, bytes);
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = physics.Rewrite == RewriteRule.SetsBits ? (byte)(bytes[i] | data[i]) : (byte)(bytes[i] & data[i]);
        Put(address, bytes);
    }

    static byte Held(byte value, (byte Mask, bool High) bit) => (byte)(bit.High ? value | bit.Mask : value & ~bit.Mask);

    IEnumerable<uint> Granules(AddressRange range)
    {
        for (ulong at = range.Start / (uint)physics.Granule * (uint)physics.Granule; at < range.End; at += (uint)physics.Granule)
            yield return (uint)at;
    }

    /// <summary>A stretch of addresses cut at page borders: page number, offset in it, offset in the stretch, length.</summary>
    static IEnumerable<(uint Page, int InPage, int At, int Length)> Pieces(uint address, long length)
    {
        for (long at = 0; at < length;)
        {
            var place = address + (ulong)at;
            var inPage = (int)(place % PageSize);
            var piece = (int)Math.Min(PageSize - inPage, length - at);
            yield return ((uint)(place / PageSize), inPage, (int)at, piece);
            at += piece;
        }
    }

    byte[] Page(uint number)
    {
        if (pages.TryGetValue(number, out var page))
            return page;
        page = new byte[PageSize];
        Array.Fill(page, physics.Erased);
        return pages[number] = page;
    }
}
