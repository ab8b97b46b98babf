using GangFlash.Chips;

namespace GangFlash.Traceability;

/// <summary>How the record knows a unit: by its serial; before it has one by its chip identity, and before that by the attempt itself.</summary>
/// <param name="Unit">The key that attempts on one unit share.</param>
/// <param name="ChipIdentity">As USB shows it; none where it says nothing about one board. Not unique by construction.</param>
sealed record UnitIdentity(string Unit, string? Serial, string? ChipIdentity)
{
    public static UnitIdentity Of(string? serial, string? usbSerial, string attempt)
    {
        var chip = string.IsNullOrWhiteSpace(usbSerial) || PlaceholderSerials.IsPlaceholder(usbSerial) ? null : usbSerial;
        var named = string.IsNullOrEmpty(serial) ? null : serial;
        return new(named ?? chip ?? attempt, named, chip);
    }
}
