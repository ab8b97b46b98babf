namespace GangFlash.DfuSe;

/// <summary>One data block: its number on the wire and the bytes that it carries.</summary>
/// <param name="Number">wValue, 2 to 65,535.</param>
public readonly record struct DataBlock(ushort Number, AddressRange Range);

/// <summary>Data blocks that share one address pointer: either full blocks only, or one short block alone.</summary>
/// <param name="Stride">wTransferSize: the distance in bytes between two block numbers.</param>
public readonly record struct BlockStretch(AddressRange Range, ushort Stride)
{
    /// <summary>Block n stands for pointer + (n − 2) · wTransferSize (AN3156, 2.1); 0 is the command channel, 1 is reserved.</summary>
    const int FirstNumber = 2;

    /// <summary>Block numbers 2 to 65,535.</summary>
    public const int MostBlocks = 65_534;

    public uint Pointer => Range.Start;

    public int Count => (int)((Range.Length + Stride - 1) / Stride);

    public DataBlock this[int index]
    {
        get
        {
            var start = Range.Start + (ulong)index * Stride;
            return new((ushort)(FirstNumber + index), new((uint)start, Math.Min(start + Stride, Range.End)));
        }
    }

    /// <summary>The block that holds an address of this stretch.</summary>
    public DataBlock Containing(uint address) => this[(int)((address - Pointer) / Stride)];

    /// <summary>
    /// Covers a range with as few address pointers as the protocol allows. A short last block gets a pointer of its own:
    /// AN3156 multiplies the block number with the length of the buffer, everyone else with wTransferSize,
    /// and only where both agree is the address certain.
    /// </summary>
    public static IEnumerable<BlockStretch> Cover(AddressRange range, ushort stride)
    {
        var full = range.Start + range.Length / stride * stride;
        for (ulong at = range.Start; at < full; at += (ulong)MostBlocks * stride)
            yield return new(new((uint)at, Math.Min(full, at + (ulong)MostBlocks * stride)), stride);
        if (full < range.End)
            yield return new(new((uint)full, range.End), stride);
    }
}
