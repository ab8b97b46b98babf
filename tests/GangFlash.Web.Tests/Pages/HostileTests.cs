using System.Net;
using GangFlash.Traceability;
using GangFlash.Traceability.Tests;

namespace GangFlash.Web.Tests.Pages;

/// <summary>Serials, batches and questions that want to be something else.</summary>
public sealed class HostileTests(HostileTests.Site fixture) : IClassFixture<HostileTests.Site>
{
    static readonly string[] s_texts =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'\"`&lt;", "../../etc/passwd", "..", ".", "a/b?c#d", "WO-7/pump/C", "a//b", "/etc/passwd", "%00", "%2e%2e%2f", "x\r\nSet-Cookie: stolen=1", "=HYPERLINK(\"http://evil\")",
        "@SUM(1)", "\u202Egnp.exe", "' OR 1=1 --", "{{7*7}}", new('A', 250), "日本語", " ",
    ];

    readonly TestSite site = fixture.It;

    public static TheoryData<int> Texts => [.. Enumerable.Range(0, s_texts.Length)];

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Are_text_on_every_page_and_in_every_file(int number)
    {
        var (text, escaped) = (s_texts[number], Uri.EscapeDataString(s_texts[number]));
        string[] paths =
        [
            "/", "/batches", $"/batches?search={escaped}", $"/units?q={escaped}", $"/units/{escaped}", $"/batches/{escaped}", $"/reports/unit?serial={escaped}", $"/reports/batch?batch={escaped}",
            $"/reports/{escaped}", $"/reports/yield?by={escaped}&from={escaped}&station={escaped}", $"/reports/yield?{escaped}=1", $"/reports/unit.html?serial={escaped}", $"/reports/batch.csv?batch={escaped}",
            $"/reports/open.csv?from=all&batch={escaped}", $"/reports/unit.xlsx?serial={escaped}", $"/api/units?q={escaped}", $"/api/units/{escaped}", $"/api/reports/{escaped}", $"/api/reports/yield?by={escaped}",
            $"/sign-in?return={escaped}", $"/{escaped}",
        ];
        foreach (var path in paths)
        {
            using var answer = await site.GetAsync(path);
            var body = await answer.Content.ReadAsStringAsync();

            Assert.True((int)answer.StatusCode is 200 or 303 or 400 or 404, $"{path}: {answer.StatusCode}");
            Assert.False(answer.Headers.Contains("Set-Cookie"), path);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            if (answer.Content.Headers.ContentType?.MediaType == "text/html")
            {
                Assert.DoesNotContain("<script>", body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain("<img src=x", body, StringComparison.OrdinalIgnoreCase);
                Assert.DoesNotContain('\u202E', body);
            }

            if (path.Contains(".csv", StringComparison.Ordinal))
                Assert.All(body.Split('\n', ','), cell => Assert.DoesNotMatch("^[=@+]", cell));
        }

        Assert.Empty(site.Bugs);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Whatever_a_unit_is_called_a_scan_leads_to_it_and_the_link_too(int number)
    {
        var text = s_texts[number];
        if (string.IsNullOrWhiteSpace(text))
            return;     // no scanner says nothing

        using var found = await site.GetAsync("/units?q=" + Uri.EscapeDataString(text));

        Assert.Equal(HttpStatusCode.SeeOther, found.StatusCode);
        var page = await site.TextAsync(found.Headers.Location!.OriginalString);
        Assert.Contains($"<dd class=\"code\">{GangFlash.Reports.Html.Text(text)}</dd>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("\u0001\u001b[31m")]
    public async Task Control_characters_find_nothing_and_show_as_what_they_are(string text)
    {
        var page = await site.TextAsync("/units?q=" + Uri.EscapeDataString(text), HttpStatusCode.NotFound);

        Assert.DoesNotContain(text, page, StringComparison.Ordinal);
        Assert.Contains("\\x0", page, StringComparison.Ordinal);
    }

    public sealed class Site : IAsyncLifetime
    {
        internal TestSite It { get; } = new();

        public async Task InitializeAsync()
        {
            await using (var store = await TraceabilityStore.OpenAsync(It.Database, It.Clock, default))
            {
                foreach (var (text, slot) in s_texts.Select((text, i) => (text, i + 1)))
                {
                    var start = Some.Start(slot, text) with { Context = Some.Context with { Batch = text } };
                    await store.EndAsync(await store.BegunAsync(start), slot % 2 == 0 ? Some.Pass() : Some.Mismatch(), default);
                }
            }

            _ = await It.StartAsync();
        }

        public Task DisposeAsync() => It.DisposeAsync().AsTask();
    }
}
