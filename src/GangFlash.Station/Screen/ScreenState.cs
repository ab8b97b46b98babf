using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Planning;

namespace GangFlash.Station.Screen;

/// <summary>All that the screen shows. A value: <see cref="ScreenUpdate"/> makes the next one, <see cref="View.ScreenView"/> draws it.</summary>
sealed record ScreenState
{
    public required ShiftState Shift { get; init; }

    /// <summary>The clock on the wall, in the plant's time zone.</summary>
    public required Moment Now { get; init; }

    /// <summary>Added to <see cref="Now"/> for the eye.</summary>
    public TimeSpan Zone { get; init; }

    public Page Page { get; init; } = new Page.Main();

    /// <summary>What is being typed by hand; none while nothing is.</summary>
    public string? Typing { get; init; }

    /// <summary>Digits of a slot number that may go on.</summary>
    public Digits? Digits { get; init; }

    /// <summary>The slot that F2 tells of.</summary>
    public int Selected { get; init; }

    /// <summary>A tile that is pointed at, until then.</summary>
    public (int Slot, Moment Until)? Pointed { get; init; }

    public Readiness Ready { get; init; } = Readiness.Unknown;

    public ImmutableArray<RecipeChoice> Recipes { get; init; } = [];

    /// <summary>What happened in each slot, for whoever wants to know more.</summary>
    public ImmutableDictionary<int, SlotStory> Stories { get; init; } = ImmutableDictionary<int, SlotStory>.Empty;

    /// <summary>Attempts and refusals of this shift, oldest first.</summary>
    public ImmutableList<HistoryLine> History { get; init; } = [];

    /// <summary>Boards are virtual: F7 swaps them.</summary>
    public bool Simulated { get; init; }

    /// <summary>What is made here is no product.</summary>
    public LineMode Mode { get; init; }

    public Language Language => Shift.Rules.Language;

    public static ScreenState Begin(StationRules rules, Moment now) => new() { Shift = ShiftState.Begin(rules), Now = now, Selected = rules.Slots.IsEmpty ? 0 : rules.Slots[0] };
}

/// <summary>What attempts count for; anything but production changes the whole border.</summary>
enum LineMode
{
    Production,
    Engineering,
    Training,
}

/// <summary>What stands in the middle of the screen.</summary>
abstract record Page
{
    private Page() { }

    public sealed record Main : Page;

    public sealed record Help(int Scroll = 0) : Page;

    public sealed record Slot(StoryTab Tab, int Scroll = 0) : Page;

    public sealed record History(string Search = "", int Row = 0) : Page;

    public sealed record Recipes(string Filter = "", int Row = 0) : Page;

    /// <summary>Why an alarm is released.</summary>
    public sealed record Reason(int Row = 0) : Page;
}

enum StoryTab
{
    Log,
    Failure,
    Memory,
    Plan,
}

/// <param name="Until">Then they are taken as they are.</param>
sealed record Digits(string Text, Moment Until);

/// <summary>A recipe that can be chosen.</summary>
/// <param name="Problem">Why it cannot be used; none if it can.</param>
sealed record RecipeChoice(string Name, string Revision, string Description, string? Problem);

/// <summary>What must be well before anything starts. None where nobody has looked yet, or there is no such thing.</summary>
/// <param name="Boards">Bootloaders that are seen now.</param>
/// <param name="FreeBytes">On the disk of the database.</param>
sealed record Readiness(int? Boards, bool? Bus, bool? Database, bool? Disk, long? FreeBytes, bool? Recipe, bool? Central)
{
    public static Readiness Unknown { get; } = new(null, null, null, null, null, null, null);

    public bool IsReady => Bus == true && Database == true && Disk == true && Recipe == true && Central != false;
}

/// <summary>What is known about one slot beyond its tile.</summary>
/// <param name="Lines">Of the attempts of this shift, oldest first, bounded.</param>
sealed record SlotStory(ImmutableList<StoryLine> Lines, LoadedSlot? Loaded, SlotVerdict? Verdict)
{
    public static SlotStory Empty { get; } = new([], null, null);

    public DeviceIdentity? Device => Report?.Device ?? Loaded?.Device;

    public FlashPlan? Plan => Report?.Plan;

    public Flashing.JobReport? Report => Verdict switch
    {
        SlotVerdict.Recorded recorded => recorded.Result.Report,
        SlotVerdict.RecordLost lost => lost.Result?.Report,
        _ => null,
    };
}

sealed record StoryLine(Moment At, string Text);

/// <summary>A line of the shift's history.</summary>
/// <param name="Slot">None where it is about no slot.</param>
sealed record HistoryLine(DateTimeOffset At, int? Slot, string Unit, string Word, string Code, string Text)
{
    /// <summary>Whether every word of the search is somewhere in the line.</summary>
    public bool Matches(string search) =>
        search.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => $"{At:HH:mm:ss} {Slot} {Unit} {Word} {Code} {Text}".Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What happens on the screen: everything that <see cref="ScreenUpdate"/> hears.</summary>
abstract record ScreenEvent
{
    private ScreenEvent() { }

    public sealed record Input(Moment At, Terminal.TerminalInput What) : ScreenEvent;

    /// <summary>What the station itself has to tell to the rules.</summary>
    public sealed record Line(ShiftEvent What) : ScreenEvent;

    public sealed record Looked(Readiness Ready) : ScreenEvent;

    public sealed record RecipesListed(ImmutableArray<RecipeChoice> Recipes) : ScreenEvent;

    /// <summary>Attempts of this shift that an earlier run of the program made.</summary>
    public sealed record HistoryRead(ImmutableArray<HistoryLine> Lines) : ScreenEvent;

    /// <summary>Something that changes nothing at the line, for whoever reads the history.</summary>
    public sealed record Noticed(DateTimeOffset At, string What) : ScreenEvent;

    /// <summary>A slot's board was identified.</summary>
    public sealed record Identified(Moment At, LoadedSlot Loaded) : ScreenEvent;
}

/// <summary>What an event led to.</summary>
/// <param name="Effects">Of the rules, in the order in which they are to be done.</param>
/// <param name="Requests">What the screen itself wants.</param>
sealed record ScreenStep(ScreenState State, ImmutableArray<ShiftEffect> Effects, ScreenRequests Requests = ScreenRequests.None);

[Flags]
enum ScreenRequests
{
    None = 0,

    /// <summary>Everything is to be drawn anew.</summary>
    Redraw = 1,

    /// <summary>Virtual boards that are done are pulled, and fresh ones plugged in.</summary>
    SwapBoards = 2,
}
