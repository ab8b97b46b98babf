using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GangFlash.Devices;

/// <summary>
/// A place in the tree of hubs: bus number and chain of port numbers, written <c>1-4.2</c> as Linux does.
/// It stays the same when a device re-enumerates, which is why a slot is a port path and never a serial string.
/// </summary>
public readonly record struct UsbPortPath : IComparable<UsbPortPath>
{
    // USB 2.0, 4.1.1: at most seven tiers, so six ports below the root hub's; one more is accepted for virtual hubs.
    const int MostPorts = 8;

    readonly string? text;

    UsbPortPath(string text) => this.text = text;

    /// <summary>The hub that this port is one of.</summary>
    public UsbHub Hub => text is null ? default : new(text[..Math.Max(text.LastIndexOf('.'), text.IndexOf('-', StringComparison.Ordinal))]);

    /// <exception cref="FormatException">The text is no port path.</exception>
    public static UsbPortPath Parse(string text) =>
        TryParse(text, out var path) ? path : throw new FormatException($"\"{Printable.Escape(text)}\" is no USB port path like 1-4.2");

    public static bool TryParse([NotNullWhen(true)] string? text, out UsbPortPath path)
    {
        path = default;
        if (text?.Split('-') is not [var bus, var chain] || !IsNumber(bus) || chain.Split('.') is not { Length: <= MostPorts } ports || !ports.All(IsNumber))
            return false;
        path = new(text);
        return true;
    }

    /// <summary>By bus, then port by port as numbers, so that 1-2 stands before 1-10.</summary>
    public int CompareTo(UsbPortPath other)
    {
        var (mine, theirs) = (Numbers(), other.Numbers());
        for (var i = 0; i < Math.Min(mine.Length, theirs.Length); i++)
        {
            if (mine[i] != theirs[i])
                return mine[i].CompareTo(theirs[i]);
        }

        return mine.Length.CompareTo(theirs.Length);
    }

    public override string ToString() => text ?? "";

    public static bool operator <(UsbPortPath left, UsbPortPath right) => left.CompareTo(right) < 0;

    public static bool operator >(UsbPortPath left, UsbPortPath right) => left.CompareTo(right) > 0;

    public static bool operator <=(UsbPortPath left, UsbPortPath right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UsbPortPath left, UsbPortPath right) => left.CompareTo(right) >= 0;

    static bool IsNumber(string text) => text is { Length: >= 1 and <= 3 } && text.All(char.IsAsciiDigit) && (text is not ['0', _, ..]);

    int[] Numbers() => text is null ? [] : [.. text.Split('-', '.').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
