namespace GangFlash.Devices;

/// <summary>What is plugged into this machine, and the way to open it. Disposing it closes every device that is still open.</summary>
public interface IUsbBus : IAsyncDisposable
{
    /// <summary>Every device that is enumerated now, in the order of <see cref="UsbPortPath"/>.</summary>
    /// <exception cref="UsbBusException">The bus does not answer now.</exception>
    ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct);

    /// <summary>Opens the device that sits at a port now.</summary>
    ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct);

    /// <summary>
    /// What is there when the watch begins, as arrivals, and from then on each arrival and departure. Ends only by cancellation. A device that
    /// enumerates anew at its port departs first.
    /// </summary>
    /// <exception cref="UsbBusException">The bus does not answer now.</exception>
    IAsyncEnumerable<UsbBusEvent> WatchAsync(CancellationToken ct);
}

/// <summary>A device that is enumerated, as far as the operating system knows it without opening it.</summary>
/// <param name="DeviceDescriptor">18 bytes.</param>
/// <param name="ConfigurationDescriptor">The whole active configuration; empty where the operating system does not tell.</param>
public sealed record UsbDeviceEntry(UsbPortPath Port, ReadOnlyMemory<byte> DeviceDescriptor, ReadOnlyMemory<byte> ConfigurationDescriptor);

/// <summary>The outcome of opening a device.</summary>
public abstract record UsbOpening
{
    private UsbOpening() { }

    public sealed record Opened(IUsbDevice Device) : UsbOpening;

    /// <param name="Detail">The operating system's or library's own words.</param>
    public sealed record Refused(UsbOpenError Error, string Detail) : UsbOpening;
}

public enum UsbOpenError
{
    /// <summary>No permission: on Linux a missing udev rule.</summary>
    AccessDenied,

    /// <summary>Another program or driver holds the device.</summary>
    Busy,

    /// <summary>Nothing sits at the port any more.</summary>
    NoDevice,
    Other,
}
