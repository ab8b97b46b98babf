using System.Collections.Immutable;
using GangFlash.Messages;

namespace GangFlash.Line;

/// <summary>One event on its way through the rules. Lives for that event only; what comes out is a value again.</summary>
sealed partial class ShiftTurn(ShiftState state, Moment at)
{
    readonly ImmutableArray<ShiftEffect>.Builder effects = ImmutableArray.CreateBuilder<ShiftEffect>();

    ShiftState now = state;

    StationRules Rules => now.Rules;

    /// <summary>Who the record names.</summary>
    string Actor => now.Session?.Badge.Id ?? ShiftRecord.System;

    /// <summary>Time first: the clock that was set, the station that nobody touched.</summary>
    public void Hear(bool input)
    {
        if (now.LastHeard is { } heard && at.Step(heard) is var step && Rules.Line.ClockStep > TimeSpan.Zero && step.Duration() > Rules.Line.ClockStep)
        {
            var pastLastRow = now.LastRow is { } row && at.Wall < row;
            Record(ShiftRecord.ClockStepped, ("seconds", $"{step.TotalSeconds:0.000}"), ("before", $"{heard.Wall:O}"));
            Watch(new LineFact.ClockStepped(at, step, pastLastRow));
        }

        if (Rules.LockAfter > TimeSpan.Zero && now is { Session: { Locked: false } session, LastInput: { } last } && at.Since(last) >= Rules.LockAfter)
        {
            now = now with { Session = session with { Locked = true } };
            Record(ShiftRecord.SessionLocked, ("idle", $"{at.Since(last).TotalSeconds:0}"));
        }

        now = now with { LastHeard = at, LastInput = input || now.LastInput is null ? at : now.LastInput };
    }

    public ShiftStep End()
    {
        BindBoardsWithoutScan();
        StartWhatIsReady();
        if (now.Quitting && now.Running == 0)
        {
            CloseSession("program-closed");
            Record(ShiftRecord.ProgramClosed);
            effects.Add(new ShiftEffect.Quit());
            now = now with { Quitting = false };
        }

        var saved = SavedShift.Of(now);
        if (!saved.Equals(now.Saved))
        {
            effects.Add(new ShiftEffect.Save(saved));
            now = now with { Saved = saved };
        }

        return new(now, effects.ToImmutable());
    }

    /// <summary>Done; the scan that did it, if it was one, goes into the record.</summary>
    void Take(Scan? scan, Message message, Tone tone = Tone.Taken)
    {
        if (scan is not null)
            RecordScan(ShiftRecord.ScanTaken, scan, message);
        Say(tone, message, scan);
    }

    /// <summary>Not done, and nothing changed.</summary>
    void Refuse(Scan? scan, Message message)
    {
        if (scan is not null)
            RecordScan(ShiftRecord.ScanRefused, scan, message);
        Say(Tone.Refused, message, scan);
    }

    void Say(Tone tone, Message message, Scan? scan = null)
    {
        effects.Add(new ShiftEffect.Answer(tone, message));
        var log = now.Log.Add(new(at, tone, message, scan?.Raw));
        now = now with { Log = log.Count > Rules.LogLength ? log.RemoveAt(0) : log };
    }

    void Record(string kind, params ReadOnlySpan<(string Name, string? Value)> data) => RecordBy(Actor, kind, data);

    /// <summary>Of somebody who is not signed on. What says nothing of a batch belongs to the one that is open.</summary>
    void RecordBy(string actor, string kind, params ReadOnlySpan<(string Name, string? Value)> data)
    {
        var fields = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in data)
        {
            if (value is not null)
                fields[name] = value;
        }

        if (now.Batch is { } batch)
            _ = fields.TryAdd("batch", batch.Name);
        effects.Add(new ShiftEffect.Record(at, actor, kind, fields.ToImmutable()));
        now = now with { LastRow = at.Wall };
    }

    void RecordScan(string kind, Scan scan, Message message) => Record(
        kind,
        ("raw", scan.Raw), ("length", $"{scan.Length}"), ("text", scan.Text), ("symbology", scan.Symbology), ("entry", scan.Entry.ToString().ToLowerInvariant()),
        ("kind", Word(scan.Kind)), ("answer", message.Key), ("shown", message.In(Rules.Language)));

    /// <summary>As it is stored: <c>work-order</c>.</summary>
    static string Word(ScanKind kind) => kind switch
    {
        ScanKind.WorkOrder => "work-order",
        ScanKind.ChildPart => "child-part",
        ScanKind.SelfTest => "self-test",
        _ => kind.ToString().ToLowerInvariant(),
    };

    void Set(SlotLine slot) => now = now with { Slots = now.Slots.SetItem(slot.Number, slot) };

    /// <summary>True, and refused, where nothing may be done by who is not there.</summary>
    bool NobodyThere(Scan? scan)
    {
        if (now.IsSignedOn)
            return false;
        Refuse(scan, now.Session is null ? ShiftPhrases.BadgeFirst : ShiftPhrases.Locked);
        return true;
    }

    bool Stopped(Scan? scan)
    {
        if (now.LineStop is not { } stop)
            return false;
        Refuse(scan, ShiftPhrases.LineStopped.With(("what", stop.What)));
        return true;
    }

    bool Asked(Scan? scan)
    {
        if (now.Question is null)
            return false;
        Refuse(scan, ShiftPhrases.AnswerFirst);
        return true;
    }
}
