using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>The outcome of planning: a complete list of what to do, or every reason why nothing is done.</summary>
public abstract record Planned
{
    private Planned() { }

    public sealed record Ready(FlashPlan Plan) : Planned;

    public sealed record Refused(ImmutableArray<Refusal> Refusals) : Planned;
}

/// <summary>All that a job does to one device, decided before the first byte is sent.</summary>
public sealed record FlashPlan
{
    /// <summary>The device, narrowed to what the recipe and the catalogue know of it.</summary>
    public required TargetMemory Target { get; init; }

    /// <summary>In the order of their addresses; empty where the recipe erases nothing or everything.</summary>
    public ImmutableArray<PlannedErase> Erases { get; init; } = [];

    /// <summary>Sectors that another map of the chip has inside of what is erased: tried only where the blank check finds old content there.</summary>
    public ImmutableArray<PlannedErase> Hidden { get; init; } = [];

    /// <summary>Protected bytes inside of what is erased: they are read before, and planning is done again with them.</summary>
    public ImmutableArray<PlannedKeep> Keeps { get; init; } = [];

    /// <summary>The deadline of a mass erase, where the recipe asks for one.</summary>
    public TimeSpan? MassErase { get; init; }

    /// <summary>In the order of their addresses. They are written from the last to the first, see <see cref="PlannedRun.WriteOrder"/>.</summary>
    public ImmutableArray<PlannedRun> Runs { get; init; } = [];

    public ImmutableArray<DroppedData> Dropped { get; init; } = [];

    public VerifyPolicy Verify { get; init; }

    public bool BlankCheck { get; init; }

    /// <summary>Whether each sector is read before it is erased, and left alone where it holds already what it is to hold.</summary>
    public bool Compare { get; init; }

    /// <summary>Whether the device is asked again at once while blocks are written.</summary>
    public bool Eager { get; init; }

    /// <summary>The value of an erased byte.</summary>
    public required byte Erased { get; init; }

    /// <summary>For one block.</summary>
    public required TimeSpan WriteDeadline { get; init; }

    /// <summary>The vector table that leave starts.</summary>
    public uint LeaveTo { get; init; }

    public required PlanTimes Times { get; init; }

    /// <summary>What an engineer should know although it stops nothing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>Written last, once everything is verified; none for nothing.</summary>
    public PlannedOptionBytes? OptionBytes { get; init; }

    /// <summary>What is written of the unit's own data.</summary>
    public ImmutableArray<UnitDatum> UnitData { get; init; } = [];

    /// <summary>What addresses are to hold after their sectors were erased and written.</summary>
    public byte[] ContentOf(AddressRange range)
    {
        var content = new byte[range.Length];
        Array.Fill(content, Erased);
        foreach (var run in Runs.Where(run => run.Range.Overlaps(range)))
        {
            var part = run.Range.Intersect(range);
            run.Slice(part).Data.CopyTo(content.AsMemory((int)(part.Start - range.Start)));
        }

        return content;
    }

    /// <summary>The plan with other bytes at an address, all of them inside of one run.</summary>
    internal FlashPlan With(uint at, ReadOnlyMemory<byte> bytes)
    {
        var run = Runs.First(run => run.Range.Contains(at));
        var data = run.Data.ToArray();
        bytes.CopyTo(data.AsMemory((int)(at - run.Range.Start)));
        return this with { Runs = Runs.Replace(run, run with { Data = data }) };
    }

    /// <summary>Bytes of the images that are written.</summary>
    public ulong ImageBytes => Runs.Aggregate(0UL, (sum, run) => sum + run.ImageBytes);

    /// <summary>Bytes on the device after the job that the job put there: images and padding.</summary>
    public ulong WrittenBytes => Runs.Aggregate(0UL, (sum, run) => sum + run.Range.Length);

    /// <summary>Bytes that are read back and equal on a unit that passes.</summary>
    public ulong ProvenBytes => Verify == VerifyPolicy.Images ? ImageBytes : WrittenBytes;
}

/// <param name="Number">Counted from 0 within its memory, as data sheets count.</param>
public sealed record PlannedErase(byte Alternate, Sector Sector, int Number, TimeSpan Deadline);

/// <param name="Line">Of the recipe's rule that protects them.</param>
public sealed record PlannedKeep(byte Alternate, AddressRange Range, int Line);

/// <summary>Contiguous bytes for one memory, filled up to whole write granules with the erased value.</summary>
/// <param name="Data">As long as <paramref name="Range"/>.</param>
/// <param name="Images">Where the bytes are the images' and no padding: ascending, none touches another.</param>
/// <param name="Files">Names of the images that the bytes come from.</param>
public sealed record PlannedRun(byte Alternate, AddressRange Range, ReadOnlyMemory<byte> Data, ImmutableArray<AddressRange> Images, ImmutableArray<string> Files)
{
    /// <summary>Without the padding.</summary>
    public ulong ImageBytes => Images.Aggregate(0UL, (sum, range) => sum + range.Length);

    /// <summary>The part inside <paramref name="part"/>, which must lie inside the run.</summary>
    public PlannedRun Slice(AddressRange part) => this with
    {
        Range = part,
        Data = Data.Slice((int)(part.Start - Range.Start), (int)part.Length),
        Images = [.. Images.Select(part.Intersect).Where(range => !range.IsEmpty)],
    };

    /// <summary>What a block must hold, beside what was read: padding counts as right where only images do.</summary>
    public ReadOnlySpan<byte> WantedOf(DataBlock block, ReadOnlySpan<byte> actual, VerifyPolicy verify)
    {
        if (verify != VerifyPolicy.Images)
            return BytesOf(block);
        var wanted = actual.ToArray();
        foreach (var part in Images.Select(range => range.Intersect(block.Range)).Where(part => !part.IsEmpty))
            Data.Span.Slice((int)(part.Start - Range.Start), (int)part.Length).CopyTo(wanted.AsSpan((int)(part.Start - block.Range.Start)));
        return wanted;
    }

    public ReadOnlySpan<byte> BytesOf(DataBlock block) => MemoryOf(block).Span;

    public ReadOnlyMemory<byte> MemoryOf(DataBlock block) => Data.Slice((int)(block.Range.Start - Range.Start), (int)block.Range.Length);

    /// <summary>The same addresses as stretches of blocks, ascending.</summary>
    public IEnumerable<BlockStretch> Stretches(ushort transferSize) => BlockStretch.Cover(Range, transferSize);

    /// <summary>
    /// The blocks to send, each with the pointer that it counts from: from the end to the start, and in each stretch the first block last.
    /// So the very last block that reaches a device is its vector table, and an interrupted unit is visibly dead and not half alive.
    /// Blocks that hold only the erased value are left out where their sector was erased.
    /// </summary>
    public IEnumerable<(BlockStretch Stretch, ImmutableArray<DataBlock> Blocks)> WriteOrder(ushort transferSize, byte? skip)
    {
        foreach (var stretch in Stretches(transferSize).Reverse())
        {
            var blocks = Enumerable.Range(1, stretch.Count).Select(i => stretch[i % stretch.Count])
                .Where(block => skip is not { } erased || BytesOf(block).ContainsAnyExcept(erased)).ToImmutableArray();
            if (!blocks.IsEmpty)
                yield return (stretch, blocks);
        }
    }
}

/// <summary>Image data that the recipe leaves out.</summary>
public sealed record DroppedData(string File, string Place, AddressRange Range);

/// <summary>What a job should take, and what it cannot be faster than.</summary>
/// <param name="Erase">Typical, by the data sheet; unknown parts are taken as slow ones.</param>
/// <param name="Program">Typical, with the transfers over a full-speed bus and the announced waits.</param>
/// <param name="Verify">Read-back over a full-speed bus.</param>
/// <param name="Compare">Reading the sectors first, where the plan does that; the other times are then those of a board that holds something else everywhere.</param>
/// <param name="ProgramFloor">The least time that the silicon itself needs to store the data; none for unknown parts.</param>
public sealed record PlanTimes(TimeSpan Compare, TimeSpan Erase, TimeSpan Program, TimeSpan Verify, TimeSpan? ProgramFloor)
{
    public TimeSpan Total => Compare + Erase + Program + Verify;
}
