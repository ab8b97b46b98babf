using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Gang;

/// <summary>Looks at every device with an interface in DFU mode and leaves it as it was: descriptors, strings, one GETSTATUS.</summary>
public static class DeviceSurvey
{
    /// <summary>All of them side by side, in the order of ports. One that cannot be opened or identified is listed with the reason.</summary>
    public static async Task<ImmutableArray<SurveyedDevice>> LookAsync(IUsbBus bus, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var entries = await bus.ListAsync(ct).ConfigureAwait(false);
        var found = entries.Where(IsBoard).OrderBy(entry => entry.Port);
        return [.. await Task.WhenAll(found.Select(entry => LookAsync(bus, entry, clock, ct))).ConfigureAwait(false)];
    }

    /// <summary>Whether a device has an interface in DFU mode.</summary>
    public static bool IsBoard(UsbDeviceEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return DfuInterface.Find(entry.ConfigurationDescriptor.Span) is not null;
    }

    /// <summary>Looks at one of them.</summary>
    public static async Task<SurveyedDevice> LookAsync(IUsbBus bus, UsbDeviceEntry entry, TimeProvider clock, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(bus);
        ArgumentNullException.ThrowIfNull(entry);
        switch (await bus.OpenAsync(entry.Port, ct).ConfigureAwait(false))
        {
            case UsbOpening.Refused refused:
                return new(entry, null, null, new FlashFailure.CannotOpen(refused.Error, refused.Detail));
            case UsbOpening.Opened { Device: var device }:
                await using (device.ConfigureAwait(false))
                    return await LookAsync(device, entry, clock, ct).ConfigureAwait(false);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    static async Task<SurveyedDevice> LookAsync(IUsbDevice device, UsbDeviceEntry entry, TimeProvider clock, CancellationToken ct)
    {
        DeviceIdentity? identity = null;
        try
        {
            // Claimed before the first word: a device that another program works with is not spoken to.
            var dfu = DfuInterface.Find(device.ConfigurationDescriptor.Span) ?? throw new FlashException(new FlashFailure.NotDfuSe("it has no interface in DFU mode."));
            var claim = await device.ClaimAsync(dfu.Number, ct).ConfigureAwait(false);
            if (claim != UsbTransferStatus.Completed)
                throw new FlashException(claim == UsbTransferStatus.NoDevice ? new FlashFailure.Disconnected("claiming the interface") : new FlashFailure.CannotOpen(UsbOpenError.Busy, "another program or driver holds the interface."));
            identity = await DeviceIdentifier.IdentifyAsync(device, ct).ConfigureAwait(false);
            return new(entry, identity, await new DfuSession(device, identity.Dfu, clock).LookAsync(ct).ConfigureAwait(false), null);
        }
        catch (FlashException failed)
        {
            return new(entry, identity, null, failed.Failure);
        }
    }
}

/// <summary>A device in DFU mode as it was found.</summary>
/// <param name="Identity">None if it could not be opened or identified.</param>
/// <param name="Status">None if it was not asked, or stalled the question.</param>
/// <param name="Failure">Why something is missing.</param>
public sealed record SurveyedDevice(UsbDeviceEntry Entry, DeviceIdentity? Identity, DfuStatusReport? Status, FlashFailure? Failure)
{
    public UsbPortPath Port => Entry.Port;

    /// <summary>The other ports of a gang whose devices show the same serial string.</summary>
    public IEnumerable<UsbPortPath> SharesSerialWith(IEnumerable<SurveyedDevice> all) =>
        from other in all
        where other.Port != Port && Identity is { Serial.Text.Length: > 0 } && other.Identity?.Serial.Text == Identity.Serial.Text
        select other.Port;
}
