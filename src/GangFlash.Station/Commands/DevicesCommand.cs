using System.CommandLine;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash devices</c>: what is plugged in, as it was found, and with <c>--watch</c> what comes and goes.</summary>
sealed class DevicesCommand
{
    readonly StationIo io;
    readonly Option<bool> watch = new("--watch") { Description = "Go on with each device that comes or goes, until Ctrl+C." };
    readonly SimulationOptions simulation = new("List virtual boards: a number, or a list like 4xSTM32F746,lying-f746.");
    readonly Option<bool> raw = new("--raw") { Description = "Print descriptors and strings as hex too, for the catalogue." };
    readonly Option<string?> config = CommonOptions.Config();
    readonly Option<bool> json = CommonOptions.Json();

    DevicesCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new DevicesCommand(io);
        var command = new Command("devices", "List every DFU device with slot, port, chip, memory and state. Changes nothing on any of them.") { it.watch, it.raw, it.config, it.json };
        it.simulation.AddTo(command);
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (StationSetup.Load(io, parsed.GetValue(config), simulation.IsUsed(parsed)) is not { } setup)
            return ExitCode.BadInput;
        switch (StationBus.Open(io, simulation.Read(parsed), timeScale: 1, expected: null))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    return parsed.GetValue(watch)
                        ? await WatchAsync(bus, clock, setup.Slots, parsed.GetValue(raw), parsed.GetValue(json), ct)
                        : await ListAsync(bus, clock, setup.Slots, parsed.GetValue(raw), parsed.GetValue(json), ct);
                }

            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    async Task<ExitCode> ListAsync(IUsbBus bus, TimeProvider clock, SlotMap slots, bool raw, bool asJson, CancellationToken ct)
    {
        var devices = await DeviceSurvey.LookAsync(bus, clock, ct);
        foreach (var place in slots.Place(devices.Select(device => device.Port)))
        {
            var device = devices.First(device => device.Port == place.Port);
            io.Out.Write(asJson ? $"{DeviceListing.Json(device, place, devices, raw)}\n" : DeviceListing.Text(device, place, devices, raw));
        }

        if (!devices.IsEmpty)
            return ExitCode.Passed;
        io.Error.WriteLine("No device in DFU mode is plugged in. A board gets there with BOOT0 high and a reset, or from its application.");
        return ExitCode.NoDevice;
    }

    /// <summary>First what is there, then each change. Ends only by a stop, which is no failure here.</summary>
    async Task<ExitCode> WatchAsync(IUsbBus bus, TimeProvider clock, SlotMap slots, bool raw, bool asJson, CancellationToken ct)
    {
        var present = new SortedDictionary<UsbPortPath, SurveyedDevice>();
        var numbered = new Dictionary<UsbPortPath, int>();
        io.Error.WriteLine("Watching what comes and goes. Ctrl+C ends.");
        try
        {
            await foreach (var happened in bus.WatchAsync(ct))
            {
                switch (happened)
                {
                    case UsbBusEvent.Arrived { Device: var entry } when DeviceSurvey.IsBoard(entry):
                        var device = present[entry.Port] = await DeviceSurvey.LookAsync(bus, entry, clock, ct);
                        var came = PlaceOf(entry.Port);
                        io.Out.Write(asJson
                            ? $"{JsonLine.Event("arrived", DeviceListing.Json(device, came, present.Values, raw))}\n"
                            : $"arrived   {DeviceListing.Text(device, came, present.Values, raw)}");
                        break;
                    case UsbBusEvent.Departed { Port: var port } when present.Remove(port):
                        var left = PlaceOf(port);
                        io.Out.WriteLine(asJson ? JsonLine.Of(new { Event = "departed", Port = port.ToString(), left.Slot }) : $"departed  {DeviceListing.Seat(left).TrimEnd()}");
                        break;
                    default:
                        break;      // what is no board comes and goes unheard
                }

                io.Out.Flush();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The only way out.
        }

        return ExitCode.Passed;

        SlotPlace PlaceOf(UsbPortPath port)
        {
            var place = slots.Place([port], numbered)[0];
            if (place is { Slot: { } number, From: SlotOrigin.Order })
                numbered[port] = number;
            return place;
        }
    }
}
