using System.Collections.Immutable;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>What a scanned text is, told by its pattern.</summary>
public enum ScanKind
{
    Unknown,
    Badge,
    WorkOrder,
    Unit,
    Panel,
    Slot,
    Fixture,
    ChildPart,
    Command,
    SelfTest,
    Recipe,
}

/// <summary>How a text came in. Stored with everything that comes of it.</summary>
public enum ScanEntry
{
    /// <summary>From far away a scan, a paste and a fast typist look alike.</summary>
    Unknown,
    Scanned,
    Typed,
    Pasted,
}

/// <summary>The command codes that the station prints.</summary>
public enum StationCommand
{
    Start,
    Abort,
    Yes,
    No,
    Retest,
    Hold,
    Release,
    EndBatch,
    EndShift,
    Call,

    /// <summary>A reason for a release, by its number in the list.</summary>
    Reason,
}

/// <summary>A text from the scanner or the keys, bounded and classified.</summary>
/// <param name="Raw">As it came, at most <see cref="ScanReader.LongestKept"/> characters of it: the first capture, for the record.</param>
/// <param name="Length">Of the whole text as it came.</param>
/// <param name="Text">Without symbology prefix, with the group separator as it was ordered.</param>
/// <param name="Symbology">The AIM prefix that the scanner put in front, such as <c>]d2</c>; none if there was none.</param>
/// <param name="Command">For a command code.</param>
/// <param name="Number">Of a slot label, or of a reason.</param>
/// <param name="Problem">Why it cannot be used, whatever the state; none if it can.</param>
public sealed record Scan(
    string Raw, int Length, string Text, string? Symbology, ScanEntry Entry, ScanKind Kind, StationCommand? Command = null, int? Number = null, Message? Problem = null);

/// <summary>What the scans of a station look like.</summary>
public sealed record ScanSettings
{
    /// <summary>In front of every command code. No serial, badge or work order may begin with it.</summary>
    public string CommandPrefix { get; init; } = "%GF-";

    /// <summary>In front of the number on the label of a slot.</summary>
    public string SlotPrefix { get; init; } = "%SLOT-";

    /// <summary>In front of the name of a recipe.</summary>
    public string RecipePrefix { get; init; } = "%RECIPE-";

    /// <summary>The rest, by kind. What a unit looks like may also come from the recipe, which then rules.</summary>
    public ImmutableArray<ScanPattern> Patterns { get; init; } = [];

    /// <summary>A code with every character that is used; none if no self-test is wanted.</summary>
    public string? SelfTest { get; init; }

    /// <summary>Longer than any label in use; what is longer is refused.</summary>
    public int Longest { get; init; } = 128;

    public GroupSeparator Separator { get; init; } = GroupSeparator.Refuse;

    /// <summary>Stands for the separator where it is replaced.</summary>
    public char SeparatorAs { get; init; } = '|';

    /// <summary>The same code again within this time is a trigger that is held down.</summary>
    public TimeSpan RepeatWithin { get; init; } = TimeSpan.FromSeconds(2);
}

/// <summary>What becomes of the character 29 that stands for FNC1 between fields of variable length.</summary>
public enum GroupSeparator
{
    Refuse,
    Keep,
    Replace,
}

/// <summary>What one kind of scan looks like.</summary>
/// <param name="Source">Where the pattern stands, for whoever has to mend it: the station file or a recipe.</param>
public sealed record ScanPattern(ScanKind Kind, Documents.TextPattern Pattern, string Source);
