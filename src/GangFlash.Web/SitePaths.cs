using GangFlash.Reports;

namespace GangFlash.Web;

/// <summary>The addresses of the site, escaped.</summary>
static class SitePaths
{
    /// <summary>A unit by its name where that can stand in a path; else as an argument of its report, since paths have signs with a meaning of their own.</summary>
    public static string Unit(string unit) => Plain(unit) is { } path ? $"/units/{path}" : Report("unit", ("serial", unit));

    /// <summary>The same of a batch. Stations name theirs like WO-7/pump/C, which is a path by itself.</summary>
    public static string Batch(string batch) => Plain(batch) is { } path ? $"/batches/{path}" : Report("batch", ("batch", batch));

    public static string Search(string text) => $"/units?q={Uri.EscapeDataString(text)}";

    public static string Report(string name, params IEnumerable<(string Name, string Value)> arguments) => $"/reports/{name}{Query(arguments)}";

    public static string Download(string name, string ending, IEnumerable<(string Name, string Value)> arguments) => $"/reports/{name}.{ending}{Query(arguments)}";

    public static string Query(IEnumerable<(string Name, string Value)> arguments)
    {
        var parts = arguments.Select(argument => $"{Uri.EscapeDataString(argument.Name)}={Uri.EscapeDataString(argument.Value)}").ToList();
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    /// <summary>Where a cell that is another report's argument leads; none where there is no such report.</summary>
    public static Func<ReportLink, string, string?> LinksIn(ReportCatalogue catalogue) => (link, value) => link switch
    {
        _ when catalogue.Find(link.Report)?.Parameters.Any(parameter => parameter.Name == link.Parameter) != true => null,
        { Report: "unit", Parameter: "serial" } => Unit(value),
        { Report: "batch", Parameter: "batch" } => Batch(value),
        _ => Report(link.Report, (link.Parameter, value)),
    };

    /// <summary>An address of this site that somebody is sent back to after the sign-in; the overview for everything else.</summary>
    public static string Local(string? address) =>
        address is ['/', ..] and not (['/', '/', ..] or ['/', '\\', ..]) && address.Length <= 2000 && address.All(c => c is > ' ' and <= '~') ? address : "/";

    /// <summary>None for a name that browsers, proxies or servers would make another one of.</summary>
    static string? Plain(string name)
    {
        var parts = name.Split('/');
        return name.Length <= 200 && parts.All(part => part is { Length: > 0 } and not ("." or "..") && part.All(IsPlain)) ? string.Join('/', parts.Select(Uri.EscapeDataString)) : null;
    }

    static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~' or ' ' or '+' or '#' or ':' or '(' or ')';
}
