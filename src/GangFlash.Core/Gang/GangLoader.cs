using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Gang;

/// <summary>Finds the boards that a gang will flash. Reads descriptors and strings only.</summary>
public static class GangLoader
{
    /// <summary>Every device with the USB identity, asked side by side, in the order of ports. One that cannot be opened is listed too: its attempt will say why.</summary>
    public static async Task<ImmutableArray<FoundDevice>> FindAsync(IUsbBus bus, UsbId id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(bus);
        var entries = await bus.ListAsync(ct).ConfigureAwait(false);
        var found = entries.Where(entry => UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)?.Id == id).OrderBy(entry => entry.Port);
        return [.. await Task.WhenAll(found.Select(entry => IdentifyAsync(bus, entry.Port, ct))).ConfigureAwait(false)];
    }

    /// <summary>Puts the boards into their slots, and gives each its unit serial. Boards in ports that the map refuses are left out.</summary>
    /// <param name="given">Unit serials by slot, for recipes that want them given.</param>
    public static ImmutableArray<LoadedSlot> Load(ImmutableArray<FoundDevice> devices, FlashOrder order, SlotMap map, IReadOnlyDictionary<int, string> given)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(map);
        return
        [
            .. from place in map.Place(devices.Select(device => device.Port))
               where place.Slot is not null
               select Load(place.Slot!.Value, devices.First(device => device.Port == place.Port), order, given),
        ];
    }

    internal static LoadedSlot Load(int slot, FoundDevice device, FlashOrder order, IReadOnlyDictionary<int, string> given)
    {
        var unit = order.Recipe.Serial.From switch
        {
            Recipes.SerialSource.Usb => device.Identity?.Serial.Text,
            Recipes.SerialSource.Given => given.GetValueOrDefault(slot),
            _ => null,
        };
        var whole = order with { Unit = unit };

        // What cannot be chosen here is refused by the attempt, which records it.
        return new(slot, device.Port, device.Identity is { } identity && whole.For(identity) is OrderChoice.Made made ? made.Order : whole, device.Identity);
    }

    internal static async Task<FoundDevice> IdentifyAsync(IUsbBus bus, UsbPortPath port, CancellationToken ct)
    {
        if (await bus.OpenAsync(port, ct).ConfigureAwait(false) is not UsbOpening.Opened { Device: var device })
            return new(port, null);
        await using (device.ConfigureAwait(false))
        {
            try
            {
                return new(port, await DeviceIdentifier.IdentifyAsync(device, ct).ConfigureAwait(false));
            }
            catch (FlashException)
            {
                // Listed without an identity: the attempt meets the same failure, and records it.
                return new(port, null);
            }
        }
    }
}

/// <summary>A device on the bus.</summary>
/// <param name="Identity">None if it could not be opened or identified.</param>
public sealed record FoundDevice(UsbPortPath Port, DeviceIdentity? Identity);
