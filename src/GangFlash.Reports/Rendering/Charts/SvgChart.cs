using System.Globalization;
using System.Text;
using GangFlash.Numbers;
using static GangFlash.Reports.SvgDrawing;

namespace GangFlash.Reports;

/// <summary>Draws the charts of a section as vector text. The same rows give the same drawing, and nothing in it needs colour to be understood.</summary>
static class SvgChart
{
    const double Wide = 760;
    const double RowHeight = 24;
    const int MostBars = 40;
    const int MostLabels = 12;
    const int MostPoints = 2000;
    const int LongestLabel = 26;

    /// <summary>The chart as a figure with its caption; nothing where there is nothing to draw.</summary>
    public static string Figure(SectionResult section, ReportChart chart)
    {
        var rows = Rows(section, chart).ToList();
        if (rows.Count == 0)
            return "";
        return chart.Kind switch
        {
            ChartKind.Bars => Bars(chart, rows),
            ChartKind.Columns => Columns(chart, rows),
            ChartKind.Pareto => ParetoBars(chart, rows),
            ChartKind.Line => Line(chart, rows),
            ChartKind.PChart => PChart(chart, rows),
            ChartKind.Intervals => Intervals(chart, rows),
            ChartKind.Strip => StripChart.Figure(chart, rows),
            ChartKind.Bands => BandsChart.Figure(chart, rows),
            _ => HeatChart.Figure(chart, rows),
        };
    }

    /// <summary>One row as a chart sees it.</summary>
    /// <param name="Label">Of the x axis.</param>
    /// <param name="Lane">Of strips, bands and heat maps.</param>
    /// <param name="To">Where a band ends.</param>
    internal readonly record struct Datum(string Label, object X, string Lane, ReportColumn Column, object Y, object? To)
    {
        public double Value => Y switch
        {
            long number => number,
            double number => number,
            TimeSpan duration => duration.TotalSeconds,
            Share share => share.Value ?? 0,
            _ => 0,
        };

        public string Shown => Y is Share share ? share.Percent : CellText.Of(Column, Y);
    }

    static IEnumerable<Datum> Rows(SectionResult section, ReportChart chart)
    {
        var measured = ReportChart.AxesOf(chart.Kind)[^1];
        var (x, y) = (section.IndexOf(chart.Axes["x"]), section.IndexOf(chart.Axes[measured]));
        var lane = chart.Axes.TryGetValue("lane", out var name) ? section.IndexOf(name) : -1;
        var to = chart.Axes.TryGetValue("to", out var end) ? section.IndexOf(end) : -1;
        foreach (var row in section.Rows)
        {
            if (row[x] is not { } at || row[y] is not { } value || value is Share { Whole: 0 })
                continue;
            yield return new(CellText.Of(section.Columns[x], at), at, lane < 0 ? "" : CellText.Of(section.Columns[lane], row[lane]), section.Columns[y], value, to < 0 ? null : row[to]);
        }
    }

    internal static string Short(string label, int most = LongestLabel) => label.Length <= most ? label : label[..(most - 1)] + "…";

    /// <summary>The moments at the start, in the middle and at the end of an axis of time.</summary>
    /// <param name="span">Seconds.</param>
    internal static void Times(SvgDrawing drawing, DateTimeOffset first, double span, double left, double right, double y)
    {
        var shown = span < 600 ? 19 : 16;       // with seconds where minutes would all be the same
        foreach (var (share, anchor) in new[] { (0d, ""), (.5, "mid"), (1d, "end") })
            drawing.Text(left + share * (right - left), y, CellText.Of(new("", ColumnType.Time, ""), first.AddSeconds(span * share))[..shown], $"soft {anchor}".TrimEnd());
    }

    static string Caption(ReportChart chart, int shown, int all) => shown == all ? chart.Title : $"{chart.Title} (the first {shown} of {all})";

    static double LabelWidth(IEnumerable<Datum> rows) => Math.Min(LongestLabel, rows.Max(row => row.Label.Length)) * 6.9 + 14;

    static string Bars(ReportChart chart, List<Datum> all)
    {
        var rows = all.Take(MostBars).ToList();
        var left = LabelWidth(rows);
        var right = rows.Max(row => row.Shown.Length) * 7 + 12;
        var drawing = new SvgDrawing(Wide, rows.Count * RowHeight + 8);
        var most = Math.Max(rows.Max(row => row.Value), 1e-9);
        for (var i = 0; i < rows.Count; i++)
        {
            var y = 4 + i * RowHeight;
            var wide = rows[i].Value / most * (Wide - left - right);
            drawing.Text(left - 8, y + 16, Short(rows[i].Label), "end");
            drawing.Rectangle(left, y + 4, Math.Max(wide, 1), RowHeight - 8, "bar", 2);
            drawing.Text(left + wide + 6, y + 16, rows[i].Shown, "soft");
        }

        return drawing.Figure(Caption(chart, rows.Count, all.Count));
    }

    static string ParetoBars(ReportChart chart, List<Datum> all)
    {
        // The order, the ties, and what becomes of the small ones are Core's rule.
        var pareto = Pareto.Of(all.SelectMany(row => Enumerable.Repeat(row.Label, (int)row.Value))).Cut();
        if (pareto.Bars.IsEmpty)
            return "";
        var left = Math.Min(LongestLabel, pareto.Bars.Max(bar => bar.Code.Length)) * 6.9 + 14;
        const double Right = 128;
        var room = Wide - left - Right;
        var drawing = new SvgDrawing(Wide, pareto.Bars.Length * RowHeight + 26);
        drawing.Text(Wide - 74, 13, "count", "soft end");
        drawing.Text(Wide - 4, 13, "cumulated", "soft end");
        var most = pareto.Bars.Max(bar => bar.Count);
        for (var i = 0; i < pareto.Bars.Length; i++)
        {
            var bar = pareto.Bars[i];
            var y = 20 + i * RowHeight;
            drawing.Text(left - 8, y + 16, Short(bar.Code), "end");
            drawing.Rectangle(left, y + 4, Math.Max(1, (double)bar.Count / most * room), RowHeight - 8, "bar", 2);
            drawing.Text(Wide - 74, y + 16, bar.Count.ToString("N0", CultureInfo.InvariantCulture), "end");
            drawing.Text(Wide - 4, y + 16, bar.Cumulated.Percent, "soft end");
        }

        var points = pareto.Bars.Select((bar, i) => (X: left + (bar.Cumulated.Value ?? 0) * room, Y: 20 + i * RowHeight + RowHeight / 2)).ToList();
        drawing.Lines(points, "cumulated");
        foreach (var (x, y) in points)
            drawing.Circle(x, y, 3, "cumulated-dot");
        return drawing.Figure($"{chart.Title}, n = {pareto.Total:N0}");
    }

    static string Columns(ReportChart chart, List<Datum> all)
    {
        var rows = all.Take(MostPoints).ToList();
        var frame = new Frame(SvgScale.Of(0, rows.Max(row => row.Value)), rows[0]);
        var drawing = frame.Begin(rows);
        var step = Frame.Room / rows.Count;
        for (var i = 0; i < rows.Count; i++)
            drawing.Rectangle(Frame.Left + i * step + Math.Min(1.5, step * .1), frame.Y(rows[i].Value), step - 2 * Math.Min(1.5, step * .1), frame.Y(0) - frame.Y(rows[i].Value), "bar");
        return drawing.Figure(Caption(chart, rows.Count, all.Count));
    }

    static string Line(ReportChart chart, List<Datum> all)
    {
        var rows = all.Take(MostPoints).ToList();
        var frame = new Frame(SvgScale.Of(0, rows.Max(row => row.Value)), rows[0]);
        var drawing = frame.Begin(rows);
        drawing.Lines(rows.Select((row, i) => (Frame.X(i, rows.Count), frame.Y(row.Value))), "line");
        if (rows.Count <= 60)
        {
            for (var i = 0; i < rows.Count; i++)
                drawing.Circle(Frame.X(i, rows.Count), frame.Y(rows[i].Value), 3, "dot", $"{rows[i].Label}: {rows[i].Shown}");
        }

        return drawing.Figure(Caption(chart, rows.Count, all.Count));
    }

    static string PChart(ReportChart chart, List<Datum> all)
    {
        var rows = all.Take(MostPoints).ToList();
        var control = ControlChart.Of(rows.Select(row => (Share)row.Y));
        var lowest = control.Points.Min(point => Math.Min(point.Low, point.Share.Value ?? 0));
        var frame = new Frame(SvgScale.Of(Math.Min(lowest, .95), 1), rows[0]);
        var drawing = frame.Begin(rows);
        var half = Frame.Room / rows.Count / 2;
        IEnumerable<(double, double)> Steps(Func<ControlPoint, double> limit) =>
            control.Points.SelectMany((point, i) => new[] { (Frame.X(i, rows.Count) - half, frame.Y(limit(point))), (Frame.X(i, rows.Count) + half, frame.Y(limit(point))) });

        drawing.Lines(Steps(point => point.Low), "limit");
        drawing.Lines(Steps(point => point.High), "limit");
        drawing.Line(Frame.Left, frame.Y(control.Mean!.Value), Wide - Frame.Right, frame.Y(control.Mean.Value), "mean");
        drawing.Lines(control.Points.Select((point, i) => (Frame.X(i, rows.Count), frame.Y(point.Share.Value ?? 0))), "line");
        for (var i = 0; i < rows.Count; i++)
        {
            var point = control.Points[i];
            var (x, y) = (Frame.X(i, rows.Count), frame.Y(point.Share.Value ?? 0));
            var tip = $"{rows[i].Label}: {CellText.OfShare(point.Share)}";
            if (rows.Count <= 90 || point.IsOutside || point.IsRun)
                drawing.Circle(x, y, 3.2, point.Share.IsGrey ? "hollow" : "dot", tip);
            if (point.IsOutside)
                drawing.Path($"M{N(x - 6)} {N(y - 6)}L{N(x + 6)} {N(y + 6)}M{N(x - 6)} {N(y + 6)}L{N(x + 6)} {N(y - 6)}", "signal");
            else if (point.IsRun)
                drawing.Circle(x, y, 6.5, "signal");
        }

        return drawing.Figure($"{Caption(chart, rows.Count, all.Count)}; mean {control.Mean.Value * 100:0.0} %, dashed: limits, ✕ beyond a limit, ring: eighth on one side, hollow: n below 20");
    }

    static string Intervals(ReportChart chart, List<Datum> all)
    {
        var rows = all.Take(MostBars).ToList();
        var left = LabelWidth(rows);
        const double Right = 120;
        // A wide interval of a few units would press all others together: it is cut at the left where there are better ones to show.
        var shares = rows.Select(row => (Share)row.Y).ToList();
        var lowest = Math.Min(shares.Where(share => !share.IsGrey).DefaultIfEmpty(shares[0]).Min(share => share.Wilson95!.Value.Low), shares.Min(share => share.Value!.Value));
        var scale = SvgScale.Of(Math.Min(lowest, .95), 1);
        var drawing = new SvgDrawing(Wide, rows.Count * RowHeight + 28);
        double X(double value) => left + scale.At(value) * (Wide - left - Right);
        foreach (var mark in scale.Marks())
        {
            drawing.Line(X(mark), 4, X(mark), rows.Count * RowHeight + 6, "grid");
            drawing.Text(X(mark), rows.Count * RowHeight + 22, PercentMark(mark, scale.Step), "soft mid");
        }

        for (var i = 0; i < rows.Count; i++)
        {
            var share = (Share)rows[i].Y;
            var y = 4 + i * RowHeight + RowHeight / 2;
            var (low, high) = share.Wilson95!.Value;
            low = Math.Max(low, scale.Low);
            drawing.Text(left - 8, y + 4, Short(rows[i].Label), "end");
            drawing.Path($"M{N(X(low))} {N(y)}L{N(X(high))} {N(y)}M{N(X(low))} {N(y - 4)}L{N(X(low))} {N(y + 4)}M{N(X(high))} {N(y - 4)}L{N(X(high))} {N(y + 4)}", share.IsGrey ? "whisker few" : "whisker");
            drawing.Circle(X(share.Value!.Value), y, 4, share.IsGrey ? "hollow" : "dot", $"{rows[i].Label}: {CellText.OfShare(share)}");
            drawing.Text(Wide - 4, y + 4, $"{share.Percent}, n = {share.Whole:N0}", "soft end");
        }

        return drawing.Figure($"{Caption(chart, rows.Count, all.Count)}; the bars are 95 % intervals, hollow: n below 20");
    }

    static string PercentMark(double value, double step) => (value * 100).ToString(step < .0099 ? "0.0" : "0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Axes of the upright charts.</summary>
    sealed class Frame(SvgScale scale, Datum first)
    {
        public const double Left = 56;
        public const double Right = 12;
        const double Top = 10;
        const double Bottom = 218;
        const double High = 244;

        public static double Room => Wide - Left - Right;

        public static double X(int index, int count) => Left + (index + .5) * Room / count;

        public double Y(double value) => Bottom - scale.At(value) * (Bottom - Top);

        public SvgDrawing Begin(List<Datum> rows)
        {
            var drawing = new SvgDrawing(Wide, High);
            foreach (var mark in scale.Marks())
            {
                drawing.Line(Left, Y(mark), Wide - Right, Y(mark), mark == scale.Low ? "axis" : "grid");
                drawing.Text(Left - 6, Y(mark) + 4, Mark(mark), "soft end");
            }

            var fit = Math.Max(2, Math.Min(MostLabels, (int)(Room / (rows.Max(row => Math.Min(row.Label.Length, LongestLabel)) * 7 + 10))));
            var every = (rows.Count + fit - 1) / fit;
            for (var i = 0; i < rows.Count; i += every)
                drawing.Text(X(i, rows.Count), Bottom + 17, Short(rows[i].Label), "soft mid");
            return drawing;
        }

        string Mark(double value) => first.Y switch
        {
            Share => PercentMark(value, scale.Step),
            TimeSpan => SvgDrawing.N(value) + " s",
            _ => value.ToString(scale.Step < 1 ? "0.##" : "N0", CultureInfo.InvariantCulture),
        };
    }
}

/// <summary>A lane for each slot and a mark for each attempt, by time.</summary>
static class StripChart
{
    const double Wide = 760;
    const double Lane = 26;
    const int MostMarks = 20_000;

    public static string Figure(ReportChart chart, List<SvgChart.Datum> all)
    {
        var rows = all.Where(row => row.X is DateTimeOffset).Take(MostMarks).ToList();
        if (rows.Count == 0)
            return "";
        var lanes = rows.Select(row => row.Lane).Distinct().OrderBy(lane => lane.Length).ThenBy(lane => lane, StringComparer.Ordinal).ToList();
        var left = Math.Min(14, lanes.Max(lane => lane.Length)) * 7 + 14d;
        var (first, last) = (rows.Min(row => (DateTimeOffset)row.X), rows.Max(row => (DateTimeOffset)row.X));
        var span = Math.Max((last - first).TotalSeconds, 1);
        var bottom = lanes.Count * Lane + 6;
        var drawing = new SvgDrawing(Wide, bottom + 24);
        for (var i = 0; i < lanes.Count; i++)
        {
            drawing.Text(left - 8, 6 + i * Lane + Lane / 2 + 4, SvgChart.Short(lanes[i], 14), "end");
            drawing.Line(left, 6 + i * Lane + Lane / 2, Wide - 8, 6 + i * Lane + Lane / 2, "grid");
        }

        foreach (var outcome in rows.GroupBy(row => row.Y as string ?? "").OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var path = new StringBuilder();
            foreach (var row in outcome)
                _ = path.Append(Mark(outcome.Key, left + 6 + ((DateTimeOffset)row.X - first).TotalSeconds / span * (Wide - left - 20), 6 + lanes.IndexOf(row.Lane) * Lane + Lane / 2));
            drawing.Path(path.ToString(), "mark " + HtmlReport.OutcomeClass(outcome.Key));
        }

        SvgChart.Times(drawing, first, span, left, Wide - 8, bottom + 16);
        var legend = string.Join(", ", rows.Select(row => row.Y as string ?? "").Distinct().Order(StringComparer.Ordinal).Select(outcome => $"{Sign(outcome)} {outcome}"));
        return drawing.Figure($"{chart.Title}: {legend}{(rows.Count < all.Count ? $" (the first {rows.Count:N0} of {all.Count:N0})" : "")}");
    }

    // A pass is the quiet one: among thousands of ticks the others show.
    static string Mark(string outcome, double x, double y) => outcome switch
    {
        "PASS" => $"M{N(x)} {N(y - 5)}v10",
        "PASS (unverified)" => $"M{N(x)} {N(y - 5)}v3m0 4v3",
        "FAIL" => $"M{N(x - 4)} {N(y - 4)}l8 8m-8 0l8 -8",
        "ERROR" => $"M{N(x)} {N(y - 5)}l5 9h-10z",
        "ABORTED" => $"M{N(x - 4)} {N(y)}a4 4 0 1 0 8 0a4 4 0 1 0 -8 0",
        _ => $"M{N(x)} {N(y - 5)}l5 5l-5 5l-5 -5z",
    };

    static string Sign(string outcome) => outcome is "PASS" ? "|" : CellText.Mark(outcome);
}

/// <summary>A field for each pair of x and lane, darker for more.</summary>
static class HeatChart
{
    const double Wide = 760;
    const double High = 24;
    const int Shades = 5;

    public static string Figure(ReportChart chart, List<SvgChart.Datum> rows)
    {
        var across = rows.Select(row => row.Label).Distinct().ToList();
        var lanes = rows.Select(row => row.Lane).Distinct().OrderBy(lane => lane.Length).ThenBy(lane => lane, StringComparer.Ordinal).ToList();
        var left = Math.Min(16, lanes.Max(lane => lane.Length)) * 7 + 14d;
        var cell = (Wide - left - 4) / across.Count;
        var most = Math.Max(rows.Max(row => row.Value), 1e-9);
        var drawing = new SvgDrawing(Wide, lanes.Count * High + 26);
        for (var i = 0; i < lanes.Count; i++)
            drawing.Text(left - 8, 4 + i * High + 16, SvgChart.Short(lanes[i], 16), "end");
        foreach (var row in rows)
        {
            var (x, y) = (left + across.IndexOf(row.Label) * cell, 4 + lanes.IndexOf(row.Lane) * High);
            var shade = row.Value <= 0 ? 0 : Math.Clamp((int)Math.Ceiling(row.Value / most * Shades), 1, Shades);
            drawing.Rectangle(x + 1, y + 1, cell - 2, High - 2, $"heat h{shade}", 2);
            if (row.Shown.Length * 7 < cell)
                drawing.Text(x + cell / 2, y + 16, row.Shown, shade >= 4 ? "mid on" : "mid");
        }

        var every = Math.Max(1, (int)Math.Ceiling(across.Count * (across.Max(label => Math.Min(label.Length, 16)) * 7 + 8) / (Wide - left)));
        for (var i = 0; i < across.Count; i += every)
            drawing.Text(left + (i + .5) * cell, lanes.Count * High + 20, SvgChart.Short(across[i], 16), "soft mid");
        return drawing.Figure(chart.Title);
    }
}
