using System.Collections.Immutable;
using System.Text.RegularExpressions;
using GangFlash.DfuSe;

namespace GangFlash.Chips;

public static partial class ChipCatalogue
{
    /// <summary>The chips whose ROM says what this device says, most specific first; several where no bootloader tells them apart.</summary>
    public static ImmutableArray<Chip> Candidates(DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return Candidates([.. device.Alternates.Select(alternate => alternate.Name.Text)], device.Descriptor.BcdDevice, device.Product.Text, device.Serial.Text);
    }

    /// <summary>The chips whose ROM says what this device says, most specific first; several where no bootloader tells them apart.</summary>
    /// <param name="alternates">All interface strings in order, spaces kept: one alone is not enough.</param>
    /// <param name="product">Runs of white space count as one space. Another product text means a customer's bootloader, whose strings prove nothing.</param>
    public static ImmutableArray<Chip> Candidates(IReadOnlyList<string> alternates, ushort bcdDevice, string product, string serial)
    {
        ArgumentNullException.ThrowIfNull(alternates);
        var fits = (from chip in All
                    let fit = FitOf(chip.Rom, alternates, bcdDevice, product, serial)
                    where fit is not null
                    orderby fit.Value.Alternates descending, fit.Value.Serial descending
                    select (Chip: chip, Fit: fit.Value)).ToList();

        // A listing that explains every alternate beats one that is known in part; a serial that only one ROM has beats the rest.
        if (fits.Exists(known => known.Fit.Alternates == alternates.Count))
            fits.RemoveAll(known => known.Fit.Alternates < alternates.Count);
        if (fits.Exists(known => known.Fit.Serial == SerialFit.SameConstant))
            fits.RemoveAll(known => known.Fit.Serial != SerialFit.SameConstant);
        return [.. fits.Select(known => known.Chip)];
    }

    /// <returns>None where something contradicts; else how many alternates agree, and how well the serial does.</returns>
    static (int Alternates, SerialFit Serial)? FitOf(RomBootloader? rom, IReadOnlyList<string> alternates, ushort bcdDevice, string product, string serial)
    {
        if (rom is null or { KnownAlternates: 0 } || (rom.Product.Length > 0 && Squeeze(rom.Product) != Squeeze(product)))
            return null;
        var known = rom.KnownAlternates;
        return rom.AlsoSeen.Prepend(new(rom.BcdDevice, rom.Alternates))
            .Any(listing => listing.BcdDevice == bcdDevice && listing.Alternates.Take(known).SequenceEqual(alternates.Take(known)))
            ? (known, SerialFitOf(rom, serial))
            : null;
    }

    static SerialFit SerialFitOf(RomBootloader rom, string serial) => rom.Serial switch
    {
        SerialRule.Constant => serial == rom.SerialText ? SerialFit.SameConstant : SerialFit.Odd,
        _ => PlaceholderSerials.IsPlaceholder(serial) ? SerialFit.Odd : SerialFit.Plausible,
    };

    static string Squeeze(string text) => WhiteSpace.Replace(text.Trim(), " ");

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex WhiteSpace { get; }

    enum SerialFit
    {
        /// <summary>Another constant than the known one, or a constant where unique IDs are expected: possible, seen least.</summary>
        Odd,
        Plausible,
        SameConstant,
    }
}
