using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;

namespace GangFlash.Stations;

/// <summary>What a plant sets once per station. Everything has a default, so that a station without a file works.</summary>
public sealed record StationSettings
{
    /// <summary>Of this station in the record; none for the name of the machine.</summary>
    public string? Name { get; init; }

    /// <summary>The traceability database, as it is written: relative to the folder of the station file. None for <c>gangflash.db</c> in the working folder.</summary>
    public string? Database { get; init; }

    public SlotSettings Slots { get; init; } = new();

    /// <summary>Who may sign on at the line's screen.</summary>
    public BadgeList Badges { get; init; } = BadgeList.Empty;

    public ScanSetup Scans { get; init; } = new();

    /// <summary>The limits that stop the line.</summary>
    public LineRules LineStop { get; init; } = new();

    public ShiftSettings Shift { get; init; } = new();

    /// <summary>The folder with the recipes that can be chosen, as it is written: relative to the folder of the station file. None for <c>recipes</c> in the working folder.</summary>
    public string? Recipes { get; init; }

    public ReleaseSettings Releases { get; init; } = new();

    /// <summary>The work orders that stand in the station file itself.</summary>
    public ImmutableArray<WorkOrder> WorkOrders { get; init; } = [];

    /// <summary>What of the numbers of recipes this station may take, by their names; of others it may take all.</summary>
    public ImmutableSortedDictionary<string, NumberShare> Numbers { get; init; } = ImmutableSortedDictionary<string, NumberShare>.Empty;

    /// <summary>A file with more of them, as it is written: relative to the folder of the station file.</summary>
    public string? WorkOrdersFile { get; init; }

    /// <summary>True where only listed work orders are taken; otherwise every number is one.</summary>
    public bool HasWorkOrders => !WorkOrders.IsEmpty || WorkOrdersFile is not null;
}

/// <summary>Which recipes a station takes.</summary>
public sealed record ReleaseSettings
{
    /// <summary>True where only signed releases are taken.</summary>
    public bool Required { get; init; }

    /// <summary>Files of the public keys that are trusted, as they are written: relative to the folder of the station file.</summary>
    public ImmutableArray<TrustedKeyFile> Trusted { get; init; } = [];

    /// <summary>How many of them must have signed.</summary>
    public int Approvals { get; init; } = 1;
}

public sealed record TrustedKeyFile(string File, SourcePlace Place);

/// <summary>What the scanners of a station send, and what it means.</summary>
public sealed record ScanSetup
{
    public ScanSettings Codes { get; init; } = new() { Patterns = UsualPatterns };

    /// <summary>What the scanners type in front of each code; tells a scan for certain. Empty where none is set up.</summary>
    public string ScannerPrefix { get; init; } = "";

    /// <summary>What they type behind each code, before Enter or Tab. As above.</summary>
    public string ScannerSuffix { get; init; } = "";

    /// <summary>Of a station that says nothing else.</summary>
    public static ImmutableArray<ScanPattern> UsualPatterns { get; } =
    [
        Usual(ScanKind.Badge, "B-*"),
        Usual(ScanKind.WorkOrder, "WO-*"),
        Usual(ScanKind.Unit, "U-*"),
    ];

    static ScanPattern Usual(ScanKind kind, string pattern) => new(kind, new(pattern), $"usual pattern {pattern}");
}

/// <summary>How a shift runs. What each means is said at <see cref="StationRules"/>.</summary>
public sealed record ShiftSettings
{
    public UnitBinding Binding { get; init; }

    public GangStart Start { get; init; }

    public Language Language { get; init; }

    /// <summary>Zero: never.</summary>
    public TimeSpan LockAfter { get; init; } = TimeSpan.FromMinutes(10);

    public int CountedAttempts { get; init; } = Numbers.DispositionRules.DefaultCountedAttempts;

    public bool RetestElsewhere { get; init; } = true;

    public bool TypedSerials { get; init; }

    public bool ReleaseByAnother { get; init; } = true;

    public bool RecipeWithoutWorkOrder { get; init; }
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

    /// <summary>A scan that could mean two things, or nothing.</summary>
    public const string Scan = "scan";

    /// <summary>A limit that can never be reached.</summary>
    public const string Limit = "limit";

    /// <summary>A work order that cannot be one.</summary>
    public const string WorkOrder = "work-order";

    /// <summary>A file of a trusted key that cannot be used.</summary>
    public const string Key = "key";

    /// <summary>A share of numbers that cannot be one.</summary>
    public const string Numbers = "numbers";

    /// <summary>No moment in time.</summary>
    public const string Time = "time";

    /// <summary>Written by a program that writes another version.</summary>
    public const string Version = "version";
}
