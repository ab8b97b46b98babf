using GangFlash.Devices;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.FieldCases;

/// <summary>Orders as an engineer would write them, with the real images of <c>tests/Images</c>.</summary>
static class SomeOrder
{
    /// <param name="chip">Empty for a recipe that names none.</param>
    /// <param name="image">File name; raw binaries with their address: <c>h563-app1.bin@0x08020000</c>.</param>
    /// <param name="rest">Further lines of the recipe.</param>
    public static FlashOrder Of(string chip, string image, string rest = "") => Of(chip, [image], rest);

    public static FlashOrder Of(string chip, string[] images, string rest = "", Func<string, byte[]>? load = null) =>
        TestBench.Order(
            $"""
            recipe: field-case
            revision: 1
            {Device(chip)}
            images:
            {string.Join('\n', images.Select(Image))}
            {rest}
            """,
            load ?? TestImages.Bytes);

    /// <summary>For bytes that no toolchain made.</summary>
    public static FlashOrder Of(string chip, uint at, byte[] data, string rest = "") => Of(chip, [$"data.bin@0x{at:X8}"], rest, _ => data);

    /// <summary>Bytes without a pattern, the same for the same length, behind a vector table that a bootloader can jump to.</summary>
    public static byte[] Program(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        byte[] vectors = [0x00, 0x00, 0x01, 0x20, 0xE9, 0x01, 0x00, 0x08];
        vectors.CopyTo(bytes, 0);
        return bytes;
    }

    static string Device(string chip) =>
        chip.Length == 0 ? "" : $"device: {{ chip: {chip}, usb: {TestBench.Chip(chip).Chip.Rom?.Usb ?? UsbId.StDfu} }}";

    static string Image(string image) => image.Split('@') switch
    {
        [var file, var at] => $"  - {{ file: {file}, at: {at} }}",
        _ => $"  - file: {image}",
    };
}
