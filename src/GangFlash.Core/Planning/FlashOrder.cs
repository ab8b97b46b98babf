using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Images;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>What is to be done, whatever the device: a recipe with its images loaded and its chip looked up.</summary>
/// <param name="Images">In the order of the recipe.</param>
/// <param name="Chip">None if the recipe names no chip.</param>
public sealed record FlashOrder(Recipe Recipe, ImmutableArray<FirmwareImage> Images, ChipChoice? Chip);
