using System.IO.Compression;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using GangFlash.Testing;

namespace GangFlash.Reports.Tests;

public sealed class RenderingTests : IDisposable
{
    const string Every = """
        --@ param batch text "The batch."
        --@ define first-pass interval
        --@ section "Every type"
        --@ column name text "Name"
        --@ column code code "Code"
        --@ column n integer "Number"
        --@ column real number "Real"
        --@ column at time "When"
        --@ column till time "Until"
        --@ column day date "Day"
        --@ column ms duration "Took"
        --@ column size bytes "Size"
        --@ column address address "Address"
        --@ column flag flag "Flag"
        --@ column outcome outcome "Outcome"
        --@ column yield share(part/whole) "Yield"
        --@ chart bars x=name y=n "Bars"
        --@ chart columns x=name y=ms "Columns"
        --@ chart pareto x=code y=n "Pareto"
        --@ chart line x=day y=real "Line"
        --@ chart p-chart x=day y=yield "p-chart"
        --@ chart intervals x=name y=yield "Intervals"
        --@ chart strip x=at lane=name mark=outcome "Strip"
        --@ chart bands x=at to=till lane=name mark=code "Bands"
        --@ chart heat x=day lane=name y=n "Heat"
        SELECT 'first' AS name, 'verify.mismatch' AS code, 1234 AS n, 0.5 AS real, '2026-01-05T06:07:08.900+00:00' AS at, '2026-01-05T06:40:00.000+00:00' AS till, '2026-01-05' AS day, 13456 AS ms, 204800 AS size, 134218212 AS address,
               1 AS flag, 'PASS' AS outcome, 486 AS part, 500 AS whole
        UNION ALL SELECT 'second', 'usb.disconnected', 7, 12.25, '2026-01-05T08:00:00.000+01:00', NULL, '2026-01-06', 250, 0, 0, 0, 'FAIL', 3, 4
        UNION ALL SELECT @batch, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'PASS (unverified)', 0, 0;
        --@ section "Facts"
        --@ show facts
        --@ column text block "Text"
        SELECT 'line one' || char(10) || '  line two' AS text;
        --@ section "Nothing"
        --@ empty "There is none."
        SELECT 1 AS a WHERE 0;
        """;

    /// <summary>What somebody could scan, name a board or type as a badge to get into a report.</summary>
    const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>&amp;\u001b[2J\u202e";

    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task As_text() => Golden.Matches(TextReport.Of(await EveryAsync(), 120));

    [Fact]
    public async Task As_narrow_text() => Golden.Matches(TextReport.Of(await EveryAsync(), 60));

    [Fact]
    public async Task As_csv() => Golden.Matches(CsvReport.Of(await EveryAsync()));

    [Fact]
    public async Task As_json() => Golden.Matches(JsonReport.Of(await EveryAsync()));

    [Fact]
    public async Task As_html() => Golden.Matches(HtmlReport.Page(await EveryAsync()).Replace(HtmlReport.Styles, "", StringComparison.Ordinal));

    [Fact]
    public async Task Html_is_well_formed_and_fetches_and_runs_nothing()
    {
        var page = HtmlReport.Page(await EveryAsync(Hostile));

        var body = XDocument.Parse("<body>" + page.Split("<body>")[1].Split("</body>")[0] + "</body>");

        Assert.DoesNotContain(body.Descendants(), element => element.Name.LocalName is "script" or "img" or "link" or "iframe" or "object");
        Assert.DoesNotContain(body.Descendants().Attributes(), attribute => attribute.Name.LocalName is "style" or "href" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("url(", HtmlReport.Styles, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", HtmlReport.Styles, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', page);
        Assert.DoesNotContain('\u202e', page);
    }

    [Fact]
    public async Task Text_from_outside_moves_no_cursor()
    {
        var text = TextReport.Of(await EveryAsync(Hostile), 200);

        Assert.DoesNotContain('\u001b', text);
        Assert.DoesNotContain('\u202e', text);
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    public async Task A_cell_of_CSV_is_never_a_formula(string scanned, string cell)
    {
        var csv = CsvReport.Of(await EveryAsync(scanned));

        Assert.Contains("\n" + cell + ",", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_negative_number_of_CSV_stays_a_number() =>
        Assert.Equal("a\n-5\n", CsvReport.Of((await folder.WithEmptyRecordAsync()).RunText("--@ column a integer \"A\"\nSELECT -5 AS a;")));

    [Fact]
    public async Task A_workbook_is_valid_and_has_types_a_frozen_header_and_no_formula()
    {
        using var file = new MemoryStream(XlsxReport.Of(await EveryAsync("=1+1")));
        using var workbook = SpreadsheetDocument.Open(file, isEditable: false);

        Assert.Equal([], new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2013).Validate(workbook).Select(error => $"{error.Path?.XPath}: {error.Description}"));
        Assert.Equal(["Report", "Every type", "Facts", "Nothing"], workbook.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Select(sheet => sheet.Name!.Value));
        var sheet = ((WorksheetPart)workbook.WorkbookPart.GetPartById("sheet2")).Worksheet;
        Assert.Empty(sheet.Descendants<CellFormula>());
        Assert.Equal(PaneStateValues.Frozen, sheet.Descendants<Pane>().Single().State!.Value);
        var row = sheet.Descendants<Row>().ElementAt(1).Elements<Cell>().ToDictionary(cell => cell.CellReference!.Value!, cell => cell);
        Assert.Equal(("1234", CellValues.Number), (row["C2"].CellValue!.Text, row["C2"].DataType!.Value));
        Assert.Equal(46027.2549641, double.Parse(row["E2"].CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture), 6);        // 2026-01-05 06:07:08.9
        Assert.Equal("0x080001E4", row["J2"].InnerText);
        Assert.Equal("0.972", row["M2"].CellValue!.Text);
        var formats = workbook.WorkbookPart.WorkbookStylesPart!.Stylesheet.CellFormats!.Elements<CellFormat>().ToList();
        var formula = sheet.Descendants<Row>().ElementAt(3).Elements<Cell>().First();
        Assert.Equal("=1+1", formula.InnerText);
        Assert.True(formats[(int)formula.StyleIndex!.Value].QuotePrefix!.Value);
        Assert.Equal("yyyy\\-mm\\-dd hh:mm:ss", workbook.WorkbookPart.WorkbookStylesPart.Stylesheet.NumberingFormats!.Elements<NumberingFormat>()
            .Single(format => format.NumberFormatId!.Value == formats[(int)row["E2"].StyleIndex!.Value].NumberFormatId!.Value).FormatCode!.Value);
    }

    [Fact]
    public async Task The_same_report_is_the_same_bytes()
    {
        var (first, second) = (await EveryAsync(), folder.RunText(Every, ("batch", "third")));

        Assert.Equal(XlsxReport.Of(first), XlsxReport.Of(second));
        Assert.Equal(HtmlReport.Page(first), HtmlReport.Page(second));
        using var zip = new ZipArchive(new MemoryStream(XlsxReport.Of(first)));
        Assert.All(zip.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
    }

    [Fact]
    public async Task A_site_can_link_values_and_a_file_has_nowhere_to_go()
    {
        var report = (await folder.WithEmptyRecordAsync()).RunText("--@ column unit code \"Unit\" -> unit(serial)\nSELECT 'SN \"1\"' AS unit;");

        Assert.DoesNotContain("<a ", HtmlReport.Page(report), StringComparison.Ordinal);
        Assert.Contains("<a href=\"/reports/unit?serial=SN%20%221%22\">SN &quot;1&quot;</a>",
            HtmlReport.Body(report, (link, value) => $"/reports/{link.Report}?{link.Parameter}={Uri.EscapeDataString(value)}"), StringComparison.Ordinal);
    }

    async Task<ReportResult> EveryAsync(string batch = "third") => (await folder.WithEmptyRecordAsync()).RunText(Every, ("batch", batch));
}
