using System.Globalization;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>Numbers that units take one after the other, each once: serial numbers, MAC addresses.</summary>
/// <param name="Name">In the record a number is known by this name: recipes that name one range share its numbers.</param>
/// <param name="Last">Belongs to the range.</param>
public sealed record NumberRange(string Name, ulong First, ulong Last, uint Step, NumberNotation Notation, SourcePlace Place)
{
    /// <summary>How many numbers there are.</summary>
    public ulong Count => (Last - First) / Step + 1;

    /// <summary>The number as people write it.</summary>
    public string TextOf(ulong number) => Notation switch
    {
        NumberNotation.Decimal => number.ToString(CultureInfo.InvariantCulture),
        NumberNotation.Hex => $"0x{number:X}",
        _ => Groups(number, (int)Notation),
    };

    /// <summary>Reads a number; the answer is why it can't be read, or nothing.</summary>
    public static string? Parse(string text, out ulong number, out NumberNotation notation)
    {
        (number, notation) = (0, NumberNotation.Decimal);
        if (text.Split(':', '-') is { Length: 6 or 8 } groups && groups.All(IsByte) && text.Contains(':') != text.Contains('-'))
        {
            (number, notation) = (Convert.ToUInt64(string.Concat(groups), 16), (NumberNotation)groups.Length);
            return null;
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            notation = NumberNotation.Hex;
            return ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number) ? null : "is no number of at most 16 hex digits";
        }

        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            ? null
            : "is no number; write it in decimal, in hex such as 0x1000, or as a MAC address or EUI-64 such as 00:80:E1:00:00:00";
    }

    static bool IsByte(string group) => group.Length == 2 && group.All(char.IsAsciiHexDigit);

    static string Groups(ulong number, int bytes) => string.Join(':', Enumerable.Range(0, bytes).Select(i => ((number >> (8 * (bytes - 1 - i))) & 0xFF).ToString("X2", CultureInfo.InvariantCulture)));
}

/// <summary>How the numbers of a range are written. The value of the last two is their length in bytes.</summary>
public enum NumberNotation
{
    Decimal = 0,
    Hex = 1,

    /// <summary>IEEE EUI-48: a MAC address.</summary>
    Eui48 = 6,

    /// <summary>IEEE EUI-64.</summary>
    Eui64 = 8,
}
