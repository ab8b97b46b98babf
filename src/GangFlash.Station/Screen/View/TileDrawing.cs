using GangFlash.Station.Terminal;
using Spectre.Console.Rendering;

namespace GangFlash.Station.Screen.View;

/// <summary>A tile as Spectre.Console draws it: a field of one look, filled with as much as its size allows.</summary>
sealed class TileDrawing(Tile tile, TileSize size) : Renderable
{
    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(maxWidth, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var height = options.Height ?? 1;
        var lines = (size switch
        {
            TileSize.Line => [OneLine(maxWidth)],
            TileSize.Small => Small(maxWidth, height),
            TileSize.Medium => Medium(maxWidth, height),
            _ => Large(maxWidth, height),
        }).Take(height).ToList();
        while (lines.Count < height)
            lines.Add("");
        foreach (var line in lines)
        {
            yield return new(Filled(line, maxWidth), tile.Look);
            yield return Segment.LineBreak;
        }
    }

    /// <summary>Marks show where the keys or a refused scan point at.</summary>
    char Mark => tile.IsPointed ? '►' : tile.IsSelected ? '▌' : ' ';

    string OneLine(int width)
    {
        var head = $"{tile.Number,3}{tile.Symbol}";
        return CellWidth.Cut(tile.Share is { } share ? $"{head}{(int)(share * 100),3}%" : $"{head}{tile.Word}", width);
    }

    IEnumerable<string> Small(int width, int height)
    {
        yield return Head(width);
        if (height > 2 && tile.Share is not null)
            yield return Bar(width);
        // A good unit's serial says more than that it goes to the good tray.
        if (tile.Order.Length > 0 && (!tile.IsGood || tile.Serial.Length == 0))
        {
            foreach (var line in Wrapped(tile.Order, width - 2).Take(height - 1))
                yield return $" {line}";
            yield break;
        }

        yield return tile.Share is not null && height == 2 ? Bar(width) : Between($" {tile.Serial}", height > 2 ? tile.Time : "", width);
    }

    IEnumerable<string> Medium(int width, int height)
    {
        yield return Head(width);
        if (tile.Share is not null)
            yield return Bar(width);
        var order = Wrapped(tile.Order, width - 2).ToList();
        foreach (var line in order.Take(height - 2))
            yield return $" {line}";
        if (tile.Share is null && order.Count == 0)
            yield return "";
        yield return Between($" {tile.Serial}", tile.Time, width);
        if (tile.Code.Length > 0)
            yield return $" {tile.Code}";
    }

    IEnumerable<string> Large(int width, int height)
    {
        var roomy = height >= 9;
        if (roomy)
            yield return "";
        var digits = $"{tile.Number}";
        var number = BigText.Lines(digits);
        var left = BigText.Width(digits) + 4;
        var big = BigText.Knows(tile.Word) && left + BigText.Width(tile.Word) + 5 <= width ? BigText.Lines(tile.Word) : null;
        for (var i = 0; i < BigText.Height; i++)
        {
            var beside = big is not null ? big[i] : i == 1 ? $"{tile.Symbol} {tile.Word}" : "";
            yield return $"{Mark} {number[i]}  {beside}{(big is not null && i == 1 ? $"  {tile.Symbol}" : "")}";
        }

        if (roomy)
            yield return "";
        var order = Wrapped(tile.Order, width - 4).ToList();
        if (tile.Share is not null)
        {
            yield return Bar(width);
            if (roomy)
                yield return Bar(width, percent: false);
        }

        foreach (var line in order.Take(Math.Max(1, height - BigText.Height - (roomy ? 5 : 1))))
            yield return $"  {line}";
        if (tile.Share is null && order.Count == 0)
            yield return "";
        if (roomy)
            yield return "";
        yield return Between($"  {tile.Serial}", tile.Time, width - 1);
        if (tile.Code.Length > 0)
            yield return $"  {tile.Code}";
    }

    /// <summary>The word goes before the time.</summary>
    string Head(int width)
    {
        var head = $"{Mark}{tile.Number,2} {tile.Symbol} {tile.Word}";
        var time = size == TileSize.Small && CellWidth.Of(head) + CellWidth.Of(tile.Time) + 2 <= width ? tile.Time : "";
        return Between(head, time, width);
    }

    string Bar(int width, bool percent = true)
    {
        const int Percent = 6;
        var room = width - 2 - Percent;
        if (room < 3)
            return $" {(int)(tile.Share!.Value * 100),3} %";
        var full = (int)(tile.Share!.Value * room);
        return $" {new string('█', full)}{new string('░', room - full)}{(percent ? $" {(int)(tile.Share.Value * 100),3} %" : "")}";
    }

    /// <summary>Something at the left edge and something at the right one; the left one gives way.</summary>
    static string Between(string left, string right, int width)
    {
        if (right.Length == 0)
            return CellWidth.Cut(left, width);
        var room = width - CellWidth.Of(right) - 2;
        var shown = CellWidth.Cut(left, Math.Max(0, room));
        return $"{shown}{new string(' ', Math.Max(1, width - 1 - CellWidth.Of(shown) - CellWidth.Of(right)))}{right}";
    }

    static string Filled(string line, int width)
    {
        var cut = CellWidth.Cut(line, width);
        return cut + new string(' ', Math.Max(0, width - CellWidth.Of(cut)));
    }

    /// <summary>Broken between words.</summary>
    internal static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && CellWidth.Of(line) + 1 + CellWidth.Of(word) > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
            yield return line;
    }
}
