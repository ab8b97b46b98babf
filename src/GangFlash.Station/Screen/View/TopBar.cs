using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Station.Terminal;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GangFlash.Station.Screen.View;

/// <summary>Who, what, how many, when, and whether all is ready.</summary>
static class TopBar
{
    public const int Height = 3;

    public static void Draw(Frame frame, Area area, ScreenState state)
    {
        var shift = state.Shift;
        string Say(Message message) => ScreenView.Say(state, message);

        var clock = (state.Now.Wall + state.Zone).ToString("HH:mm:ss", System.Globalization.CultureInfo.InvariantCulture);
        var who = shift.Session is not { } session ? Say(ScreenPhrases.NobodyOn)
            : $"{Printable.Escape(session.Badge.Name, 40)} ({Say(session.Badge.Role.Word())}){(session.Locked ? $", {Say(ScreenPhrases.Locked)}" : "")}";
        var mode = state.Mode == LineMode.Production ? Say(ScreenPhrases.Production) : Say(state.Mode == LineMode.Training ? ScreenPhrases.Training : ScreenPhrases.Engineering);
        Split(
            frame, area.Upper(1),
            [($" {Printable.Escape(shift.Rules.Station, 24)} ", Look.Key), ($"  {who}", shift.Session is null ? Look.HandsText : Look.Strong), ($"   {(state.Simulated ? Say(ScreenPhrases.Simulated) : mode)}", Look.Quiet)],
            [(shift.HelpCalled ? $" {Say(ScreenPhrases.HelpIsCalled)} " : "", Look.Hands), ($"  {clock} ", Look.Strong)]);

        var batch = shift.Batch;
        var recipe = batch?.Recipe;
        var done = batch is null ? "" : Say(batch.Planned is { } planned ? ScreenPhrases.DoneOf.With(("done", shift.Numbers.Good + batch.GoodBefore), ("planned", planned)) : ScreenPhrases.Done.With(("done", shift.Numbers.Good + batch.GoodBefore)));
        Split(
            frame, area.Below(1).Upper(1),
            batch is null
                ? [($" {Say(ScreenPhrases.NoOrder)}", Look.Quiet)]
                : [
                    ($" {Printable.Escape(batch.WorkOrder ?? batch.Name, 32)}", Look.Strong),
                    ($"  {Printable.Escape(recipe!.Name, 40)}", Look.Strong),
                    ($"  {Say(ScreenPhrases.Revision.With(("revision", recipe.Revision)))}  {Say(ScreenPhrases.Image.With(("image", recipe.Image)))}", Look.Plain),
                ],
            [($"{done} ", Look.Strong)]);

        Split(frame, area.Below(2).Upper(1), [.. Readiness(state)], []);
    }

    static IEnumerable<(string Text, Style Look)> Readiness(ScreenState state)
    {
        string Say(Message message) => ScreenView.Say(state, message);
        var ready = state.Ready;
        yield return (ready.IsReady ? $" ✓ {Say(ScreenPhrases.StationReady)} " : $" ✗ {Say(ScreenPhrases.StationNotReady)} ", ready.IsReady ? Look.GoodText : Look.RedText);
        yield return Part(ready.Bus, ready.Bus == false ? Say(ScreenPhrases.NoUsb) : Say(ScreenPhrases.Boards.With(("count", ready.Boards ?? 0))));
        yield return Part(ready.Database, Say(ScreenPhrases.Database));
        yield return Part(ready.Disk, Say(ScreenPhrases.Disk.With(("free", Size(ready.FreeBytes)))));
        yield return Part(ready.Recipe, Say(ScreenPhrases.Recipe));
        if (ready.Central is not null)
            yield return Part(ready.Central, Say(ScreenPhrases.Central));
    }

    static (string Text, Style Look) Part(bool? well, string name) => well switch
    {
        true => ($"  ✓ {name}", Look.Plain),
        false => ($"  ✗ {name}", Look.RedText),
        _ => ($"  · {name}", Look.Quiet),
    };

    static string Size(long? bytes) => bytes switch
    {
        null => "",
        >= 1L << 40 => $"{bytes / (double)(1L << 40):0.0} TB",
        >= 1L << 30 => $"{bytes >> 30} GB",
        _ => $"{bytes >> 20} MB",
    };

    /// <summary>One line with a left and a right part; the left one is cut where they would meet.</summary>
    internal static void Split(Frame frame, Area area, (string Text, Style Look)[] left, (string Text, Style Look)[] right)
    {
        var rightWidth = right.Sum(part => CellWidth.Of(part.Text));
        frame.Draw(area.LeftPart(area.Width - rightWidth), new OneLine(left));
        frame.Draw(area.RightOf(area.Width - rightWidth), new OneLine(right));
    }

    /// <summary>Parts side by side on one line, never wrapped.</summary>
    internal sealed class OneLine((string Text, Style Look)[] parts) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var room = maxWidth;
            foreach (var (text, look) in parts)
            {
                if (room <= 0)
                    yield break;
                var cut = CellWidth.Cut(text, room);
                room -= CellWidth.Of(cut);
                yield return new(cut, look);
            }
        }
    }
}
