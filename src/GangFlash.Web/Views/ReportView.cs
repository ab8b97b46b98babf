using System.Collections.Immutable;
using System.Text;
using GangFlash.Reports;

namespace GangFlash.Web.Views;

/// <summary>A report inside of the site: its filter above, its downloads beside, its body as everywhere.</summary>
static class ReportView
{
    public static Answer Page(ReportResult report, IReadOnlyDictionary<string, string> given, Func<ReportLink, string, string?> link, ReportPlace place) => new Answer.Page(
        TitleOf(report), $"<div class=\"page\">\n{Tools(report, place)}{(place.HasFilter ? Filter(report.Definition, given, [], place.Path, isOpen: false) : "")}{HtmlReport.Body(report, link)}{place.Behind}</div>\n")
    { Part = place.Part, Status = place.Status, Searched = place.Searched };

    /// <summary>Before anything was asked, or when what was asked makes no sense.</summary>
    public static Answer Question(ReportDefinition report, IReadOnlyDictionary<string, string> given, ImmutableArray<ArgumentProblem> problems, ReportPlace place)
    {
        var unknown = problems.Where(problem => report.Parameters.All(parameter => parameter.Name != problem.Parameter)).ToList();
        return new Answer.Page(report.Title, $"""
            <div class="page">
            <nav class="crumbs" aria-label="Way back"><a href="/reports">Reports</a></nav>
            <header class="head"><h1>{Html.Text(report.Title)}</h1><p class="lead">{Html.Text(report.Question)}</p></header>
            {string.Concat(unknown.Select(problem => $"<p class=\"notice bad\" role=\"alert\">{Html.Text(problem.Beside)}</p>\n"))}{Filter(report, given, problems, place.Path, isOpen: true)}</div>

            """, problems.IsEmpty ? 200 : 400)
        { Part = place.Part };
    }

    static string Tools(ReportResult report, ReportPlace place)
    {
        var arguments = Shown(report);
        var name = report.Definition.Name;
        var downloads = s_endings.Select(ending => $"<a href=\"{Html.Escaped(SitePaths.Download(name, ending, arguments))}\" download>{ending.ToUpperInvariant()}</a>");
        return $"""
            <div class="tools"><nav class="crumbs" aria-label="Way back"><a href="{place.BackPath}">{place.BackName}</a></nav><div class="downloads"><span class="soft">Download</span>{string.Concat(downloads)}</div></div>

            """;
    }

    static readonly string[] s_endings = ["xlsx", "csv", "json", "html"];

    /// <summary>What was asked, so that the same words give the same report tomorrow: days that were counted back are dates now.</summary>
    internal static IEnumerable<(string Name, string Value)> Shown(ReportResult report) =>
        report.Arguments.Values.Where(argument => argument.Shown is not null).Select(argument => (argument.Parameter.Name, argument.Shown!));

    static string Filter(ReportDefinition report, IReadOnlyDictionary<string, string> given, ImmutableArray<ArgumentProblem> problems, string path, bool isOpen)
    {
        if (report.Parameters.IsEmpty)
            return "";
        var html = new StringBuilder();
        _ = html.Append($"<details class=\"filter\"{(isOpen ? " open" : "")}>\n<summary>Filter</summary>\n<form method=\"get\" action=\"{Html.Escaped(path)}\">\n<div class=\"fields\">\n");
        foreach (var parameter in report.Parameters)
            _ = html.Append(Field(parameter, given.TryGetValue(parameter.Name, out var typed) && typed.Length > 0 ? typed : parameter.Default ?? "", problems.FirstOrDefault(problem => problem.Parameter == parameter.Name)));
        return html.Append("</div>\n<div class=\"buttons\"><button type=\"submit\">Show</button><a href=\"").Append(Html.Escaped(path)).Append("\">Reset</a></div>\n</form>\n</details>\n").ToString();
    }

    static string Field(ReportParameter parameter, string value, ArgumentProblem? problem)
    {
        var id = "f-" + parameter.Name;
        var described = $"aria-describedby=\"{id}-help{(problem is null ? "" : $" {id}-wrong")}\"{(problem is null ? "" : " aria-invalid=\"true\"")}{(parameter.IsRequired ? " required" : "")}";
        var input = parameter.Type switch
        {
            ParameterType.Choice => $"<select id=\"{id}\" name=\"{parameter.Name}\" {described}>{string.Concat(parameter.Choices.Select(choice => $"<option{(choice == value ? " selected" : "")}>{Html.Text(choice)}</option>"))}</select>",
            ParameterType.Integer => $"<input id=\"{id}\" name=\"{parameter.Name}\" value=\"{Html.Text(value)}\" inputmode=\"numeric\" maxlength=\"20\" autocomplete=\"off\" {described}>",
            ParameterType.Time => $"<input id=\"{id}\" name=\"{parameter.Name}\" value=\"{Html.Text(value)}\" placeholder=\"{(parameter.Default is null ? "2026-11-21" : "all")}\" list=\"{id}-usual\" maxlength=\"64\" autocomplete=\"off\" {described}><datalist id=\"{id}-usual\"><option value=\"last-1d\"><option value=\"last-7d\"><option value=\"last-30d\"><option value=\"last-365d\"><option value=\"all\"></datalist>",
            _ => $"<input id=\"{id}\" name=\"{parameter.Name}\" value=\"{Html.Text(value)}\" maxlength=\"256\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" {described}>",
        };
        var help = parameter.Help + (parameter.Type == ParameterType.Time ? " A date, a time, last-7d, or all." : "");
        return $"<div class=\"field{(problem is null ? "" : " bad")}\"><label for=\"{id}\">{Html.Text(Label(parameter.Name))}</label>{input}<p class=\"help\" id=\"{id}-help\">{Html.Text(help)}</p>{(problem is null ? "" : $"<p class=\"wrong\" id=\"{id}-wrong\">{Html.Text(problem.Beside)}</p>")}</div>\n";
    }

    static string Label(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ').Replace('_', ' ');

    static string TitleOf(ReportResult report) =>
        report.Definition.Title + (report.Arguments.Values.FirstOrDefault(argument => argument.Parameter.IsRequired) is { Shown: { } shown } ? $" {shown}" : "");
}

/// <summary>Where in the site a report stands.</summary>
/// <param name="Path">Where its filter leads.</param>
sealed record ReportPlace(SitePart Part, string Path, string BackPath, string BackName)
{
    public bool HasFilter { get; init; } = true;

    public int Status { get; init; } = 200;

    public string Searched { get; init; } = "";

    /// <summary>Markup behind the report.</summary>
    public string Behind { get; init; } = "";

    public static ReportPlace Of(ReportDefinition report) => new(SitePart.Reports, SitePaths.Report(report.Name), "/reports", "Reports");
}
