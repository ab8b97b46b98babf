using GangFlash.Chips.Tables;

namespace GangFlash.Chips;

/// <summary>Where a family keeps its read-out protection (RDP) in the block of option bytes that its bootloader shows, and what the byte means.</summary>
/// <param name="Block">Address of the first byte of the block.</param>
/// <param name="Offset">Of the RDP byte in the block.</param>
/// <param name="Complement">Offset of the byte that must be the complement of it; none where the manual names none.</param>
/// <param name="Level0">The value of level 0, no protection: 0xAA, on F1 0xA5.</param>
/// <param name="Level2">The value of level 2, which is for ever; none on F1, which has no such level. Every other value is level 1.</param>
/// <param name="Source">Reference manual and section.</param>
public sealed record ReadProtection(uint Block, int Offset, int? Complement, byte Level0, byte? Level2, string Source)
{
    /// <summary>None for a family whose option bytes are registers, or are not known.</summary>
    /// <param name="family">As in <see cref="Chip.Family"/>.</param>
    public static ReadProtection? Of(string? family) => family is not null && RdpBytes.OfFamily.TryGetValue(family, out var known) ? known : null;

    /// <summary>The level that a block sets. A wrong complement is level 1, as the silicon takes it (RM0365, 4.3.1).</summary>
    public RdpLevel LevelOf(ReadOnlySpan<byte> block) => block[Offset] switch
    {
        _ when !IsComplementRight(block) => RdpLevel.One,
        var value when value == Level0 => RdpLevel.Zero,
        var value when value == Level2 => RdpLevel.Two,
        _ => RdpLevel.One,
    };

    public bool IsComplementRight(ReadOnlySpan<byte> block) => Complement is not { } at || block[at] == (byte)~block[Offset];
}

/// <summary>How far a part lets itself be read.</summary>
public enum RdpLevel
{
    /// <summary>By everybody.</summary>
    Zero,

    /// <summary>Not by bootloader or debugger. The way back to level 0 erases the flash.</summary>
    One,

    /// <summary>As level 1, and for ever: the bootloader is never entered again and the debug port is off.</summary>
    Two,
}
