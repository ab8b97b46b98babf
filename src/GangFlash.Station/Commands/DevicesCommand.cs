using System.CommandLine;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash devices</c>: what is plugged in, as it was found.</summary>
static class DevicesCommand
{
    public static Command Create(StationIo io)
    {
        var simulate = CommonOptions.Simulate("List virtual boards: a number, or a list like 4xSTM32F746,lying-f746.");
        var scenario = CommonOptions.Scenario();
        var faults = CommonOptions.Faults();
        var raw = new Option<bool>("--raw") { Description = "Print descriptors and strings as hex too, for the catalogue." };
        var json = CommonOptions.Json();
        var command = new Command("devices", "List every DFU device with port, chip, memory and state. Changes nothing on any of them.") { simulate, scenario, faults, raw, json };
        command.SetAction(async (parsed, ct) => (int)await RunAsync(io, new(parsed.GetValue(simulate), parsed.GetValue(scenario), [.. parsed.GetValue(faults) ?? []]), parsed.GetValue(raw), parsed.GetValue(json), ct));
        return command;
    }

    static async Task<ExitCode> RunAsync(StationIo io, Simulation simulation, bool raw, bool json, CancellationToken ct)
    {
        switch (StationBus.Open(io, simulation, timeScale: 1, expected: null))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    var devices = await DeviceSurvey.LookAsync(bus, clock, ct);
                    foreach (var device in devices)
                        io.Out.Write(json ? $"{DeviceListing.Json(device, devices, raw)}\n" : DeviceListing.Text(device, devices, raw));
                    if (!devices.IsEmpty)
                        return ExitCode.Passed;
                }

                io.Error.WriteLine("No device in DFU mode is plugged in. A board gets there with BOOT0 high and a reset, or from its application.");
                return ExitCode.NoDevice;
            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
