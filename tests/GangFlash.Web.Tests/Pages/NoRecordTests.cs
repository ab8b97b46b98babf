using System.Net;
using GangFlash.Traceability;

namespace GangFlash.Web.Tests.Pages;

/// <summary>A site that is started before its station.</summary>
public sealed class NoRecordTests : IAsyncLifetime
{
    readonly TestSite site = new();

    public Task InitializeAsync() => site.StartAsync();

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/about", HttpStatusCode.OK)]
    [InlineData("/batches", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/units?q=x", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/reports/yield", HttpStatusCode.ServiceUnavailable)]
    [InlineData("/api/reports/yield", HttpStatusCode.ServiceUnavailable)]
    public async Task Says_that_there_is_no_record_yet(string path, HttpStatusCode status) => Assert.Contains("here is no record yet", await site.TextAsync(path, status), StringComparison.Ordinal);

    [Theory]
    [InlineData("/line")]
    [InlineData("/reports")]
    [InlineData("/api")]
    [InlineData("/api/line")]
    [InlineData("/api/openapi.json")]
    public async Task What_needs_no_record_is_there(string path) => _ = await site.TextAsync(path);

    [Fact]
    public async Task Begins_to_work_once_the_station_has_made_it()
    {
        _ = await site.TextAsync("/reports/yield", HttpStatusCode.ServiceUnavailable);

        await (await TraceabilityStore.OpenAsync(site.Database, site.Clock, default)).DisposeAsync();

        _ = await site.TextAsync("/reports/yield");
        Assert.Contains("Nothing was flashed yet.", await site.TextAsync("/"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_record_is_a_sentence_and_no_crash()
    {
        await File.WriteAllTextAsync(site.Database, "This is a shopping list and no database at all, whatever it is called. Milk, bread, butter, and a dozen eggs.");

        var page = await site.TextAsync("/reports/yield", HttpStatusCode.ServiceUnavailable);

        Assert.Contains("The record cannot be read", page, StringComparison.Ordinal);
        Assert.Empty(site.Bugs);
    }
}
