using System.Net;
using System.Text.Json;
using GangFlash.Reports;
using GangFlash.Testing;
using GangFlash.Web.Api;
using GangFlash.Web.Live;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;

namespace GangFlash.Web.Tests.Api;

/// <summary>A contract with programs: fields and codes are only ever added.</summary>
public sealed class ApiTests(SiteWithRecord fixture) : IClassFixture<SiteWithRecord>
{
    static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    readonly TestSite site = fixture.Site;

    [Fact]
    public async Task A_report_is_the_JSON_of_the_command_line() => Assert.Equal(
        JsonReport.Of(site.Ask("yield", ("by", "slot"), ("from", "last-2d"))),
        await site.TextAsync("/api/reports/yield?by=slot&from=last-2d"));

    [Fact]
    public async Task Units_and_batches_are_their_reports()
    {
        Assert.Equal(JsonReport.Of(site.Ask("unit", ("serial", "SN-00000100"))), await site.TextAsync("/api/units/SN-00000100"));
        Assert.Equal(JsonReport.Of(site.Ask("find", ("text", "SN-0000010"))), await site.TextAsync("/api/units?q=SN-0000010"));
        Assert.Equal(JsonReport.Of(site.Ask("batches", ("limit", "3"))), await site.TextAsync("/api/batches?limit=3"));
        Assert.Equal(JsonReport.Of(site.Ask("batch", ("batch", "WO-00010"))), await site.TextAsync("/api/batches/WO-00010"));
    }

    [Theory]
    [InlineData("/api/units/none", HttpStatusCode.NotFound, "unit.unknown")]
    [InlineData("/api/batches/none", HttpStatusCode.NotFound, "batch.unknown")]
    [InlineData("/api/reports/none", HttpStatusCode.NotFound, "report.unknown")]
    [InlineData("/api/nowhere", HttpStatusCode.NotFound, "page.unknown")]
    [InlineData("/api/units", HttpStatusCode.BadRequest, "question.wrong")]
    [InlineData("/api/reports/unit", HttpStatusCode.BadRequest, "question.wrong")]
    public async Task A_trouble_has_a_stable_code(string path, HttpStatusCode status, string code)
    {
        using var answer = await site.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal((code, (int)status), (problem.RootElement.GetProperty("code").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task A_wrong_question_as_a_problem() => Golden.Matches(await site.TextAsync("/api/reports/yield?by=dya&from=yesterday&bach=1", HttpStatusCode.BadRequest));

    [Fact]
    public async Task The_reports_there_are_as_json() => Golden.Matches(await site.TextAsync("/api/reports"));

    [Fact]
    public void A_line_as_json()
    {
        var at = new DateTimeOffset(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);
        var line = SomeLine.Working(at) with { Alarms = [new(Line.AlarmClass.Degrade, at, "Slot 5 is off.", "Call a technician.")] };
        using var indented = JsonDocument.Parse(LineJson.Of(new(at, [StationNow.Of(line, at)], ["x.live.json: is no JSON"])));

        Golden.Matches(JsonSerializer.Serialize(indented, s_indented));
    }

    [Fact]
    public async Task The_description_is_valid_OpenAPI_to_somebody_elses_reader()
    {
        var document = await ReadAsync();

        Assert.Equal("GangFlash", document.Info.Title);
        Assert.All(document.Paths.Values, path => Assert.Equal([HttpMethod.Get], path.Operations!.Keys));
    }

    [Fact]
    public async Task The_description_has_every_report_with_its_real_parameters()
    {
        var document = await ReadAsync();

        foreach (var report in ReportCatalogue.Standard().Reports)
        {
            var described = document.Paths[$"/api/reports/{report.Name}"].Operations![HttpMethod.Get].Parameters ?? [];
            Assert.Equal(report.Parameters.Select(parameter => (parameter.Name, parameter.IsRequired)), described.Select(parameter => (parameter.Name!, parameter.Required)));
            foreach (var (parameter, its) in report.Parameters.Zip(described))
                Assert.Equal(parameter.Choices, (its.Schema!.Enum ?? []).Select(choice => choice.GetValue<string>()));
        }
    }

    [Fact]
    public async Task Every_described_address_answers_as_it_is_described()
    {
        var document = await ReadAsync();
        foreach (var path in document.Paths.Keys.Where(path => !path.EndsWith("/events", StringComparison.Ordinal)))
        {
            var asked = path.Replace("{batch}", "WO-00010", StringComparison.Ordinal).Replace("{serial}", "SN-00000100", StringComparison.Ordinal) + path switch
            {
                "/api/units" => "?q=SN-1",
                "/api/reports/unit" => "?serial=SN-00000100",
                "/api/reports/batch" => "?batch=WO-00010",
                "/api/reports/find" => "?text=x",
                "/api/reports/recall" => "?image=" + GeneratedRecord.Image,
                _ => "",
            };
            using var answer = JsonDocument.Parse(await site.TextAsync(asked));
            var schema = document.Paths[path].Operations![HttpMethod.Get].Responses!["200"].Content!["application/json"].Schema!;
            Assert.Equal(schema.Properties!.Keys.Order(), answer.RootElement.EnumerateObject().Select(field => field.Name).Order());
        }
    }

    async Task<OpenApiDocument> ReadAsync()
    {
        var text = await site.TextAsync("/api/openapi.json");
        var read = OpenApiDocument.Parse(text, "json", new OpenApiReaderSettings());
        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => warning.ToString()));
        return read.Document!;
    }
}
