using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Simulator;
using GangFlash.Usb;

namespace GangFlash.Station.Loading;

/// <summary>Opens the bus that a command works on: the machine's own, or one with virtual boards.</summary>
static class StationBus
{
    /// <param name="simulate">Virtual boards; none for the real bus.</param>
    /// <param name="timeScale">How long a simulated second takes.</param>
    /// <param name="expected">The chip that a bare number of virtual boards means, if its ROM is known.</param>
    public static StationBusOpening Open(StationIo io, string? simulate, double timeScale, ChipChoice? expected)
    {
        if (simulate is null)
        {
            return io.StartUsb(io.Clock) switch
            {
                LibUsbStart.Ready ready => new StationBusOpening.Opened(ready.Bus, io.Clock),
                LibUsbStart.Impossible impossible => new StationBusOpening.Refused(ExitCode.NoUsb, impossible.Sentence),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }

        var fleet = SimulatedFleet.Parse(simulate, expected is { Chip.Rom: not null } chip ? chip.Part : SimulatedFleet.UsualPart);
        if (fleet.Problem is { } problem)
            return new StationBusOpening.Refused(ExitCode.Usage, $"--simulate: {problem}");
        var clock = new ScaledTime(io.Clock, timeScale);
        return new StationBusOpening.Opened(SimulatedFleet.PlugIn(fleet.Boards, clock), clock);
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
