using System.Buffers;
using System.Globalization;
using System.Text;

namespace GangFlash.Reports;

/// <summary>
/// A report as CSV (RFC 4180, UTF-8, line feeds). A report of one section is one table. One of several is a block for each, with the section's title in a line of its own in front and
/// an empty line behind. No cell becomes a formula in a spreadsheet, and none can break a line of a terminal.
/// </summary>
public static class CsvReport
{
    static readonly SearchValues<char> s_quotedFor = SearchValues.Create(",\"'\n;");

    public static string Of(ReportResult report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var csv = new StringBuilder();
        foreach (var section in report.Sections)
        {
            if (report.Sections.Length > 1)
                Line(csv, [section.Section.Title]);
            Line(csv, section.Columns.SelectMany(PlainCells.Names));
            foreach (var row in section.Rows)
                Line(csv, section.Columns.Zip(row).SelectMany(cell => PlainCells.Of(cell.First, cell.Second)));
            if (report.Sections.Length > 1)
                _ = csv.Append('\n');
        }

        return csv.ToString();
    }

    static void Line(StringBuilder csv, IEnumerable<object?> cells) => csv.AppendJoin(',', cells.Select(Cell)).Append('\n');

    static string Cell(object? cell) => cell switch
    {
        null => "",
        string text => Quoted(Harmless(Printable.Escape(text, int.MaxValue))),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    // A spreadsheet takes text that begins with one of these for a formula; behind an apostrophe it is text.
    static string Harmless(string text) => text is ['=' or '+' or '-' or '@' or '|' or '%', ..] ? "'" + text : text;

    static string Quoted(string text) => text.AsSpan().IndexOfAny(s_quotedFor) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
