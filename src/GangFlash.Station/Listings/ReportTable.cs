using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsvHelper;
using GangFlash.Station.Commands;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>A report as plain values: columns, and a row of cells for each.</summary>
/// <param name="Columns">Names as CSV and JSON use them.</param>
/// <param name="Texts">What the text form prints, a block of lines a row; none where it prints a table of <paramref name="Shown"/>.</param>
/// <param name="Shown">The columns that fit on a terminal.</param>
sealed record ReportTable(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows, ImmutableArray<string> Texts, ImmutableArray<string> Shown);

/// <summary>Prints a report as text, CSV or JSON. What came from devices and scans can neither move a cursor nor become a formula.</summary>
static class ReportRendering
{
    public static void Write(ReportTable table, ReportFormat format, StationIo io)
    {
        switch (format)
        {
            case ReportFormat.Csv:
                WriteCsv(table, io.Out);
                break;
            case ReportFormat.Json:
                foreach (var row in table.Rows)
                    io.Out.WriteLine(JsonLine.Of(table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second, StringComparer.Ordinal)));
                break;
            case ReportFormat.Text when table.Shown.IsEmpty:
                foreach (var text in table.Texts)
                    io.Out.Write(text);
                break;
            default:
                io.Console().Write(TableOf(table));
                break;
        }

        if (format == ReportFormat.Text && table.Rows.IsEmpty)
            io.Out.WriteLine("Nothing in the record fits.");
    }

    static void WriteCsv(ReportTable table, TextWriter output)
    {
        using var csv = CsvWriter.Create(output, new() { Injection = CsvInjection.Escape, NewLine = "\n", HasHeader = false }, leaveOpen: true);
        csv.WriteRecord([.. table.Columns]);
        foreach (var row in table.Rows)
            csv.WriteRecord([.. row.Select(cell => Printable.Escape(Text(cell), int.MaxValue))]);
    }

    static Table TableOf(ReportTable table)
    {
        var shown = table.Shown.Select(name => table.Columns.IndexOf(name)).ToList();
        var drawn = new Table().Border(TableBorder.Simple).AddColumns([.. table.Shown]);
        foreach (var row in table.Rows)
            _ = drawn.AddRow(shown.Select(i => new Text(Printable.Escape(Text(row[i]), 40))));
        return drawn;
    }

    static string Text(object? cell) => cell switch
    {
        null => "",
        JsonElement json => json.GetRawText(),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };
}
