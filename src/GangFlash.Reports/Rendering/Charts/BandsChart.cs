using System.Text;
using static GangFlash.Reports.SvgDrawing;

namespace GangFlash.Reports;

/// <summary>A lane for each slot and a band for each phase in it, by time: where a gang works, and where it waits for hands.</summary>
static class BandsChart
{
    const double Wide = 760;
    const double Lane = 24;
    const double Head = 24;
    const double Right = 8;
    const int MostBands = 20_000;

    /// <summary>Bands of one kind: their class in the style sheet, and the share of the lane's height that they take, which tells them apart on paper.</summary>
    readonly record struct Kind(string Style, double Height);

    public static string Figure(ReportChart chart, List<SvgChart.Datum> all)
    {
        all = [.. all.Where(row => row is { X: DateTimeOffset, To: DateTimeOffset })];
        var rows = all[..Math.Min(all.Count, MostBands)];
        if (rows.Count == 0)
            return "";
        var lanes = rows.Select(row => row.Lane).Distinct().Index().ToDictionary(lane => lane.Item, lane => lane.Index, StringComparer.Ordinal);
        var left = Math.Min(14, lanes.Keys.Max(lane => lane.Length)) * 7 + 14d;
        var (first, last) = (rows.Min(row => (DateTimeOffset)row.X), rows.Max(row => (DateTimeOffset)row.To!));
        var span = Math.Max((last - first).TotalSeconds, 1);
        var bottom = Head + lanes.Count * Lane + 4;
        var drawing = new SvgDrawing(Wide, bottom + 24);
        foreach (var (lane, i) in lanes)
        {
            drawing.Text(left - 8, Middle(i) + 4, SvgChart.Short(lane, 14), "end");
            drawing.Line(left, Middle(i), Wide - Right, Middle(i), "grid");
        }

        var at = left;
        foreach (var kind in rows.GroupBy(row => (string)row.Y))
        {
            var (style, height) = Of(kind.Key);
            var path = new StringBuilder();
            foreach (var row in kind)
                Append(path, X((DateTimeOffset)row.X), X((DateTimeOffset)row.To!), Middle(lanes[row.Lane]), height * Lane);
            drawing.Path(path.ToString(), $"band {style}");
            at = Legend(drawing, at, kind.Key, style, height);
        }

        SvgChart.Times(drawing, first, span, left, Wide - Right, bottom + 16);
        return drawing.Figure(rows.Count < all.Count ? $"{chart.Title} (the first {rows.Count:N0} of {all.Count:N0})" : chart.Title);

        double X(DateTimeOffset time) => left + (time - first).TotalSeconds / span * (Wide - left - Right);

        double Middle(int lane) => Head + lane * Lane + Lane / 2;
    }

    // In a long batch a phase is thinner than any line, and still there.
    static void Append(StringBuilder path, double from, double to, double middle, double high) =>
        path.Append($"M{N(from)} {N(middle - high / 2)}h{N(Math.Max(to - from, .3))}v{N(high)}H{N(from)}z");

    /// <summary>Answers where the next word begins.</summary>
    static double Legend(SvgDrawing drawing, double x, string word, string style, double height)
    {
        var path = new StringBuilder();
        Append(path, x, x + 14, 10, height * 16);
        drawing.Path(path.ToString(), $"band {style}");
        drawing.Text(x + 19, 14, word, "soft");
        return x + 36 + word.Length * 6.5;
    }

    static Kind Of(string word) => word switch
    {
        "prepare" => new("prepare", .2),
        "erase" => new("erase", .5),
        "write" => new("write", .8),
        "verify" => new("verify", .65),
        "leave" => new("leave", .35),
        "line stop" => new("stop", .8),
        "signed on" => new("prepare", .12),
        _ => new("other", .4),
    };
}
