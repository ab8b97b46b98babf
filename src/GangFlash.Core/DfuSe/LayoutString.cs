using System.Collections.Immutable;

namespace GangFlash.DfuSe;

/// <summary>Reads the memory layout out of an alternate setting's string (UM0424, 4.3.2, and what real devices made of it).</summary>
public static class LayoutString
{
    /// <summary>Never throws: a string without a usable layout gives none, and says why.</summary>
    public static LayoutReading Parse(string text) => throw new NotSupportedException(text);
}

/// <summary>What a layout string says.</summary>
/// <param name="Text">The string as it was given.</param>
/// <param name="Layout">None where nothing may be addressed by this string.</param>
/// <param name="Warnings">Departures from the grammar that were understood, or why there is no layout.</param>
public sealed record LayoutReading(string Text, MemoryLayout? Layout, ImmutableArray<string> Warnings);
