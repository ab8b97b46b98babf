using System.Collections.Immutable;
using System.CommandLine;
using GangFlash.Gang;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash slots show</c>: the slots, who says so, and what sits in each now.</summary>
static class SlotsShowCommand
{
    public static Command Create(StationIo io)
    {
        var simulation = new SimulationOptions("Look at virtual boards instead.");
        var config = CommonOptions.Config();
        var json = CommonOptions.Json();
        var command = new Command("show", "Print each slot with its port, who says so, and what sits there now.") { config, json };
        simulation.AddTo(command);
        command.SetAction(async (parsed, ct) => (int)await RunAsync(io, simulation.Read(parsed), parsed.GetValue(config), parsed.GetValue(json), ct));
        return command;
    }

    static async Task<ExitCode> RunAsync(StationIo io, Simulation simulation, string? config, bool asJson, CancellationToken ct)
    {
        if (StationSetup.Load(io, config, !simulation.IsNone) is not { } setup)
            return ExitCode.BadInput;
        switch (StationBus.Open(io, simulation, timeScale: 1, expected: null))
        {
            case StationBusOpening.Opened { Bus: var bus, Clock: var clock }:
                await using (bus)
                {
                    var boards = await DeviceSurvey.LookAsync(bus, clock, ct);
                    ImmutableArray<Devices.UsbPortPath> enumerated = [.. (await bus.ListAsync(ct)).Select(entry => entry.Port)];
                    SlotListing.Write(io, setup, boards, SlotNote.Of(setup.Slots, [.. boards.Select(board => board.Port)], enumerated), asJson);
                    return ExitCode.Passed;
                }

            case StationBusOpening.Refused refused when simulation.IsNone:
                // The map can be shown without its boards.
                SlotListing.Write(io, setup, null, [], asJson);
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            case StationBusOpening.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
