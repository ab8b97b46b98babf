using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Recipes;
using GangFlash.Releases;

namespace GangFlash.Planning;

/// <summary>What is to be done, whatever the device: a recipe with its images loaded and its chip looked up.</summary>
/// <param name="Images">In the order of the recipe.</param>
/// <param name="Chip">None if the recipe names no chip.</param>
public sealed record FlashOrder(Recipe Recipe, ImmutableArray<FirmwareImage> Images, ChipChoice? Chip)
{
    /// <summary>One for each variant of the recipe, in its order; empty where it has none, or where this is one of them.</summary>
    public ImmutableArray<FlashOrder> Variants { get; init; } = [];

    /// <summary>Values of the work order, by their names.</summary>
    public ImmutableSortedDictionary<string, string> Values { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The serial of the unit that this is for; none where units have none, or before one is bound.</summary>
    public string? Unit { get; init; }

    /// <summary>What is known of this unit for the data that differ from unit to unit; none at the desk, where zeros stand for them.</summary>
    public UnitValues? UnitValues { get; init; }

    /// <summary>Protected bytes of this board that a job has read and puts back; none before it has.</summary>
    public ImmutableArray<Segment> Kept { get; init; } = [];

    /// <summary>Protected bytes that an earlier attempt on this unit has read, erased, and not put back.</summary>
    public ImmutableArray<Segment> KeptBefore { get; init; } = [];

    /// <summary>The release that the recipe and its images came from; none where they are files of their own.</summary>
    public Release? Release { get; init; }

    /// <summary>The order of this and of every variant: what has to be looked at to know all of it.</summary>
    public IEnumerable<FlashOrder> All => Variants.IsEmpty ? [this] : Variants;

    /// <summary>
    /// The same order for a device that is plugged in: the variant that is meant, and for a recipe that names no chip the one that the device's strings can only mean.
    /// </summary>
    public OrderChoice For(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (Variants.IsEmpty)
            return new OrderChoice.Made(Chip is null && ChipCatalogue.Candidates(device) is [var certain] ? this with { Chip = new(certain, certain.Name, null) } : this);
        var meant = VariantChoice.Meant(Recipe.Variants, device, Unit, Values);
        return meant is [var only]
            ? (Variants[Recipe.Variants.IndexOf(only)] with { Values = Values, Unit = Unit, KeptBefore = KeptBefore, UnitValues = UnitValues }).For(device)
            : new OrderChoice.Refused(VariantChoice.Refuse(this, device, meant));
    }
}

/// <summary>What is to be done with one device.</summary>
public abstract record OrderChoice
{
    private OrderChoice() { }

    /// <param name="Order">Without variants.</param>
    public sealed record Made(FlashOrder Order) : OrderChoice;

    /// <summary>No variant is meant, or several are.</summary>
    public sealed record Refused(Refusal Refusal) : OrderChoice;
}
