namespace GangFlash.Devices;

/// <summary>A device came or went.</summary>
public abstract record UsbBusEvent
{
    private UsbBusEvent() { }

    public sealed record Arrived(UsbDeviceEntry Device) : UsbBusEvent;

    public sealed record Departed(UsbPortPath Port) : UsbBusEvent;
}

/// <summary>One enumeration of a device: the same board, pulled and plugged again between two looks, is another one.</summary>
/// <param name="Enumeration">Differs between two enumerations at one port.</param>
public readonly record struct UsbPresence(UsbDeviceEntry Device, long Enumeration)
{
    /// <summary>What happened between two looks: departures first, each kind in the order of ports.</summary>
    public static IEnumerable<UsbBusEvent> Changes(IReadOnlyCollection<UsbPresence> before, IReadOnlyCollection<UsbPresence> after)
    {
        var (left, came) = (before.Select(Key).ToHashSet(), after.Select(Key).ToHashSet());
        return
        [
            .. from presence in before where !came.Contains(Key(presence)) orderby presence.Device.Port select new UsbBusEvent.Departed(presence.Device.Port),
            .. from presence in after where !left.Contains(Key(presence)) orderby presence.Device.Port select new UsbBusEvent.Arrived(presence.Device),
        ];
    }

    static (UsbPortPath Port, long Enumeration) Key(UsbPresence presence) => (presence.Device.Port, presence.Enumeration);
}
