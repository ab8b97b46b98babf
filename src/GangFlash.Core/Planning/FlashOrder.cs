using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>What is to be done, whatever the device: a recipe with its images loaded and its chip looked up.</summary>
/// <param name="Images">In the order of the recipe.</param>
/// <param name="Chip">None if the recipe names no chip.</param>
public sealed record FlashOrder(Recipe Recipe, ImmutableArray<FirmwareImage> Images, ChipChoice? Chip)
{
    /// <summary>The same order for a device that is plugged in: a recipe that names no chip takes the one that its strings can only mean.</summary>
    public FlashOrder For(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (Chip is not null)
            return this;
        return ChipCatalogue.Candidates(device) is [var only] ? this with { Chip = new(only, only.Name, null) } : this;
    }
}
