using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using GangFlash.Numbers;

namespace GangFlash.Reports;

/// <summary>
/// A report as a workbook: a first sheet that says what it is, then a sheet for each section with typed columns, a frozen header and a filter. No cell is a formula, and text that looks
/// like one is marked so that it stays text when somebody edits it. The same report gives the same bytes.
/// </summary>
public static class XlsxReport
{
    const int LongestSheetName = 31;
    const int LongestText = 32_767;
    const double NarrowestColumn = 8;
    const double WidestColumn = 60;
    const int RowsMeasured = 500;

    static readonly DateTime s_epoch = new(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified);

    enum Style : uint
    {
        Plain,
        Header,
        Title,
        Text,
        QuotedText,
        Integer,
        Number,
        Percent,
        Time,
        Date,
        Wrapped,
    }

    public static byte[] Of(ReportResult report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var package = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            // Named, since the library would draw a name by chance.
            var workbook = document.AddNewPart<WorkbookPart>("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "workbook");
            var styles = workbook.AddNewPart<WorkbookStylesPart>("styles");
            styles.Stylesheet = Stylesheet();
            var sheets = new Sheets();
            var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            Add("Report", sheet => About(sheet, report));
            foreach (var section in report.Sections)
                Add(section.Section.Title, sheet => Table(sheet, section));
            workbook.Workbook = new(sheets);

            void Add(string title, Action<OpenXmlWriter> write)
            {
                var number = (uint)names.Count + 1;
                var id = $"sheet{number}";
                var part = workbook.AddNewPart<WorksheetPart>(id);
                using (var writer = OpenXmlWriter.Create(part))
                    write(writer);
                sheets.Append(new Sheet { Id = id, SheetId = number, Name = SheetName(title, names) });
            }
        }

        return Timeless(package);
    }

    static void About(OpenXmlWriter sheet, ReportResult report)
    {
        List<ImmutableArray<(object? Value, Style Style)>> rows =
        [
            [(report.Definition.Title, Style.Title)],
            [(report.Definition.Question, Style.Text)],
            [],
            .. report.Arguments.Values.Where(argument => argument.Shown is not null)
                .Select(argument => ImmutableArray.Create<(object?, Style)>((argument.Parameter.Name, Style.Text), (argument.Shown, Style.Text))),
            [],
            .. report.Definition.Definitions.Select(definition => ImmutableArray.Create<(object?, Style)>((definition, Style.Text))),
            [],
            [(TextReport.Foot(report), Style.Text)],
        ];
        Sheet(sheet, [24, 60], frozen: false, null, rows);
    }

    static void Table(OpenXmlWriter sheet, SectionResult section)
    {
        ImmutableArray<(string Title, ReportColumn Column, int Part)> columns = [.. section.Columns.SelectMany(column => Titles(column).Select((title, i) => (title, column, i)))];
        var rows = section.Rows.Select(row => section.Columns.Zip(row).SelectMany(cell => Values(cell.First, cell.Second)).ToImmutableArray());
        var sample = section.Rows.Take(RowsMeasured).Select(row => section.Columns.Zip(row).SelectMany(cell => Widths(cell.First, cell.Second)).ToList()).ToList();
        var widths = columns.Select((column, i) => Math.Clamp(sample.Select(row => row[i]).Append(column.Title.Length + 3).Max() + 1.5, NarrowestColumn, WidestColumn)).ToList();
        Sheet(sheet, widths, frozen: true, $"A1:{Letters(columns.Length - 1)}{section.Rows.Length + 1}", rows.Prepend([.. columns.Select(column => ((object?)column.Title, Style.Header))]));
    }

    static IEnumerable<string> Titles(ReportColumn column) => column.Type switch
    {
        ColumnType.Share => [column.Title, $"{column.Title}: part", $"{column.Title}: n", $"{column.Title}: 95 % from", $"{column.Title}: 95 % to"],
        ColumnType.Duration => [$"{column.Title} (s)"],
        ColumnType.Time => [$"{column.Title} (UTC)"],
        _ => [column.Title],
    };

    static IEnumerable<(object? Value, Style Style)> Values(ReportColumn column, object? cell) => (column.Type, cell) switch
    {
        (ColumnType.Share, Share share) =>
            [(share.Value, Style.Percent), ((double)share.Part, Style.Integer), ((double)share.Whole, Style.Integer), (share.Wilson95?.Low, Style.Percent), (share.Wilson95?.High, Style.Percent)],
        (ColumnType.Share, _) => [(null, Style.Plain), (null, Style.Plain), (null, Style.Plain), (null, Style.Plain), (null, Style.Plain)],
        (_, null) => [(null, Style.Plain)],
        (ColumnType.Address, long address) => [($"0x{address:X8}", Style.Text)],
        (_, long number) => [((double)number, Style.Integer)],
        (_, double number) => [(number, Style.Number)],
        (_, TimeSpan duration) => [(duration.TotalSeconds, Style.Number)],
        (_, DateTimeOffset time) => [((time.UtcDateTime - s_epoch).TotalDays, Style.Time)],
        (_, DateOnly date) => [((date.ToDateTime(TimeOnly.MinValue) - s_epoch).TotalDays, Style.Date)],
        (_, bool flag) => [(flag, Style.Plain)],
        (ColumnType.Block, string block) => [(block, Style.Wrapped)],
        (_, string text) => [(text, Style.Text)],
        _ => [(null, Style.Plain)],
    };

    static IEnumerable<double> Widths(ReportColumn column, object? cell) => column.Type switch
    {
        ColumnType.Share => [8, 8, 8, 8, 8],
        ColumnType.Time => [19],
        _ => [CellText.Of(column, cell).Split('\n').Max(line => line.Length)],
    };

    static void Sheet(OpenXmlWriter sheet, List<double> widths, bool frozen, string? filter, IEnumerable<ImmutableArray<(object? Value, Style Style)>> rows)
    {
        sheet.WriteStartDocument();
        sheet.WriteStartElement(new Worksheet());
        if (frozen)
        {
            sheet.WriteElement(new SheetViews(new SheetView(
                new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen },
                new Selection { Pane = PaneValues.BottomLeft, ActiveCell = "A2", SequenceOfReferences = new() { InnerText = "A2" } })
            { WorkbookViewId = 0 }));
        }

        if (widths.Count > 0)
            sheet.WriteElement(new Columns(widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })));
        sheet.WriteStartElement(new SheetData());
        var number = 0;
        foreach (var row in rows)
        {
            number++;
            sheet.WriteStartElement(new Row { RowIndex = (uint)number });
            for (var i = 0; i < row.Length; i++)
            {
                if (CellOf(row[i].Value, row[i].Style) is not { } cell)
                    continue;
                cell.CellReference = Letters(i) + number.ToString(CultureInfo.InvariantCulture);
                sheet.WriteElement(cell);
            }

            sheet.WriteEndElement();
        }

        sheet.WriteEndElement();
        if (filter is not null && widths.Count > 0)
            sheet.WriteElement(new AutoFilter { Reference = filter });
        sheet.WriteEndElement();
    }

    static Cell? CellOf(object? value, Style style) => value switch
    {
        null => null,
        double number => new() { CellValue = new(number.ToString("R", CultureInfo.InvariantCulture)), DataType = CellValues.Number, StyleIndex = (uint)style },
        bool flag => new() { CellValue = new(flag ? "1" : "0"), DataType = CellValues.Boolean, StyleIndex = (uint)style },
        _ => TextCell(value as string ?? "", style),
    };

    static Cell TextCell(string text, Style style)
    {
        var lines = style == Style.Wrapped ? string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => Printable.Escape(line, int.MaxValue))) : Printable.Escape(text, int.MaxValue);
        var shown = lines.Length <= LongestText ? lines : lines[..(LongestText - 1)] + "…";
        var marked = style == Style.Text && shown is ['=' or '+' or '-' or '@', ..] ? Style.QuotedText : style;
        return new() { InlineString = new(new Text(shown) { Space = SpaceProcessingModeValues.Preserve }), DataType = CellValues.InlineString, StyleIndex = (uint)marked };
    }

    static string Letters(int column)
    {
        var letters = "";
        for (var i = column + 1; i > 0; i = (i - 1) / 26)
            letters = (char)('A' + (i - 1) % 26) + letters;
        return letters;
    }

    static string SheetName(string title, HashSet<string> names)
    {
        var plain = string.Concat(Printable.Escape(title, 200).Select(c => c is '[' or ']' or ':' or '*' or '?' or '/' or '\\' ? ' ' : c)).Trim('\'', ' ');
        for (var i = 1; ; i++)
        {
            var behind = i == 1 ? "" : $" {i}";
            var name = (plain.Length > LongestSheetName - behind.Length ? plain[..(LongestSheetName - behind.Length)].TrimEnd() : plain) + behind;
            if (name.Length > 0 && names.Add(name))
                return name;
        }
    }

    static Stylesheet Stylesheet()
    {
        const uint Integers = 3, TimeFormat = 164, DateFormat = 165, PercentFormat = 166, NumberFormat = 167;
        return new(
            new NumberingFormats(
                new NumberingFormat { NumberFormatId = TimeFormat, FormatCode = "yyyy\\-mm\\-dd hh:mm:ss" },
                new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy\\-mm\\-dd" },
                new NumberingFormat { NumberFormatId = PercentFormat, FormatCode = "0.0%" },
                new NumberingFormat { NumberFormatId = NumberFormat, FormatCode = "#,##0.0##" })
            { Count = 4 },
            new Fonts(
                new Font(new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
                new Font(new Bold(), new FontSize { Val = 11 }, new FontName { Val = "Calibri" }),
                new Font(new Bold(), new FontSize { Val = 16 }, new FontName { Val = "Calibri" }))
            { Count = 3 },
            new Fills(
                new Fill(new PatternFill { PatternType = PatternValues.None }),
                new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
                new Fill(new PatternFill(new ForegroundColor { Rgb = "FFE9EDF1" }) { PatternType = PatternValues.Solid }))
            { Count = 3 },
            new Borders(
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(), new DiagonalBorder()),
                new Border(new LeftBorder(), new RightBorder(), new TopBorder(), new BottomBorder(new Color { Rgb = "FF9AA6B1" }) { Style = BorderStyleValues.Thin }, new DiagonalBorder()))
            { Count = 2 },
            new CellStyleFormats(new CellFormat { NumberFormatId = 0, FontId = 0, FillId = 0, BorderId = 0 }) { Count = 1 },
            new CellFormats(
                Format(0),
                Format(0, font: 1, fill: 2, border: 1, alignment: new() { WrapText = true, Vertical = VerticalAlignmentValues.Bottom }),
                Format(0, font: 2),
                Format(49),
                Format(49, quoted: true),
                Format(Integers),
                Format(NumberFormat),
                Format(PercentFormat),
                Format(TimeFormat),
                Format(DateFormat),
                Format(49, alignment: new() { WrapText = true, Vertical = VerticalAlignmentValues.Top }))
            { Count = 11 });

        static CellFormat Format(uint number, uint font = 0, uint fill = 0, uint border = 0, bool quoted = false, Alignment? alignment = null) => new()
        {
            NumberFormatId = number,
            FontId = font,
            FillId = fill,
            BorderId = border,
            FormatId = 0,
            ApplyNumberFormat = true,
            ApplyFont = font != 0 ? true : null,
            ApplyFill = fill != 0 ? true : null,
            ApplyBorder = border != 0 ? true : null,
            QuotePrefix = quoted ? true : null,
            ApplyAlignment = alignment is null ? null : true,
            Alignment = alignment,
        };
    }

    /// <summary>The same package without the time at which it was made, in the order of its names.</summary>
    static byte[] Timeless(MemoryStream package)
    {
        using var timeless = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(package.ToArray()), ZipArchiveMode.Read))
        using (var to = new ZipArchive(timeless, ZipArchiveMode.Create, leaveOpen: true))
        {
            // The list of contents comes first, as readers that stream expect it.
            foreach (var entry in from.Entries.OrderBy(entry => entry.FullName != "[Content_Types].xml").ThenBy(entry => entry.FullName, StringComparer.Ordinal))
            {
                var copy = to.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var source = entry.Open();
                using var target = copy.Open();
                source.CopyTo(target);
            }
        }

        return timeless.ToArray();
    }
}
