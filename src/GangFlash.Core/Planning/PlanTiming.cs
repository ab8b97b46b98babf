using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Planning;

/// <summary>Deadlines and estimates, from the catalogue where the chip is known.</summary>
static class PlanTiming
{
    /// <summary>Full speed, endpoint 0: 2.4 to 3 ms per KiB each way, measured on real boards (dfuse.md 15).</summary>
    static readonly TimeSpan s_perKibibyte = TimeSpan.FromMilliseconds(2.7);

    /// <summary>One small control transfer.</summary>
    static readonly TimeSpan s_perTransfer = TimeSpan.FromMilliseconds(0.5);

    /// <summary>A part that nobody named is taken as a slow one: 1 s per 128 KiB.</summary>
    static readonly TimeSpan s_unknownErasePerKibibyte = TimeSpan.FromMilliseconds(8);

    /// <summary>52 µs per half word, the slowest flash of the catalogue (F1).</summary>
    static readonly TimeSpan s_unknownProgramPerKibibyte = TimeSpan.FromMilliseconds(27);

    public static TimeSpan EraseDeadline(FlashPhysics? flash, Sector sector) =>
        flash is null ? DfuTimeouts.ForUnknownErase(sector.Size) : DfuTimeouts.ForErase(flash.SectorEraseOf(sector.Size).Maximum);

    public static TimeSpan WriteDeadline(FlashPhysics? flash, ushort transferSize) =>
        flash is null ? DfuTimeouts.LeastOperation * 2 : DfuTimeouts.ForErase(flash.ProgramMaximum * Granules(flash, transferSize));

    public static PlanTimes Estimate(FlashOrder order, TargetMemory target, ImmutableArray<PlannedErase> erases, ImmutableArray<PlannedRun> runs, bool compare, bool eager)
    {
        var flash = order.Chip?.Chip.Flash;
        var poll = target.Bootloader == BootloaderKind.Custom ? default : order.Chip?.Chip.Rom?.Poll ?? default;
        byte? skip = erases.IsEmpty ? null : flash?.Erased;
        var blocks = runs.SelectMany(run => run.WriteOrder(target.TransferSize, skip)).SelectMany(stretch => stretch.Blocks).Select(block => block.Range.Length).ToList();
        var bytes = blocks.Aggregate(0UL, (sum, length) => sum + length);
        return new(
            compare ? Sum(erases.Select(erase => Reading(erase.Sector.Range, target.TransferSize))) : TimeSpan.Zero,
            Sum(erases.Select(erase => Longer(flash?.SectorEraseOf(erase.Sector.Size).Typical ?? s_unknownErasePerKibibyte * (erase.Sector.Size / 1024.0), poll.Erase))),
            Sum(blocks.Select(length => Wire(length) + (s_perTransfer * 2) + Longer(Program(flash, length), eager ? TimeSpan.Zero : poll.Write))),
            Sum(runs.Select(run => Reading(run.Range, target.TransferSize))),
            flash is null ? null : Program(flash, bytes));
    }

    static TimeSpan Reading(AddressRange range, ushort transferSize) => Wire(range.Length) + (s_perTransfer * ((range.Length + transferSize - 1) / transferSize));

    static TimeSpan Program(FlashPhysics? flash, ulong bytes) => flash is null ? s_unknownProgramPerKibibyte * (bytes / 1024.0) : flash.ProgramTypical * Granules(flash, bytes);

    static double Granules(FlashPhysics flash, ulong bytes) => (bytes + (ulong)flash.Granule - 1) / (ulong)flash.Granule;

    static TimeSpan Wire(ulong bytes) => s_perKibibyte * (bytes / 1024.0);

    static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
}
