using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Deque.AxeCore.Playwright;
using GangFlash.Line;
using GangFlash.Testing;
using GangFlash.Traceability;
using Microsoft.Playwright;

namespace GangFlash.Web.Tests.Chromium;

/// <summary>The site as somebody at a desk sees it, in a real browser.</summary>
public sealed class ChromiumTests(BrowserWithSite browser) : IClassFixture<BrowserWithSite>
{
    static readonly string[] s_paths =
    [
        "/", "/line", "/batches", "/batches/" + GeneratedRecord.Batch, "/batches/B-1", "/units", "/units?q=SN-0000010", "/units/SN-0001", "/reports", "/reports/yield", "/reports/batch", "/reports/slots", "/reports/times",
        "/reports/pareto", "/reports/verify", "/reports/events", "/about", "/api", "/sign-in",
    ];

    static readonly string[] s_kinds =
    [
        "/", "/line", "/batches?limit=2", "/batches/B-1", "/units", "/units?q=SN-00000100", "/units?q=SN-000001000", "/reports", "/reports/yield?from=last-1d", "/reports/yield?by=dya", "/reports/slots?from=last-1d",
        "/about", "/api", "/sign-in", "/nowhere",
    ];

    TestSite Site => browser.Site;

    [NeedsFact(Tool.Chromium)]
    public async Task Somebody_scans_a_unit_opens_a_report_filters_it_and_takes_the_workbook_home()
    {
        await using var window = await browser.OpenAsync();
        var page = window.Page;

        // A scanner types into the field and presses Enter.
        _ = await page.GotoAsync("/");
        await page.GetByPlaceholder("Scan or type a unit").PressSequentiallyAsync(GeneratedRecord.Unit);
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Uri(Site.Address, "/units/" + GeneratedRecord.Unit).ToString());
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Unit", Exact = true, Level = 1 })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Reports", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "First pass and final yield" }).ClickAsync();
        await page.GetByText("Filter", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("By", new() { Exact = true }).SelectOptionAsync("slot");
        await page.GetByLabel("From", new() { Exact = true }).FillAsync("last-2d");
        await page.GetByLabel("Station", new() { Exact = true }).FillAsync("LINE-1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Yield by slot" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "LINE-1 slot  5" })).ToBeVisibleAsync();

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "XLSX" }).ClickAsync());
        Assert.Equal("yield.xlsx", download.SuggestedFilename);
        var downloaded = Workbook.Read(await download.PathAsync());
        using var json = JsonDocument.Parse(await Site.TextAsync("/api/reports/yield?by=slot&from=last-2d&station=LINE-1"));
        SameNumbers(json.RootElement, downloaded);
        Assert.Equal(await CommandLineAsync("yield", "--by", "slot", "--from", "last-2d", "--station", "LINE-1"), downloaded);
        Assert.Empty(window.Said);
    }

    [NeedsFact(Tool.Chromium)]
    public async Task The_line_is_followed_as_it_works_and_its_loss_is_said()
    {
        var file = new LineFile(Site.Database, "LIVE-1");
        var line = SomeLine.Working(Site.Clock.GetUtcNow()) with { Station = "LIVE-1" };
        file.Write(line);
        try
        {
            await using var window = await browser.OpenAsync();
            _ = await window.Page.GotoAsync("/line");
            var station = window.Page.Locator("[data-station='LIVE-1']");
            var first = station.Locator("[data-slot='1']");
            await Assertions.Expect(window.Page.GetByText("Live.")).ToBeVisibleAsync();
            await Assertions.Expect(first).ToContainTextAsync("Write");
            await Assertions.Expect(first.GetByRole(AriaRole.Progressbar)).ToHaveJSPropertyAsync("value", 40);

            // The gang goes on; the page follows without being loaded anew.
            file.Write(line with { At = Site.Clock.GetUtcNow(), Slots = line.Slots.SetItem(0, new(1, SlotSign.Running) { Phase = Flashing.JobPhase.Verify, Percent = 90, Unit = "SN-1" }) });
            await Assertions.Expect(first).ToContainTextAsync("Verify");
            file.Write(line with { At = Site.Clock.GetUtcNow(), Good = 42, Slots = line.Slots.SetItem(0, new(1, SlotSign.Good) { Unit = "SN-1", Took = TimeSpan.FromSeconds(13.4) }) });
            await Assertions.Expect(first).ToContainTextAsync("Good");
            await Assertions.Expect(first).ToContainTextAsync("13.4 s");
            await Assertions.Expect(station).ToContainTextAsync("42 of 500");
            await Assertions.Expect(station.GetByText("Idle")).ToBeVisibleAsync();

            file.Write(line with { At = Site.Clock.GetUtcNow(), Alarms = [new(AlarmClass.Stop, default, "Five units failed.", "Call a supervisor.")] });
            await Assertions.Expect(station.GetByText("Five units failed.")).ToBeVisibleAsync();

            // Killed: nothing is written any more.
            Site.Clock.Forward(TimeSpan.FromSeconds(30));
            await Assertions.Expect(station.GetByText("Not heard from since")).ToBeVisibleAsync();
            await Assertions.Expect(station.Locator(".pill")).ToHaveTextAsync("Lost");

            // The station's program ended in order.
            file.Remove();
            await Assertions.Expect(station).ToHaveCountAsync(0);
            Assert.Empty(window.Said);
        }
        finally
        {
            file.Remove();
        }
    }

    [NeedsFact(Tool.Chromium)]
    public async Task A_lost_connection_is_said_and_comes_back()
    {
        await using var site = await new TestSite().StartAsync();
        var address = site.Address;
        await using var window = await browser.OpenAsync();
        _ = await window.Page.GotoAsync(new Uri(address, "/line").ToString());
        await Assertions.Expect(window.Page.GetByText("Live.")).ToBeVisibleAsync();

        await site.StopAsync();
        await Assertions.Expect(window.Page.GetByText("The connection to the site is lost")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("html")).ToHaveClassAsync("stale");

        _ = await site.StartAsync(settings => settings with { Listen = new(IPAddress.Loopback, address.Port) });
        await Assertions.Expect(window.Page.GetByText("Live.")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.Locator("html")).Not.ToHaveClassAsync("stale");
    }

    [NeedsFact(Tool.Chromium)]
    public async Task The_script_draws_a_line_as_the_server_does()
    {
        var file = new LineFile(Site.Database, "LIVE-2");
        var signs = Enum.GetValues<SlotSign>().Where(sign => sign != SlotSign.Running).Select((sign, i) => new SlotSnapshot(i + 1, sign) { Unit = $"SN-{i}", Code = "code", Took = TimeSpan.FromSeconds(i) })
            .Concat(Enum.GetValues<Flashing.JobPhase>().Select((phase, i) => new SlotSnapshot(20 + i, SlotSign.Running) { Phase = phase, Percent = i * 10, UsbSerial = "ABC" }));
        var line = SomeLine.Working(Site.Clock.GetUtcNow()) with { Station = "LIVE-2", Simulated = true, Slots = [.. signs], Alarms = [new(AlarmClass.Inform, default, "What.", "Order.")] };
        try
        {
            await using var window = await browser.OpenAsync();
            _ = await window.Page.GotoAsync("/line");
            file.Write(line);
            var station = window.Page.Locator("[data-station='LIVE-2']");
            await Assertions.Expect(station.Locator(".tile")).ToHaveCountAsync(line.Slots.Length);
            var drawnByScript = await station.InnerHTMLAsync();

            await using var without = await browser.OpenAsync(new() { JavaScriptEnabled = false });
            _ = await without.Page.GotoAsync("/line");
            var drawnByServer = await without.Page.Locator("[data-station='LIVE-2']").InnerHTMLAsync();

            // The script remembers there what it said last.
            var told = drawnByScript.IndexOf(" data-told=", StringComparison.Ordinal);
            Assert.Equal(drawnByServer, string.Concat(drawnByScript.AsSpan(0, told), drawnByScript.AsSpan(drawnByScript.IndexOf('>', told))));
        }
        finally
        {
            file.Remove();
        }
    }

    [NeedsFact(Tool.Chromium)]
    public async Task Without_script_every_page_works()
    {
        await using var window = await browser.OpenAsync(new() { JavaScriptEnabled = false });
        foreach (var path in s_paths)
        {
            var answer = await window.Page.GotoAsync(path);
            Assert.True(answer!.Ok, path);
            await Assertions.Expect(window.Page.Locator("h1")).ToBeVisibleAsync();
        }

        _ = await window.Page.GotoAsync("/reports/yield");
        await window.Page.GetByText("Filter", new() { Exact = true }).ClickAsync();
        await window.Page.GetByLabel("From", new() { Exact = true }).FillAsync("yesterday");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByText("is no time like")).ToBeVisibleAsync();
        await Assertions.Expect(window.Page.GetByLabel("From", new() { Exact = true })).ToHaveValueAsync("yesterday");
    }

    [NeedsTheory(Tool.Chromium)]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task No_page_complains_and_none_is_wider_than_its_window(int width, int height)
    {
        await using var window = await browser.OpenAsync(new() { ViewportSize = new() { Width = width, Height = height } });
        foreach (var path in s_paths)
        {
            _ = await window.Page.GotoAsync(path);
            Assert.Equal(0, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        }

        Assert.Empty(window.Said);
    }

    [NeedsTheory(Tool.Chromium)]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_page_keeps_anybody_out(ColorScheme scheme)
    {
        // The checker puts a script of its own into the page, which the site's policy would not let it.
        await using var window = await browser.OpenAsync(new() { ColorScheme = scheme, BypassCSP = true });
        var now = Site.Clock.GetUtcNow();
        var (file, lost) = (new LineFile(Site.Database, "AXE-1"), new LineFile(Site.Database, "AXE-2"));
        file.Write(SomeLine.Working(now) with { Station = "AXE-1", Alarms = [new(AlarmClass.Stop, default, "Five units failed.", "Call a supervisor."), new(AlarmClass.Degrade, default, "Slot 5 is off.", "")] });
        lost.Write(SomeLine.Working(now.AddMinutes(-5)) with { Station = "AXE-2" });
        try
        {
            // The checker looks at every element, so every kind of page once, and none with hundreds of rows.
            foreach (var path in s_kinds)
            {
                _ = await window.Page.GotoAsync(path);
                var found = await window.Page.RunAxe();
                Assert.Equal([], found.Violations.Select(violation => $"{path}: {violation.Impact} {violation.Id}: {violation.Help} {string.Join(", ", violation.Nodes.Take(3).Select(node => node.Html))}"));
            }
        }
        finally
        {
            file.Remove();
            lost.Remove();
        }
    }

    [NeedsFact(Tool.Chromium)]
    public async Task The_keyboard_reaches_content_and_search_and_shows_where_it_is()
    {
        await using var window = await browser.OpenAsync();
        _ = await window.Page.GotoAsync("/reports");

        await window.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "To the content" })).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator("main")).ToBeFocusedAsync();
        await window.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("solid", await window.Page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle"));
    }

    [NeedsFact(Tool.Chromium)]
    public async Task Nothing_that_a_board_says_runs_in_a_browser()
    {
        await using var window = await browser.OpenAsync();
        foreach (var evil in new[] { "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "javascript:alert(1)" })
        {
            foreach (var path in new[] { $"/units?q={Uri.EscapeDataString(evil)}", $"/reports/yield?by={Uri.EscapeDataString(evil)}", $"/batches?search={Uri.EscapeDataString(evil)}", $"/sign-in?return={Uri.EscapeDataString(evil)}" })
                _ = await window.Page.GotoAsync(path);
        }

        // Chromium itself says that an answer was 404 or 400.
        Assert.DoesNotContain(window.Said, said => !said.Contains("the server responded with a status of 40", StringComparison.Ordinal));
    }

    /// <summary>The same cells, as far as both are numbers of the same kind: a workbook has shares as parts of one, like the JSON.</summary>
    static void SameNumbers(JsonElement json, IReadOnlyDictionary<string, string[][]> workbook)
    {
        foreach (var section in json.GetProperty("sections").EnumerateArray())
        {
            var rows = workbook[section.GetProperty("title").GetString()!][1..];
            Assert.Equal(section.GetProperty("rows").GetArrayLength(), rows.Length);
            foreach (var (expected, actual) in section.GetProperty("rows").EnumerateArray().Zip(rows))
            {
                var cells = expected.EnumerateObject().Where(cell => cell.Value.ValueKind == JsonValueKind.Number).Select(cell => Math.Round(cell.Value.GetDouble(), 4));
                var numbers = actual.Select(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Math.Round(number, 4) : (double?)null).OfType<double>().ToList();
                Assert.All(cells, cell => Assert.Contains(cell, numbers));
            }
        }
    }

    /// <summary>What <c>gangflash report</c> writes for the same record.</summary>
    async Task<IReadOnlyDictionary<string, string[][]>> CommandLineAsync(string report, params string[] options)
    {
        var file = Site.Database + ".xlsx";
        var program = Path.Combine(AppContext.BaseDirectory, "gangflash.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, "report", report, .. options, "--database", Site.Database, "-o", file]) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal((0, ""), (process.ExitCode, error));
        return Workbook.Read(file);
    }
}
