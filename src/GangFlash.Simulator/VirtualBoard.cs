using System.Collections.Immutable;
using System.Text;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>A board on the bench: its flash outlives every power cycle, its bootloader starts anew with each.</summary>
public sealed class VirtualBoard
{
    readonly List<WireEntry> wire = [];
    ImmutableArray<FaultWatch> watches = [];
    bool wasWritten;

    public VirtualBoard(BoardModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Model = model;
        Memory = new(model.Physics, model.Memories);
        PutFactoryOptions();
        Suffer(model.Faults);
        Bootloader = new(model, Memory, isProtected: Protection != RdpLevel.Zero);
    }

    public BoardModel Model { get; private set; }

    public VirtualMemory Memory { get; }

    /// <summary>Every control transfer since the board was made.</summary>
    public IReadOnlyList<WireEntry> Wire => wire;

    /// <summary>The read protection that the option bytes set; level 0 where the part has none that are memory.</summary>
    public RdpLevel Protection => Options is { } block ? Model.Protection!.LevelOf(Memory.Read(block)) : RdpLevel.Zero;

    internal VirtualBootloader Bootloader { get; private set; }

    /// <summary>The block that holds the read protection.</summary>
    AddressRange? Options => Model.Protection is { } known && Model.SectorAt(known.Block) is { } sector && sector.Address == known.Block ? sector.Range : null;

    /// <summary>Parts come without protection; the rest of the block is left erased.</summary>
    void PutFactoryOptions()
    {
        if (Options is not { } || Model.Protection is not { } known)
            return;
        Memory.Put(known.Block + (uint)known.Offset, [known.Level0]);
        if (known.Complement is { } complement)
            Memory.Put(known.Block + (uint)complement, [(byte)~known.Level0]);
    }

    internal int PowerUps { get; private set; }

    /// <summary>The number that the next control transfer gets.</summary>
    internal int NextTransfer { get; set; }

    internal void PowerUp()
    {
        PowerUps++;
        wasWritten = false;
        Bootloader = new(Model, Memory, isProtected: Protection != RdpLevel.Zero);
        foreach (var watch in watches)
            watch.PowerUp();
    }

    /// <summary>
    /// Makes the board another one while it lives on. Faults that were added behind its own strike from now on; identity and habits of the bootloader change with
    /// the next power-up, what the silicon is stays.
    /// </summary>
    public void Change(BoardModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Suffer([.. model.Faults.Skip(Model.Faults.Length)]);
        Model = model;
    }

    /// <summary>True for the first data block since power-up.</summary>
    internal bool BeginsWriting() => !wasWritten && (wasWritten = true);

    void Suffer(ImmutableArray<Fault> faults)
    {
        foreach (var bit in faults.OfType<Fault.StuckBit>())
            Memory.Stick(bit.Address, bit.Mask, bit.High);
        watches = [.. watches, .. faults.OfType<Fault.OnWire>().Select(fault => new FaultWatch(fault))];
    }

    /// <summary>What this transfer is about, as far as the bootloader's state tells before it has it.</summary>
    internal WireMoment Moment(int index, UsbSetup setup, ReadOnlySpan<byte> data)
    {
        var entry = new WireEntry(index, default, setup, setup.IsIn ? [] : [.. data[..Math.Min(data.Length, 8)]], default, 0);
        BoardStep? step = entry switch
        {
            { Request: DfuRequest.Download, Setup.Length: 0 } => BoardStep.Leave,
            { IsDataBlock: true } => BoardStep.Write,
            { Command: DfuSeCommand.Erase } => BoardStep.Erase,
            { Request: DfuRequest.Upload, Setup.Value: >= 2 } => BoardStep.Read,
            _ => null,
        };
        return new(index, setup, entry.Request, step, step switch
        {
            BoardStep.Write or BoardStep.Read => Bootloader.BlockRange(setup.Value, setup.Length),
            BoardStep.Erase when entry.CommandAddress is { } address => Memory.SectorAt(address)?.Range ?? default,
            BoardStep.Erase => new(0, AddressRange.AddressSpace),
            _ => default,
        });
    }

    /// <summary>The faults that strike at this transfer, in the order in which they were given.</summary>
    internal ImmutableArray<Fault.OnWire> Struck(WireMoment moment) => [.. watches.Where(watch => watch.Strikes(moment)).Select(watch => watch.Fault)];

    internal void Note(WireEntry entry) => wire.Add(entry);

    /// <summary>The bootloader: one DFU interface with an alternate setting per memory; the functional descriptor stands once, at the end.</summary>
    internal VirtualIdentity BootloaderIdentity()
    {
        List<byte> settings = [];
        for (var i = 0; i < Model.Alternates.Length; i++)
            settings.AddRange([UsbInterfaceDescriptor.Length, (byte)UsbDescriptorType.Interface, 0, (byte)i, 0, 0xFE, 0x01, 0x02, (byte)(StringIndex.FirstAlternate + i)]);
        settings.AddRange([9, 0x21, Model.DfuAttributes, 255, 0, (byte)Model.TransferSize, (byte)(Model.TransferSize >> 8), (byte)Model.DfuVersion, (byte)(Model.DfuVersion >> 8)]);
        return new(DeviceDescriptor(Model.Usb), Configuration(settings), StringDescriptor);
    }

    /// <summary>The application: the least that a host takes for a device, one interface of the vendor's own class without endpoints.</summary>
    internal VirtualIdentity ApplicationIdentity(UsbId id) => new(
        DeviceDescriptor(id),
        Configuration([UsbInterfaceDescriptor.Length, (byte)UsbDescriptorType.Interface, 0, 0, 0, 0xFF, 0, 0, 0]),
        index => index switch
        {
            0 or StringIndex.Manufacturer or StringIndex.Serial => StringDescriptor(index),
            StringIndex.Product => Encode($"{Model.Name} application"),
            _ => null,
        });

    ImmutableArray<byte> DeviceDescriptor(UsbId id) =>
    [
        UsbDeviceDescriptor.Length, (byte)UsbDescriptorType.Device,
        (byte)Model.BcdUsb, (byte)(Model.BcdUsb >> 8), 0, 0, 0, 64,
        (byte)id.Vendor, (byte)(id.Vendor >> 8), (byte)id.Product, (byte)(id.Product >> 8),
        (byte)Model.BcdDevice, (byte)(Model.BcdDevice >> 8),
        StringIndex.Manufacturer, StringIndex.Product, StringIndex.Serial, 1,
    ];

    /// <summary>A configuration with one interface, self-powered, 100 mA.</summary>
    static ImmutableArray<byte> Configuration(List<byte> rest)
    {
        var total = 9 + rest.Count;
        return [9, (byte)UsbDescriptorType.Configuration, (byte)total, (byte)(total >> 8), 1, 1, 0, 0xC0, 50, .. rest];
    }

    /// <summary>The string descriptor with this index; none if the device has no such string.</summary>
    ImmutableArray<byte>? StringDescriptor(byte index)
    {
        if (Model.RawStrings.TryGetValue(index, out var raw))
            return raw;
        return index switch
        {
            0 => [4, (byte)UsbDescriptorType.String, 0x09, 0x04],
            StringIndex.Manufacturer => Encode(Model.Manufacturer),
            StringIndex.Product => Encode(Model.Product),
            StringIndex.Serial => Encode(Model.SerialChanges ? ChangedSerial() : Model.Serial),
            >= StringIndex.FirstAlternate when index - StringIndex.FirstAlternate < Model.Alternates.Length => Encode(Model.Alternates[index - StringIndex.FirstAlternate]),
            _ => null,
        };
    }

    /// <summary>Another one for each board and each power-up, the same in each run.</summary>
    string ChangedSerial()
    {
        var seed = Model.Serial.Aggregate((ulong)PowerUps, (sum, letter) => (sum * 31) + letter);
        return $"{seed * 0x9E37_79B9_7F4A & 0xFFFF_FFFF_FFFF:X12}";
    }

    static ImmutableArray<byte> Encode(string text) => [(byte)(2 + 2 * text.Length), (byte)UsbDescriptorType.String, .. Encoding.Unicode.GetBytes(text)];

    /// <summary>String indices of every virtual board, as ROM bootloaders number them.</summary>
    public static class StringIndex
    {
        public const byte Manufacturer = 1;
        public const byte Product = 2;
        public const byte Serial = 3;
        public const byte FirstAlternate = 4;
    }
}
