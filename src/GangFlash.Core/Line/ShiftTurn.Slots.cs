using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>Boards, starts and verdicts.</summary>
sealed partial class ShiftTurn
{
    public void BoardSeen(int number)
    {
        if (now.Slots.TryGetValue(number, out var slot))
            Set(slot with { BoardPresent = true });
    }

    public void BoardGone(int number)
    {
        if (!now.Slots.TryGetValue(number, out var slot))
            return;
        slot = slot with { BoardPresent = false, MustEmpty = false };

        // A board that needed no scan and had not started was never here.
        Set(slot is { Stage: SlotStage.Bound, Unit: null } ? (slot.Before ?? new(number)) with { BoardPresent = false, MustEmpty = false, OffBy = slot.OffBy } : slot);
    }

    /// <summary>Where the recipe takes no serial from a scan, a board is its own order.</summary>
    void BindBoardsWithoutScan()
    {
        if (!MayStart || now.Batch!.Recipe.ScansUnits)
            return;
        foreach (var number in Rules.Slots)
        {
            if (now.Slots[number] is { CanTake: true, BoardPresent: true } slot && Room() > 0)
                Set(new SlotLine(number) { Stage = SlotStage.Bound, BoardPresent = true, Before = slot with { Before = null } });
        }
    }

    /// <summary>All that a start needs, asked in this one place.</summary>
    bool MayStart => now.IsSignedOn && now.Batch is not null && now.LineStop is null && now.Changeover is null && now.Question is null && !now.Quitting;

    ImmutableArray<SlotLine> Ready() => [.. Rules.Slots.Select(number => now.Slots[number]).Where(slot => slot is { Stage: SlotStage.Bound, BoardPresent: true, IsOff: false })];

    /// <summary>Continuous: whatever is ready. Together: when every slot that can have a unit is ready.</summary>
    void StartWhatIsReady()
    {
        if (!MayStart || Ready() is not { IsEmpty: false } ready)
            return;
        if (Rules.Start == GangStart.Continuous || (now.Running == 0 && ready.Length >= Expected()))
            Start(ready);
    }

    /// <summary>So many slots the gang waits for: those that are on, or fewer where the work order wants no more.</summary>
    int Expected()
    {
        var on = now.Slots.Values.Count(slot => !slot.IsOff);
        return now.Batch?.Planned is { } planned && planned > now.Numbers.Good ? Math.Min(on, planned - now.Numbers.Good) : on;
    }

    void StartNow(Scan? scan)
    {
        BindBoardsWithoutScan();
        if (MayStart && Ready() is { IsEmpty: false } ready)
        {
            Take(scan, ShiftPhrases.Started.With(("count", ready.Length)));
            Start(ready);
        }
        else if (now.Batch is null)
        {
            Refuse(scan, ShiftPhrases.ScanWorkOrder);
        }
        else
        {
            Refuse(scan, now.Changeover is null ? ShiftPhrases.NothingToStart : ShiftPhrases.ConfirmFirst);
        }
    }

    void Start(ImmutableArray<SlotLine> ready)
    {
        if (now.Batch is { Planned: { } planned } batch && now.Numbers.Good + now.Running + ready.Length > planned)
            Record(ShiftRecord.QuantityExceeded, ("batch", batch.Name), ("planned", $"{planned}"));
        foreach (var slot in ready)
            Set(slot with { Stage = SlotStage.Running, StartedAt = at, EndedAt = null, Attempt = null, AttemptNumber = 0, Progress = null, Verdict = null, Before = null });
        effects.Add(new ShiftEffect.StartSlots([.. ready.Select(slot => new SlotUnit(slot.Number, slot.Unit))]));
    }

    public void StartFailed(int number, Message why)
    {
        if (!now.Slots.TryGetValue(number, out var slot) || slot is not { Stage: SlotStage.Running, Attempt: null })
            return;
        Set(slot with { Stage = SlotStage.Done, EndedAt = at, MustAcknowledge = true, MustEmpty = slot.BoardPresent });
        Refuse(null, why);
    }

    public void GangReported(GangEvent happened)
    {
        if (!now.Slots.TryGetValue(happened.Slot, out var slot) || slot.Stage != SlotStage.Running)
            return;     // the last words of an attempt that the rules have given up
        switch (happened)
        {
            case GangEvent.Loaded loaded:
                Set(slot with { Unit = slot.Unit ?? loaded.Board.UnitSerial });
                break;
            case GangEvent.AttemptBegan began:
                Set(slot with { Unit = began.Unit ?? slot.Unit, Attempt = began.Attempt, AttemptNumber = began.Number, StartedAt = at });
                now = now with { Interrupted = now.Interrupted.RemoveAll(unit => unit.Unit is { } serial ? serial == slot.Unit : unit.Slot == slot.Number) };
                break;
            case GangEvent.Progressed progressed:
                Set(slot with { Progress = progressed.Progress });
                break;
            case GangEvent.AttemptEnded ended:
                AttemptEnded(slot, ended);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    void AttemptEnded(SlotLine slot, GangEvent.AttemptEnded ended)
    {
        var fact = FactOf(slot, ended.Verdict);
        if (ended.Last)
        {
            var instruction = ended.Verdict.Instruction;
            var stays = instruction == Instruction.RunAgain || (instruction == Instruction.ScanAgain && now.Batch?.Recipe.ScansUnits == true);
            Set(slot with
            {
                Stage = SlotStage.Done,
                EndedAt = at,
                Progress = null,
                Verdict = ended.Verdict,
                MustEmpty = slot.BoardPresent && !stays,
                MustAcknowledge = !ended.Verdict.IsPass,
            });
            Say(ended.Verdict.IsPass ? Tone.Good : Tone.Red, InstructionText.Of(instruction, slot.Number));
        }
        else
        {
            Set(slot with { Attempt = null, Progress = null });
        }

        if (fact is not null)
        {
            var first = fact.IsCounted && !now.Facts.Values.Any(other => other.Unit == fact.Unit && other.IsCounted && other.EntersYields);
            now = now with { Facts = now.Facts.SetItem(fact.Attempt, fact), Sequence = fact.Sequence };
            Watch(new LineFact.Ended(at, fact, first));
        }

        if (ended.Verdict is SlotVerdict.RecordLost lost)
            Watch(new LineFact.RecordNotWritable(at, lost.Reason));
        Count();
        WatchQuantity();
    }

    /// <summary>None where there was no attempt.</summary>
    AttemptFact? FactOf(SlotLine slot, SlotVerdict verdict)
    {
        var (id, result) = verdict switch
        {
            SlotVerdict.Recorded recorded => (recorded.Attempt, recorded.Result),
            SlotVerdict.RecordLost { Result: { } lost } => (slot.Attempt ?? $"{Rules.Station}/{now.Sequence + 1}", lost),
            _ => (null, null),
        };
        return result is null ? null : new()
        {
            Attempt = id!,
            Unit = slot.Unit ?? id!,
            Station = Rules.Station,
            Sequence = now.Sequence + 1,
            StartedAt = (slot.StartedAt ?? at).Wall,
            Outcome = verdict is SlotVerdict.RecordLost ? Outcome.Error : result.Outcome,
            Touched = result.Report.Touched,
            Code = verdict.Code,
            Slot = slot.Number,
            Batch = now.Batch?.Name,
            Purpose = Rules.Purpose,
        };
    }

    void WatchQuantity()
    {
        if (now.Batch is { Planned: { } planned } && now.Numbers.Good >= planned)
            Watch(new LineFact.QuantityReached(at, planned));
    }
}
