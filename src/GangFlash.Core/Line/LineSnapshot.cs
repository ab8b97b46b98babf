using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>What a station looks like at one moment, for eyes at other desks: plain values in English, and nothing that is not on its own screen too.</summary>
public sealed record LineSnapshot
{
    public required string Station { get; init; }

    /// <summary>Name and version of the program that works there.</summary>
    public required string Program { get; init; }

    public required DateTimeOffset At { get; init; }

    public AttemptPurpose Purpose { get; init; }

    /// <summary>The boards are virtual.</summary>
    public bool Simulated { get; init; }

    /// <summary>The badge that is signed on, never a name; none: nobody is.</summary>
    public string? Operator { get; init; }

    public string? Batch { get; init; }

    public string? WorkOrder { get; init; }

    public string? Recipe { get; init; }

    public string? Revision { get; init; }

    /// <summary>None if nobody said how many.</summary>
    public int? Planned { get; init; }

    /// <summary>Units of the batch that are good; where there is no batch, those of this run.</summary>
    public int Good { get; init; }

    /// <summary>Units whose last attempt was no pass.</summary>
    public int Red { get; init; }

    /// <summary>Oldest first.</summary>
    public ImmutableArray<AlarmSnapshot> Alarms { get; init; } = [];

    /// <summary>By number.</summary>
    public ImmutableArray<SlotSnapshot> Slots { get; init; } = [];

    /// <summary>Nothing new starts before somebody releases it.</summary>
    public bool IsStopped => Alarms.Any(alarm => alarm.Class == AlarmClass.Stop);

    /// <summary>The line of the full-screen station.</summary>
    /// <param name="usbSerial">What the board in a slot calls itself; none if nobody knows.</param>
    public static LineSnapshot Of(ShiftState shift, Moment now, string program, bool simulated, Func<int, string?> usbSerial)
    {
        ArgumentNullException.ThrowIfNull(shift);
        ArgumentNullException.ThrowIfNull(usbSerial);
        return new()
        {
            Station = shift.Rules.Station,
            Program = program,
            At = now.Wall,
            Purpose = shift.Rules.Purpose,
            Simulated = simulated,
            Operator = shift.Session?.Badge.Id,
            Batch = shift.Batch?.Name,
            WorkOrder = shift.Batch?.WorkOrder,
            Recipe = shift.Batch?.Recipe.Name,
            Revision = shift.Batch?.Recipe.Revision,
            Planned = shift.Batch?.Planned,
            Good = shift.Numbers.Good + (shift.Batch?.GoodBefore ?? 0),
            Red = shift.Numbers.Red,
            Alarms = [.. shift.Alarms.Select(alarm => new AlarmSnapshot(alarm.Class, alarm.Since.Wall, alarm.What.In(Language.English), alarm.Order.In(Language.English)))],
            Slots = [.. shift.Slots.Values.Select(slot => SlotSnapshot.Of(shift, slot, usbSerial(slot.Number)))],
        };
    }

    /// <summary>The line of a gang without a screen, after one more thing happened in it.</summary>
    public LineSnapshot After(GangEvent happened, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var slot = (Slots.FirstOrDefault(slot => slot.Number == happened.Slot) ?? new(happened.Slot, SlotSign.Empty)).After(happened, at);
        var recipe = happened is GangEvent.Loaded { Board.Order.Recipe: { } loaded } ? loaded : null;
        var last = happened is GangEvent.AttemptEnded { Last: true } ended ? ended.Verdict : null;
        return this with
        {
            At = at,
            Recipe = recipe?.Name ?? Recipe,
            Revision = recipe?.Revision ?? Revision,
            Good = Good + (last?.IsPass == true ? 1 : 0),
            Red = Red + (last is not null && SlotSigns.Of(last) == SlotSign.Red ? 1 : 0),
            Slots = [.. Slots.Where(other => other.Number != slot.Number).Append(slot).OrderBy(other => other.Number)],
        };
    }
}

/// <param name="What">What happened, in words.</param>
/// <param name="Order">What to do now.</param>
public sealed record AlarmSnapshot(AlarmClass Class, DateTimeOffset Since, string What, string Order);

/// <summary>One slot for eyes at other desks.</summary>
public sealed record SlotSnapshot(int Number, SlotSign Sign)
{
    /// <summary>None where nothing is under way.</summary>
    public JobPhase? Phase { get; init; }

    /// <summary>Of the phase; none where nobody can tell.</summary>
    public int? Percent { get; init; }

    /// <summary>The serial that is bound to the slot, runs, or has the verdict.</summary>
    public string? Unit { get; init; }

    /// <summary>What the board calls itself, which may be what every board of its kind says.</summary>
    public string? UsbSerial { get; init; }

    /// <summary>Of the last attempt; empty for a verified pass, and where there was none.</summary>
    public string Code { get; init; } = "";

    /// <summary>What the operator is told; empty where nothing is to be done.</summary>
    public string Order { get; init; } = "";

    /// <summary>When the attempt began, or when its verdict came.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>What the attempt took.</summary>
    public TimeSpan? Took { get; init; }

    internal static SlotSnapshot Of(ShiftState shift, SlotLine slot, string? usbSerial)
    {
        var sign = SlotSigns.Of(shift, slot);
        var progress = sign == SlotSign.Running ? slot.Progress ?? default : (JobProgress?)null;
        var verdict = slot.Stage == SlotStage.Done ? slot.Verdict : null;
        return new(slot.Number, sign)
        {
            Phase = progress?.Phase,
            Percent = PercentOf(progress),
            Unit = slot.Unit,
            UsbSerial = usbSerial,
            Code = verdict?.Code ?? "",
            Order = verdict is not null ? InstructionText.English(verdict.Instruction, slot.Number) : sign == SlotSign.Again ? InstructionText.English(Instruction.RunAgain, slot.Number) : "",
            Since = slot.Stage switch
            {
                SlotStage.Running => slot.StartedAt?.Wall,
                SlotStage.Done => slot.EndedAt?.Wall,
                _ => null,
            },
            Took = verdict is not null && slot is { StartedAt: { } started, EndedAt: { } ended } ? ended.Since(started) : null,
        };
    }

    internal SlotSnapshot After(GangEvent happened, DateTimeOffset at) => happened switch
    {
        GangEvent.Loaded { Board: var board } => new(Number, SlotSign.Ready) { Unit = board.UnitSerial, UsbSerial = board.Device?.Serial.Text },
        GangEvent.AttemptBegan it => this with { Unit = it.Unit ?? Unit, Sign = SlotSign.Running, Phase = JobPhase.Connect, Percent = null, Code = "", Order = "", Since = at, Took = null },
        GangEvent.Progressed it => this with { Phase = it.Progress.Phase, Percent = PercentOf(it.Progress) },
        GangEvent.AttemptEnded { Last: false } => this with { Phase = null, Percent = null },
        GangEvent.AttemptEnded it => this with
        {
            Sign = SlotSigns.Of(it.Verdict),
            Phase = null,
            Percent = null,
            Code = it.Verdict.Code,
            Order = InstructionText.English(it.Verdict.Instruction, Number),
            Since = at,
            Took = Since is { } began && Sign == SlotSign.Running && at >= began ? at - began : null,
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    static int? PercentOf(JobProgress? progress) => progress is { Total: > 0 } known ? (int)Math.Min(100, known.Done * 100 / known.Total) : null;
}
