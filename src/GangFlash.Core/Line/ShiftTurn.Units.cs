using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>Units and the slots they go into.</summary>
sealed partial class ShiftTurn
{
    void Unit(Scan scan)
    {
        var unit = scan.Text;
        if (Asked(scan))
            return;
        if (now.Slots.Values.FirstOrDefault(slot => slot.Unit == unit && slot is { Stage: SlotStage.Done, MustAcknowledge: true }) is { } red)
            Acknowledge(red, scan);
        else if (now.Changeover is not null)
            Refuse(scan, ShiftPhrases.ConfirmFirst);
        else if (now.Batch is not { } batch)
            Refuse(scan, ShiftPhrases.ScanWorkOrder);
        else if (!batch.Recipe.ScansUnits)
            Refuse(scan, ShiftPhrases.UnitsNotScanned);
        else if (!IsElsewhere(unit, scan) && !HasNoRoom(scan) && IsWellEntered(scan))
            Place(unit, scan);
    }

    /// <summary>A unit is at one place only.</summary>
    bool IsElsewhere(string unit, Scan scan)
    {
        if (now.Slots.Values.FirstOrDefault(slot => slot.Unit == unit && slot.Stage is SlotStage.Running or SlotStage.Bound or SlotStage.Checking && slot.Unit == unit) is { } slot)
        {
            Refuse(scan, (slot.Stage == SlotStage.Running ? ShiftPhrases.UnitRunning : ShiftPhrases.UnitBound).With(("slot", slot.Number)));
            effects.Add(new ShiftEffect.PointAt(slot.Number));
            return true;
        }

        if (now.Waiting?.Unit != unit)
            return false;
        Refuse(scan, ShiftPhrases.UnitWaiting);
        return true;
    }

    bool HasNoRoom(Scan? scan)
    {
        if (Room() > 0)
            return false;
        Refuse(scan, ShiftPhrases.QuantityReached);
        return true;
    }

    /// <summary>So many more units may be begun.</summary>
    int Room() => now.Batch is not { Planned: { } planned } || now.Session?.Badge.Role.MayExceedQuantity() == true
        ? int.MaxValue
        : planned - now.Numbers.Good - now.Slots.Values.Count(slot => slot.Stage is SlotStage.Running or SlotStage.Bound or SlotStage.Checking);

    /// <summary>Scanned, or typed twice where that is allowed.</summary>
    bool IsWellEntered(Scan scan)
    {
        if (scan.Entry is not (ScanEntry.Typed or ScanEntry.Pasted))
            return true;
        if (!Rules.TypedSerials)
        {
            Refuse(scan, ShiftPhrases.NotTyped);
            return false;
        }

        if (now.TypedOnce is not { } once)
        {
            now = now with { TypedOnce = scan.Text };
            Take(scan, ShiftPhrases.TypeAgain.With(("unit", scan.Text)));
            return false;
        }

        now = now with { TypedOnce = null };
        if (once == scan.Text)
            return true;
        Take(scan, ShiftPhrases.TypedOtherwise, Tone.Refused);
        return false;
    }

    void Place(string unit, Scan scan)
    {
        WaitingUnit waiting = new(unit, scan.Entry);
        if (now.NextSlot is { } chosen && now.Slots[chosen].CanTake)
        {
            Bind(now.Slots[chosen], waiting);
        }
        else if (Rules.Binding == UnitBinding.SlotLabel)
        {
            var old = now.Waiting;
            DropWaiting("replaced");
            now = now with { Waiting = waiting };
            Take(scan, old is null ? ShiftPhrases.UnitNeedsSlot.With(("unit", unit)) : ShiftPhrases.UnitReplaced.With(("unit", unit), ("old", old.Unit)));
            effects.Add(new ShiftEffect.AskUnit(unit));
            return;
        }
        else if (NextFree() is { } free)
        {
            Bind(free, waiting);
        }
        else
        {
            Refuse(scan, ShiftPhrases.NoFreeSlot);
            return;
        }

        // The answer comes with what the record knows of the unit.
        var slot = now.Slots.Values.First(slot => slot.Stage == SlotStage.Checking && slot.Unit == unit);
        RecordScan(ShiftRecord.ScanTaken, scan, ShiftPhrases.UnitInSlot.With(("unit", unit), ("slot", slot.Number)));
        effects.Add(new ShiftEffect.AskUnit(unit));
    }

    /// <summary>The next slot in the order of the fixture, other than one.</summary>
    SlotLine? NextFree(int? notIn = null) => Rules.Slots.Select(number => now.Slots[number]).FirstOrDefault(slot => slot.CanTake && slot.Number != notIn);

    void Bind(SlotLine slot, WaitingUnit unit)
    {
        Set(new SlotLine(slot.Number)
        {
            Stage = unit.Checked ? SlotStage.Bound : SlotStage.Checking,
            Unit = unit.Unit,
            Entry = unit.Entry,
            BoardPresent = slot.BoardPresent,
            Before = slot with { Before = null },
        });
        now = now with { NextSlot = null, Waiting = null };
    }

    /// <summary>Back to what the slot was, with what its sensor says now.</summary>
    void Unbind(SlotLine slot) => Set((slot.Before ?? new(slot.Number)) with { BoardPresent = slot.BoardPresent, OffBy = slot.OffBy, MustEmpty = slot.Before is { MustEmpty: true } && slot.BoardPresent });

    public void UnitKnown(ShiftEvent.UnitKnown known)
    {
        var slot = now.Slots.Values.FirstOrDefault(slot => slot.Stage == SlotStage.Checking && slot.Unit == known.Unit);
        var waiting = now.Waiting?.Unit == known.Unit ? now.Waiting : null;
        if (slot is null && waiting is null)
            return;     // cancelled meanwhile
        Learn(known.Attempts);
        if (known.Decided is { } decided)
            now = now with { Dispositions = now.Dispositions.SetItem(known.Unit, decided) };
        ImmutableArray<AttemptFact> life = AttemptOrder.Sort(now.Facts.Values.Where(fact => fact.Unit == known.Unit));
        if (WhyNot(known.Unit, life) is { } reason)
        {
            GiveUp(slot);
            RefuseUnit(known.Unit, waiting?.Entry ?? slot!.Entry, reason);
            return;
        }

        var notIn = FailedIn(life);
        if (waiting is not null)
        {
            now = now with { Waiting = waiting with { Checked = true, NotIn = notIn } };
        }
        else if (slot!.Number != notIn)
        {
            Bound(slot);
        }
        else
        {
            // In the order of slots a retest finds another one by itself.
            GiveUp(slot);
            if (Rules.Binding == UnitBinding.SlotOrder && NextFree(notIn) is { } other)
            {
                Bind(other, new(known.Unit, slot.Entry, Checked: true));
                Bound(now.Slots[other.Number]);
            }
            else
            {
                RefuseUnit(known.Unit, slot.Entry, ShiftPhrases.UnitElsewhere.With(("slot", notIn!.Value)));
            }
        }
    }

    void Bound(SlotLine slot)
    {
        Set(slot with { Stage = SlotStage.Bound });
        Say(Tone.Taken, ShiftPhrases.UnitInSlot.With(("unit", slot.Unit!), ("slot", slot.Number)));
    }

    void GiveUp(SlotLine? slot)
    {
        if (slot is null)
            now = now with { Waiting = null };
        else
            Unbind(slot);
    }

    /// <summary>The scan itself was recorded as taken; this is the answer that the record had to it.</summary>
    void RefuseUnit(string unit, ScanEntry entry, Messages.Message why)
    {
        Record(ShiftRecord.ScanRefused, ("raw", unit), ("length", $"{unit.Length}"), ("text", unit), ("entry", entry.ToString().ToLowerInvariant()), ("kind", "unit"), ("answer", why.Key), ("shown", why.In(Rules.Language)));
        Refuse(null, why);
    }

    /// <summary>Why a unit may not be begun here; none if it may.</summary>
    Messages.Message? WhyNot(string unit, ImmutableArray<AttemptFact> life)
    {
        if (Rules.Purpose is AttemptPurpose.Engineering or AttemptPurpose.Training && life.Any(fact => fact.EntersYields || fact.Purpose == AttemptPurpose.Rework))
            return ShiftPhrases.UnitIsProduct;
        var passed = life.LastOrDefault(fact => fact.IsCounted) is { Outcome: Outcome.Pass } pass ? pass : null;
        return DispositionOf(unit, life) switch
        {
            Disposition.Scrap => ShiftPhrases.UnitScrapped,
            Disposition.Rework => ShiftPhrases.UnitInRework,
            Disposition.Hold when now.Dispositions.ContainsKey(unit) => ShiftPhrases.UnitOnHold,
            Disposition.Hold => ShiftPhrases.UnitTriedEnough.With(("count", DispositionRules.SinceRepair(life))),
            Disposition.Good when passed is not null => ShiftPhrases.UnitGood.With(("station", passed.Station), ("slot", passed.Slot), ("time", $"{passed.StartedAt.ToOffset(at.Wall.Offset):yyyy-MM-dd HH:mm}")),
            Disposition.Good => ShiftPhrases.UnitOnHold,
            _ => null,
        };
    }

    /// <summary>The slot of this station that a retest stays out of, as long as there is another.</summary>
    int? FailedIn(ImmutableArray<AttemptFact> life) =>
        Rules.RetestElsewhere && life.LastOrDefault(fact => fact.IsCounted) is { Outcome: Outcome.Fail or Outcome.Error } failed && failed.Station == Rules.Station
        && now.Slots.Values.Count(slot => !slot.IsOff) > 1
            ? failed.Slot
            : null;

    public void SlotChosen(int number, Scan? scan)
    {
        if (NobodyThere(scan) || Stopped(scan) || Asked(scan))
            return;
        if (!now.Slots.TryGetValue(number, out var slot))
            Refuse(scan, ShiftPhrases.NoSuchSlot.With(("slot", number)));
        else if (slot is { Stage: SlotStage.Done, MustAcknowledge: true })
            Acknowledge(slot, scan);
        else if (now.Changeover is not null)
            Refuse(scan, ShiftPhrases.ConfirmFirst);
        else if (now.Batch is not { } batch)
            Refuse(scan, ShiftPhrases.ScanWorkOrder);
        else if (!batch.Recipe.ScansUnits)
            Refuse(scan, ShiftPhrases.SlotNeedsNoScan);
        else if (slot.IsOff)
            Refuse(scan, ShiftPhrases.SlotOff.With(("slot", number)));
        else if (slot.Stage == SlotStage.Running)
            Refuse(scan, ShiftPhrases.SlotRunning.With(("slot", number)));
        else if (slot.Stage is SlotStage.Bound or SlotStage.Checking)
            Refuse(scan, ShiftPhrases.SlotTaken.With(("slot", number), ("unit", slot.Unit ?? "")));
        else if (slot.MustEmpty)
            Refuse(scan, ShiftPhrases.SlotMustEmpty.With(("slot", number)));
        else if (now.Waiting is { } waiting)
            Bind(slot, waiting, scan);
        else if (Rules.Binding == UnitBinding.SlotOrder && NextFree() is { } next && next.Number != number)
            Refuse(scan, ShiftPhrases.SlotOutOfOrder.With(("slot", next.Number)));
        else
            Choose(number, scan);
    }

    void Choose(int number, Scan? scan)
    {
        now = now with { NextSlot = number };
        Take(scan, ShiftPhrases.SlotNext.With(("slot", number)));
    }

    void Bind(SlotLine slot, WaitingUnit waiting, Scan? scan)
    {
        if (waiting.NotIn == slot.Number)
        {
            Refuse(scan, ShiftPhrases.UnitElsewhere.With(("slot", slot.Number)));
            return;
        }

        Bind(slot, waiting);
        Take(scan, ShiftPhrases.UnitInSlot.With(("unit", waiting.Unit), ("slot", slot.Number)));
    }

    /// <summary>The gesture of the red tray: unit or slot is scanned once before the slot takes a new one.</summary>
    void Acknowledge(SlotLine slot, Scan? scan)
    {
        Set(slot with { MustAcknowledge = false });
        Record(ShiftRecord.UnitAcknowledged, ("slot", $"{slot.Number}"), ("unit", slot.Unit), ("attempt", slot.Attempt));
        Take(scan, (slot.MustEmpty || slot.Verdict?.Instruction is not (Gang.Instruction.RunAgain or null) ? ShiftPhrases.RedAcknowledged : ShiftPhrases.NotDoneAcknowledged).With(("slot", slot.Number)));
    }

    /// <summary>The red unit that waits longest.</summary>
    SlotLine? OldestRed() => now.Slots.Values.Where(slot => slot is { Stage: SlotStage.Done, MustAcknowledge: true }).OrderBy(slot => slot.EndedAt?.Uptime).ThenBy(slot => slot.Number).FirstOrDefault();

    void Retest(Scan? scan)
    {
        if (OldestRed() is not { } red)
        {
            Refuse(scan, ShiftPhrases.NoRedUnit);
            return;
        }

        var unit = red.Unit ?? "";
        ImmutableArray<AttemptFact> life = AttemptOrder.Sort(now.Facts.Values.Where(fact => fact.Unit == unit));
        if (WhyNot(unit, life) is { } reason)
        {
            Refuse(scan, reason);
            return;
        }

        Set(red with { MustAcknowledge = false });
        Record(ShiftRecord.UnitAcknowledged, ("slot", $"{red.Number}"), ("unit", red.Unit), ("attempt", red.Attempt), ("for", "retest"));
        Take(scan, ShiftPhrases.RetestElsewhere.With(("unit", unit), ("slot", red.Number)));
    }

    void Hold(Scan? scan)
    {
        if (OldestRed() is not { Unit: { } unit } red)
        {
            Refuse(scan, ShiftPhrases.NoRedUnit);
            return;
        }

        Set(red with { MustAcknowledge = false });
        Hold(unit, "operator");
        Count();
        Take(scan, ShiftPhrases.UnitHeld.With(("unit", unit)));
    }

    bool HasSomethingToCancel => now.Waiting is not null || now.NextSlot is not null || now.TypedOnce is not null || LastBound() is not null;

    SlotLine? LastBound() => now.Slots.Values.LastOrDefault(slot => slot is { Stage: SlotStage.Bound or SlotStage.Checking, Unit: not null, Before: not null });

    /// <summary>Undoes the last scan that has not started anything.</summary>
    public void Cancelled(Scan? scan)
    {
        if (NobodyThere(scan))
            return;
        if (now.TypedOnce is not null)
        {
            now = now with { TypedOnce = null };
            Take(scan, ShiftPhrases.NotDone);
        }
        else if (now.Waiting is { } waiting)
        {
            DropWaiting("cancelled");
            Take(scan, ShiftPhrases.Dropped.With(("unit", waiting.Unit)));
        }
        else if (now.NextSlot is not null)
        {
            now = now with { NextSlot = null };
            Take(scan, ShiftPhrases.NotDone);
        }
        else if (LastBound() is { } bound)
        {
            Unbind(bound);
            Record(ShiftRecord.UnitDropped, ("unit", bound.Unit), ("slot", $"{bound.Number}"), ("why", "cancelled"));
            Take(scan, ShiftPhrases.Dropped.With(("unit", bound.Unit!)));
        }
        else
        {
            Refuse(scan, ShiftPhrases.NothingToCancel);
        }
    }
}
