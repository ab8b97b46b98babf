using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Recipes;

namespace GangFlash.Planning;

/// <summary>Holds a device's descriptors and strings against what the recipe expects. Every rule that is given must hold.</summary>
public static class DeviceCheck
{
    public static ImmutableArray<Refusal> Check(ExpectedDevice expected, DeviceIdentity device)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(device);
        var refusals = ImmutableArray.CreateBuilder<Refusal>();
        if (device.Descriptor.Id != expected.Usb)
            refusals.Add(new Refusal.WrongDevice("The USB identity", expected.Usb.ToString(), device.Descriptor.Id.ToString()));
        if (expected.Product is { } product && !product.Matches(device.Product.Text))
            refusals.Add(new Refusal.WrongDevice("The product string", Quote(product.Text), Quote(device.Product.Text)));
        if (expected.Serial is { } serial && !serial.Matches(device.Serial.Text))
            refusals.Add(new Refusal.WrongDevice("The USB serial string", Quote(serial.Text), Quote(device.Serial.Text)));
        return Name(refusals.ToImmutable(), device);
    }

    /// <summary>The same, with the board named in each that says that it is the wrong one.</summary>
    public static ImmutableArray<Refusal> Name(ImmutableArray<Refusal> refusals, DeviceIdentity device) =>
        [.. refusals.Select(refusal => refusal is Refusal.WrongDevice wrong ? wrong with { Board = BoardName.Of(device) } : refusal)];

    static readonly Images.DfuSuffix s_anyDevice = new(0xFFFF, 0xFFFF, 0xFFFF);

    /// <summary>Holds the suffixes of DFU files against the expected USB identity; 0xFFFF means any.</summary>
    public static IEnumerable<Refusal> CheckSuffixes(FlashOrder order) =>
        from image in order.Images
        let suffix = image.Device ?? s_anyDevice
        where !Fits(suffix, order.Recipe.Device.Usb)
        select new Refusal.WrongDevice($"The device that {image.Name} is made for", order.Recipe.Device.Usb.ToString(), new UsbId(suffix.Vendor, suffix.Product).ToString());

    static bool Fits(Images.DfuSuffix suffix, UsbId usb) =>
        (suffix.Vendor is 0xFFFF || suffix.Vendor == usb.Vendor) && (suffix.Product is 0xFFFF || suffix.Product == usb.Product);

    static string Quote(string text) => text.Length == 0 ? "(empty)" : $"\"{Printable.Escape(text)}\"";
}
