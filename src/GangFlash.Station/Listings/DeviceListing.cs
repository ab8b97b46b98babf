using System.Globalization;
using System.Text;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Planning;

namespace GangFlash.Station.Listings;

/// <summary>A device as it was found, for people and for machines. What it says about itself is escaped; <c>--raw</c> shows the bytes.</summary>
static class DeviceListing
{
    /// <param name="place">The slot that the device is in.</param>
    /// <param name="all">Everything that is plugged in, for what is shared.</param>
    public static string Text(SurveyedDevice device, SlotPlace place, IReadOnlyCollection<SurveyedDevice> all, bool raw)
    {
        var text = new StringBuilder();
        var product = device.Identity is { } known ? $"  {Shown(known.Product)}" : "";
        text.Append(CultureInfo.InvariantCulture, $"{Seat(place)}  {Id(device)}{product}{(place.Slot is null ? "  (port not taught: not flashed)" : "")}\n");
        if (device.Failure is { } failure)
            Row(failure.Code, Printable.Escape(failure.Detail, 1000));
        if (device.Identity is { } identity)
        {
            Row("serial", $"{Shown(identity.Serial)}{SerialNote(device, all)}");
            Row("chip", Chips(identity) is { Count: > 0 } chips ? string.Join(" or ", chips) : "none of the catalogue: a customer's bootloader, or a ROM that nobody has listed");
            foreach (var alternate in identity.Alternates)
                Row($"memory {alternate.Number}", Memory(alternate));
            Row("transfer", $"{identity.TransferSize:N0} bytes, DFU {identity.Dfu.Functional.Version >> 8:x}.{identity.Dfu.Functional.Version & 0xFF:x2}, {string.Join(", ", Capabilities(identity.Dfu.Functional))}");
            Row("state", device.Status is { } status ? $"{FlashFailure.Name(status.State)}, {FlashFailure.Name(status.Status)}" : "not known");
            foreach (var warning in identity.Warnings)
                Row("warning", Printable.Escape(warning, 1000));
        }

        if (raw)
        {
            foreach (var (name, bytes) in Raw(device))
                Row(name, Convert.ToHexStringLower(bytes.Span));
        }

        return text.ToString();

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"    {name,-14}  {value}\n");
    }

    /// <summary>The fields are a contract; the Station README lists them.</summary>
    public static string Json(SurveyedDevice device, SlotPlace place, IReadOnlyCollection<SurveyedDevice> all, bool raw)
    {
        var (identity, status) = (device.Identity, device.Status);
        return JsonLine.Of(new
        {
            Port = device.Port.ToString(),
            place.Slot,
            SlotFrom = Words.Of(place.From),
            UsbId = Id(device),
            Manufacturer = identity?.Manufacturer.Text,
            Product = identity?.Product.Text,
            Serial = identity?.Serial.Text,
            SerialIsPlaceholder = identity is not null ? PlaceholderSerials.IsPlaceholder(identity.Serial.Text) : (bool?)null,
            SerialSharedWith = device.SharesSerialWith(all).Select(port => port.ToString()),
            Chips = identity is null ? null : ChipCatalogue.Candidates(identity).Select(chip => chip.Parts),
            Memories = identity?.Alternates.Select(alternate => new
            {
                Alternate = alternate.Number,
                Text = alternate.Name.Text,
                alternate.Layout?.Name,
                alternate.Repeats,
                Sectors = alternate.Layout?.Runs.Select(run => new { Address = JsonLine.Address(run.Address), run.Count, Size = run.SectorSize, Access = Access(run.Access) }),
            }),
            identity?.TransferSize,
            DfuVersion = identity is null ? null : $"0x{identity.Dfu.Functional.Version:X4}",
            Capabilities = identity is null ? null : Capabilities(identity.Dfu.Functional),
            State = (byte?)status?.State,
            StateName = status is { } known ? FlashFailure.Name(known.State) : null,
            Status = (byte?)status?.Status,
            identity?.Warnings,
            device.Failure?.Code,
            device.Failure?.Detail,
            Raw = raw ? Raw(device).ToDictionary(part => part.Name, part => Convert.ToHexStringLower(part.Bytes.Span), StringComparer.Ordinal) : null,
        });
    }

    /// <summary>Slot and port of a device, of one width.</summary>
    public static string Seat(SlotPlace place) => $"{(place.Slot is { } slot ? $"slot {slot,3}" : "no slot "),-8}  {place.Port,-8}";

    public static string? Id(SurveyedDevice device) => UsbDeviceDescriptor.Parse(device.Entry.DeviceDescriptor.Span)?.Id.ToString();

    public static List<string> Chips(DeviceIdentity identity) => [.. ChipCatalogue.Candidates(identity).Select(chip => string.Join("/", chip.Parts))];

    static string SerialNote(SurveyedDevice device, IReadOnlyCollection<SurveyedDevice> all)
    {
        List<string> notes = [];
        if (PlaceholderSerials.IsPlaceholder(device.Identity!.Serial.Text))
            notes.Add("names no unit");
        if (device.SharesSerialWith(all).ToList() is { Count: > 0 } others)
            notes.Add($"the same at {string.Join(", ", others)}");
        return notes.Count > 0 ? $"  ({string.Join("; ", notes)})" : "";
    }

    static string Memory(AlternateMemory alternate) => alternate switch
    {
        { Repeats: { } earlier } => $"repeats {earlier}",
        { Layout: { } layout } => $"{Printable.Escape(layout.Name)}, {string.Join(" and ", layout.Ranges)}: {LayoutText.Describe(layout)}",
        _ => $"none in {Shown(alternate.Name)}",
    };

    static string[] Capabilities(DfuFunctionalDescriptor functional) =>
    [
        .. from bit in new (int Mask, string Name)[] { (1, "download"), (2, "upload"), (4, "manifestation tolerant"), (8, "detaches itself") }
           where (functional.Attributes & bit.Mask) != 0
           select bit.Name,
    ];

    static string Access(SectorAccess access) =>
        $"{(access.HasFlag(SectorAccess.Read) ? "r" : "")}{(access.HasFlag(SectorAccess.Erase) ? "e" : "")}{(access.HasFlag(SectorAccess.Write) ? "w" : "")}";

    public static string Shown(UsbString text) => text.Text.Length == 0 ? "–" : Printable.Escape(text.Text);

    static IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> Raw(SurveyedDevice device)
    {
        yield return ("device", device.Entry.DeviceDescriptor);
        yield return ("configuration", device.Entry.ConfigurationDescriptor);
        if (device.Identity is not { } identity)
            yield break;
        var strings = new[] { (identity.Descriptor.Manufacturer, identity.Manufacturer), (identity.Descriptor.Product, identity.Product), (identity.Descriptor.Serial, identity.Serial) }
            .Concat(identity.Dfu.Alternates.Zip(identity.Alternates, (setting, memory) => (setting.Name, memory.Name)));
        foreach (var (index, text) in strings.DistinctBy(known => known.Item1).Where(known => known.Item1 != 0))
            yield return ($"string {index}", text.Raw.AsMemory());
    }
}
