using System.Collections.Immutable;
using System.Numerics;
using GangFlash.DfuSe;

namespace GangFlash.Flashing;

/// <summary>
/// Compares what was written with what is read, block by block, and keeps just enough to explain a difference: its memory does not grow
/// with the image.
/// </summary>
/// <param name="erased">Value of an erased byte.</param>
/// <param name="lastSent">The last block that was sent: a device that stores nothing may echo it.</param>
/// <param name="samples">What some blocks held before the erase, by the address of the block.</param>
sealed class ReadBack(byte erased, ReadOnlyMemory<byte> lastSent, IReadOnlyDictionary<uint, byte[]> samples)
{
    const int Window = 32;
    const int MostKept = 8;

    /// <summary>A block with no more bytes than this that are not erased holds no content.</summary>
    const int MostOddBytes = 8;

    readonly List<AddressRange> ranges = [];
    readonly List<AddressRange> badBlocks = [];
    readonly List<ReadBlock> kept = [];
    readonly List<SampledBlock> sampled = [];
    byte[] tail = [];
    uint tailEnd;
    ulong lastEnd;
    bool severalValues;

    public ulong Compared { get; private set; }

    public ulong Differing { get; private set; }

    public int RangeCount { get; private set; }

    public ulong BitsCleared { get; private set; }

    public ulong BitsSet { get; private set; }

    /// <summary>Address of the last byte that differs.</summary>
    public uint Last { get; private set; }

    public FirstDifference? First { get; private set; }

    public IReadOnlyList<AddressRange> Ranges => ranges;

    /// <summary>The blocks that differ, whole and joined where they touch: coarser than <see cref="Ranges"/>, but all of them.</summary>
    public IReadOnlyList<AddressRange> BadBlocks => badBlocks;

    /// <summary>The first blocks that differ, whole.</summary>
    public IReadOnlyList<ReadBlock> Kept => kept;

    /// <summary>Blocks whose old content is known.</summary>
    public IReadOnlyList<SampledBlock> Sampled => sampled;

    /// <summary>Nothing but erased bytes was read, in all blocks.</summary>
    public bool AllBlank { get; private set; } = true;

    /// <summary>Every byte that differs holds the erased value.</summary>
    public bool DifferencesBlank { get; private set; } = true;

    /// <summary>Every byte that matches was to hold the erased value anyway.</summary>
    public bool MatchesMeanNothing { get; private set; } = true;

    /// <summary>Every block repeats the block that was sent last.</summary>
    public bool AllEcho { get; private set; } = true;

    /// <summary>The one value that every differing byte holds; none if there are several.</summary>
    public byte? OnlyValue { get; private set; }


    /// <summary>Adds a block that was read. Blocks come in ascending order.</summary>
    public void Add(DataBlock block, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Compared += (ulong)actual.Length;
        AllBlank &= !actual.ContainsAnyExcept(erased);
        AllEcho &= actual.Length <= lastSent.Length && actual.SequenceEqual(lastSent.Span[..actual.Length]);
        var equal = expected.SequenceEqual(actual);
        if (samples.TryGetValue(block.Range.Start, out var old) && old.Length >= actual.Length)
            sampled.Add(new(block.Range, equal, actual.SequenceEqual(old.AsSpan(0, actual.Length)), expected.SequenceEqual(old.AsSpan(0, actual.Length)), IsMix(expected, actual, old)));
        if (equal)
            MatchesMeanNothing &= !expected.ContainsAnyExcept(erased);
        else
            AddDifferences(block, expected, actual);
        (tail, tailEnd) = (actual[^Math.Min(Window, actual.Length)..].ToArray(), (uint)block.Range.End);
    }

    void AddDifferences(DataBlock block, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (kept.Count < MostKept)
            kept.Add(new(block, expected.ToArray(), actual.ToArray()));
        if (badBlocks is [.., var before] && (before.End == block.Range.Start || badBlocks.Count == VerifyFailure.MostRanges))
            badBlocks[^1] = before with { End = block.Range.End };
        else
            badBlocks.Add(block.Range);
        for (var i = 0; i < actual.Length; i++)
        {
            if (expected[i] == actual[i])
            {
                MatchesMeanNothing &= expected[i] == erased;
                continue;
            }

            var address = block.Range.Start + (uint)i;
            First ??= Describe(block, expected, actual, i);
            Last = address;
            Differing++;
            DifferencesBlank &= actual[i] == erased;
            BitsCleared += (ulong)BitOperations.PopCount((uint)(expected[i] & ~actual[i] & 0xFF));
            BitsSet += (ulong)BitOperations.PopCount((uint)(actual[i] & ~expected[i] & 0xFF));
            severalValues |= OnlyValue is { } value && value != actual[i];
            OnlyValue = severalValues ? null : actual[i];
            Extend(address);
        }
    }

    void Extend(uint address)
    {
        if (RangeCount > 0 && lastEnd == address)
        {
            if (RangeCount == ranges.Count)
                ranges[^1] = ranges[^1] with { End = address + 1UL };
        }
        else
        {
            RangeCount++;
            if (ranges.Count < VerifyFailure.MostRanges)
                ranges.Add(AddressRange.Of(address, 1));
        }

        lastEnd = address + 1UL;
    }

    FirstDifference Describe(DataBlock block, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, int at)
    {
        var from = Math.Max(0, at - Window);
        var to = Math.Min(actual.Length, at + Window + 1);

        // The bytes before the block were read and equal, so they stand for both sides.
        var before = from == 0 && tailEnd == block.Range.Start ? tail.AsSpan(Math.Max(0, tail.Length - (Window - at))) : [];
        return new(
            block,
            block.Range.Start + (uint)at,
            expected[at],
            actual[at],
            block.Range.Start + (uint)from - (uint)before.Length,
            [.. before, .. expected[from..to]],
            [.. before, .. actual[from..to]]);
    }

    /// <summary>The new bytes programmed over the old ones without an erase. A block that was all but blank is no old content: its odd bits are stuck.</summary>
    bool IsMix(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, ReadOnlySpan<byte> old)
    {
        if (old.Length - old.Count(erased) <= MostOddBytes)
            return false;
        for (var i = 0; i < actual.Length; i++)
        {
            var mix = erased == 0 ? old[i] | expected[i] : old[i] & expected[i];
            if (actual[i] != mix)
                return false;
        }

        return true;
    }
}

/// <summary>A block as it should be and as it was read.</summary>
sealed record ReadBlock(DataBlock Block, byte[] Expected, byte[] Actual);

/// <summary>A block whose old content is known.</summary>
/// <param name="Equal">It holds what was written.</param>
/// <param name="Old">It holds what was there before.</param>
/// <param name="OldWasRight">What was there before is what was to be written.</param>
/// <param name="Mix">It holds old and new programmed over each other.</param>
sealed record SampledBlock(AddressRange Range, bool Equal, bool Old, bool OldWasRight, bool Mix);

sealed record FirstDifference(
    DataBlock Block, uint Address, byte Expected, byte Actual, uint AroundStart, ImmutableArray<byte> ExpectedAround, ImmutableArray<byte> ActualAround);
