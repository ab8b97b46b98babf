using System.Diagnostics;

namespace GangFlash.Line;

/// <summary>Scans, sessions, commands.</summary>
sealed partial class ShiftTurn
{
    public void Scanned(string text, ScanEntry entry)
    {
        var scan = new ScanReader(Rules.Scans, Rules.Badges, now.Changeover?.Ready?.Recipe ?? now.Batch?.Recipe).Read(text, entry);

        // A trigger that is held down. Typing the same twice is something else.
        var repeated = entry is not (ScanEntry.Typed or ScanEntry.Pasted) && now.LastScan is { } last && last.Text == scan.Raw && at.Since(last.At) < Rules.Scans.RepeatWithin;
        now = now with { LastScan = (scan.Raw, at) };
        if (repeated)
        {
            effects.Add(new ShiftEffect.Answer(Tone.Silent, ScanPhrases.Repeated));
            return;
        }

        if (scan.Problem is { } problem)
            Refuse(scan, problem);
        else if (scan.Kind == ScanKind.Command)
            Command(scan);
        else if (scan.Kind == ScanKind.Badge)
            Badge(scan);
        else if (!NobodyThere(scan) && !Stopped(scan))
            Production(scan);
    }

    void Production(Scan scan)
    {
        switch (scan.Kind)
        {
            case ScanKind.Unit:
                Unit(scan);
                break;
            case ScanKind.Slot:
                SlotChosen(scan.Number!.Value, scan);
                break;
            case ScanKind.WorkOrder:
                WorkOrder(scan);
                break;
            case ScanKind.Recipe:
                RecipeChosen(scan.Text, scan);
                break;
            case ScanKind.SelfTest:
                Record(ShiftRecord.ScannerChecked);
                Take(scan, ScanPhrases.SelfTestPassed);
                break;
            case ScanKind.Panel or ScanKind.Fixture or ScanKind.ChildPart:
                Refuse(scan, ScanPhrases.NotUsed.With(("kind", ScanPhrases.Word(scan.Kind))));
                break;
            default:
                throw new UnreachableException();
        }
    }

    void Badge(Scan scan)
    {
        if (Rules.Badges.Find(scan.Text) is not { } badge)
            Refuse(scan, ShiftPhrases.UnknownBadge);
        else if (now.Session is { Locked: true } locked && locked.Badge.Id == badge.Id)
            Unlock(scan, locked);
        else if (now.Release is not null || now.LineStop is not null)
            ReleaseBy(badge, scan);
        else if (now.Session is { Locked: false } session && session.Badge.Id == badge.Id)
            Take(scan, ShiftPhrases.AlreadySignedOn.With(("name", badge.Name)));
        else
            SignOn(badge, scan);
    }

    void Unlock(Scan scan, Session session)
    {
        now = now with { Session = session with { Locked = false } };
        Record(ShiftRecord.SessionUnlocked);
        Take(scan, ShiftPhrases.SignedOn.With(("name", session.Badge.Name)));
    }

    /// <summary>The second badge closes the first session.</summary>
    void SignOn(Badge badge, Scan scan)
    {
        CloseSession("switched");
        now = now with { Session = new(badge, at) };
        Record(ShiftRecord.SessionOpened, ("role", badge.Role.ToString().ToLowerInvariant()));
        Take(scan, ShiftPhrases.SignedOn.With(("name", badge.Name)));
    }

    void CloseSession(string why)
    {
        if (now.Session is null)
            return;
        DropWaiting(why);
        Record(ShiftRecord.SessionClosed, ("why", why));
        now = now with { Session = null, TypedOnce = null };
    }

    void DropWaiting(string why)
    {
        if (now.Waiting is { } waiting)
            Record(ShiftRecord.UnitDropped, ("unit", waiting.Unit), ("why", why));
        now = now with { Waiting = null, NextSlot = null };
    }

    void Command(Scan scan)
    {
        if (scan.Command == StationCommand.Reason)
            ReasonGiven((ReleaseReason)(scan.Number!.Value - 1), "", scan);
        else
            Commanded(scan.Command!.Value, scan);
    }

    public void Commanded(StationCommand command, Scan? scan)
    {
        if (command == StationCommand.Call)
        {
            Call(scan);
            return;
        }

        // A stop is released by whom it may concern, signed on or not.
        if (command == StationCommand.Release && now.LineStop is not null)
        {
            ReleaseAsked(scan);
            return;
        }

        if (NobodyThere(scan))
            return;
        switch (command)
        {
            case StationCommand.Yes:
                Yes(scan);
                break;
            case StationCommand.No:
                No(scan);
                break;
            case StationCommand.Release:
                ReleaseAsked(scan);
                break;
            case StationCommand.Abort:
                Abort(scan);
                break;
            case StationCommand.Start when !Stopped(scan) && !Asked(scan):
                StartNow(scan);
                break;
            case StationCommand.Retest when !Stopped(scan) && !Asked(scan):
                Retest(scan);
                break;
            case StationCommand.Hold when !Stopped(scan) && !Asked(scan):
                Hold(scan);
                break;
            case StationCommand.EndBatch when !Stopped(scan) && !Asked(scan):
                EndBatch(scan);
                break;
            case StationCommand.EndShift when !Asked(scan):
                EndShift(scan);
                break;
            case StationCommand.Reason:
                Refuse(scan, ShiftPhrases.NothingToRelease);
                break;
            default:
                break;      // refused above
        }
    }

    void Call(Scan? scan)
    {
        now = now with { HelpCalled = !now.HelpCalled };
        Record(now.HelpCalled ? ShiftRecord.HelpCalled : ShiftRecord.HelpDone);
        effects.Add(new ShiftEffect.Call(now.HelpCalled));
        Take(scan, now.HelpCalled ? ShiftPhrases.HelpCalled : ShiftPhrases.HelpDone);
    }

    void Yes(Scan? scan)
    {
        if (now.Question is { } question)
        {
            now = now with { Question = null };
            Confirmed(question.Kind, scan);
        }
        else if (now.Changeover is { Stage: ChangeoverStage.Confirming, Ready: { } ready } && !Stopped(scan))
        {
            OpenBatch(ready, scan);
        }
        else if (now.Changeover is not { Stage: ChangeoverStage.Confirming })
        {
            Refuse(scan, ShiftPhrases.NothingToAnswer);
        }
    }

    void Confirmed(QuestionKind kind, Scan? scan)
    {
        switch (kind)
        {
            case QuestionKind.Quit:
                now = now with { Quitting = true };
                Take(scan, ShiftPhrases.Quitting);
                StopRunning("quit");
                break;
            case QuestionKind.StopRunning:
                Take(scan, ShiftPhrases.Stopping.With(("count", now.Running)));
                StopRunning("operator");
                break;
            case QuestionKind.EndBatch:
                CloseBatch(scan);
                break;
            default:
                throw new UnreachableException();
        }
    }

    void No(Scan? scan)
    {
        if (now.Question is not null)
        {
            now = now with { Question = null };
            Take(scan, ShiftPhrases.NotDone);
        }
        else if (now.Changeover is not null)
        {
            now = now with { Changeover = null };
            Take(scan, ShiftPhrases.ChangeoverDropped);
        }
        else if (now.Release is not null)
        {
            now = now with { Release = null };
            Take(scan, ShiftPhrases.NotDone);
        }
        else
        {
            Refuse(scan, ShiftPhrases.NothingToAnswer);
        }
    }

    /// <summary>What was scanned goes first; then, and only on a question, what runs.</summary>
    void Abort(Scan? scan)
    {
        if (now.Question is not null || now.Changeover is not null || now.Release is not null)
            No(scan);
        else if (HasSomethingToCancel)
            Cancelled(scan);
        else if (now.Running > 0)
            Ask(scan, new(QuestionKind.StopRunning, ShiftPhrases.StopQuestion.With(("count", now.Running))));
        else
            Refuse(scan, ShiftPhrases.NothingToCancel);
    }

    void Ask(Scan? scan, Question question)
    {
        now = now with { Question = question };
        Take(scan, question.Text);
    }

    void EndShift(Scan? scan)
    {
        if (now.Running > 0)
        {
            Refuse(scan, ShiftPhrases.StillRunning.With(("count", now.Running)));
            return;
        }

        var name = now.Session!.Badge.Name;
        Take(scan, ShiftPhrases.ShiftEnded.With(("name", name)));
        Record(
            ShiftRecord.ShiftEnded,
            ("batch", now.Batch?.Name), ("good", $"{now.Numbers.Good}"), ("red", $"{now.Numbers.Red}"), ("hold", $"{now.Numbers.Hold}"), ("fpy", $"{now.Numbers.Batch.FirstPass}"));
        effects.Add(new ShiftEffect.ShiftClosed(now.Session.Badge.Id));
        CloseSession("shift-end");
    }

    /// <summary>Nothing to lose: the program ends at once. Otherwise it asks.</summary>
    public void QuitAsked()
    {
        if (now.Running == 0)
            now = now with { Quitting = true };
        else
            Ask(null, new(QuestionKind.Quit, ShiftPhrases.QuitQuestion.With(("count", now.Running))));
    }

    void StopRunning(string why)
    {
        var running = RunningSlots();
        if (running.IsEmpty)
            return;
        Record(ShiftRecord.SlotsStopped, ("slots", string.Join(',', running)), ("why", why));
        effects.Add(new ShiftEffect.StopSlots(running));
    }

    System.Collections.Immutable.ImmutableArray<int> RunningSlots() => [.. now.Slots.Values.Where(slot => slot.Stage == SlotStage.Running).Select(slot => slot.Number)];
}
