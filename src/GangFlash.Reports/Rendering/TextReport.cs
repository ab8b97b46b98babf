using System.Collections.Immutable;
using System.Text;

namespace GangFlash.Reports;

/// <summary>A report as plain text of a given width, for a terminal or a log.</summary>
public static class TextReport
{
    const int Gap = 2;
    const int Narrowest = 8;

    /// <param name="width">Characters a line; tables that need more cut the text of their widest columns, never a number; where that is not enough, each value has a line.</param>
    public static string Of(ReportResult report, int width)
    {
        ArgumentNullException.ThrowIfNull(report);
        var text = new StringBuilder();
        Line(report.Definition.Title);
        Wrapped(report.Definition.Question, "");
        foreach (var argument in report.Arguments.Values.Where(argument => argument.Shown is not null))
            Line($"  {argument.Parameter.Name}: {Printable.Escape(argument.Shown!, 128)}");
        foreach (var section in report.Sections)
        {
            Line("");
            Line(section.Section.Title);
            if (section.Rows.IsEmpty)
                Line("  " + section.Section.Empty);
            else if (section.Section.Shape == SectionShape.Facts)
                Facts(section);
            else
                Table(section);
            if (section.IsCut)
                Line($"  Only the first {section.Rows.Length:N0} rows are shown.");
        }

        Line("");
        foreach (var definition in report.Definition.Definitions)
            Wrapped(definition, "  ");
        Line(Foot(report));
        return text.ToString();

        void Line(string line) => text.Append(line.TrimEnd()).Append('\n');

        void Wrapped(string sentence, string indent)
        {
            var line = new StringBuilder(indent);
            foreach (var word in sentence.Split(' '))
            {
                if (line.Length > indent.Length && line.Length + 1 + word.Length > width)
                {
                    Line(line.ToString());
                    _ = line.Clear().Append(indent);
                }

                _ = line.Append(line.Length > indent.Length ? " " : "").Append(word);
            }

            Line(line.ToString());
        }

        void Facts(SectionResult section)
        {
            var names = section.Columns.Max(column => column.Title.Length);
            foreach (var row in section.Rows)
            {
                foreach (var (column, cell) in section.Columns.Zip(row))
                {
                    var lines = CellText.Of(column, cell).Split('\n');
                    Line($"  {column.Title.PadRight(names)}  {lines[0]}");
                    foreach (var more in lines.Skip(1))
                        Line($"  {"".PadRight(names)}  {more}");
                }

                if (section.Rows.Length > 1)
                    Line("");
            }
        }

        void Table(SectionResult section)
        {
            var cells = section.Rows.Select(row => section.Columns.Zip(row).Select(cell => CellText.Of(cell.First, cell.Second).Replace('\n', ' ')).ToImmutableArray()).ToList();
            var widths = Widths(section.Columns, cells, width);
            if (widths.Sum() + Gap * (widths.Length - 1) > width - 2 && section.Columns.Length > 2)
            {
                Facts(section);     // no line is wide enough for a row: one value a line
                return;
            }

            Row(section.Columns, [.. section.Columns.Select(column => column.Title)], widths);
            Line("  " + string.Join(new string(' ', Gap), widths.Select(wide => new string('─', wide))));
            foreach (var row in cells)
                Row(section.Columns, row, widths);
        }

        void Row(ImmutableArray<ReportColumn> columns, ImmutableArray<string> cells, ImmutableArray<int> widths) =>
            Line("  " + string.Join(new string(' ', Gap), cells.Select((cell, i) => Fitted(cell, widths[i], CellText.IsRight(columns[i].Type)))));
    }

    /// <summary>How far the record went, and what can check it.</summary>
    internal static string Foot(ReportResult report) => report.Moment.Newest is { } newest
        ? $"As of attempt {report.Moment.Attempts:N0}, begun {CellText.Of(new("", ColumnType.Time, ""), newest)} UTC. {report.Program}."
        : $"The record holds no attempt. {report.Program}.";

    static string Fitted(string text, int width, bool right)
    {
        var cut = text.Length <= width ? text : text[..(width - 1)] + "…";
        return right ? cut.PadLeft(width) : cut.PadRight(width);
    }

    static ImmutableArray<int> Widths(ImmutableArray<ReportColumn> columns, List<ImmutableArray<string>> rows, int width)
    {
        var widths = columns.Select((column, i) => rows.Select(row => row[i].Length).Append(column.Title.Length).Max()).ToArray();
        var room = Math.Max(width - 2, 0);
        while (widths.Sum() + Gap * (widths.Length - 1) > room)
        {
            var widest = Enumerable.Range(0, widths.Length).Where(i => columns[i].Type is ColumnType.Text or ColumnType.Code or ColumnType.Block && widths[i] > Narrowest).OrderByDescending(i => widths[i]).Cast<int?>().FirstOrDefault();
            if (widest is not { } narrow)
                break;
            widths[narrow]--;
        }

        return [.. widths];
    }
}
