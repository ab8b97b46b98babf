namespace GangFlash.Line;

/// <summary>The limits of the line-stop rules. Defaults are starting points from practice. A limit of 0 switches its rule off.</summary>
public sealed record LineRules
{
    /// <summary>Failed units one after another in one slot: quarantine.</summary>
    public int FailedInSlot { get; init; } = 3;

    /// <summary>Failed units one after another at the station: line stop.</summary>
    public int FailedAtStation { get; init; } = 5;

    /// <summary>Units with one code among the last <see cref="SameCodeWindow"/>: call the engineer.</summary>
    public int SameCodeCall { get; init; } = 3;

    /// <summary>As above: line stop.</summary>
    public int SameCodeStop { get; init; } = 5;

    public int SameCodeWindow { get; init; } = 10;

    /// <summary>First pass yield of the last <see cref="FirstPassWindow"/> units below this, 0 to 1: line stop.</summary>
    public double FirstPassLimit { get; init; } = 0.90;

    public int FirstPassWindow { get; init; } = 50;

    /// <summary>With fewer units the yield is not judged.</summary>
    public int FirstPassMinimum { get; init; } = 20;

    /// <summary>Slots that end within this time with one code have one cause.</summary>
    public TimeSpan CommonCauseWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>At least so many slots.</summary>
    public int CommonCauseSlots { get; init; } = 3;

    /// <summary>And at least this share, 0 to 1, of the slots that ended within the time.</summary>
    public double CommonCauseShare { get; init; } = 0.5;

    /// <summary>Attempts in a row in one slot that neither judged nor touched a unit: quarantine.</summary>
    public int NoStartsInSlot { get; init; } = 3;

    /// <summary>More than this share, 0 to 1, of the last <see cref="NoStartWindow"/> attempts: call.</summary>
    public double NoStartShare { get; init; } = 0.20;

    public int NoStartWindow { get; init; } = 30;

    /// <summary>Units of the wrong kind in one batch: line stop.</summary>
    public int WrongUnits { get; init; } = 2;

    /// <summary>A clock that was set by more than this is noted; back past the last row, it stops the line.</summary>
    public TimeSpan ClockStep { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Phases of one kind that took longer than the recipe allows, among the last <see cref="SlowWindow"/> in one slot: warn.</summary>
    public int SlowPhases { get; init; } = 3;

    public int SlowWindow { get; init; } = 10;

    /// <summary>A released rule that fires again within so many units becomes class A.</summary>
    public int RelapseUnits { get; init; } = 10;
}
