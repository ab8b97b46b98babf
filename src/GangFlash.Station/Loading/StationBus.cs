using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;
using GangFlash.Usb;

namespace GangFlash.Station.Loading;

/// <summary>Opens the bus that a command works on: the machine's own, or one with virtual boards.</summary>
static class StationBus
{
    /// <param name="simulation">Virtual boards, or none of them for the real bus.</param>
    /// <param name="timeScale">How long a simulated second takes.</param>
    /// <param name="expected">The chip that a bare number of virtual boards means, if its ROM is known.</param>
    public static StationBusOpening Open(StationIo io, Simulation simulation, double timeScale, ChipChoice? expected)
    {
        if (simulation.IsNone)
        {
            return io.StartUsb(io.Clock) switch
            {
                LibUsbStart.Ready ready => new StationBusOpening.Opened(ready.Bus, io.Clock),
                LibUsbStart.Impossible impossible => new StationBusOpening.Refused(ExitCode.NoUsb, impossible.Sentence),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        switch (ScenarioLoader.Load(simulation, expected is { Chip.Rom: not null } chip ? chip.Part : SimulatedFleet.UsualPart))
        {
            case ScenarioLoading.Loaded loaded:
                foreach (var warning in loaded.Warnings)
                    io.Error.WriteLine(warning);
                var clock = new ScaledTime(io.Clock, timeScale);
                return new StationBusOpening.Opened(new VirtualBench(loaded.Scenario, clock), clock);
            case ScenarioLoading.Refused refused:
                return new StationBusOpening.Refused(refused.Exit, refused.Sentence);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}

/// <summary>The outcome of opening a bus.</summary>
abstract record StationBusOpening
{
    private StationBusOpening() { }

    /// <param name="Clock">The time that the devices on the bus live by.</param>
    public sealed record Opened(IUsbBus Bus, TimeProvider Clock) : StationBusOpening;

    public sealed record Refused(ExitCode Exit, string Sentence) : StationBusOpening;
}
