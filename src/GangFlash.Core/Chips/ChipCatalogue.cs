using System.Collections.Immutable;
using GangFlash.Chips.Tables;
using GangFlash.DfuSe;

namespace GangFlash.Chips;

/// <summary>The parts that are known, and how a name or a device's strings lead to one of them.</summary>
public static partial class ChipCatalogue
{
    /// <summary>All groups of parts; the order breaks ties.</summary>
    public static ImmutableArray<Chip> All { get; } =
    [
        .. F0F1F3.Chips,
        .. F2F4.Chips,
        .. F7.Chips,
        .. L0L1L4L5.Chips,
        .. C0C5G0G4U0Wb.Chips,
        .. H5H7U5.Chips,
        .. Clones.Chips,
    ];

    /// <summary>
    /// The part that a recipe names: a group key (<c>f74x</c>), a part number with or without its vendor prefix (<c>F746</c>, <c>STM32F746</c>),
    /// or one with package and flash size (<c>STM32F746ZG</c>, <c>STM32H563RGT6</c>). Case does not matter.
    /// </summary>
    /// <returns>None for an unknown part, for a size that the part does not come in, and for one without USB bootloader.</returns>
    public static ChipChoice? Find(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = PartName.Normal(part);
        if (All.FirstOrDefault(chip => chip.Key.Equals(part.Trim(), StringComparison.OrdinalIgnoreCase)) is { } group)
            return new(group, group.Name, FlashLength: null);
        if (FindWithoutUsbBootloader(name) is not null)
            return null;

        var known = All.SelectMany(chip => chip.Parts).Where(name.StartsWith).MaxBy(text => text.Length);
        if (known is null || !PartName.TrySuffix(name[known.Length..], out var length))
            return null;
        var chips = All.Where(chip => chip.Parts.Contains(known));
        var chip = length is null
            ? chips.MaxBy(LargestFlash)
            : chips.Where(chip => LargestFlash(chip) >= length).MinBy(LargestFlash);
        return chip is null ? null : new(chip, name, length);
    }

    /// <summary>Up to three known part numbers that are most similar, best first; for "did you mean".</summary>
    public static ImmutableArray<string> Suggest(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = PartName.Normal(part);
        var similar = from known in All.SelectMany(chip => chip.Parts).Distinct()
                      let distance = PartName.Distance(name, known)
                      where distance <= PartName.Similar
                      orderby distance
                      select known;
        return [.. similar.Take(3)];
    }

    static ulong LargestFlash(Chip chip) => chip.Flash.Maps.Max(map => map.Ranges.Aggregate(0ul, (sum, range) => sum + range.Length));
}

/// <summary>A part as a recipe names it.</summary>
/// <param name="Part">As it was named, in capitals and with the vendor prefix.</param>
/// <param name="FlashLength">Bytes, from the size letter; none where the name has no such letter.</param>
public sealed record ChipChoice(Chip Chip, string Part, ulong? FlashLength)
{
    /// <summary>The possible sector maps of exactly this part; the first is the factory default.</summary>
    public ImmutableArray<MemoryLayout> Maps { get; } = FlashLength is { } length ? MapsOf(Chip.Flash, length) : Chip.Flash.Maps;

    static ImmutableArray<MemoryLayout> MapsOf(FlashPhysics flash, ulong length) =>
        flash.SmallerParts.FirstOrDefault(smaller => smaller.FlashLength == length) is { } smaller
            ? smaller.Maps
            : [.. flash.Maps.Select(map => Lower(map, length)).DistinctBy(map => string.Join(',', map.Runs))];

    /// <summary>The whole sectors within the first <paramref name="length"/> bytes.</summary>
    static MemoryLayout Lower(MemoryLayout map, ulong length)
    {
        var runs = ImmutableArray.CreateBuilder<SectorRun>();
        var left = length;
        foreach (var run in map.Runs)
        {
            var count = (int)Math.Min((ulong)run.Count, left / run.SectorSize);
            if (count > 0)
                runs.Add(run with { Count = count });
            if (count < run.Count)
                break;
            left -= run.Range.Length;
        }

        return map with { Runs = runs.ToImmutable() };
    }
}
