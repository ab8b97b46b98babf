using GangFlash.Messages;
using GangFlash.Station.Terminal;
using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>The whole screen. Pure: the same state and size always give the same picture.</summary>
static class ScreenView
{
    public const int SmallestWidth = 60;
    public const int SmallestHeight = 16;

    public static Frame Of(ScreenState state, int width, int height)
    {
        var frame = new Frame(width, height);
        if (width < SmallestWidth || height < SmallestHeight)
        {
            frame.Draw(frame.All, new Text(Say(state, ScreenPhrases.TooSmall.With(("width", SmallestWidth), ("height", SmallestHeight))), Look.HandsText));
            return frame;
        }

        var inner = Border(frame, state);
        var top = TopBar.Height + AlarmBanner.HeightFor(state);
        var foot = Foot.HeightFor(state);
        TopBar.Draw(frame, inner.Upper(TopBar.Height), state);
        AlarmBanner.Draw(frame, inner.Below(TopBar.Height).Upper(AlarmBanner.HeightFor(state)), state);
        var middle = inner.Below(top).Upper(inner.Height - top - foot);
        if (state.Page is Page.Main)
            Tiles(frame, middle, state);
        else
            Pages.Draw(frame, middle, state);
        Foot.Draw(frame, inner.Lower(foot), state);
        return frame;
    }

    public static string Say(ScreenState state, Message message) => message.In(state.Language);

    /// <summary>A slot's tile in the picture; none if it is not in sight.</summary>
    static void Tiles(Frame frame, Area area, ScreenState state)
    {
        var slots = state.Shift.Slots.Values.ToList();
        if (slots.Count == 0 || TileGrid.Of(area, slots.Count) is not { } grid)
        {
            frame.Draw(area, new Text(Say(state, ScreenPhrases.TooSmall.With(("width", frame.Width), ("height", frame.Height + 8))), Look.HandsText));
            return;
        }

        for (var i = 0; i < slots.Count; i++)
            frame.Draw(grid[i], new TileDrawing(Tile.Of(state, slots[i]), grid.Size));
    }

    /// <summary>Production has no border at all; anything else changes the whole edge of the screen.</summary>
    static Area Border(Frame frame, ScreenState state)
    {
        if (state.Mode == LineMode.Production)
            return frame.All;
        var word = Say(state, state.Mode == LineMode.Training ? ScreenPhrases.Training : ScreenPhrases.Engineering);
        var line = string.Concat(Enumerable.Repeat($"{word} ▚▚ ", frame.Width / (word.Length + 4) + 1));
        frame.Draw(frame.All.Upper(1), line, Look.Training);
        frame.Draw(frame.All.Lower(1), line, Look.Training);
        for (var y = 1; y < frame.Height - 1; y++)
        {
            frame.Draw(new(0, y, 1, 1), "▚", Look.Training);
            frame.Draw(new(frame.Width - 1, y, 1, 1), "▚", Look.Training);
        }

        return frame.All.Inside(1, 1);
    }
}
