using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;

namespace GangFlash.Planning;

/// <summary>
/// Layout strings overstate (dfuse.md 12.4): what the recipe and the catalogue know of the chip takes away from what the device
/// claims, and never adds to it. A layout that cannot belong to the chip is a wrong device.
/// </summary>
static class TargetNarrowing
{
    /// <summary>Where every STM32 has its main flash; data EEPROM and OTP that stand here too have alternate settings of their own.</summary>
    static readonly AddressRange s_flashWindow = new(0x0800_0000, 0x0C00_0000);

    public static TargetMemory Narrow(FlashOrder order, TargetMemory target, ICollection<Refusal> refusals, ICollection<string> notes)
    {
        if (order.Chip is { } chip)
            target = ToChip(chip, target, refusals, notes);
        return order.Recipe.Device.Layout.IsEmpty ? target : ToRecipe(order.Recipe.Device.Layout, target, refusals);
    }

    static TargetMemory ToChip(ChipChoice chip, TargetMemory target, ICollection<Refusal> refusals, ICollection<string> notes)
    {
        var alternates = ImmutableArray.CreateBuilder<TargetAlternate>();
        foreach (var alternate in target.Alternates)
        {
            if (!chip.Maps.Any(map => Overlaps(map, alternate.Layout)))
            {
                alternates.Add(alternate);
                continue;
            }

            if (chip.Maps.FirstOrDefault(map => Belongs(alternate.Layout, map)) is { } matching)
            {
                var cut = Cut(alternate.Layout, matching);
                if (cut.SectorCount != alternate.Layout.SectorCount)
                    notes.Add($"The device claims {LayoutText.Describe(alternate.Layout)} of flash; {chip.Part} has {LayoutText.Describe(matching)}, and only that is used.");
                alternates.Add(alternate with { Layout = cut });
            }
            else if (IsKnownLie(chip.Chip, alternate.Layout))
            {
                notes.Add($"The ROM of {chip.Part} is known to describe its flash wrongly; its real sectors are used: {LayoutText.Describe(chip.Maps[0])}.");
                alternates.Add(alternate with { Layout = chip.Maps[0] with { Name = alternate.Layout.Name } });
            }
            else
            {
                refusals.Add(new Refusal.WrongDevice("The flash that the device describes", $"{chip.Part} with {LayoutText.Describe(chip.Maps[0])}", LayoutText.Describe(alternate.Layout)));
                alternates.Add(alternate);
            }
        }

        return target with { Alternates = alternates.ToImmutable() };
    }

    static TargetMemory ToRecipe(ImmutableArray<LayoutReading> wanted, TargetMemory target, ICollection<Refusal> refusals)
    {
        var alternates = ImmutableArray.CreateBuilder<TargetAlternate>();
        foreach (var reading in wanted)
        {
            var layout = reading.Layout!;
            if (target.Alternates.FirstOrDefault(alternate => layout.Sectors.All(sector => Has(alternate.Layout, sector))) is { } owner)
                alternates.Add(owner with { Layout = layout });
            else
                refusals.Add(new Refusal.WrongDevice("The memory that the device describes", $"\"{reading.Text}\"", string.Join("; ", target.Alternates.Select(alternate => $"{alternate.Layout.Name} with {LayoutText.Describe(alternate.Layout)}"))));
        }

        return target with { Alternates = alternates.ToImmutable() };
    }

    static bool Overlaps(MemoryLayout map, MemoryLayout layout) => layout.Runs.Any(run => map.Runs.Any(known => known.Range.Overlaps(run.Range)));

    /// <summary>Every sector that the device names inside of the chip's flash is a sector of the chip.</summary>
    static bool Belongs(MemoryLayout layout, MemoryLayout map) =>
        layout.Sectors.All(sector => !map.Runs.Any(run => run.Range.Overlaps(sector.Range)) || (map.Find(sector.Address) is { } real && real.Range == sector.Range));

    /// <summary>The device without the sectors of main flash that the chip does not have.</summary>
    static MemoryLayout Cut(MemoryLayout layout, MemoryLayout map) => layout with
    {
        Runs = [.. layout.Runs.Select(run => run with { Count = Enumerable.Range(0, run.Count).TakeWhile(i => !IsBeyond(run[i], map)).Count() }).Where(run => run.Count > 0)],
    };

    static bool IsBeyond(Sector sector, MemoryLayout map) => s_flashWindow.Contains(sector.Address) && map.Find(sector.Address) is null;

    static bool IsKnownLie(Chip chip, MemoryLayout layout) =>
        chip.Rom?.Alternates.Any(text => LayoutString.Parse(text).Layout is { } told && told.Runs.SequenceEqual(layout.Runs)) == true;

    static bool Has(MemoryLayout layout, Sector wanted) => layout.Find(wanted.Address) is { } real && real.Range == wanted.Range && real.Allows(wanted.Access);
}
