using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Simulator;

/// <summary>
/// What a board shows to the host in one enumeration: its descriptors, and the answers to standard requests (USB 2.0, 9.4). Begins configured,
/// as an operating system leaves a device; giving it an address is the host controller's work.
/// </summary>
/// <param name="text">The string descriptor with an index; none if there is no such string.</param>
sealed class VirtualIdentity(ImmutableArray<byte> device, ImmutableArray<byte> configuration, Func<byte, ImmutableArray<byte>?> text)
{
    const byte TheConfiguration = 1;
    const byte TheInterface = 0;
    const byte SelfPowered = 1;
    const ushort EndpointHalt = 0;

    readonly ImmutableArray<UsbInterfaceDescriptor> settings =
        [.. UsbConfigurationPart.Split(configuration.AsSpan()).Select(part => part.Interface).OfType<UsbInterfaceDescriptor>().Distinct()];

    byte alternate;

    public ImmutableArray<byte> Device => device;

    public ImmutableArray<byte> Configuration => configuration;

    /// <summary>The alternate settings of the one interface that every virtual board has.</summary>
    public ImmutableArray<UsbInterfaceDescriptor> Settings => settings;

    public bool HasInterface(byte number) => settings.Any(setting => setting.Number == number);

    public UsbId Id => UsbDeviceDescriptor.Parse(device.AsSpan())!.Value.Id;

    public bool IsConfigured { get; private set; } = true;

    /// <summary>Answers at once. Everything else is stalled, as by a full-speed device: DEVICE_QUALIFIER and BOS above all (USB 2.0, 9.6.2).</summary>
    public BoardAnswer Answer(UsbSetup setup) => (setup.RequestType, (StandardRequest)setup.Request) switch
    {
        (0x80, StandardRequest.GetDescriptor) => Descriptor((UsbDescriptorType)(setup.Value >> 8), (byte)setup.Value) is { } found ? new BoardAnswer.Reply([.. found]) : BoardAnswer.Stall,
        (0x80, StandardRequest.GetStatus) => new BoardAnswer.Reply([SelfPowered, 0]),
        (0x80, StandardRequest.GetConfiguration) => new BoardAnswer.Reply([IsConfigured ? TheConfiguration : (byte)0]),
        (0x00, StandardRequest.SetConfiguration) => Configure(setup.Value),
        (0x82, StandardRequest.GetStatus) when IsEndpointZero(setup.Index) => new BoardAnswer.Reply([0, 0]),
        (0x02, StandardRequest.ClearFeature) when IsEndpointZero(setup.Index) && setup.Value == EndpointHalt => BoardAnswer.Taken,
        (0x81, StandardRequest.GetStatus) when IsConfigured && setup.Index == TheInterface => new BoardAnswer.Reply([0, 0]),
        (0x81, StandardRequest.GetInterface) when IsConfigured && setup.Index == TheInterface => new BoardAnswer.Reply([alternate]),
        (0x01, StandardRequest.SetInterface) when IsConfigured && setup.Index == TheInterface => Choose(setup.Value),

        // STM32C5's ROM never answers a GET_DESCRIPTOR of its functional descriptor (Betaflight 5300), and no host needs it.
        _ => BoardAnswer.Stall,
    };

    static bool IsEndpointZero(ushort index) => (index & 0x7F) == 0;

    ImmutableArray<byte>? Descriptor(UsbDescriptorType type, byte index) => (type, index) switch
    {
        (UsbDescriptorType.Device, 0) => device,
        (UsbDescriptorType.Configuration, 0) => configuration,
        (UsbDescriptorType.String, _) => text(index),
        _ => null,
    };

    BoardAnswer Configure(ushort value)
    {
        if (value > TheConfiguration)
            return BoardAnswer.Stall;
        (IsConfigured, alternate) = (value == TheConfiguration, 0);
        return BoardAnswer.Taken;
    }

    BoardAnswer Choose(ushort value)
    {
        if (!settings.Any(setting => setting.Alternate == value))
            return BoardAnswer.Stall;
        alternate = (byte)value;
        return BoardAnswer.Taken;
    }
}

/// <summary>Standard requests that a board answers (USB 2.0, table 9-4).</summary>
enum StandardRequest : byte
{
    GetStatus = 0,
    ClearFeature = 1,
    GetDescriptor = 6,
    GetConfiguration = 8,
    SetConfiguration = 9,
    GetInterface = 10,
    SetInterface = 11,
}
