using System.Net;
using GangFlash.Reports;
using GangFlash.Traceability;
using GangFlash.Web.Security;

namespace GangFlash.Web.Tests.Security;

/// <summary>The machine has a line to serve: what the site may take is bounded.</summary>
public sealed class LimitTests : IAsyncLifetime
{
    /// <summary>Counts until somebody stops it.</summary>
    const string Endless = """
        --@ title "Endless"
        --@ question "Does it ever end?"
        --@ section "Numbers"
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) AS numbers FROM n;
        """;

    readonly TestSite site = new();
    readonly DirectoryInfo reports = Directory.CreateTempSubdirectory("gangflash-reports-");

    public async Task InitializeAsync()
    {
        await using (await TraceabilityStore.OpenAsync(site.Database, site.Clock, default))
        {
            // An empty record.
        }

        await File.WriteAllTextAsync(Path.Combine(reports.FullName, "endless.sql"), Endless);
    }

    public async Task DisposeAsync()
    {
        await site.DisposeAsync();
        reports.Delete(recursive: true);
    }

    [Fact]
    public async Task So_many_questions_run_so_many_wait_and_the_next_one_is_told_to_come_back()
    {
        using var gate = new WorkGate(atOnce: 2, waiting: 1);
        using var end = new ManualResetEventSlim();
        var inside = Enumerable.Range(1, 3).Select(number => gate.RunAsync(
            ct =>
            {
                end.Wait(ct);
                return number;
            },
            default)).ToList();

        var refused = await Assert.ThrowsAsync<TroubleException>(() => gate.RunAsync(_ => 4, default));
        Assert.IsType<Trouble.Busy>(refused.Trouble);

        end.Set();
        var answers = await Task.WhenAll(inside);
        Assert.Equal([1, 2, 3], answers);
        Assert.Equal(5, await gate.RunAsync(_ => 5, default));
    }

    [Fact]
    public async Task Who_waits_and_goes_leaves_no_place_taken()
    {
        using var gate = new WorkGate(atOnce: 1, waiting: 1);
        using var end = new ManualResetEventSlim();
        var running = gate.RunAsync(
            ct =>
            {
                end.Wait(ct);
                return 1;
            },
            default);
        using var gone = new CancellationTokenSource();
        var waiting = gate.RunAsync(_ => 2, gone.Token);

        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var next = gate.RunAsync(_ => 3, default);

        end.Set();
        var answers = await Task.WhenAll(running, next);
        Assert.Equal([1, 3], answers);
    }

    [Fact]
    public async Task A_report_stops_when_whoever_asked_is_gone()
    {
        _ = await site.StartAsync(settings => Patient(settings) with { Limits = new() { QuestionsAtOnce = 1, QuestionsWaiting = 0 } });
        using var gone = new CancellationTokenSource();
        var endless = site.Client.GetAsync("/api/reports/endless", gone.Token);

        // Whichever comes second finds the gate closed: where it was the endless one, it is asked again.
        using var refused = await UntilAsync(
            () =>
            {
                if (endless.IsCompleted)
                    endless = site.Client.GetAsync("/api/reports/endless", gone.Token);
                return site.GetAsync("/reports/yield");
            },
            answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable);
        Assert.Equal("5", refused.Headers.RetryAfter?.ToString());
        Assert.Contains("Too many questions at once", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await site.GetAsync("/line")).StatusCode);

        await gone.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => endless);
        using var answered = await UntilAsync(() => site.GetAsync("/reports/yield"), answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Empty(site.Bugs);
    }

    [Fact]
    public async Task A_report_that_takes_too_long_says_so_and_what_to_do()
    {
        _ = await site.StartAsync(settings => Patient(settings) with { Limits = new() { QuestionTime = TimeSpan.FromMilliseconds(100) } });

        var page = await site.TextAsync("/reports/endless", HttpStatusCode.ServiceUnavailable);
        var problem = await site.TextAsync("/api/reports/endless", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("it takes longer than 0.1 s; ask for less time", page, StringComparison.Ordinal);
        Assert.Contains("\"code\": \"report.too-slow\"", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_definition_that_cannot_be_run_is_told_with_its_place_and_hides_no_other()
    {
        await File.WriteAllTextAsync(Path.Combine(reports.FullName, "broken.sql"), "--@ title \"Broken\"\n--@ question \"Is it?\"\nSELECT no_such_column FROM v_fact;");
        _ = await site.StartAsync(Patient);

        var page = await site.TextAsync("/reports/broken", HttpStatusCode.InternalServerError);

        Assert.Contains("broken.sql:3:1: error: the question can&#39;t be answered: no such column: no_such_column.", page, StringComparison.Ordinal);
        _ = await site.TextAsync("/reports/yield");
    }

    [Fact]
    public async Task Only_so_many_browsers_follow_the_line()
    {
        _ = await site.StartAsync(settings => settings with { Limits = new() { Watchers = 1 } });
        using (await site.Client.GetAsync("/api/line/events", HttpCompletionOption.ResponseHeadersRead))
        {
            using var second = await site.Client.GetAsync("/api/line/events", HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, second.StatusCode);
        }

        using var after = await UntilAsync(() => site.Client.GetAsync("/api/line/events", HttpCompletionOption.ResponseHeadersRead), answer => answer.StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_address_that_is_too_long_is_refused_in_words()
    {
        _ = await site.StartAsync();

        Assert.Contains("too long", await site.TextAsync("/units?q=" + new string('x', 10_000), HttpStatusCode.RequestUriTooLong), StringComparison.Ordinal);
        using var huge = await site.GetAsync("/units?q=" + new string('x', 100_000));
        Assert.Equal(HttpStatusCode.RequestUriTooLong, huge.StatusCode);
    }

    [Fact]
    public async Task A_gate_lets_in_again_whoever_comes_after_a_failure()
    {
        using var gate = new WorkGate(1, 0);

        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => gate.RunAsync<int>(_ => throw new InvalidOperationException(), default));

        Assert.Equal(7, await gate.RunAsync(_ => 7, default));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_a_sentence()
    {
        _ = await site.StartAsync();
        var settings = new SiteSettings { Database = site.Database, Catalogue = ReportCatalogue.Standard(), Program = "test", Listen = new(IPAddress.Loopback, site.Address.Port) };

        var refused = await Assert.ThrowsAsync<SiteException>(() => Site.StartAsync(settings, site.Clock, _ => "", default));

        Assert.Equal($"Another program listens on 127.0.0.1:{site.Address.Port}. Stop it, or choose another port with --port.", refused.Message);
    }

    [Fact]
    public async Task An_address_of_another_machine_is_a_sentence()
    {
        var settings = new SiteSettings { Database = site.Database, Catalogue = ReportCatalogue.Standard(), Program = "test", Listen = new(IPAddress.Parse("192.0.2.1"), 0), Token = AccessToken.Of("correct-horse-battery-staple").Token };

        var refused = await Assert.ThrowsAsync<SiteException>(() => Site.StartAsync(settings, site.Clock, _ => "", default));

        Assert.Equal("192.0.2.1 is no address of this machine.", refused.Message);
    }

    SiteSettings Patient(SiteSettings settings) => settings with { Catalogue = ReportCatalogue.Of(reports.FullName) };

    /// <summary>Asks again until the answer is the one that must come.</summary>
    static async Task<HttpResponseMessage> UntilAsync(Func<Task<HttpResponseMessage>> ask, Func<HttpResponseMessage, bool> isIt)
    {
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
                return answer;
            answer.Dispose();
        }
    }
}
