using System.Net;
using GangFlash.Reports;
using GangFlash.Testing;
using GangFlash.Traceability;
using GangFlash.Traceability.Tests;

namespace GangFlash.Web.Tests;

/// <summary>The real site on a port of its own, in front of a folder with or without a record.</summary>
sealed class TestSite : IAsyncDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-site-");
    Site? site;

    public TestClock Clock { get; } = new();

    public string Database => Path.Combine(folder.FullName, "record.db");

    public Uri Address => site!.Address;

    /// <summary>Mistakes of ours that the site wrote down.</summary>
    public List<Exception> Bugs { get; } = [];

    public HttpClient Client { get; private set; } = null!;

    public static string Program => "GangFlash test";

    /// <param name="change">What differs from an ordinary site on this machine.</param>
    public async Task<TestSite> StartAsync(Func<SiteSettings, SiteSettings>? change = null)
    {
        var settings = new SiteSettings { Database = Database, Catalogue = ReportCatalogue.Standard(), Program = Program, Listen = new(IPAddress.Loopback, 0) };
        site = await Site.StartAsync(change?.Invoke(settings) ?? settings, Clock, WriteDown, default);
        Client = NewClient();
        return this;
    }

    /// <summary>A browser without a memory: it follows no redirect and keeps no cookie.</summary>
    public HttpClient NewClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
#pragma warning disable CA5359 // The test's own certificate, which nobody signed.
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
#pragma warning restore CA5359
    })
    { BaseAddress = Address };

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(path);

    public async Task<string> TextAsync(string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(expected == response.StatusCode, $"{path} answered {(int)response.StatusCode}: {text}");
        return text;
    }

    /// <summary>What the command line would say to the same question.</summary>
    public ReportResult Ask(string report, params (string Name, string Value)[] given)
    {
        using var runner = ReportRunner.Open(Database, Clock, Program);
        var definition = ReportCatalogue.Standard().Find(report)!;
        var (arguments, problems) = ReportArguments.Of(definition, given.ToDictionary(pair => pair.Name, pair => pair.Value), runner.Moment(default));
        Assert.Empty(problems);
        return runner.Run(definition, arguments!, default);
    }

    /// <summary>Attempts that never happened, and a few that did: a batch with a work order, a retest, a hold.</summary>
    public async Task<TestSite> WithRecordAsync(int attempts = 10_000)
    {
        await GeneratedRecord.WriteAsync(Database, attempts, default);
        await using var store = await TraceabilityStore.OpenAsync(Database, Clock, default);
        await Some.ShiftAsync(store);
        return this;
    }

    /// <summary>The program ends; the record stays.</summary>
    public async Task StopAsync()
    {
        Client?.Dispose();
        if (site is not null)
            await site.DisposeAsync();
        site = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Delete(recursive: true);
    }

    string WriteDown(Exception bug)
    {
        lock (Bugs)
            Bugs.Add(bug);
        return "the test";
    }
}

/// <summary>One site with one record for all tests of a class.</summary>
public sealed class SiteWithRecord : IAsyncLifetime
{
    internal TestSite Site { get; } = new();

    public async Task InitializeAsync()
    {
        _ = await Site.WithRecordAsync();
        _ = await Site.StartAsync();
    }

    public Task DisposeAsync() => Site.DisposeAsync().AsTask();
}

/// <summary>The real clock, which a test can set forward. Whoever waits still waits in real time.</summary>
sealed class TestClock : TimeProvider
{
    long ahead;

    public void Forward(TimeSpan by) => Interlocked.Add(ref ahead, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref ahead));

    public override long GetTimestamp() => base.GetTimestamp() + (long)(Interlocked.Read(ref ahead) / (double)TimeSpan.TicksPerSecond * TimestampFrequency);
}

/// <summary>Lines for screens at other desks.</summary>
static class SomeLine
{
    public static Line.LineSnapshot Working(DateTimeOffset at) => new()
    {
        Station = "LINE-1",
        Program = "GangFlash 0.1.0",
        At = at,
        Operator = "B-1001",
        Batch = "WO-1",
        WorkOrder = "WO-1",
        Recipe = "pump",
        Revision = "C",
        Planned = 500,
        Good = 41,
        Red = 1,
        Slots =
        [
            new(1, Line.SlotSign.Running) { Phase = Flashing.JobPhase.Write, Percent = 40, Unit = "SN-1", Since = at },
            new(2, Line.SlotSign.Good) { Unit = "SN-2", UsbSerial = "00000008FFFF", Order = "Slot 2: remove the board, good tray.", Since = at, Took = TimeSpan.FromSeconds(13.5) },
            new(3, Line.SlotSign.Red) { Unit = "SN-3", Code = "verify.mismatch", Order = "Slot 3: remove the board, red tray.", Since = at, Took = TimeSpan.FromSeconds(14) },
            new(4, Line.SlotSign.Empty),
        ],
    };
}
