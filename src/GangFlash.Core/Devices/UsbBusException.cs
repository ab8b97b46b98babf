namespace GangFlash.Devices;

/// <summary>USB as a whole does not answer: no device is to blame, and it may answer at the next question.</summary>
/// <param name="why">The operating system's or library's own words.</param>
public sealed class UsbBusException(string why) : Exception($"USB of this computer does not answer ({why}). Unplug and plug the hub in again; if that does not help, start the computer anew.")
{
    /// <summary>Stable.</summary>
    public const string Code = "usb.bus-failed";

    public string Why { get; } = why;
}
