using System.Collections.Frozen;

namespace GangFlash.Chips.Tables;

/// <summary>
/// The RDP byte of the families that show their option bytes as memory. Where they are registers (H5, H7, L5, U0, U5) nothing stands here on purpose: what such a block does
/// is not decided by one byte at a known place, so it counts as irreversible.
/// </summary>
internal static class RdpBytes
{
    const byte Level0 = 0xAA;
    const byte Level2 = 0xCC;

    /// <summary>By <see cref="Chip.Family"/>.</summary>
    public static FrozenDictionary<string, ReadProtection> OfFamily { get; } = new Dictionary<string, ReadProtection>
    {
        ["STM32F0"] = Pairs("RM0091, 4 'Option bytes', table 'Option byte organization': word 0x00FF55AA from production"),
        ["STM32F3"] = Pairs("RM0313 and RM0316, 'Option byte description', table 'Option byte organization'"),
        ["STM32F1"] = Pairs("PM0075, 'Option byte description': RDPRT key 0x00A5; no level 2") with { Level0 = 0xA5, Level2 = null },
        ["STM32F2"] = SecondByte(0x1FFF_C000, "PM0059, 2.6 'Option bytes': bits 15:8 of the word"),
        ["STM32F4"] = SecondByte(0x1FFF_C000, "RM0090, 'Description of the option bytes': bits 15:8 of the word; the same in RM0368, RM0383 and RM0390"),
        ["STM32F7"] = SecondByte(0x1FFF_0000, "RM0385, RM0410 and RM0431, 3.4 'FLASH option bytes': bits 15:8 of the word"),
        ["STM32L0"] = new(0x1FF8_0000, Offset: 0, Complement: 2, Level0, Level2, "RM0367, 3.4.4: first option word xx55xxAA for level 0, xx33xxCC for level 2"),
        ["STM32L1"] = new(0x1FF8_0000, Offset: 0, Complement: 2, Level0, Level2, "RM0038, 'Option bytes description': RDP in bits 7:0, its complement in bits 23:16"),
        ["STM32L4"] = Words("RM0351 and RM0394, 3.4.1 'Option bytes description'"),
        ["STM32G0"] = Words("RM0444, 3.4.1 'FLASH option bytes'"),
        ["STM32G4"] = Words("RM0440, 3.4.1 'Option bytes description'"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Each byte is followed by its complement.</summary>
    static ReadProtection Pairs(string source) => new(0x1FFF_F800, Offset: 0, Complement: 1, Level0, Level2, source);

    /// <summary>Behind the user byte; the manuals call the upper half reserved.</summary>
    static ReadProtection SecondByte(uint block, string source) => new(block, Offset: 1, Complement: null, Level0, Level2, source);

    /// <summary>Each word is followed by its complement.</summary>
    static ReadProtection Words(string source) => new(0x1FFF_7800, Offset: 0, Complement: 4, Level0, Level2, source);
}
