using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GangFlash.Devices;

/// <summary>What ports belong to: a hub at its own port, written like it (<c>1-4</c>), or the root hub of a bus, written as the bus alone (<c>1</c>).</summary>
public readonly record struct UsbHub : IComparable<UsbHub>
{
    // USB 2.0, 11.24.2.1: bNbrPorts is one byte, and 255 is the most that a port number can be.
    public const int MostPorts = 255;

    readonly string? text;

    internal UsbHub(string text) => this.text = text;

    /// <summary>True for the hub that a bus begins with; it sits in no port, so no list of devices shows it.</summary>
    public bool IsRoot => text is null || !text.Contains('-');

    public static bool TryParse([NotNullWhen(true)] string? text, out UsbHub hub)
    {
        hub = default;
        // A root hub is a bus that could have a port.
        if (text is null || (!UsbPortPath.TryParse(text, out _) && (text.Contains('-') || !UsbPortPath.TryParse($"{text}-1", out _))))
            return false;
        hub = new(text);
        return true;
    }

    /// <summary>A port of this hub, or none if a chain of hubs can't be that long or a port can't have that number.</summary>
    public UsbPortPath? Port(int number) =>
        number is >= 1 and <= MostPorts && UsbPortPath.TryParse(string.Create(CultureInfo.InvariantCulture, $"{text}{(IsRoot ? '-' : '.')}{number}"), out var port) ? port : null;

    /// <summary>True for what is plugged into this hub, directly or through further hubs.</summary>
    public bool Holds(UsbPortPath port) => port.ToString().StartsWith($"{text}{(IsRoot ? '-' : '.')}", StringComparison.Ordinal);

    /// <summary>True for the device that this hub itself is.</summary>
    public bool Is(UsbPortPath port) => string.Equals(port.ToString(), text, StringComparison.Ordinal);

    /// <summary>In the order of their first ports.</summary>
    public int CompareTo(UsbHub other) => Nullable.Compare(Port(1), other.Port(1));

    public override string ToString() => text ?? "";

    public static bool operator <(UsbHub left, UsbHub right) => left.CompareTo(right) < 0;

    public static bool operator >(UsbHub left, UsbHub right) => left.CompareTo(right) > 0;

    public static bool operator <=(UsbHub left, UsbHub right) => left.CompareTo(right) <= 0;

    public static bool operator >=(UsbHub left, UsbHub right) => left.CompareTo(right) >= 0;
}
