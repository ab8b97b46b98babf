using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>Turns the difference between two pictures into what the terminal must be sent: changed cells only, one text a frame.</summary>
sealed class FrameWriter(ColourProfile profile)
{
    // Private mode 2026: terminals that know it show the frame at once, the others ignore it.
    const string BeginFrame = "\e[?2026h";
    const string EndFrame = "\e[?2026l";

    readonly Dictionary<CellStyle, string> looks = [];

    /// <param name="before">What the terminal shows; none if that is not known, then everything is drawn.</param>
    /// <returns>Empty if nothing changed.</returns>
    public string Write(Frame? before, Frame after)
    {
        var known = before is not null && before.Width == after.Width && before.Height == after.Height ? before : null;
        var text = new StringBuilder();
        CellStyle? style = null;
        for (var line = 0; line < after.Height; line++)
            WriteLine(text, ref style, known is null ? [] : known.Line(line), after.Line(line), line);
        if (text.Length == 0)
            return "";
        return $"{BeginFrame}{(known is null ? "\e[0m\e[2J" : "")}{text}\e[0m{EndFrame}";
    }

    void WriteLine(StringBuilder text, ref CellStyle? style, ReadOnlySpan<Cell> before, ReadOnlySpan<Cell> after, int line)
    {
        // Where the cursor stands; nobody knows at the beginning, and after a wide character terminals disagree.
        var cursor = -1;
        for (var column = 0; column < after.Length; column++)
        {
            var cell = after[column];
            if (cell.IsRightHalf || (!before.IsEmpty && before[column] == cell && !HasNewHalf(before, after, column)))
                continue;
            if (before.IsEmpty && cell == Cell.Blank)
                continue;       // the screen was cleared
            if (cursor != column)
                _ = text.Append("\e[").Append(line + 1).Append(';').Append(column + 1).Append('H');
            if (style != cell.Style)
            {
                _ = text.Append(Look(cell.Style));
                style = cell.Style;
            }

            _ = text.Append(cell.Text);
            cursor = column + 1 < after.Length && after[column + 1].IsRightHalf ? -1 : column + 1;
        }
    }

    static bool HasNewHalf(ReadOnlySpan<Cell> before, ReadOnlySpan<Cell> after, int column) =>
        column + 1 < after.Length && after[column + 1].IsRightHalf && before[column + 1] != after[column + 1];

    string Look(CellStyle style)
    {
        if (!looks.TryGetValue(style, out var look))
            looks[style] = look = Sgr.Of(style, profile);
        return look;
    }
}
