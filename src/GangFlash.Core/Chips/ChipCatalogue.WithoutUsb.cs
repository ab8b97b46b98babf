using System.Collections.Immutable;
using GangFlash.Chips.Tables;

namespace GangFlash.Chips;

public static partial class ChipCatalogue
{
    /// <summary>Parts that can't be programmed over USB without a bootloader of one's own.</summary>
    public static ImmutableArray<PartWithoutUsbBootloader> WithoutUsbBootloader => NoUsb.Parts;

    public static PartWithoutUsbBootloader? FindWithoutUsbBootloader(string part)
    {
        ArgumentNullException.ThrowIfNull(part);
        var name = PartName.Normal(part);
        return WithoutUsbBootloader.FirstOrDefault(known => known.Matches(name));
    }
}

/// <summary>A part whose ROM does not speak DFU.</summary>
/// <param name="Pattern">The start of its part numbers; an <c>x</c> is any character.</param>
/// <param name="Why">Follows the part in a sentence: <c>has no USB</c>.</param>
public sealed record PartWithoutUsbBootloader(string Pattern, string Why)
{
    internal bool Matches(string name) => name.Length >= Pattern.Length && Pattern.Zip(name).All(pair => pair.First == 'x' || pair.First == pair.Second);
}
