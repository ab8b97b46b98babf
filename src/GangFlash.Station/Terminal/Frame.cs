using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace GangFlash.Station.Terminal;

/// <summary>A part of the screen, in cells from the upper left corner.</summary>
readonly record struct Area(int Left, int Top, int Width, int Height)
{
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>The first so many lines.</summary>
    public Area Upper(int height) => this with { Height = Math.Clamp(height, 0, Height) };

    /// <summary>What is left below so many lines.</summary>
    public Area Below(int height) => new(Left, Top + Math.Clamp(height, 0, Height), Width, Height - Math.Clamp(height, 0, Height));

    /// <summary>The last so many lines.</summary>
    public Area Lower(int height) => Below(Height - height);

    public Area LeftPart(int width) => this with { Width = Math.Clamp(width, 0, Width) };

    public Area RightOf(int width) => new(Left + Math.Clamp(width, 0, Width), Top, Width - Math.Clamp(width, 0, Width), Height);

    /// <summary>Without a margin of so many cells.</summary>
    public Area Inside(int columns, int lines) => new(Left + columns, Top + lines, Math.Max(0, Width - 2 * columns), Math.Max(0, Height - 2 * lines));
}

/// <summary>
/// A picture of the whole screen. The one place where text becomes cells: whatever a renderable holds, a control character cannot get into a
/// cell, and nothing is drawn outside of the area that was given to it.
/// </summary>
sealed class Frame
{
    const string StandIn = "\uFFFD";

    static readonly RenderOptions s_options = Options();

    readonly Cell[] cells;

    public Frame(int width, int height)
    {
        (Width, Height) = (width, height);
        cells = new Cell[width * height];
        Array.Fill(cells, Cell.Blank);
    }

    public int Width { get; }

    public int Height { get; }

    public Area All => new(0, 0, Width, Height);

    public Cell this[int column, int line] => cells[line * Width + column];

    public ReadOnlySpan<Cell> Line(int line) => cells.AsSpan(line * Width, Width);

    /// <summary>Draws what fits into the area; the rest is cut off.</summary>
    public void Draw(Area area, IRenderable what)
    {
        if (area.IsEmpty)
            return;
        var (column, line) = (area.Left, area.Top);
        foreach (var segment in what.Render(s_options with { Height = area.Height }, area.Width))
        {
            if (segment.IsControlCode)
                continue;
            if (segment.IsLineBreak)
            {
                (column, line) = (area.Left, line + 1);
                continue;
            }

            Write(area, ref column, ref line, segment.Text, StyleOf(segment.Style));
        }
    }

    /// <summary>Draws one line of text, cut where the area ends.</summary>
    public void Draw(Area area, string text, Style style)
    {
        var (column, line) = (area.Left, area.Top);
        if (!area.IsEmpty)
            Write(area.Upper(1), ref column, ref line, text, StyleOf(style));
    }

    /// <summary>Lines of text without their style and without blanks at their ends.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var line = 0; line < Height; line++)
            _ = text.Append(string.Concat(Line(line).ToArray().Select(cell => cell.Text)).TrimEnd()).Append('\n');
        return text.ToString();
    }

    void Write(Area area, ref int column, ref int line, string text, CellStyle style)
    {
        var right = Math.Min(area.Left + area.Width, Width);
        var bottom = Math.Min(area.Top + area.Height, Height);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                (column, line) = (area.Left, line + 1);
                continue;
            }

            var width = CellWidth.Of(rune);
            if (line >= bottom || column + Math.Max(1, width) > right)
                continue;
            if (width == 2)
                Put(column + 1, line, " ", style);
            Put(column, line, width == 0 ? StandIn : Text(rune), style);
            if (width == 2)
                cells[line * Width + column + 1] = new("", style);
            column += Math.Max(1, width);
        }
    }

    /// <summary>Half of a wide character cannot stay when its other half is overwritten.</summary>
    void Put(int column, int line, string text, CellStyle style)
    {
        ref var cell = ref cells[line * Width + column];
        if (cell.IsRightHalf && column > 0)
            cells[line * Width + column - 1] = new(" ", style);
        if (column + 1 < Width && cells[line * Width + column + 1].IsRightHalf)
            cells[line * Width + column + 1] = new(" ", style);
        cell = new(text, style);
    }

    static readonly string[] s_ascii = [.. Enumerable.Range(0, 128).Select(value => ((char)value).ToString())];

    static string Text(Rune rune) => rune.Value < s_ascii.Length ? s_ascii[rune.Value] : rune.ToString();

    static CellStyle StyleOf(Style style) => new(
        ValueOf(style.Foreground),
        ValueOf(style.Background),
        (style.Decoration.HasFlag(Decoration.Bold) ? CellFlags.Bold : CellFlags.None)
        | (style.Decoration.HasFlag(Decoration.Dim) ? CellFlags.Dim : CellFlags.None)
        | (style.Decoration.HasFlag(Decoration.Underline) ? CellFlags.Underline : CellFlags.None)
        | (style.Decoration.HasFlag(Decoration.Invert) ? CellFlags.Invert : CellFlags.None));

    static int ValueOf(Color color) => color == Color.Default ? CellStyle.Default : color.R << 16 | color.G << 8 | color.B;

    static RenderOptions Options()
    {
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.TrueColor, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(TextWriter.Null) });
        console.Profile.Capabilities.Unicode = true;
        return RenderOptions.Create(console, console.Profile.Capabilities);
    }
}
