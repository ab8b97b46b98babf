using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.DfuSe;

/// <summary>Reads a device's identity over standard requests only: nothing that could change its state.</summary>
public static class DeviceIdentifier
{
    /// <summary>Seen: 1024, 2048, 4096; smaller powers of two are legal (dfuse.md 2.3).</summary>
    const ushort LargestTransfer = 4096;

    const ushort SmallestTransfer = 8;

    /// <exception cref="FlashException">It is no DfuSe bootloader, its transfer size makes no sense, or it left the bus.</exception>
    public static async Task<DeviceIdentity> IdentifyAsync(IUsbDevice device, CancellationToken ct)
    {
        var descriptor = UsbDeviceDescriptor.Parse(device.DeviceDescriptor.Span) ?? throw NotDfuSe("its device descriptor cannot be read.");
        var dfu = DfuInterface.Find(device.ConfigurationDescriptor.Span) ?? throw NotDfuSe("it has no interface in DFU mode.");
        var language = await UsbStringReader.LanguageAsync(device, ct).ConfigureAwait(false);
        var manufacturer = await TextAsync(descriptor.Manufacturer).ConfigureAwait(false);
        var product = await TextAsync(descriptor.Product).ConfigureAwait(false);
        var serial = await TextAsync(descriptor.Serial).ConfigureAwait(false);
        var alternates = ImmutableArray.CreateBuilder<AlternateMemory>(dfu.Alternates.Length);
        foreach (var alternate in dfu.Alternates)
        {
            var name = await TextAsync(alternate.Name).ConfigureAwait(false);
            var repeats = alternates.FirstOrDefault(earlier => earlier.Layout is not null && earlier.Name.Text == name.Text)?.Number;
            alternates.Add(new(alternate.Number, name, LayoutString.Parse(name.Text), repeats));
        }

        if (dfu.Functional.Version != DfuFunctionalDescriptor.DfuSeVersion && !alternates.Any(alternate => alternate.Name.Text.StartsWith('@')))
            throw NotDfuSe($"it speaks DFU version 0x{dfu.Functional.Version:X4} and names no memory.");
        if (dfu.Functional.TransferSize is < SmallestTransfer or > LargestTransfer || dfu.Functional.TransferSize % SmallestTransfer != 0)
            throw NotDfuSe($"its transfer size of {dfu.Functional.TransferSize} bytes makes no sense.");
        return new(device.Port, descriptor, manufacturer, product, serial, dfu, alternates.ToImmutable(), Warn(dfu, alternates));

        async ValueTask<UsbString> TextAsync(byte index)
        {
            // A device may refuse a string; one that cannot be fetched is not an empty one.
            var during = $"reading string {index}";
            var (text, status) = await UsbStringReader.ReadAsync(device, index, language, ct).ConfigureAwait(false);
            return status switch
            {
                UsbTransferStatus.NoDevice => throw new FlashException(new FlashFailure.Disconnected(during)),
                UsbTransferStatus.TimedOut => throw new FlashException(new FlashFailure.Overdue(during, UsbStringReader.Deadline)),
                UsbTransferStatus.Failed => throw new FlashException(new FlashFailure.TransferFailed(during, [.. DfuSession.WireHints])),
                _ => text,
            };
        }
    }

    static ImmutableArray<string> Warn(DfuInterface dfu, IEnumerable<AlternateMemory> alternates) =>
    [
        .. dfu.Functional.Version == DfuFunctionalDescriptor.DfuSeVersion
            ? Array.Empty<string>()
            : [$"The device says DFU version 0x{dfu.Functional.Version:X4} but names its memory as DfuSe does; it is treated as DfuSe."],
        .. alternates.SelectMany(alternate => alternate switch
        {
            { Repeats: { } earlier } => [$"Alternate setting {alternate.Number} repeats the string of {earlier} and is ignored."],
            _ => alternate.Reading.Warnings.Select(warning => $"Alternate setting {alternate.Number}: {warning}"),
        }),
    ];

    static FlashException NotDfuSe(string reason) => new(new FlashFailure.NotDfuSe(reason));
}
