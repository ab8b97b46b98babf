using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GangFlash.Devices;

/// <summary>Vendor and product number, written <c>0483:df11</c>.</summary>
public readonly record struct UsbId(ushort Vendor, ushort Product)
{
    /// <summary>What every ST bootloader in ROM and most customer bootloaders answer to (AN2606).</summary>
    public static UsbId StDfu => new(0x0483, 0xDF11);

    public static bool TryParse([NotNullWhen(true)] string? text, out UsbId id)
    {
        id = default;
        if (text?.Split(':') is not [{ Length: 4 } vendor, { Length: 4 } product]
            || !ushort.TryParse(vendor, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var vendorNumber)
            || !ushort.TryParse(product, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var productNumber))
        {
            return false;
        }

        id = new(vendorNumber, productNumber);
        return true;
    }

    public override string ToString() => $"{Vendor:x4}:{Product:x4}";
}
