using System.Collections.Frozen;

namespace GangFlash.Chips;

/// <summary>USB serial strings that are the same on many boards, and so say nothing about one.</summary>
public static class PlaceholderSerials
{
    static readonly FrozenSet<string> s_constants = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "STM32",                                        // F105, F107
        "FFFFFFFEFFFF",                                 // F04x, F07x
        "STM32FxSTM32",                                 // F446, F72x, F73x
        "00000008FFFF",                                 // F745, F746
        "0C4738420000",                                 // an L072
        "100364500000",                                 // H74x, H75x revision Y: the IDCODE
        "200364500000", "200000500000",                 // H74x, H75x revision V
        "3CBJ", "3C8J", "3C6J", "3C4J",                 // GD32VF103, one per flash size
        "AT32",                                         // AT32F415
        "0448",                                         // APM32F1
        "00000000001A", "00000000010C");                // CubeMX samples, Photon

    /// <summary>True also for an empty text and for one of equal characters (<c>000000</c>): they name no unit either.</summary>
    public static bool IsPlaceholder(string serial)
    {
        ArgumentNullException.ThrowIfNull(serial);
        var text = serial.Trim();
        return s_constants.Contains(text) || text.All(c => c == text[0]);
    }
}
