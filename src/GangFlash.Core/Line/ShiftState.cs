using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Messages;
using GangFlash.Numbers;
using GangFlash.Recipes;

namespace GangFlash.Line;

/// <summary>All that the station knows of the shift. A value: <see cref="ShiftRules"/> makes the next one from it.</summary>
public sealed record ShiftState
{
    public required StationRules Rules { get; init; }

    /// <summary>By slot number. The fixture never grows while the program runs.</summary>
    public required ImmutableSortedDictionary<int, SlotLine> Slots { get; init; }

    /// <summary>None: nobody is signed on.</summary>
    public Session? Session { get; init; }

    /// <summary>None: no work order was scanned.</summary>
    public Batch? Batch { get; init; }

    /// <summary>A work order or recipe on its way to become the batch.</summary>
    public Changeover? Changeover { get; init; }

    /// <summary>A unit that was scanned and has no slot yet.</summary>
    public WaitingUnit? Waiting { get; init; }

    /// <summary>The slot that was scanned: the next unit goes there.</summary>
    public int? NextSlot { get; init; }

    /// <summary>A serial that was typed once.</summary>
    public string? TypedOnce { get; init; }

    /// <summary>Answered by YES or NO.</summary>
    public Question? Question { get; init; }

    /// <summary>Alarms that nobody has released yet, oldest first.</summary>
    public ImmutableList<Alarm> Alarms { get; init; } = [];

    /// <summary>Somebody is about to release an alarm.</summary>
    public Release? Release { get; init; }

    public LineWatchState Watch { get; init; } = LineWatchState.Start;

    /// <summary>Units that a crash left in mid-work, until they are run again.</summary>
    public ImmutableArray<InterruptedUnit> Interrupted { get; init; } = [];

    /// <summary>Attempts by their id: of this shift, and the earlier lives of their units.</summary>
    public ImmutableDictionary<string, AttemptFact> Facts { get; init; } = ImmutableDictionary<string, AttemptFact>.Empty;

    /// <summary>Where people put units.</summary>
    public ImmutableDictionary<string, Disposition> Dispositions { get; init; } = ImmutableDictionary<string, Disposition>.Empty;

    /// <summary>The highest sequence number that was seen.</summary>
    public long Sequence { get; init; }

    public LineNumbers Numbers { get; init; } = LineNumbers.None;

    public bool HelpCalled { get; init; }

    /// <summary>The program ends as soon as nothing runs.</summary>
    public bool Quitting { get; init; }

    /// <summary>The last answers, newest last.</summary>
    public ImmutableList<LogEntry> Log { get; init; } = [];

    /// <summary>The text that was scanned last, for the trigger that is held down.</summary>
    public (string Text, Moment At)? LastScan { get; init; }

    /// <summary>When somebody last scanned or pressed a key.</summary>
    public Moment? LastInput { get; init; }

    /// <summary>When the rules last heard anything, for the clock that is set.</summary>
    public Moment? LastHeard { get; init; }

    /// <summary>The time of the last row that went to the record.</summary>
    public DateTimeOffset? LastRow { get; init; }

    /// <summary>What was last saved.</summary>
    public SavedShift? Saved { get; init; }

    public bool IsSignedOn => Session is { Locked: false };

    /// <summary>The class A alarm that stops the line; none if it runs.</summary>
    public Alarm? LineStop => Alarms.FirstOrDefault(alarm => alarm.Class == AlarmClass.Stop);

    public int Running => Slots.Values.Count(slot => slot.Stage == SlotStage.Running);

    /// <summary>Nobody has signed on, and nothing is known of any slot.</summary>
    public static ShiftState Begin(StationRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return new() { Rules = rules, Slots = rules.Slots.ToImmutableSortedDictionary(number => number, number => new SlotLine(number)) };
    }
}

/// <summary>One person at the station.</summary>
/// <param name="Locked">True after a time without input: the same badge, or another one, goes on.</param>
public sealed record Session(Badge Badge, Moment Since, bool Locked = false);

/// <summary>What a recipe is on the line.</summary>
/// <param name="Image">The image's version, for eyes: product version or short hash.</param>
public sealed record RecipeCard(string Name, string Revision, string Image, string Sha256, SerialPolicy Serial)
{
    /// <summary>Units are scanned; otherwise a board is enough.</summary>
    public bool ScansUnits => Serial.From == SerialSource.Given;

    public static RecipeCard Of(Recipe recipe, string image)
    {
        ArgumentNullException.ThrowIfNull(recipe);
        return new(recipe.Name, recipe.Revision, image, recipe.Source.Sha256, recipe.Serial);
    }
}

/// <summary>Units of one product, one recipe revision, one image set, on this station.</summary>
/// <param name="WorkOrder">None where a recipe was chosen without one.</param>
/// <param name="Planned">None if nobody said how many.</param>
public sealed record Batch(string Name, string? WorkOrder, int? Planned, RecipeCard Recipe, Moment OpenedAt)
{
    /// <summary>Line stops since then, as far as they are over.</summary>
    public TimeSpan Stopped { get; init; }

    /// <summary>The line stop that is on.</summary>
    public Moment? StoppedSince { get; init; }

    /// <summary>Units that were GOOD before this station opened it.</summary>
    public int GoodBefore { get; init; }

    public TimeSpan Clock(Moment now) => now.Since(OpenedAt);

    /// <summary>Clock time without stops.</summary>
    public TimeSpan Run(Moment now) => Clock(now) - Stopped - (StoppedSince is { } since ? now.Since(since) : TimeSpan.Zero);
}

/// <summary>How far a changeover is.</summary>
public enum ChangeoverStage
{
    Finding,

    /// <summary>The work order names no recipe.</summary>
    ChoosingRecipe,
    Loading,

    /// <summary>One more scan of the same code, or YES.</summary>
    Confirming,
}

/// <summary>A work order or recipe on its way to become the batch.</summary>
/// <param name="Code">What was scanned: scanning it again confirms.</param>
public sealed record Changeover(string Code, ChangeoverStage Stage, WorkOrder? Order = null, string? Recipe = null, ShiftEvent.RecipeReady? Ready = null);

/// <param name="Checked">True once the record said that it may run.</param>
public sealed record WaitingUnit(string Unit, ScanEntry Entry, bool Checked = false, int? NotIn = null);

/// <summary>What is asked before something that cannot be taken back.</summary>
public enum QuestionKind
{
    Quit,
    StopRunning,
    EndBatch,
}

public sealed record Question(QuestionKind Kind, Message Text);

/// <summary>A release on its way: badge, then reason.</summary>
/// <param name="By">None until a badge came that may release it.</param>
public sealed record Release(int Alarm, Badge? By);

/// <summary>What a slot does.</summary>
public enum SlotStage
{
    /// <summary>No unit is meant for it.</summary>
    Free,

    /// <summary>A unit is meant for it, and the record was asked.</summary>
    Checking,

    /// <summary>A unit is meant for it; it starts when its board is in and the rules let it.</summary>
    Bound,
    Running,

    /// <summary>A verdict stands.</summary>
    Done,
}

/// <summary>One slot.</summary>
public sealed record SlotLine(int Number)
{
    public SlotStage Stage { get; init; }

    /// <summary>A bootloader that can be flashed sits in it, or the board whose attempt ran.</summary>
    public bool BoardPresent { get; init; }

    /// <summary>The unit that is bound, runs, or has the verdict.</summary>
    public string? Unit { get; init; }

    public ScanEntry Entry { get; init; }

    /// <summary>The slot that the unit should not go into, since it failed there.</summary>
    public int? NotIn { get; init; }

    /// <summary>The alarm that keeps the slot off.</summary>
    public int? OffBy { get; init; }

    /// <summary>The board of the verdict has not been taken out yet.</summary>
    public bool MustEmpty { get; init; }

    /// <summary>The verdict is red, and nobody has scanned unit or slot since.</summary>
    public bool MustAcknowledge { get; init; }

    public string? Attempt { get; init; }

    public int AttemptNumber { get; init; }

    public Moment? StartedAt { get; init; }

    public Moment? EndedAt { get; init; }

    public JobProgress? Progress { get; init; }

    /// <summary>None until there is one, and where only the record knows it: an interrupted unit.</summary>
    public SlotVerdict? Verdict { get; init; }

    /// <summary>What the slot was before a unit was bound to it: a refusal or a cancel goes back there.</summary>
    public SlotLine? Before { get; init; }

    /// <summary>True for the slot of a unit that a crash left in mid-work.</summary>
    public bool Interrupted { get; init; }

    public bool IsOff => OffBy is not null;

    /// <summary>A new unit may be bound.</summary>
    public bool CanTake => !IsOff && Stage is SlotStage.Free or SlotStage.Done && !MustEmpty && !MustAcknowledge;
}

/// <summary>One answer, as it stays on the screen.</summary>
public sealed record LogEntry(Moment At, Tone Tone, Message Message, string? Scan);

/// <summary>What the top line and the right edge show.</summary>
/// <param name="Batch">The yields of the batch.</param>
/// <param name="Good">Units of the batch that are GOOD.</param>
/// <param name="Red">Units of the batch whose last counted attempt was no pass.</param>
/// <param name="FailedInARow">Failed units one after another at the station.</param>
/// <param name="LastFailures">Newest first.</param>
public sealed record LineNumbers(Yields Batch, int Good, int Red, int Hold, int FailedInARow, ImmutableArray<AttemptFact> LastFailures)
{
    public static LineNumbers None { get; } = new(Yields.None, 0, 0, 0, 0, []);
}

/// <summary>What a batch adds up to. All parts together are <see cref="Planned"/>, or more where more were made.</summary>
/// <param name="Missing">Planned units that nobody has seen here.</param>
public sealed record Reconciliation(string Batch, int? Planned, int Good, int Hold, int Scrap, int Rework, int Withdrawn, ImmutableArray<string> Open, int Missing)
{
    public int Seen => Good + Hold + Scrap + Rework + Withdrawn + Open.Length;
}

/// <summary>What outlives the program: plain values, for any file. Equal by content.</summary>
/// <param name="WorkOrder">Of the batch that was open: it is scanned again, and found as it was left.</param>
public sealed record SavedShift(string? WorkOrder, string? Recipe, ImmutableArray<SavedAlarm> Alarms)
{
    public static SavedShift Of(ShiftState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(
            state.Batch?.WorkOrder,
            state.Batch?.Recipe.Name,
            [.. state.Alarms.Where(alarm => alarm.Class != AlarmClass.Inform).Select(alarm => new SavedAlarm(alarm.Number, alarm.Rule, alarm.Class, alarm.Slot, alarm.Code, alarm.Since.Wall, Words(alarm, state.Rules.Language)))]);
    }

    /// <summary>The words in which it was raised first, however many restarts ago.</summary>
    static string Words(Alarm alarm, Language language) => alarm.What.Phrase == AlarmPhrases.FromBefore ? alarm.What.Arguments[0].In(language) : alarm.What.In(language);

    public bool Equals(SavedShift? other) => other is not null && WorkOrder == other.WorkOrder && Recipe == other.Recipe && Alarms.SequenceEqual(other.Alarms);

    public override int GetHashCode() => HashCode.Combine(WorkOrder, Recipe, Alarms.Length);
}

/// <summary>An alarm that nobody has released.</summary>
/// <param name="Number">Under which the record knows it; of several in ascending order.</param>
/// <param name="Text">As it was shown.</param>
public sealed record SavedAlarm(int Number, LineRule Rule, AlarmClass Class, int? Slot, string? Code, DateTimeOffset Since, string Text);
