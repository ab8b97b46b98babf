using System.Text;
using GangFlash.Numbers;

namespace GangFlash.Reports;

/// <summary>
/// A report as HTML: one file without script and without anything to fetch, so that it opens from a file share in ten years. What came from devices and people is text and never markup.
/// </summary>
public static class HtmlReport
{
    /// <summary>The style of the page and of its drawings. Uses no attribute <c>style</c>, so that a strict content security policy can stand.</summary>
    public static string Styles { get; } = ReadStyles();

    /// <summary>The whole page.</summary>
    public static string Page(ReportResult report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>{Text(report.Definition.Title)}{Text(TitleOf(report))} – GangFlash</title>
            <style>
            {Styles}</style>
            </head>
            <body>
            {Body(report)}</body>
            </html>

            """.ReplaceLineEndings("\n");
    }

    /// <summary>What stands inside of the page, for a site that has a frame of its own.</summary>
    /// <param name="link">The address of another report with one argument; none where there is nowhere to go, as in a file.</param>
    public static string Body(ReportResult report, Func<ReportLink, string, string?>? link = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        var html = new StringBuilder();
        _ = html.Append($"<article class=\"report\">\n<header>\n<h1>{Text(report.Definition.Title)}</h1>\n<p class=\"question\">{Text(report.Definition.Question)}</p>\n");
        var shown = report.Arguments.Values.Where(argument => argument.Shown is not null).ToList();
        if (shown.Count > 0)
        {
            _ = html.Append("<dl class=\"arguments\">\n");
            foreach (var argument in shown)
                _ = html.Append($"<div><dt>{Text(argument.Parameter.Name)}</dt><dd>{Text(ArgumentText(argument))}</dd></div>\n");
            _ = html.Append("</dl>\n");
        }

        _ = html.Append("</header>\n");
        foreach (var section in report.Sections)
            Section(html, section, link);
        _ = html.Append("<footer>\n");
        if (!report.Definition.Definitions.IsEmpty)
        {
            _ = html.Append("<h2>How it is counted</h2>\n<ul class=\"definitions\">\n");
            foreach (var definition in report.Definition.Definitions)
                _ = html.Append($"<li>{Text(definition)}</li>\n");
            _ = html.Append("</ul>\n");
        }

        return html.Append($"<p class=\"proof\">{Text(TextReport.Foot(report))}</p>\n</footer>\n</article>\n").ToString();
    }

    /// <summary>One section of it, for a page that is put together of several reports.</summary>
    public static string Section(SectionResult section, Func<ReportLink, string, string?>? link = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        var html = new StringBuilder();
        Section(html, section, link);
        return html.ToString();
    }

    static string Text(string text) => Html.Text(text);

    static void Section(StringBuilder html, SectionResult section, Func<ReportLink, string, string?>? link)
    {
        _ = html.Append($"<section>\n<h2>{Text(section.Section.Title)}</h2>\n");
        if (section.Rows.IsEmpty)
        {
            _ = html.Append($"<p class=\"empty\">{Text(section.Section.Empty)}</p>\n</section>\n");
            return;
        }

        foreach (var chart in section.Section.Charts)
            _ = html.Append(SvgChart.Figure(section, chart));
        if (section.Section.Shape == SectionShape.Facts)
            Facts(html, section, link);
        else if (section.Section.Shape == SectionShape.Table)
            Table(html, section, link);
        if (section.IsCut)
            _ = html.Append($"<p class=\"cut\">Only the first {section.Rows.Length:N0} rows are shown.</p>\n");
        _ = html.Append("</section>\n");
    }

    static void Facts(StringBuilder html, SectionResult section, Func<ReportLink, string, string?>? link)
    {
        foreach (var row in section.Rows)
        {
            _ = html.Append("<dl class=\"facts\">\n");
            foreach (var (column, cell) in section.Columns.Zip(row))
                _ = html.Append($"<div{(column.Type == ColumnType.Block ? " class=\"wide\"" : "")}><dt>{Text(column.Title)}</dt><dd class=\"{Class(column, cell)}\">{Cell(column, cell, link)}</dd></div>\n");
            _ = html.Append("</dl>\n");
        }
    }

    static void Table(StringBuilder html, SectionResult section, Func<ReportLink, string, string?>? link)
    {
        _ = html.Append($"<div class=\"table\" role=\"region\" aria-label=\"{Text(section.Section.Title)}\" tabindex=\"0\">\n<table>\n<thead><tr>");
        foreach (var column in section.Columns)
            _ = html.Append($"<th scope=\"col\" class=\"{TypeClass(column)}\">{Text(column.Title)}</th>");
        _ = html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in section.Rows)
        {
            _ = html.Append("<tr>");
            foreach (var (column, cell) in section.Columns.Zip(row))
                _ = html.Append($"<td class=\"{Class(column, cell)}\">{Cell(column, cell, link)}</td>");
            _ = html.Append("</tr>\n");
        }

        _ = html.Append("</tbody>\n</table>\n</div>\n");
    }

    static string Cell(ReportColumn column, object? cell, Func<ReportLink, string, string?>? link)
    {
        var text = (column.Type, cell) switch
        {
            (ColumnType.Share, Share { Whole: > 0 } share) => $"<b>{Text(share.Percent)}</b> <span class=\"range\">{Text(share.Interval)}, n = {share.Whole:N0}</span>",
            (ColumnType.Block, string) => $"<pre>{Html.Escaped(CellText.Of(column, cell))}</pre>",
            _ => Html.Escaped(CellText.Of(column, cell)),
        };
        return column.Link is { } to && cell is string value && link?.Invoke(to, value) is { } address ? $"<a href=\"{Html.Escaped(address)}\">{text}</a>" : text;
    }

    static string Class(ReportColumn column, object? cell) => (column.Type, cell) switch
    {
        (ColumnType.Share, Share { IsGrey: true }) => $"{TypeClass(column)} grey",
        (ColumnType.Outcome, string outcome) => $"{TypeClass(column)} {OutcomeClass(outcome)}",
        _ => TypeClass(column),
    };

    static string TypeClass(ReportColumn column) => CellText.IsRight(column.Type) ? $"n {column.Type.ToString().ToLowerInvariant()}" : column.Type.ToString().ToLowerInvariant();

    internal static string OutcomeClass(string outcome) => outcome switch
    {
        "PASS" => "pass",
        "PASS (unverified)" => "unverified",
        "FAIL" => "fail",
        "ERROR" => "error",
        "ABORTED" => "aborted",
        "INTERRUPTED" => "interrupted",
        _ => "running",
    };

    static string ArgumentText(ReportArgument argument) => argument.Value is string time && argument.Parameter.Type == ParameterType.Time
        ? CellText.Of(new("", ColumnType.Time, ""), Cells.Read(ColumnType.Time, time)) + " UTC"
        : argument.Shown!;

    /// <summary>The first required argument names the page: " – WO-7".</summary>
    static string TitleOf(ReportResult report) =>
        report.Arguments.Values.FirstOrDefault(argument => argument.Parameter.IsRequired) is { Shown: { } shown } ? $" {shown}" : "";

    static string ReadStyles()
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
