using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Gang;

namespace GangFlash.Stations;

/// <summary>What a plant sets once per station. Everything has a default, so that a station without a file works.</summary>
public sealed record StationSettings
{
    /// <summary>Of this station in the record; none for the name of the machine.</summary>
    public string? Name { get; init; }

    /// <summary>The traceability database, as it is written: relative to the folder of the station file. None for <c>gangflash.db</c> in the working folder.</summary>
    public string? Database { get; init; }

    public SlotSettings Slots { get; init; } = new();
}

public sealed record SlotSettings
{
    /// <summary>What becomes of a board in a port that is no slot.</summary>
    public UnknownPorts UnknownPorts { get; init; } = UnknownPorts.Use;

    public ImmutableArray<Fixture> Fixtures { get; init; } = [];

    /// <summary>The port of each slot that a fixture describes.</summary>
    public ImmutableSortedDictionary<int, UsbPortPath> Places => Fixtures.SelectMany(fixture => fixture.Places).ToImmutableSortedDictionary(place => place.Slot, place => place.Port);
}

/// <summary>A hub whose ports are slots, numbered on from the first one in the order in which the ports are written.</summary>
public sealed record Fixture(UsbHub Hub, ImmutableArray<int> Ports, int FirstSlot, SourcePlace Place)
{
    public IEnumerable<(int Slot, UsbPortPath Port)> Places => Ports.Select((port, i) => (FirstSlot + i, Hub.Port(port)!.Value));
}

/// <summary>What came of reading a station file.</summary>
/// <param name="Settings">None as soon as there is one error.</param>
/// <param name="Problems">All of them, errors and warnings, in the order of the file.</param>
public sealed record StationReading(StationSettings? Settings, ImmutableArray<DocumentProblem> Problems);

/// <summary>The codes of what only a station file or a slot file can have wrong, without the kind in front; <see cref="DocumentCode"/> has the others. Stable: they never change their meaning.</summary>
public static class StationCode
{
    /// <summary>No hub, or one with ports that it can't have.</summary>
    public const string Hub = "hub";

    /// <summary>No port, or no range of ports.</summary>
    public const string Port = "port";

    /// <summary>A slot that can't have that number, or that two places claim.</summary>
    public const string Slot = "slot";

    /// <summary>No moment in time.</summary>
    public const string Time = "time";

    /// <summary>Written by a program that writes another version.</summary>
    public const string Version = "version";
}
