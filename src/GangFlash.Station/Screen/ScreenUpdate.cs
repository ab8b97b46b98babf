using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Screen;

/// <summary>What a key or scan does, and what the screen keeps of what happens. Pure: the same state and event always give the same step.</summary>
static class ScreenUpdate
{
    const int LongestTyped = 128;
    const int LongestHistory = 5000;

    /// <summary>Another digit of a slot number follows within this.</summary>
    static readonly TimeSpan s_digitsWait = TimeSpan.FromSeconds(1);

    static readonly TimeSpan s_pointFor = TimeSpan.FromSeconds(3);

    public static ScreenStep On(ScreenState state, ScreenEvent happened) => happened switch
    {
        ScreenEvent.Line line => Line(state, line.What),
        ScreenEvent.Input { What: TerminalInput.Scan scan } input => Scanned(state, input.At, scan),
        ScreenEvent.Input { What: TerminalInput.Unusable burst } input => Refused(state, input.At, burst),
        ScreenEvent.Input { What: TerminalInput.Key key } input => Pressed(state, input.At, key),
        ScreenEvent.Looked looked => new(state with { Ready = looked.Ready }, []),
        ScreenEvent.RecipesListed listed => new(state with { Recipes = listed.Recipes }, []),
        ScreenEvent.HistoryRead read => new(state with { History = state.History.InsertRange(0, read.Lines) }, []),
        ScreenEvent.Noticed noticed => new(state with { History = Bounded(state.History.Add(new(noticed.At, null, "", "", "", noticed.What))) }, []),
        ScreenEvent.Identified identified => new(StoryKeeper.Identified(state, identified.At, identified.Loaded), []),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Lets the rules hear something, and keeps what the screen shows of it.</summary>
    static ScreenStep Line(ScreenState state, ShiftEvent happened)
    {
        var step = ShiftRules.On(state.Shift, happened);
        var next = StoryKeeper.Heard(state, happened) with { Shift = step.State, Now = happened.At };
        foreach (var effect in step.Effects)
        {
            next = effect switch
            {
                ShiftEffect.PointAt point => next with { Pointed = (point.Slot, happened.At.After(s_pointFor)), Selected = point.Slot },
                ShiftEffect.Answer { Tone: Tone.Refused } answer => next with { History = Bounded(next.History.Add(new(happened.At.Wall, null, "", "", "", answer.Message.In(next.Language)))) },
                _ => next,
            };
        }

        if (next.Pointed is { } pointed && pointed.Until.Uptime <= happened.At.Uptime)
            next = next with { Pointed = null };
        if (next.Shift.Release is { By: not null } && next.Page is not Page.Reason)
            next = next with { Page = new Page.Reason(), Typing = null };
        if (next.Shift.Release is not { By: not null } && next.Page is Page.Reason)
            next = next with { Page = new Page.Main(), Typing = null };
        return next.Digits is { } digits && digits.Until.Uptime <= happened.At.Uptime ? Then(new(next, step.Effects), then => ChooseSlot(then, happened.At)) : new(next, step.Effects);
    }

    static ScreenStep Then(ScreenStep first, Func<ScreenState, ScreenStep> next)
    {
        var second = next(first.State);
        return new(second.State, first.Effects.AddRange(second.Effects), first.Requests | second.Requests);
    }

    static ScreenStep Scanned(ScreenState state, Moment at, TerminalInput.Scan scan)
    {
        // A fast typist looks like a scanner without suffix; where a line is open for typing, it goes there.
        if (!scan.Terminated && scan.Entry != EntryKind.Pasted)
        {
            if (state.Typing is { } typed)
                return Touch(state with { Typing = Bounded(typed + scan.Text) }, at);
            if (Filter(state.Page) is { } filter)
                return Touch(state with { Page = WithFilter(state.Page, filter + scan.Text) }, at);
        }

        if (state.Typing is { Length: > 0 } begun && scan.Entry == EntryKind.Unknown)
            return Typed(state, at, begun + scan.Text);
        // Dialogs do not eat scans: whatever is open, the line hears it.
        var page = state.Page is Page.Reason ? state.Page : new Page.Main();
        return Line(state with { Page = page, Typing = null, Digits = null }, new ShiftEvent.Scanned(at, scan.Text, EntryOf(scan.Entry)));
    }

    static ScanEntry EntryOf(EntryKind entry) => entry switch
    {
        EntryKind.Scanned => ScanEntry.Scanned,
        EntryKind.Typed => ScanEntry.Typed,
        EntryKind.Pasted => ScanEntry.Pasted,
        _ => ScanEntry.Unknown,
    };

    /// <summary>No scan at all: answered at once, recorded, and without any other effect.</summary>
    static ScreenStep Refused(ScreenState state, Moment at, TerminalInput.Unusable burst)
    {
        Message answer = burst.Why switch
        {
            UnusableBurst.TooLong => ScreenPhrases.TooLong.With(("count", burst.Length)),
            UnusableBurst.PressesKeys => ScreenPhrases.PressesKeys,
            _ => ScreenPhrases.SeveralLines,
        };
        return Refuse(state, at, answer, burst.Start, ("length", $"{burst.Length}"), ("why", burst.Why.ToString()));
    }

    static ScreenStep Refuse(ScreenState state, Moment at, Message answer, string text, params (string Key, string Value)[] data)
    {
        var record = new ShiftEffect.Record(
            at,
            state.Shift.Session?.Badge.Id ?? ShiftRecord.System,
            ShiftRecord.ScanRefused,
            data.Append(("text", text)).Append(("answer", answer.Key)).ToImmutableSortedDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal));
        var log = state.Shift.Log.Add(new(at, Tone.Refused, answer, text));
        var shift = state.Shift with { Log = log.Count > state.Shift.Rules.LogLength ? log.RemoveAt(0) : log, LastInput = at };
        return new(
            state with { Shift = shift, Now = at, History = Bounded(state.History.Add(new(at.Wall, null, "", "", "", answer.In(state.Language)))) },
            [new ShiftEffect.Answer(Tone.Refused, answer), record]);
    }

    static ScreenStep Pressed(ScreenState state, Moment at, TerminalInput.Key key)
    {
        var heard = state.Shift.Alarms.Find(alarm => !alarm.Acknowledged);
        var first = heard is null ? Touch(state, at) : Line(state, new ShiftEvent.AlarmHeard(at, heard.Number));
        return Then(first, then => key.Code switch
        {
            KeyCode.Redraw => new(then, [], ScreenRequests.Redraw),
            KeyCode.Interrupt or KeyCode.F10 => Line(then with { Page = new Page.Main(), Typing = null }, new ShiftEvent.QuitAsked(at)),
            KeyCode.F1 => Open(then, then.Page is Page.Help ? new Page.Main() : new Page.Help()),
            KeyCode.F2 => Open(then, then.Page is Page.Slot ? new Page.Main() : new Page.Slot(TabFor(then))),
            KeyCode.F3 => Open(then, then.Page is Page.History ? new Page.Main() : new Page.History()),
            KeyCode.F4 => Open(then, then.Page is Page.Recipes ? new Page.Main() : new Page.Recipes()),
            KeyCode.F5 => Line(then, new ShiftEvent.Commanded(at, StationCommand.Start)),
            KeyCode.F6 => new(then with { Typing = "", Page = then.Page is Page.Reason ? then.Page : new Page.Main() }, []),
            KeyCode.F7 when then.Simulated => new(then, [], ScreenRequests.SwapBoards),
            KeyCode.F8 => Line(then with { Page = new Page.Main() }, new ShiftEvent.Commanded(at, StationCommand.Release)),
            KeyCode.F9 => Line(then, new ShiftEvent.Commanded(at, StationCommand.Call)),
            _ when then.Typing is { } typed => Typing(then, at, typed, key),
            _ => OnPage(then, at, key),
        });
    }

    static ScreenStep Touch(ScreenState state, Moment at) => Line(state, new ShiftEvent.Touched(at));

    static ScreenStep Open(ScreenState state, Page page) => new(state with { Page = state.Page is Page.Reason ? state.Page : page, Typing = null, Digits = null }, []);

    /// <summary>Who looks at a slot that failed wants to know why.</summary>
    static StoryTab TabFor(ScreenState state) =>
        state.Stories.GetValueOrDefault(state.Selected)?.Verdict is SlotVerdict.Recorded { Result: Flashing.UnitResult.Failed { Verify: not null } } ? StoryTab.Failure : StoryTab.Log;

    static ScreenStep Typing(ScreenState state, Moment at, string typed, TerminalInput.Key key) => key.Code switch
    {
        KeyCode.Character => new(state with { Typing = Bounded($"{typed}{key.Character}") }, []),
        KeyCode.Backspace => new(state with { Typing = Shorter(typed) }, []),
        KeyCode.Escape => new(state with { Typing = null }, []),
        KeyCode.Enter when typed.Trim().Length > 0 => Typed(state, at, typed.Trim()),
        KeyCode.Enter => new(state with { Typing = null }, []),
        _ => new(state, []),
    };

    static ScreenStep Typed(ScreenState state, Moment at, string text) => state.Page is Page.Reason
        ? Line(state with { Typing = null }, new ShiftEvent.ReasonGiven(at, ReleaseReason.Other, text))
        : Line(state with { Typing = null }, new ShiftEvent.Scanned(at, text, ScanEntry.Typed));

    static ScreenStep OnPage(ScreenState state, Moment at, TerminalInput.Key key) => (state.Page, key.Code) switch
    {
        (Page.Reason page, _) => OnReason(state, at, page, key),
        (not Page.Main, KeyCode.Escape) => Open(state, new Page.Main()),
        (Page.Help page, _) => new(state with { Page = page with { Scroll = Scrolled(page.Scroll, key.Code) } }, []),
        (Page.Slot page, _) => OnSlot(state, page, key),
        (Page.History page, _) => OnHistory(state, page, key),
        (Page.Recipes page, _) => OnRecipes(state, at, page, key),
        _ => OnMain(state, at, key),
    };

    static ScreenStep OnMain(ScreenState state, Moment at, TerminalInput.Key key)
    {
        var asks = state.Shift.Question is not null || state.Shift.Changeover is { Stage: ChangeoverStage.Confirming };
        var character = key.Code == KeyCode.Character ? key.Character.Value : 0;
        return key.Code switch
        {
            KeyCode.Escape when state.Digits is not null => new(state with { Digits = null }, []),
            KeyCode.Escape => Line(state, new ShiftEvent.Cancelled(at)),
            KeyCode.Enter when state.Digits is not null => ChooseSlot(state, at),
            KeyCode.Enter => Open(state, new Page.Slot(TabFor(state))),
            KeyCode.Left or KeyCode.Up => new(state with { Selected = Neighbour(state, -1) }, []),
            KeyCode.Right or KeyCode.Down => new(state with { Selected = Neighbour(state, +1) }, []),
            KeyCode.Character when character == ' ' => Line(state, new ShiftEvent.Commanded(at, StationCommand.Start)),
            KeyCode.Character when asks && character is 'y' or 'Y' or 'j' or 'J' => Line(state, new ShiftEvent.Commanded(at, StationCommand.Yes)),
            KeyCode.Character when asks && character is 'n' or 'N' => Line(state, new ShiftEvent.Commanded(at, StationCommand.No)),
            KeyCode.Character when character is >= '0' and <= '9' => Digit(state, at, (char)character),
            KeyCode.Character => new(state with { Typing = key.Character.ToString() }, []),
            _ => new(state, []),
        };
    }

    /// <summary>A slot by its number: taken as soon as no other slot begins with these digits.</summary>
    static ScreenStep Digit(ScreenState state, Moment at, char digit)
    {
        var text = $"{state.Digits?.Text}{digit}".TrimStart('0');
        if (text.Length == 0)
            return new(state, []);
        var next = state with { Digits = new(text, at.After(s_digitsWait)) };
        return state.Shift.Slots.Keys.Any(slot => $"{slot}".Length > text.Length && $"{slot}".StartsWith(text, StringComparison.Ordinal)) ? new(next, []) : ChooseSlot(next, at);
    }

    static ScreenStep ChooseSlot(ScreenState state, Moment at)
    {
        var text = state.Digits!.Text;
        var next = state with { Digits = null };
        return int.TryParse(text, out var slot) && state.Shift.Slots.ContainsKey(slot)
            ? Line(next with { Selected = slot }, new ShiftEvent.SlotChosen(at, slot))
            : Refuse(next, at, ScreenPhrases.NoSlotNumber.With(("slot", text)), text);
    }

    static ScreenStep OnSlot(ScreenState state, Page.Slot page, TerminalInput.Key key) => key.Code switch
    {
        KeyCode.Tab or KeyCode.Right => new(state with { Page = new Page.Slot(Turned(page.Tab, +1)) }, []),
        KeyCode.Left => new(state with { Page = new Page.Slot(Turned(page.Tab, -1)) }, []),
        KeyCode.Enter => new(state with { Selected = Neighbour(state, +1), Page = page with { Scroll = 0 } }, []),
        KeyCode.Character when key.Character.Value is >= '1' and <= '9' && state.Shift.Slots.ContainsKey(key.Character.Value - '0') => new(state with { Selected = key.Character.Value - '0', Page = page with { Scroll = 0 } }, []),
        _ => new(state with { Page = page with { Scroll = Scrolled(page.Scroll, key.Code) } }, []),
    };

    static StoryTab Turned(StoryTab tab, int by) => (StoryTab)(((int)tab + by + 4) % 4);

    static ScreenStep OnHistory(ScreenState state, Page.History page, TerminalInput.Key key) => key.Code switch
    {
        KeyCode.Character => new(state with { Page = new Page.History(Bounded($"{page.Search}{key.Character}")) }, []),
        KeyCode.Backspace => new(state with { Page = new Page.History(Shorter(page.Search)) }, []),
        _ => new(state with { Page = page with { Row = Scrolled(page.Row, key.Code) } }, []),
    };

    static ScreenStep OnRecipes(ScreenState state, Moment at, Page.Recipes page, TerminalInput.Key key)
    {
        var shown = Shown(state.Recipes, page.Filter);
        switch (key.Code)
        {
            case KeyCode.Character:
                return new(state with { Page = new Page.Recipes(Bounded($"{page.Filter}{key.Character}")) }, []);
            case KeyCode.Backspace:
                return new(state with { Page = new Page.Recipes(Shorter(page.Filter)) }, []);
            case KeyCode.Enter when page.Row < shown.Length && shown[page.Row].Problem is null:
                return Line(state with { Page = new Page.Main() }, new ShiftEvent.RecipeChosen(at, shown[page.Row].Name));
            default:
                return new(state with { Page = page with { Row = Math.Clamp(Scrolled(page.Row, key.Code), 0, Math.Max(0, shown.Length - 1)) } }, []);
        }
    }

    /// <summary>The recipes that a filter leaves.</summary>
    public static ImmutableArray<RecipeChoice> Shown(ImmutableArray<RecipeChoice> recipes, string filter) =>
        [.. recipes.Where(recipe => $"{recipe.Name} {recipe.Revision} {recipe.Description}".Contains(filter, StringComparison.OrdinalIgnoreCase))];

    static ScreenStep OnReason(ScreenState state, Moment at, Page.Reason page, TerminalInput.Key key)
    {
        var reasons = Enum.GetValues<ReleaseReason>();
        var digit = key.Code == KeyCode.Character ? key.Character.Value - '1' : -1;
        return key.Code switch
        {
            KeyCode.Escape => Line(state with { Page = new Page.Main() }, new ShiftEvent.Cancelled(at)),
            KeyCode.Enter => Choose(reasons[page.Row]),
            KeyCode.Character when digit >= 0 && digit < reasons.Length => Choose(reasons[digit]),
            _ => new(state with { Page = new Page.Reason(Math.Clamp(Scrolled(page.Row, key.Code), 0, reasons.Length - 1)) }, []),
        };

        ScreenStep Choose(ReleaseReason reason) => reason == ReleaseReason.Other
            ? new(state with { Typing = "", Page = new Page.Reason(Array.IndexOf(reasons, reason)) }, [])
            : Line(state, new ShiftEvent.ReasonGiven(at, reason, ""));
    }

    static int Neighbour(ScreenState state, int by)
    {
        var slots = state.Shift.Slots.Keys.ToList();
        return slots.Count == 0 ? 0 : slots[(slots.IndexOf(state.Selected) + by + slots.Count) % slots.Count];
    }

    static int Scrolled(int from, KeyCode key) => Math.Max(0, key switch
    {
        KeyCode.Up => from - 1,
        KeyCode.Down => from + 1,
        KeyCode.PageUp => from - 10,
        KeyCode.PageDown => from + 10,
        KeyCode.Home => 0,
        _ => from,
    });

    static string? Filter(Page page) => page switch
    {
        Page.History history => history.Search,
        Page.Recipes recipes => recipes.Filter,
        _ => null,
    };

    static Page WithFilter(Page page, string text) => page is Page.History ? new Page.History(Bounded(text)) : new Page.Recipes(Bounded(text));

    static string Bounded(string text) => text.Length <= LongestTyped ? text : text[..LongestTyped];

    static ImmutableList<HistoryLine> Bounded(ImmutableList<HistoryLine> lines) => lines.Count > LongestHistory ? lines.RemoveAt(0) : lines;

    static string Shorter(string text) => text.Length == 0 ? "" : text[..^(text.Length > 1 && char.IsLowSurrogate(text[^1]) ? 2 : 1)];
}
