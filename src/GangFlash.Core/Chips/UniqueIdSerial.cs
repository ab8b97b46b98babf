namespace GangFlash.Chips;

/// <summary>
/// The serial string that ST's ROMs and CubeMX firmware make of the 96-bit unique ID. Not unique: the low half of U1, with the wafer number,
/// is lost, so two dice from the same place of two wafers of one lot are alike (ST 848193).
/// </summary>
public static class UniqueIdSerial
{
    /// <summary>Twelve hex digits: U0 + U2, then the upper half of U1.</summary>
    public static string Of(uint u0, uint u1, uint u2) => Text(u0, u2, u1);

    /// <summary>STM32F3: the last four digits come from U2.</summary>
    public static string OfF3(uint u0, uint u1, uint u2)
    {
        _ = u1;     // kept, so that the three words are given alike for every family
        return Text(u0, u2, u2);
    }

    static string Text(uint u0, uint u2, uint tail) => $"{unchecked(u0 + u2):X8}{tail >> 16:X4}";
}
