using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Messages;
using GangFlash.Numbers;

namespace GangFlash.Line;

/// <summary>The counters behind the line-stop rules, per slot and per station, over units: a unit counts once in each. Order is the order of ends.</summary>
public sealed record LineWatchState
{
    public static LineWatchState Start { get; } = new();

    public ImmutableDictionary<int, SlotWatch> Slots { get; init; } = ImmutableDictionary<int, SlotWatch>.Empty;

    /// <summary>Units that failed one after another at the station.</summary>
    public ImmutableArray<string> Failed { get; init; } = [];

    /// <summary>The last units with the code of their failure; empty for a pass.</summary>
    public ImmutableArray<(string Unit, string Code)> Codes { get; init; } = [];

    /// <summary>The last first counted attempts: true for a pass.</summary>
    public ImmutableArray<bool> FirstPasses { get; init; } = [];

    /// <summary>The last attempts: true for one that neither judged nor touched its unit.</summary>
    public ImmutableArray<bool> NoStarts { get; init; } = [];

    /// <summary>Attempts that ended a moment ago; an empty code is no failure.</summary>
    public ImmutableArray<(Moment At, int Slot, string Unit, string Code)> JustEnded { get; init; } = [];

    /// <summary>Units of the wrong kind in this batch.</summary>
    public ImmutableHashSet<string> Wrong { get; init; } = [];

    /// <summary>Alarms that are raised and not released: none of them is raised again.</summary>
    public ImmutableHashSet<(LineRule Rule, int? Slot, AlarmClass Class)> Raised { get; init; } = [];

    /// <summary>Rules that were released a few units ago, with the units since.</summary>
    public ImmutableDictionary<(LineRule Rule, int? Slot), ImmutableHashSet<string>> Released { get; init; } = ImmutableDictionary<(LineRule Rule, int? Slot), ImmutableHashSet<string>>.Empty;

    /// <summary>How many alarms were raised.</summary>
    public int Alarms { get; init; }
}

/// <summary>The counters of one slot.</summary>
public sealed record SlotWatch
{
    public static SlotWatch Start { get; } = new();

    public ImmutableArray<string> Failed { get; init; } = [];

    public int NoStarts { get; init; }

    /// <summary>The last phases of each kind: true for one that was too slow.</summary>
    public ImmutableDictionary<JobPhase, ImmutableArray<bool>> Slow { get; init; } = ImmutableDictionary<JobPhase, ImmutableArray<bool>>.Empty;
}

/// <summary>The line-stop rules. Pure.</summary>
public static class LineWatch
{
    /// <summary>What a wrong board fails with.</summary>
    static readonly ImmutableArray<string> s_wrongUnitCodes = ["preflight.wrong-device", "device.wrong-identity"];

    public static (LineWatchState State, ImmutableArray<Alarm> Alarms) After(LineRules rules, LineWatchState state, LineFact fact)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(state);
        return fact switch
        {
            LineFact.Ended { Attempt.EntersYields: true } ended => Ended(rules, state, ended),
            LineFact.PhaseTimed timed => PhaseTimed(rules, state, timed),
            LineFact.SameIdentity same => Raise(rules, state,
                new Finding(fact.At, LineRule.SameIdentity, AlarmClass.Stop, same.Slot, [same.Slot], same.Units, null,
                    (same.Relabelled ? AlarmPhrases.Relabelled : AlarmPhrases.EqualSerials).With(("slot", same.Slot), ("units", string.Join(", ", same.Units))), AlarmPhrases.OrderHoldBoth)),
            LineFact.FilesChanged files => Raise(rules, state, Station(fact, LineRule.FilesChanged, AlarmClass.Stop, AlarmPhrases.FilesChanged.With(("what", files.What)), AlarmPhrases.OrderStopAll)),
            LineFact.RecordNotWritable record => Raise(rules, state, Station(fact, LineRule.RecordNotWritable, AlarmClass.Stop, AlarmPhrases.RecordNotWritable.With(("why", record.Why)), AlarmPhrases.OrderStopAll)),
            LineFact.ClockStepped clock when rules.ClockStep > TimeSpan.Zero && clock.By.Duration() > rules.ClockStep => Raise(rules, state,
                Station(fact, LineRule.ClockStepped, clock.PastLastRow ? AlarmClass.Stop : AlarmClass.Degrade, AlarmPhrases.ClockStepped.With(("seconds", $"{clock.By.TotalSeconds:+0;-0}")), clock.PastLastRow ? AlarmPhrases.OrderStop : AlarmPhrases.OrderTell)),
            LineFact.ChallengeMissing challenge => Raise(rules, state,
                Station(fact, LineRule.Challenge, AlarmClass.Stop, challenge.Failed ? AlarmPhrases.ChallengeFailed : AlarmPhrases.ChallengeOverdue, AlarmPhrases.OrderChallenge)),
            LineFact.QuantityReached reached => Raise(rules, state, Station(fact, LineRule.QuantityReached, AlarmClass.Inform, AlarmPhrases.QuantityReached.With(("planned", reached.Planned)), AlarmPhrases.OrderEndBatch)),
            LineFact.SoftwareChanged software => Raise(rules, state, Station(fact, LineRule.SoftwareChanged, AlarmClass.Stop, AlarmPhrases.SoftwareChanged.With(("what", software.What)), AlarmPhrases.OrderChallenge)),
            LineFact.UsbFailed usb => Raise(rules, state, Station(fact, LineRule.UsbFailed, AlarmClass.Degrade, AlarmPhrases.UsbFailed.With(("why", usb.Why)), AlarmPhrases.OrderUsb) with { Code = usb.Code }),
            LineFact.UsbBack => (state with { Raised = [.. state.Raised.Where(raised => raised.Rule != LineRule.UsbFailed)] }, []),
            LineFact.BatchOpened => (state with { Wrong = [] }, []),
            LineFact.Released released => (Released(state, released.Alarm), []),
            _ => (state, []),
        };
    }

    static (LineWatchState State, ImmutableArray<Alarm> Alarms) Ended(LineRules rules, LineWatchState state, LineFact.Ended ended)
    {
        var attempt = ended.Attempt;
        var now = Count(rules, state, ended);
        ImmutableArray<Finding> findings = [];
        if (CommonCause(rules, now, ended) is { } together)
        {
            // One cause is one event: what it did to the counters of the station is taken back, and the slots are not to blame.
            now = Forgive(now, together.Units);
            findings = [together];
        }
        else if (now.Raised.Contains((LineRule.CommonCause, null, AlarmClass.Stop)) && IsFailure(attempt) && SharesTheCause(rules, state, ended))
        {
            now = Forgive(now, [attempt.Unit]);
        }
        else
        {
            findings = [.. SlotFindings(rules, now, ended), .. StationFindings(rules, now, ended)];
        }

        var alarms = ImmutableArray.CreateBuilder<Alarm>();
        foreach (var finding in findings)
        {
            (now, var raised) = Raise(rules, now, finding);
            alarms.AddRange(raised);
        }

        return (now, alarms.ToImmutable());
    }

    /// <summary>A unit was judged bad, or was changed and not finished. What a person stopped blames nobody.</summary>
    static bool IsFailure(AttemptFact attempt) => attempt.IsCounted && attempt.Outcome is not (Outcome.Pass or Outcome.Aborted);

    static LineWatchState Count(LineRules rules, LineWatchState state, LineFact.Ended ended)
    {
        var attempt = ended.Attempt;
        var passed = attempt.Outcome == Outcome.Pass;
        var failed = IsFailure(attempt);
        var slot = state.Slots.GetValueOrDefault(attempt.Slot, SlotWatch.Start);
        slot = slot with { Failed = Streak(slot.Failed, attempt.Unit, passed, failed), NoStarts = attempt.IsNoStart ? slot.NoStarts + 1 : 0 };
        return state with
        {
            Slots = state.Slots.SetItem(attempt.Slot, slot),
            Failed = Streak(state.Failed, attempt.Unit, passed, failed),
            Codes = (passed || failed) && state.Codes.All(unit => unit.Unit != attempt.Unit) ? Last(state.Codes.Add((attempt.Unit, passed ? "" : attempt.Code)), rules.SameCodeWindow) : state.Codes,
            FirstPasses = ended.FirstCounted ? Last(state.FirstPasses.Add(passed), rules.FirstPassWindow) : state.FirstPasses,
            NoStarts = Last(state.NoStarts.Add(attempt.IsNoStart), rules.NoStartWindow),
            JustEnded = [.. state.JustEnded.Where(end => ended.At.Since(end.At) <= rules.CommonCauseWithin && end.Slot != attempt.Slot), (ended.At, attempt.Slot, attempt.Unit, failed ? attempt.Code : "")],
            Wrong = s_wrongUnitCodes.Contains(attempt.Code) ? state.Wrong.Add(attempt.Unit) : state.Wrong,
            Released = attempt.IsCounted ? SinceRelease(rules, state.Released, attempt.Unit) : state.Released,
        };
    }

    static ImmutableArray<string> Streak(ImmutableArray<string> failedUnits, string unit, bool passed, bool failed) =>
        passed ? [] : failed && !failedUnits.Contains(unit) ? failedUnits.Add(unit) : failedUnits;

    static ImmutableArray<T> Last<T>(ImmutableArray<T> items, int count) => items.Length > count ? items[^count..] : items;

    static ImmutableDictionary<(LineRule Rule, int? Slot), ImmutableHashSet<string>> SinceRelease(LineRules rules, ImmutableDictionary<(LineRule Rule, int? Slot), ImmutableHashSet<string>> released, string unit) =>
        released.Select(rule => KeyValuePair.Create(rule.Key, rule.Value.Add(unit))).Where(rule => rule.Value.Count <= rules.RelapseUnits).ToImmutableDictionary();

    static IEnumerable<Finding> SlotFindings(LineRules rules, LineWatchState now, LineFact.Ended ended)
    {
        var slot = ended.Attempt.Slot;
        var watch = now.Slots[slot];
        if (rules.FailedInSlot > 0 && watch.Failed.Length >= rules.FailedInSlot && IsFailure(ended.Attempt))
            yield return new(ended.At, LineRule.FailedInSlot, AlarmClass.Degrade, slot, [slot], watch.Failed, ended.Attempt.Code, AlarmPhrases.FailedInSlot.With(("slot", slot), ("count", watch.Failed.Length)), AlarmPhrases.OrderSlotOff);
        if (rules.NoStartsInSlot > 0 && watch.NoStarts >= rules.NoStartsInSlot)
            yield return new(ended.At, LineRule.NoStartsInSlot, AlarmClass.Degrade, slot, [slot], [], ended.Attempt.Code, AlarmPhrases.NoStartsInSlot.With(("slot", slot), ("count", watch.NoStarts)), AlarmPhrases.OrderCheckCable);
    }

    static IEnumerable<Finding> StationFindings(LineRules rules, LineWatchState now, LineFact.Ended ended)
    {
        var attempt = ended.Attempt;
        if (IsFailure(attempt))
        {
            if (rules.FailedAtStation > 0 && now.Failed.Length >= rules.FailedAtStation)
                yield return Station(ended, LineRule.FailedAtStation, AlarmClass.Stop, AlarmPhrases.FailedAtStation.With(("count", now.Failed.Length)), AlarmPhrases.OrderStop) with { Units = now.Failed };
            ImmutableArray<string> same = [.. now.Codes.Where(unit => unit.Code == attempt.Code).Select(unit => unit.Unit)];
            var what = AlarmPhrases.SameCode.With(("count", same.Length), ("window", rules.SameCodeWindow), ("code", attempt.Code));
            if (rules.SameCodeStop > 0 && same.Length >= rules.SameCodeStop)
                yield return Station(ended, LineRule.SameCode, AlarmClass.Stop, what, AlarmPhrases.OrderStop) with { Units = same, Code = attempt.Code };
            else if (rules.SameCodeCall > 0 && same.Length >= rules.SameCodeCall)
                yield return Station(ended, LineRule.SameCode, AlarmClass.Degrade, what, AlarmPhrases.OrderCall) with { Units = same, Code = attempt.Code };
        }

        Share first = new(now.FirstPasses.Count(passed => passed), now.FirstPasses.Length);
        if (rules.FirstPassMinimum > 0 && ended.FirstCounted && first.Whole >= rules.FirstPassMinimum && first.Value < rules.FirstPassLimit)
            yield return Station(ended, LineRule.FirstPassYield, AlarmClass.Stop, AlarmPhrases.FirstPassYield.With(("yield", first.Percent), ("count", first.Whole), ("limit", $"{rules.FirstPassLimit * 100:0.#} %")), AlarmPhrases.OrderStop);

        // Judged against the whole window before it is full: so few attempts may not start at all that it is no early alarm.
        var noStarts = now.NoStarts.Count(noStart => noStart);
        if (rules.NoStartWindow > 0 && rules.NoStartShare > 0 && attempt.IsNoStart && noStarts > rules.NoStartShare * rules.NoStartWindow)
            yield return Station(ended, LineRule.NoStartsAtStation, AlarmClass.Degrade, AlarmPhrases.NoStartsAtStation.With(("count", noStarts), ("window", rules.NoStartWindow)), AlarmPhrases.OrderCall);
        if (rules.WrongUnits > 0 && now.Wrong.Count >= rules.WrongUnits && s_wrongUnitCodes.Contains(attempt.Code))
            yield return Station(ended, LineRule.WrongUnits, AlarmClass.Stop, AlarmPhrases.WrongUnits.With(("count", now.Wrong.Count)), AlarmPhrases.OrderStop) with { Units = [.. now.Wrong.Order()], Code = attempt.Code };
    }

    /// <summary>Many slots that end together with one code: not so many bad units, but one cause.</summary>
    static Finding? CommonCause(LineRules rules, LineWatchState now, LineFact.Ended ended)
    {
        var code = ended.Attempt.Code;
        if (rules.CommonCauseSlots <= 0 || !IsFailure(ended.Attempt) || now.Raised.Contains((LineRule.CommonCause, null, AlarmClass.Stop)))
            return null;
        var same = now.JustEnded.Where(end => end.Code == code).ToList();
        if (same.Count < rules.CommonCauseSlots || same.Count < rules.CommonCauseShare * now.JustEnded.Length)
            return null;
        ImmutableArray<int> slots = [.. same.Select(end => end.Slot).Order()];
        return new(ended.At, LineRule.CommonCause, AlarmClass.Stop, null, slots, [.. same.Select(end => end.Unit)], code, AlarmPhrases.CommonCause.With(("slots", string.Join(", ", slots)), ("code", code)), AlarmPhrases.OrderStop);
    }

    /// <summary>A slot that ends a little later with the code of the event belongs to it.</summary>
    static bool SharesTheCause(LineRules rules, LineWatchState before, LineFact.Ended ended) =>
        before.JustEnded.Any(end => ended.At.Since(end.At) <= rules.CommonCauseWithin && end.Code == ended.Attempt.Code && end.Slot != ended.Attempt.Slot);

    static LineWatchState Forgive(LineWatchState state, ImmutableArray<string> units) => state with
    {
        Failed = state.Failed.RemoveRange(units),
        Codes = state.Codes.RemoveAll(unit => units.Contains(unit.Unit)),
        Slots = state.Slots.ToImmutableDictionary(slot => slot.Key, slot => slot.Value with { Failed = slot.Value.Failed.RemoveRange(units) }),
    };

    static (LineWatchState State, ImmutableArray<Alarm> Alarms) PhaseTimed(LineRules rules, LineWatchState state, LineFact.PhaseTimed timed)
    {
        var slot = state.Slots.GetValueOrDefault(timed.Slot, SlotWatch.Start);
        var last = Last(slot.Slow.GetValueOrDefault(timed.Phase, []).Add(timed.Took > timed.Limit), rules.SlowWindow);
        var now = state with { Slots = state.Slots.SetItem(timed.Slot, slot with { Slow = slot.Slow.SetItem(timed.Phase, last) }) };
        var slow = last.Count(isSlow => isSlow);
        if (rules.SlowPhases <= 0 || slow < rules.SlowPhases || timed.Took <= timed.Limit)
            return (now, []);
        var what = AlarmPhrases.SlowPhase.With(("slot", timed.Slot), ("phase", timed.Phase.ToString().ToLowerInvariant()), ("count", slow), ("window", rules.SlowWindow));
        return Raise(rules, now, new(timed.At, LineRule.SlowPhase, AlarmClass.Inform, timed.Slot, [timed.Slot], [], null, what, AlarmPhrases.OrderTell));
    }

    static Finding Station(LineFact fact, LineRule rule, AlarmClass @class, Message what, Message order) => new(fact.At, rule, @class, null, [], [], null, what, order);

    static (LineWatchState State, ImmutableArray<Alarm> Alarms) Raise(LineRules rules, LineWatchState state, Finding found)
    {
        // Released, and here again before enough units went by: what was done did not help.
        var relapse = rules.RelapseUnits > 0 && found is { Class: AlarmClass.Degrade, Rule: not LineRule.UsbFailed } && state.Released.TryGetValue((found.Rule, found.Slot), out var since) && since.Count <= rules.RelapseUnits;
        var @class = relapse ? AlarmClass.Stop : found.Class;
        var key = (found.Rule, found.Slot, @class);
        if (state.Raised.Contains(key) || state.Raised.Contains((found.Rule, found.Slot, AlarmClass.Stop)))
            return (state, []);
        Alarm alarm = new(state.Alarms + 1, found.Rule, @class, found.At, found.Slot, found.Slots, found.Units, found.Code, found.What, relapse ? AlarmPhrases.OrderStop : found.Order);
        return (state with { Raised = state.Raised.Add(key), Alarms = alarm.Number }, [alarm]);
    }

    /// <summary>The counter of a released rule begins at zero.</summary>
    static LineWatchState Released(LineWatchState state, Alarm alarm)
    {
        var slot = alarm.Slot is { } number ? state.Slots.GetValueOrDefault(number, SlotWatch.Start) : null;
        var now = state with
        {
            Raised = state.Raised.Remove((alarm.Rule, alarm.Slot, alarm.Class)),
            Released = alarm.Class == AlarmClass.Inform ? state.Released : state.Released.SetItem((alarm.Rule, alarm.Slot), []),
        };
        return alarm.Rule switch
        {
            LineRule.FailedInSlot when slot is not null => now with { Slots = now.Slots.SetItem(alarm.Slot!.Value, slot with { Failed = [] }) },
            LineRule.NoStartsInSlot when slot is not null => now with { Slots = now.Slots.SetItem(alarm.Slot!.Value, slot with { NoStarts = 0 }) },
            LineRule.SlowPhase when slot is not null => now with { Slots = now.Slots.SetItem(alarm.Slot!.Value, slot with { Slow = slot.Slow.Clear() }) },
            LineRule.FailedAtStation => now with { Failed = [] },
            LineRule.SameCode => now with { Codes = [] },
            LineRule.FirstPassYield => now with { FirstPasses = [] },
            LineRule.CommonCause => now with { JustEnded = [] },
            LineRule.NoStartsAtStation => now with { NoStarts = [] },
            LineRule.WrongUnits => now with { Wrong = [] },
            _ => now,
        };
    }

    /// <summary>A rule that was met, before it is known whether that is news.</summary>
    sealed record Finding(
        Moment At, LineRule Rule, AlarmClass Class, int? Slot, ImmutableArray<int> Slots, ImmutableArray<string> Units, string? Code, Message What, Message Order);
}
