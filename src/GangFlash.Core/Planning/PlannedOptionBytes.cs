using System.Collections.Immutable;
using GangFlash.Chips;

namespace GangFlash.Planning;

/// <summary>The last step of a job: one whole block of option bytes.</summary>
/// <param name="Expected">What must be there before, unless <paramref name="Bytes"/> are; empty for anything.</param>
/// <param name="MayStayUnread">Where they cannot be read back, the unit passes with a weaker result of its own.</param>
/// <param name="Protection">Where in the block this part keeps its read protection; none where that is not known.</param>
public sealed record PlannedOptionBytes(byte Alternate, AddressRange Range, ImmutableArray<byte> Bytes, ImmutableArray<byte> Expected, bool MayStayUnread, ReadProtection? Protection)
{
    /// <summary>The read protection that the block sets; none where that is not known.</summary>
    public RdpLevel? Level => Protection?.LevelOf(Bytes.AsSpan());

    /// <summary>Whether these bytes in place of those would lift read protection, which erases the whole chip.</summary>
    public bool Lifts(ReadOnlySpan<byte> before) => Protection?.LevelOf(before) > Level;

    /// <summary>Whether nothing at all may lead back, so that the station has to permit it too.</summary>
    public bool IsForEver => Level is null or RdpLevel.Two;

    /// <summary>What the block does to the chip's protection: a sentence without its capital and its full stop.</summary>
    public string Effect => Level switch
    {
        RdpLevel.Zero => "read protection stays off (RDP level 0)",
        RdpLevel.One => "they set RDP level 1: bootloader and debugger can read and write the chip no more, and the only way back erases all of its flash",
        RdpLevel.Two => "they set RDP level 2, for ever: no bootloader and no debugger reaches the chip again, and nothing takes that back",
        _ => "it is not known where this part keeps its read protection, so they may set level 2, which is for ever, or lift protection, which erases the chip",
    };

    /// <summary>Bytes as recipe, listing and record write them.</summary>
    public static string Hex(IEnumerable<byte> bytes) => string.Join(' ', bytes.Select(value => value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture)));
}
