using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Terminal;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>Everything that is shown in place of the tiles on demand.</summary>
static class Pages
{
    public static void Draw(Frame frame, Area area, ScreenState state)
    {
        switch (state.Page)
        {
            case Page.Help help:
                Lines(frame, area, Say(state, ScreenPhrases.PageHelp), [.. HelpText.Lines(state)], help.Scroll);
                break;
            case Page.Slot slot:
                StoryPage.Draw(frame, area, state, slot);
                break;
            case Page.History history:
                DrawHistory(frame, area, state, history);
                break;
            case Page.Recipes recipes:
                DrawRecipes(frame, area, state, recipes);
                break;
            case Page.Reason reason:
                Choice(frame, area, Say(state, ScreenPhrases.PageReason), [.. Enum.GetValues<ReleaseReason>().Select((why, i) => ($"{i + 1}  {Say(state, why.Word())}", Look.Plain))], reason.Row);
                break;
        }
    }

    /// <summary>A head line, and lines that scroll.</summary>
    internal static void Lines(Frame frame, Area area, string title, (string Text, Style Look)[] lines, int scroll)
    {
        var room = area.Height - 1;
        var from = Math.Clamp(scroll, 0, Math.Max(0, lines.Length - room));
        var more = lines.Length > room ? $"{from + 1}–{Math.Min(lines.Length, from + room)} / {lines.Length} " : "";
        TopBar.Split(frame, area.Upper(1), [($" {title}", Look.Strong)], [(more, Look.Quiet)]);
        for (var i = 0; i < room && from + i < lines.Length; i++)
            frame.Draw(area.Below(1 + i), CellWidth.Cut($" {lines[from + i].Text}", area.Width), lines[from + i].Look);
    }

    /// <summary>Lines of which one is chosen, always in sight.</summary>
    static void Choice(Frame frame, Area area, string title, (string Text, Style Look)[] lines, int row)
    {
        var room = area.Height - 2;
        var chosen = Math.Clamp(row, 0, Math.Max(0, lines.Length - 1));
        var from = Math.Clamp(chosen - room / 2, 0, Math.Max(0, lines.Length - room));
        frame.Draw(area.Upper(1), CellWidth.Cut($" {title}", area.Width), Look.Strong);
        for (var i = 0; i < room && from + i < lines.Length; i++)
        {
            var (text, look) = lines[from + i];
            var line = CellWidth.Cut($" {(from + i == chosen ? "▶" : " ")} {text}", area.Width);
            frame.Draw(area.Below(2 + i), line, from + i == chosen ? Look.Hands : look);
        }
    }

    static void DrawHistory(Frame frame, Area area, ScreenState state, Page.History page)
    {
        var found = state.History.Where(line => line.Matches(page.Search)).Reverse().ToList();
        var title = $"{Say(state, ScreenPhrases.PageHistory)}   {Say(state, ScreenPhrases.Search.With(("text", page.Search)))}█   {Say(state, ScreenPhrases.Found.With(("count", found.Count), ("all", state.History.Count)))}";
        (string, Style)[] lines = found.Count == 0
            ? [(Say(state, ScreenPhrases.Nothing), Look.Quiet)]
            : [.. found.Select(line => (Text(state, line), line.Word.StartsWith("PASS", StringComparison.Ordinal) ? Look.GoodText : line.Slot is null ? Look.Quiet : Look.RedText))];
        Lines(frame, area, title, lines, page.Row);
    }

    static string Text(ScreenState state, HistoryLine line)
    {
        var at = (line.At + state.Zone).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var slot = line.Slot is { } number ? $"{number,4}" : "    ";
        return $"{at} {slot}  {Printable.Escape(line.Unit, 20),-20} {line.Word,-17} {Printable.Escape(line.Code, 24),-24} {Printable.Escape(line.Text, 200)}";
    }

    static void DrawRecipes(Frame frame, Area area, ScreenState state, Page.Recipes page)
    {
        var shown = ScreenUpdate.Shown(state.Recipes, page.Filter);
        var title = $"{Say(state, ScreenPhrases.PageRecipes)}   {Say(state, ScreenPhrases.Search.With(("text", page.Filter)))}█   {Say(state, ScreenPhrases.Found.With(("count", shown.Length), ("all", state.Recipes.Length)))}";
        (string, Style)[] lines = shown.Length == 0
            ? [(Say(state, state.Recipes.IsEmpty ? ScreenPhrases.NoRecipes : ScreenPhrases.Nothing), Look.Quiet)]
            : [.. shown.Select(recipe => (RecipeLine(state, recipe), recipe.Problem is null ? Look.Plain : Look.RedText))];
        Choice(frame, area, title, lines, page.Row);
    }

    static string RecipeLine(ScreenState state, RecipeChoice recipe) => recipe.Problem is { } problem
        ? $"✗ {Printable.Escape(recipe.Name, 24),-24} {Printable.Escape(problem, 200)}"
        : $"✓ {Printable.Escape(recipe.Name, 24),-24} {Say(state, ScreenPhrases.Revision.With(("revision", recipe.Revision))),-10} {Printable.Escape(recipe.Description, 200)}";

    static string Say(ScreenState state, Message message) => ScreenView.Say(state, message);
}
