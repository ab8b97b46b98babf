using System.Net;
using GangFlash.Testing;

namespace GangFlash.Web.Tests.Pages;

/// <summary>Every page of the real site, on a record with content.</summary>
public sealed class PageTests(SiteWithRecord fixture) : IClassFixture<SiteWithRecord>
{
    readonly TestSite site = fixture.Site;

    [Theory]
    [InlineData("/", "Overview")]
    [InlineData("/line", "Line")]
    [InlineData("/batches", "Batches")]
    [InlineData("/batches/WO-00010", "Batch")]
    [InlineData("/units", "Units")]
    [InlineData("/units?q=SN-0000010", "Units")]
    [InlineData("/units/SN-00000100", "Unit")]
    [InlineData("/reports", "Reports")]
    [InlineData("/reports/yield", "First pass and final yield")]
    [InlineData("/reports/batch", "Batch")]
    [InlineData("/about", "About this record")]
    [InlineData("/api", "For programs")]
    public async Task Is_there_and_says_what_it_is(string path, string title)
    {
        var page = await site.TextAsync(path);

        Assert.StartsWith("<!doctype html>\n<html lang=\"en\">", page, StringComparison.Ordinal);
        Assert.Contains($"<title>{title}", page, StringComparison.Ordinal);
        Assert.Single(page.Split("<h1").Skip(1));
        Assert.DoesNotContain(" style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_report_can_be_opened_and_downloaded_in_every_form()
    {
        foreach (var report in Reports.ReportCatalogue.Standard().Reports)
        {
            var query = report.Name switch
            {
                "batch" => $"?batch={GeneratedRecord.Batch}",
                "unit" => $"?serial={GeneratedRecord.Unit}",
                "recall" => $"?image={GeneratedRecord.Image}",
                "find" => "?text=SN-000001",
                _ => "",
            };
            var page = await site.TextAsync($"/reports/{report.Name}{query}");
            Assert.Contains("How it is counted", page, StringComparison.Ordinal);
            foreach (var ending in new[] { "html", "csv", "json", "xlsx" })
            {
                using var file = await site.GetAsync($"/reports/{report.Name}.{ending}{query}");
                Assert.Equal(HttpStatusCode.OK, file.StatusCode);
                Assert.Equal("attachment", file.Content.Headers.ContentDisposition?.DispositionType);
                Assert.EndsWith("." + ending, file.Content.Headers.ContentDisposition?.FileName?.Trim('"'), StringComparison.Ordinal);
            }
        }

        Assert.Empty(site.Bugs);
    }

    [Theory]
    [InlineData("SN-00000100")]
    [InlineData("sn-00000100")]
    [InlineData(" SN-00000100 ")]
    [InlineData("00000064-0064-7064-8000-000000000064")]
    [InlineData("00000064-0064-7064-8000-000000000064\n")]
    public async Task A_scan_leads_straight_to_the_unit(string scan)
    {
        using var answer = await site.GetAsync("/units?q=" + Uri.EscapeDataString(scan));

        Assert.Equal((HttpStatusCode.SeeOther, "/units/SN-00000100"), (answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task A_chip_that_was_seen_under_one_serial_leads_to_it()
    {
        using var answer = await site.GetAsync("/units?q=3572345A3036");

        Assert.Equal("/units/SN-0001", answer.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task A_USB_serial_of_many_boards_is_a_list()
    {
        var page = await site.TextAsync("/units?q=00000008FFFF");

        Assert.Contains("Exactly this", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/units/SN-", page, StringComparison.Ordinal);
        Assert.Contains("Only the first 100 rows are shown.", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_beginning_is_a_list_and_nothing_says_so()
    {
        var list = await site.TextAsync("/units?q=SN-0000010");
        var none = await site.TextAsync("/units?q=SN-%25", HttpStatusCode.NotFound);

        Assert.Contains("<a href=\"/units/SN-00000100\">SN-00000100</a>", list, StringComparison.Ordinal);
        Assert.Contains("No such unit", none, StringComparison.Ordinal);
        Assert.Contains("value=\"SN-%\"", none, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_units_page_is_the_auditors_one_page()
    {
        var page = await site.TextAsync("/units/SN-0001");

        // The exact bytes, the recipe's text, operator, station, slot, times, verify result.
        Assert.Contains("9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a", page, StringComparison.Ordinal);
        Assert.Contains("<pre>recipe: pump\n</pre>", page, StringComparison.Ordinal);
        foreach (var fact in new[] { "badge-17", "line-1", "2026-01-05 06:30:00", "0x080001E4", "verify.mismatch", "Proof" })
            Assert.Contains(fact, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/units/nobody", "The record knows no such unit")]
    [InlineData("/batches/none", "The record knows no such batch")]
    [InlineData("/reports/yeld", "Did you mean yield?")]
    [InlineData("/reports/yield.exe", "There is no such page")]
    [InlineData("/nowhere", "There is no such page")]
    [InlineData("/reports/", "Reports")]
    public async Task What_is_not_there_says_what_to_do(string path, string says)
    {
        using var answer = await site.GetAsync(path);

        Assert.Equal(path == "/reports/" ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_question_stands_beside_its_field_and_what_was_typed_stays()
    {
        var page = await site.TextAsync("/reports/yield?by=dya&from=yesterday&slot=two&station=LINE-1&bach=x", HttpStatusCode.BadRequest);

        Assert.Contains("id=\"f-by-wrong\">&quot;dya&quot; is not known; did you mean day?<", page, StringComparison.Ordinal);
        Assert.Contains("id=\"f-from-wrong\">&quot;yesterday&quot; is no time like", page, StringComparison.Ordinal);
        Assert.Contains("id=\"f-slot-wrong\">&quot;two&quot; is no whole number.<", page, StringComparison.Ordinal);
        Assert.Contains("The report yield has no --bach; did you mean --batch?", page, StringComparison.Ordinal);
        Assert.Contains("name=\"station\" value=\"LINE-1\"", page, StringComparison.Ordinal);
        Assert.Contains("<details class=\"filter\" open>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_required_field_is_asked_for_before_it_is_missed()
    {
        Assert.DoesNotContain("This is needed", await site.TextAsync("/reports/recall"), StringComparison.Ordinal);
        Assert.Contains("This is needed", await site.TextAsync("/reports/recall?from=all", HttpStatusCode.BadRequest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_is_of_exactly_what_is_shown()
    {
        var page = await site.TextAsync("/reports/yield?by=slot&from=last-2d&station=LINE-1");

        // Days that were counted back are dates in the link: tomorrow it gives the same file.
        var link = System.Text.RegularExpressions.Regex.Match(page, "/reports/yield\\.json[^\"]+", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        var file = await site.TextAsync(WebUtility.HtmlDecode(link));

        Assert.DoesNotContain("last-2d", link, StringComparison.Ordinal);
        Assert.Equal(Reports.JsonReport.Of(site.Ask("yield", ("by", "slot"), ("from", "last-2d"), ("station", "LINE-1"))), file);
    }

    [Fact]
    public async Task All_batches_can_be_walked_through_none_twice_and_none_left_out()
    {
        var seen = new List<string>();
        for (string? path = "/batches?limit=5"; path is not null;)
        {
            var page = await site.TextAsync(path);
            seen.AddRange(Matches(page, "<a href=\"/batches/([^\"]+)\""));
            path = Matches(page, "rel=\"next\" href=\"([^\"]+)\"").Select(WebUtility.HtmlDecode).SingleOrDefault();
        }

        Assert.Equal(22, seen.Count);
        Assert.Equal(22, seen.Distinct().Count());
        Assert.Equal(21, seen.Count(name => name.StartsWith("WO-000", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_overview_takes_its_numbers_from_the_reports()
    {
        var page = await site.TextAsync("/");
        var share = (Numbers.Share)site.Ask("yield", ("from", "last-1d")).Sections[0].Rows[0][0]!;

        Assert.Contains($"{share.Percent}</span><span class=\"range\">{WebUtility.HtmlEncode(share.Interval)}, n = {share.Whole:N0}</span>", page, StringComparison.Ordinal);
        Assert.Contains("On hold: ", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task About_tells_the_record_the_library_and_the_head_of_the_ledger()
    {
        var page = await site.TextAsync("/about");

        using var reader = Traceability.TraceabilityReader.Open(site.Database);
        var stats = reader.Stats(default);
        Assert.Contains(stats.Record, page, StringComparison.Ordinal);
        Assert.Contains(stats.LedgerHash, page, StringComparison.Ordinal);
        Assert.Contains($"version {stats.Version}", page, StringComparison.Ordinal);
        Assert.Contains("Newest checkpoint", page, StringComparison.Ordinal);
        Assert.Contains("First pass yield: units whose first counted attempt", page, StringComparison.Ordinal);
    }

    static IEnumerable<string> Matches(string text, string pattern) =>
        System.Text.RegularExpressions.Regex.Matches(text, pattern, System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Groups[1].Value);
}
