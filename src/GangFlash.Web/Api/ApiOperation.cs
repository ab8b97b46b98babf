using System.Collections.Immutable;
using GangFlash.Reports;

namespace GangFlash.Web.Api;

/// <summary>One thing that a program can ask the site: the list that the OpenAPI description and the readable page are made from.</summary>
/// <param name="Path">With names in braces.</param>
/// <param name="Answer">The schema of a good answer.</param>
sealed record ApiOperation(string Path, string Id, string Summary, ImmutableArray<ApiParameter> Parameters, string Answer, string ContentType = "application/json")
{
    public static ImmutableArray<ApiOperation> Of(ReportCatalogue catalogue) =>
    [
        new("/api/line", "line", "What every station looks like now.", [], "Line"),
        new("/api/line/events", "lineEvents", "The same as server-sent events: `line` with this JSON when something changed, `beat` every two seconds.", [], "Line", "text/event-stream"),
        new("/api/batches", "batches", "Batches, the newest first: the report batches.", ParametersOf(catalogue, "batches"), "Report"),
        new("/api/batches/{batch}", "batch", "One batch with every unit: the report batch.", [ApiParameter.InPath("batch", "The batch.")], "Report"),
        new("/api/units", "findUnits", "Units by what was scanned: the report find. Its first section has exact hits, its second one what begins like this.",
            [new("q", "A serial, a chip identity, a USB serial, the identifier of an attempt, or how one begins.", ParameterType.Text, IsRequired: true)], "Report"),
        new("/api/units/{serial}", "unit", "One unit with its whole life: the report unit.", [ApiParameter.InPath("serial", "The unit's serial, its chip identity, its USB serial, or the identifier of one of its attempts.")], "Report"),
        new("/api/reports", "reports", "The reports there are, and what may be asked of each.", [], "Catalogue"),
        .. catalogue.Reports.Select(report => new ApiOperation($"/api/reports/{report.Name}", $"report-{report.Name}", report.Question, ParametersOf(catalogue, report.Name), "Report")),
    ];

    static ImmutableArray<ApiParameter> ParametersOf(ReportCatalogue catalogue, string report) =>
        [.. (catalogue.Find(report)?.Parameters ?? []).Select(parameter => new ApiParameter(parameter.Name, parameter.Help, parameter.Type, parameter.IsRequired, parameter.Default, parameter.Choices))];
}

/// <param name="Choices">Empty: anything of the type.</param>
sealed record ApiParameter(string Name, string Help, ParameterType Type, bool IsRequired, string? Default = null, ImmutableArray<string> Choices = default)
{
    public bool IsInPath { get; init; }

    public static ApiParameter InPath(string name, string help) => new(name, help, ParameterType.Text, IsRequired: true) { IsInPath = true };
}
