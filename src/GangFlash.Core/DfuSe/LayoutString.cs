using System.Collections.Immutable;

namespace GangFlash.DfuSe;

/// <summary>Reads the memory layout out of an alternate setting's string (UM0424, 4.3.2, and what real devices made of it).</summary>
public static class LayoutString
{
    /// <summary>A USB string descriptor can't hold more UTF-16 units. A longer text is refused, since its cut-off end may have said anything.</summary>
    public const int LongestText = 126;

    /// <summary>Of one string, all address groups together.</summary>
    public const int MostSegments = 64;

    /// <summary>Of one segment. Real devices reach 1536 (L072), so fwupd's limit of 999 is too low.</summary>
    public const int MostSectors = 65_535;

    /// <summary>Never throws: a string without a usable layout gives none, and the last warning says why.</summary>
    /// <remarks>The text ends at the first character outside of 0x20 to 0x7E: F42x ROMs announce 166 bytes and send 112, the rest is rubbish.</remarks>
    public static LayoutReading Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var reader = new LayoutReader();
        var layout = reader.Read(text);
        return new(text, layout, reader.Warnings);
    }
}

/// <summary>What a layout string says.</summary>
/// <param name="Text">The string as it was given.</param>
/// <param name="Layout">None where nothing may be addressed by this string.</param>
/// <param name="Warnings">Departures from the grammar that were understood, or why there is no layout.</param>
public sealed record LayoutReading(string Text, MemoryLayout? Layout, ImmutableArray<string> Warnings);
