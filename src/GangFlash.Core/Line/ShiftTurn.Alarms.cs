using System.Collections.Immutable;

namespace GangFlash.Line;

/// <summary>Alarms, releases, and what a restart brings back.</summary>
sealed partial class ShiftTurn
{
    public void Watch(LineFact fact)
    {
        (var watch, var alarms) = LineWatch.After(Rules.Line, now.Watch, fact);
        now = now with { Watch = watch };
        if (fact is LineFact.UsbBack)
            UsbBack();
        foreach (var alarm in alarms)
            Raise(alarm);
    }

    void Raise(Alarm alarm)
    {
        now = now with { Alarms = now.Alarms.Add(alarm) };
        Record(
            alarm.Class == AlarmClass.Stop ? ShiftRecord.LineStopped : ShiftRecord.AlarmRaised,
            ("alarm", $"{alarm.Number}"), ("rule", $"{alarm.Rule}"), ("class", Letter(alarm.Class)), ("slot", alarm.Slot?.ToString()), ("slots", string.Join(',', alarm.Slots)), ("units", string.Join(',', alarm.Units)),
            ("code", alarm.Code), ("what", alarm.What.In(Messages.Language.English)), ("shown", alarm.What.In(Rules.Language)), ("order", alarm.Order.In(Rules.Language)));
        effects.Add(new ShiftEffect.Raise(alarm));
        Say(alarm.Class == AlarmClass.Inform ? Tone.Taken : Tone.Alarm, alarm.What);
        if (alarm.Class == AlarmClass.Stop && now.Batch is { StoppedSince: null } batch)
            now = now with { Batch = batch with { StoppedSince = at } };
        if (alarm.Rule == LineRule.SameIdentity)
        {
            foreach (var unit in alarm.Units)
                Hold(unit, "same-identity");
        }

        if (alarm is { TakesSlotOff: true, Slot: { } number })
            SwitchOff(number, alarm.Number);
        if (alarm.StopsRunning)
            StopRunning($"{alarm.Rule}");
    }

    /// <summary>What mended itself is no longer shown, whoever has heard it.</summary>
    void UsbBack()
    {
        foreach (var alarm in now.Alarms.Where(alarm => alarm.Rule == LineRule.UsbFailed))
            Record(ShiftRecord.UsbBack, ("alarm", $"{alarm.Number}"), ("rule", $"{alarm.Rule}"), ("after", $"{at.Since(alarm.Since).TotalSeconds:0}"));
        now = now with { Alarms = now.Alarms.RemoveAll(alarm => alarm.Rule == LineRule.UsbFailed) };
        Say(Tone.Taken, ShiftPhrases.UsbBack);
    }

    /// <summary>A slot in quarantine gives its unit back; what runs in it ends by itself.</summary>
    void SwitchOff(int number, int alarm)
    {
        if (!now.Slots.TryGetValue(number, out var slot) || slot.IsOff)
            return;
        slot = slot with { OffBy = alarm };
        Set(slot);
        Record(ShiftRecord.SlotOff, ("slot", $"{number}"));
        if (slot.Stage is SlotStage.Bound or SlotStage.Checking)
        {
            Unbind(slot);
            Record(ShiftRecord.UnitDropped, ("unit", slot.Unit), ("slot", $"{number}"), ("why", "slot-off"));
        }

        if (now.NextSlot == number)
            now = now with { NextSlot = null };
    }

    public void AlarmHeard(int number)
    {
        var index = now.Alarms.FindIndex(alarm => alarm.Number == number);
        if (index < 0 || now.Alarms[index].Acknowledged)
            return;
        var alarm = now.Alarms[index];
        Record(ShiftRecord.AlarmHeard, ("rule", $"{alarm.Rule}"), ("after", $"{at.Since(alarm.Since).TotalSeconds:0}"));

        // A line on the screen is gone when somebody has read it; the quantity stays until the batch is closed.
        if (alarm.Class == AlarmClass.Inform && alarm.Rule != LineRule.QuantityReached)
            Drop(alarm);
        else
            now = now with { Alarms = now.Alarms.SetItem(index, alarm with { Acknowledged = true }) };
    }

    void Drop(Alarm alarm)
    {
        now = now with { Alarms = now.Alarms.RemoveAll(other => other.Number == alarm.Number) };
        Watch(new LineFact.Released(at, alarm));
    }

    /// <summary>What stops the line first, then what keeps a slot off or help waiting.</summary>
    Alarm? ToRelease() => now.LineStop ?? now.Alarms.FirstOrDefault(alarm => alarm.Class == AlarmClass.Degrade);

    void ReleaseAsked(Scan? scan)
    {
        if (ToRelease() is not { } alarm)
        {
            Refuse(scan, ShiftPhrases.NothingToRelease);
            return;
        }

        // Class B may be released by who is signed on, if the role allows it: that badge was scanned already.
        var self = now.IsSignedOn && now.Session!.Badge is var badge && badge.Role.MayRelease(alarm.Class) && (alarm.Class != AlarmClass.Stop || !Rules.ReleaseByAnother) ? badge : null;
        now = now with { Release = new(alarm.Number, self) };
        Take(scan, self is null ? ShiftPhrases.ScanReleaseBadge : ShiftPhrases.GiveReason.With(("name", self.Name)));
    }

    void ReleaseBy(Badge badge, Scan scan)
    {
        var alarm = now.Alarms.FirstOrDefault(alarm => alarm.Number == now.Release?.Alarm) ?? ToRelease();
        if (alarm is null)
        {
            now = now with { Release = null };
            Refuse(scan, ShiftPhrases.NothingToRelease);
        }
        else if (!badge.Role.MayRelease(alarm.Class))
        {
            Refuse(scan, ShiftPhrases.MayNotRelease.With(("role", badge.Role.Word())));
        }
        else if (alarm.Class == AlarmClass.Stop && Rules.ReleaseByAnother && now.Session?.Badge.Id == badge.Id)
        {
            Refuse(scan, ShiftPhrases.AnotherMustRelease);
        }
        else
        {
            now = now with { Release = new(alarm.Number, badge) };
            Take(scan, ShiftPhrases.GiveReason.With(("name", badge.Name)));
        }
    }

    public void ReasonGiven(ReleaseReason reason, string text, Scan? scan)
    {
        if (now.Release is not { } release || now.Alarms.FirstOrDefault(alarm => alarm.Number == release.Alarm) is not { } alarm)
        {
            Refuse(scan, ShiftPhrases.NothingToRelease);
        }
        else if (release.By is not { } by)
        {
            Refuse(scan, ShiftPhrases.ScanReleaseBadge);
        }
        else if (reason == ReleaseReason.Other && string.IsNullOrWhiteSpace(text))
        {
            Refuse(scan, ShiftPhrases.ReasonNeedsText);
        }
        else
        {
            now = now with { Release = null };
            RecordBy(
                by.Id, alarm.Class == AlarmClass.Stop ? ShiftRecord.LineReleased : ShiftRecord.AlarmReleased,
                ("alarm", $"{alarm.Number}"), ("rule", $"{alarm.Rule}"), ("class", Letter(alarm.Class)), ("slot", alarm.Slot?.ToString()), ("by", by.Id), ("role", by.Role.ToString().ToLowerInvariant()), ("reason", $"{reason}"),
                ("note", text.Length > ScanReader.LongestKept ? text[..ScanReader.LongestKept] : text), ("shown", reason.Word().Text(Rules.Language)),
                ("after", $"{at.Since(alarm.Since).TotalSeconds:0}"), ("counter", "0"));
            Drop(alarm);
            SwitchOn(alarm.Number);
            if (now.LineStop is null && now.Batch is { StoppedSince: { } since } batch)
                now = now with { Batch = batch with { Stopped = batch.Stopped + at.Since(since), StoppedSince = null } };
            Count();
            Take(scan, ShiftPhrases.Released.With(("what", alarm.What)));
        }
    }

    void SwitchOn(int alarm)
    {
        foreach (var slot in now.Slots.Values.Where(slot => slot.OffBy == alarm).ToList())
        {
            Set(slot with { OffBy = null });
            Record(ShiftRecord.SlotOn, ("slot", $"{slot.Number}"));
        }
    }

    static string Letter(AlarmClass alarm) => alarm switch
    {
        AlarmClass.Stop => "A",
        AlarmClass.Degrade => "B",
        _ => "C",
    };

    /// <summary>A restart releases nothing and calls nothing good.</summary>
    public void Resumed(SavedShift? saved, ImmutableArray<InterruptedUnit> interrupted)
    {
        // Whether USB answers now is asked now.
        foreach (var alarm in (saved?.Alarms ?? []).Where(alarm => alarm.Rule != LineRule.UsbFailed))
        {
            // The number under which the record knows it; its release names it again.
            Alarm again = new(
                alarm.Number > now.Watch.Alarms ? alarm.Number : now.Watch.Alarms + 1, alarm.Rule, alarm.Class, at, alarm.Slot, alarm.Slot is { } slot ? [slot] : [], [], alarm.Code,
                AlarmPhrases.FromBefore.With(("what", alarm.Text)), alarm.Class == AlarmClass.Stop ? AlarmPhrases.OrderStop : AlarmPhrases.OrderSlotOff);
            now = now with
            {
                Watch = now.Watch with { Alarms = again.Number, Raised = now.Watch.Raised.Add((again.Rule, again.Slot, again.Class)) },
                Alarms = now.Alarms.Add(again),
            };
            effects.Add(new ShiftEffect.Raise(again));
            if (again is { TakesSlotOff: true, Slot: { } number })
                SwitchOff(number, again.Number);
        }

        foreach (var unit in interrupted)
        {
            Record(ShiftRecord.UnitInterrupted, ("attempt", unit.Attempt), ("slot", $"{unit.Slot}"), ("unit", unit.Unit));
            if (now.Slots.TryGetValue(unit.Slot, out var slot))
                Set(slot with { Stage = SlotStage.Done, Unit = unit.Unit, Attempt = unit.Attempt, Interrupted = true, MustAcknowledge = true, EndedAt = at });
        }

        now = now with { Interrupted = interrupted };
        if (!interrupted.IsEmpty)
            Say(Tone.Red, ShiftPhrases.InterruptedFound.With(("count", interrupted.Length)));
    }
}
