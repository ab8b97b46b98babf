using System.Diagnostics;
using System.Globalization;
using System.Net;
using GangFlash.Reports;
using GangFlash.Testing;
using GangFlash.Web;

namespace GangFlash.Benchmarks;

/// <summary>Every page of the site on a record of a million attempts, through HTTP: what somebody at a desk waits for.</summary>
static class SiteBenchmark
{
    /// <summary>Different units, so that no page of the file is warm because the same question was just asked.</summary>
    const int Searches = 300;

    const int Rounds = 7;

    static readonly TimeSpan s_searchWithin = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(int attempts, string? file, TextWriter output, CancellationToken ct)
    {
        var path = await ReportBenchmark.RecordAsync(attempts, file, output, ct).ConfigureAwait(false);
        var settings = new SiteSettings { Database = path, Catalogue = ReportCatalogue.Standard(), Program = "GangFlash benchmark", Listen = new(IPAddress.Loopback, 0) };
        var site = await Site.StartAsync(settings, TimeProvider.System, bug => throw new InvalidOperationException("The site made a mistake.", bug), ct).ConfigureAwait(false);
        await using (site.ConfigureAwait(false))
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
            return await MeasureAsync(client, attempts, output, ct).ConfigureAwait(false);
        }
    }

    static async Task<int> MeasureAsync(HttpClient client, int attempts, TextWriter output, CancellationToken ct)
    {
        await output.WriteLineAsync($"{"page",-44}{"median ms",10}{"worst ms",10}{"kB",8}").ConfigureAwait(false);
        foreach (var page in Pages())
            await TellAsync(page, await TimesAsync(client, Enumerable.Repeat(page, Rounds), ct).ConfigureAwait(false), output).ConfigureAwait(false);

        // A step that shares no factor with the numbers: units from everywhere in the record. Retests have no unit of their own: those are not found, which is a search too.
        var scans = Enumerable.Range(1, Searches).Select(i => $"/units?q=SN-{(long)i * 7919 * 97 % attempts:00000000}");
        var search = await TimesAsync(client, scans, ct).ConfigureAwait(false);
        await TellAsync($"scan, {Searches} different units", search, output).ConfigureAwait(false);
        await TellAsync("beginning of a serial", await TimesAsync(client, Enumerable.Range(1, Searches).Select(i => $"/units?q=sn-{i * 31 % 10_000:0000}"), ct).ConfigureAwait(false), output).ConfigureAwait(false);
        await TellAsync("USB serial that is on every board", await TimesAsync(client, Enumerable.Repeat("/units?q=00000008ffff", Rounds), ct).ConfigureAwait(false), output).ConfigureAwait(false);
        await TellAsync("page of a unit, different ones", await TimesAsync(client, Enumerable.Range(1, Searches).Select(i => $"/units/SN-{(long)i * 7919 * 89 % attempts:00000000}"), ct).ConfigureAwait(false), output).ConfigureAwait(false);
        return search.Times[search.Times.Length / 2] < s_searchWithin ? 0 : 1;
    }

    static IEnumerable<string> Pages()
    {
        string[] plain = ["/", "/line", "/batches", $"/batches/{GeneratedRecord.Batch}", $"/units/{GeneratedRecord.Unit}", "/reports", "/about", "/api/openapi.json"];
        return plain.Concat(ReportCatalogue.Standard().Reports.Select(report => $"/reports/{report.Name}" + report.Name switch
        {
            "batch" => $"?batch={GeneratedRecord.Batch}",
            "unit" => $"?serial={GeneratedRecord.Unit}",
            "recall" => $"?image={GeneratedRecord.Image}",
            "find" => "?text=SN-0000010",
            _ => "",
        })).Append("/reports/yield.xlsx");
    }

    static async Task<(TimeSpan[] Times, long Bytes)> TimesAsync(HttpClient client, IEnumerable<string> paths, CancellationToken ct)
    {
        var times = new List<TimeSpan>();
        long bytes = 0;
        foreach (var path in paths)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await client.GetAsync(path, ct).ConfigureAwait(false);
            bytes = (await answer.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false)).Length;
            times.Add(Stopwatch.GetElapsedTime(began));
            if (answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.SeeOther or HttpStatusCode.NotFound))
                throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
        }

        return ([.. times.Order()], bytes);
    }

    static Task TellAsync(string what, (TimeSpan[] Times, long Bytes) measured, TextWriter output) => output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
        $"{what,-44}{measured.Times[measured.Times.Length / 2].TotalMilliseconds,10:N1}{measured.Times[^1].TotalMilliseconds,10:N1}{measured.Bytes / 1000.0,8:N0}"));
}
