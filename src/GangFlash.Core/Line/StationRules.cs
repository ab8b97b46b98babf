using System.Collections.Immutable;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>What the station's configuration decides about the line. Plain settings with the usual defaults; whoever reads the file fills them.</summary>
public sealed record StationRules
{
    /// <summary>The station's fixed id.</summary>
    public required string Station { get; init; }

    /// <summary>The slots of the fixture, by number, in the order in which they are filled.</summary>
    public required ImmutableArray<int> Slots { get; init; }

    public BadgeList Badges { get; init; } = BadgeList.Empty;

    public ScanSettings Scans { get; init; } = new();

    public LineRules Line { get; init; } = new();

    /// <summary>What attempts count for. What is no product enters no yield, and takes no unit that is one.</summary>
    public AttemptPurpose Purpose { get; init; }

    /// <summary>How a scanned unit finds its slot.</summary>
    public UnitBinding Binding { get; init; }

    public GangStart Start { get; init; }

    public Language Language { get; init; }

    /// <summary>Nobody touched scanner or keys for so long: locked. Running slots finish, nothing starts. Zero: never.</summary>
    public TimeSpan LockAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>So many counted attempts a unit may have without repair; then it is on HOLD.</summary>
    public int CountedAttempts { get; init; } = DispositionRules.DefaultCountedAttempts;

    /// <summary>A unit that failed is tried again elsewhere, so that a bad slot and a bad unit can be told apart. Only where there is another slot.</summary>
    public bool RetestElsewhere { get; init; } = true;

    /// <summary>A unit's serial may be typed: twice, and marked.</summary>
    public bool TypedSerials { get; init; }

    /// <summary>A recipe may be chosen without a work order.</summary>
    public bool RecipeWithoutWorkOrder { get; init; }

    /// <summary>Whoever releases a class A stop is not who is signed on.</summary>
    public bool ReleaseByAnother { get; init; } = true;

    /// <summary>Refusals and answers that are kept for the screen.</summary>
    public int LogLength { get; init; } = 500;
}

/// <summary>How a scanned unit finds its slot.</summary>
public enum UnitBinding
{
    /// <summary>Each unit goes into the next free slot, which is lit.</summary>
    SlotOrder,

    /// <summary>The label of the slot is scanned with each unit, in either order.</summary>
    SlotLabel,
}

/// <summary>When slots start.</summary>
public enum GangStart
{
    /// <summary>When every slot that can have a unit has one, or on START.</summary>
    Together,

    /// <summary>Each as soon as its unit and its board are in.</summary>
    Continuous,
}
