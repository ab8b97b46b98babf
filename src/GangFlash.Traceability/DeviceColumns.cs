using GangFlash.DfuSe;

namespace GangFlash.Traceability;

/// <summary>What a device says about itself, as the record keeps it.</summary>
/// <param name="Layouts">Every alternate setting as JSON: its text, and the string descriptor as it was received.</param>
sealed record DeviceColumns(
    string PortPath, string UsbId, string BcdDevice, string Manufacturer, string Product, string UsbSerial, IReadOnlyList<LayoutText> Layouts, int TransferSize)
{
    public static DeviceColumns? Of(DeviceIdentity? device) => device is null ? null : new(
        device.Port.ToString(),
        device.Descriptor.Id.ToString(),
        $"{device.Descriptor.BcdDevice:X4}",
        device.Manufacturer.Text,
        device.Product.Text,
        device.Serial.Text,
        [.. device.Alternates.Select(alternate => new LayoutText(alternate.Number, alternate.Name.Text, Convert.ToHexString(alternate.Name.Raw.AsSpan())))],
        device.TransferSize);
}

/// <summary>The string of an alternate setting.</summary>
/// <param name="Raw">The descriptor as it was received, in hex.</param>
sealed record LayoutText(byte Alternate, string Text, string Raw);
