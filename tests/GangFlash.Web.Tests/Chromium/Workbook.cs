using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace GangFlash.Web.Tests.Chromium;

/// <summary>What a spreadsheet program would read: rows of each sheet as text.</summary>
static class Workbook
{
    /// <summary>Sheets by name, without the first one, which says what the report is.</summary>
    public static IReadOnlyDictionary<string, string[][]> Read(string path)
    {
        using var workbook = SpreadsheetDocument.Open(path, isEditable: false);
        var part = workbook.WorkbookPart!;
        return part.Workbook.Descendants<Sheet>().Skip(1).ToDictionary(
            sheet => sheet.Name!.Value!,
            sheet => ((WorksheetPart)part.GetPartById(sheet.Id!.Value!)).Worksheet.Descendants<Row>().Select(row => row.Elements<Cell>().Select(Text).ToArray()).ToArray(),
            StringComparer.Ordinal);
    }

    static string Text(Cell cell) => cell.InlineString?.InnerText ?? cell.CellValue?.Text ?? "";
}
