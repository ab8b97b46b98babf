namespace GangFlash;

/// <summary>A half-open run of target addresses, [Start, End). The end is 64 bits wide, since a range may end at 4 GiB.</summary>
public readonly record struct AddressRange(uint Start, ulong End)
{
    /// <summary>One past the highest address that 32 bits can name.</summary>
    public const ulong AddressSpace = 0x1_0000_0000;

    public ulong Length => End - Start;

    public bool IsEmpty => End <= Start;

    /// <summary>The highest address inside. Undefined for an empty range.</summary>
    public uint Last => (uint)(End - 1);

    /// <summary>The range of <paramref name="length"/> bytes from <paramref name="start"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range would leave the 32-bit address space.</exception>
    public static AddressRange Of(uint start, ulong length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, AddressSpace - start);
        return new(start, start + length);
    }

    public bool Contains(ulong address) => address >= Start && address < End;

    public bool Contains(AddressRange other) => other.Start >= Start && other.End <= End;

    public bool Overlaps(AddressRange other) => Start < other.End && other.Start < End;

    /// <summary>What both share; empty where they share nothing.</summary>
    public AddressRange Intersect(AddressRange other)
    {
        var start = Math.Max(Start, other.Start);
        return new(start, Math.Max(start, Math.Min(End, other.End)));
    }

    /// <summary>Both ends inclusive, as engineers write ranges: <c>0x08000000–0x0801FFFF</c>.</summary>
    public override string ToString() => IsEmpty ? $"0x{Start:X8} (empty)" : $"0x{Start:X8}–0x{Last:X8}";
}
