using GangFlash.Reports;
using GangFlash.Web.Api;
using GangFlash.Web.Live;
using GangFlash.Web.Record;
using GangFlash.Web.Security;
using GangFlash.Web.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GangFlash.Web;

/// <summary>Which address is answered by what. Everything but the sign-in is GET; an answer is made as a value and sent in one place.</summary>
sealed class SiteRoutes(SiteSettings settings, SiteRecord record, WorkGate gate, LineWatch watch, LineStream stream, SiteGuard guard, CancellationToken siteEnds)
{
    const string NewestDay = "last-1d";
    const string NewestWeek = "last-7d";
    const int NewestBatches = 6;
    const int BatchesOfPage = 25;

    /// <summary>What the site itself asks is asked of the standard definitions, whatever a plant has put in their place.</summary>
    readonly ReportCatalogue standard = ReportCatalogue.Standard();
    readonly Func<ReportLink, string, string?> link = SitePaths.LinksIn(settings.Catalogue);

    static readonly string[] s_read = [HttpMethods.Get, HttpMethods.Head];

    public void Map(IEndpointRouteBuilder app)
    {
        Get("/", HomeAsync);
        Get("/line", _ => Task.FromResult(LineView.Page(watch.Look())));
        Get("/batches", BatchesAsync);
        Get("/batches/{**batch}", context => BatchAsync(context, Part(context, "batch")));
        Get("/units", FindAsync);
        Get("/units/{**serial}", context => UnitAsync(context, Part(context, "serial")));
        Get("/reports", _ => Task.FromResult(ReportListView.Page(settings.Catalogue)));
        Get("/reports/{name}", ReportAsync);
        Get("/about", AboutAsync);
        Get("/api", _ => Task.FromResult(ApiView.Page(settings.Catalogue)));

        Get("/api/openapi.json", _ => Task.FromResult<Answer>(Answer.Text(Answer.Json, OpenApi.Of(settings.Catalogue, settings.Program))));
        Get("/api/line", _ => Task.FromResult<Answer>(Answer.Text(Answer.Json, LineJson.Of(watch.Look()) + "\n")));
        Get("/api/batches", context => JsonAsync(context, Demand("batches"), Given(context)));
        Get("/api/batches/{**batch}", async context => Known(await AskAsync(context, Demand("batch"), One("batch", Part(context, "batch"))).ConfigureAwait(false), new Trouble.NoBatch(Part(context, "batch"))));
        Get("/api/units", context => JsonAsync(context, standard.Find("find")!, One("text", context.Request.Query["q"].ToString())));
        Get("/api/units/{**serial}", async context => Known(await AskAsync(context, Demand("unit"), One("serial", Part(context, "serial"))).ConfigureAwait(false), new Trouble.NoUnit(Part(context, "serial"))));
        Get("/api/reports", _ => Task.FromResult<Answer>(Answer.Text(Answer.Json, CatalogueJson.Of(settings.Catalogue))));
        Get("/api/reports/{name}", context => JsonAsync(context, Demand(Part(context, "name")), Given(context)));
        _ = app.MapMethods("/api/line/events", s_read, context => stream.FollowAsync(context, siteEnds));

        _ = app.MapMethods(SiteGuard.SignInPath, s_read, SiteGuard.SignInPageAsync);
        _ = app.MapPost(SiteGuard.SignInPath, guard.SignInAsync);
        _ = app.MapPost(SiteGuard.SignOutPath, guard.SignOutAsync);
        Get(SiteAssets.Prefix + "{hash}/{file}", context => Task.FromResult(SiteAssets.Find(context.Request.Path.Value ?? "") ?? throw new TroubleException(new Trouble.NoPage())));
        _ = app.MapFallback(_ => throw new TroubleException(new Trouble.NoPage()));

        void Get(string path, Func<HttpContext, Task<Answer>> answer) =>
            app.MapMethods(path, s_read, async context => await (await answer(context).ConfigureAwait(false)).SendAsync(context).ConfigureAwait(false));
    }

    async Task<Answer> HomeAsync(HttpContext context)
    {
        var line = watch.Look();
        var known = !record.Exists ? null : await gate.RunAsync(ct => record.AskTogether(ask => new Overview(
            ask(standard.Find("yield")!, Two("from", NewestDay, "by", "station")),
            ask(standard.Find("batches")!, One("limit", $"{NewestBatches}")),
            ask(standard.Find("open")!, One("from", NewestWeek))), ct), context.RequestAborted).ConfigureAwait(false);
        return HomeView.Page(line, known, settings.Database, link);
    }

    async Task<Answer> BatchesAsync(HttpContext context)
    {
        var (report, given) = (Demand("batches"), Given(context));
        var place = new ReportPlace(SitePart.Batches, "/batches", "/", "Overview");
        return await ShowAsync(context, report, given, place, result => place with { Behind = Pages(result, given) }).ConfigureAwait(false);
    }

    /// <summary>The way to older batches and back.</summary>
    static string Pages(ReportResult shown, Dictionary<string, string> given)
    {
        var (limit, skip) = (Math.Clamp(Number("limit", BatchesOfPage), 1, 200), Math.Max(0, Number("skip", 0)));
        var older = shown.Sections[0].Rows.Length == limit ? $"<a rel=\"next\" href=\"{Html.Escaped(Path(skip + limit))}\">Older batches</a>" : "";
        var newer = skip > 0 ? $"<a rel=\"prev\" href=\"{Html.Escaped(Path(Math.Max(0, skip - limit)))}\">Newer batches</a>" : "";
        return older.Length + newer.Length == 0 ? "" : $"<nav class=\"pages\" aria-label=\"Pages\">{newer}{older}</nav>\n";

        int Number(string name, int usual) => shown.Arguments.Values.FirstOrDefault(argument => argument.Parameter.Name == name)?.Value is long value and <= int.MaxValue and >= int.MinValue ? (int)value : usual;

        string Path(int start) => "/batches" + SitePaths.Query([.. given.Where(argument => argument.Key != "skip" && argument.Value.Length > 0).Select(argument => (argument.Key, argument.Value)), ("skip", $"{start}")]);
    }

    Task<Answer> BatchAsync(HttpContext context, string batch)
    {
        var place = new ReportPlace(SitePart.Batches, SitePaths.Report("batch"), "/batches", "Batches") { HasFilter = false };
        return ShowAsync(context, Demand("batch"), One("batch", batch), place, result => IsEmpty(result) ? throw new TroubleException(new Trouble.NoBatch(batch)) : place);
    }

    Task<Answer> UnitAsync(HttpContext context, string serial)
    {
        var place = new ReportPlace(SitePart.Units, SitePaths.Report("unit"), "/units", "Units") { HasFilter = false };
        return ShowAsync(context, Demand("unit"), One("serial", serial), place, result => IsEmpty(result) ? throw new TroubleException(new Trouble.NoUnit(serial)) : place);
    }

    async Task<Answer> FindAsync(HttpContext context)
    {
        var text = context.Request.Query["q"].ToString().Trim();
        if (text.Length == 0)
            return SearchView.Empty();
        var found = await AskAsync(context, standard.Find("find")!, One("text", text)).ConfigureAwait(false);
        return found.Sections[0].Rows is [var only] && only[found.Sections[0].IndexOf("unit")] is string unit ? new Answer.Elsewhere(SitePaths.Unit(unit)) : SearchView.Hits(found, text, link);
    }

    /// <summary><c>/reports/yield</c> is a page, <c>/reports/yield.xlsx</c> a file of the same.</summary>
    async Task<Answer> ReportAsync(HttpContext context)
    {
        var (name, ending) = Part(context, "name").Split('.') is [var first, var second] ? (first, second) : (Part(context, "name"), "");
        var (report, given) = (Demand(name), Given(context));
        if (ending.Length == 0)
        {
            var place = ReportPlace.Of(report);
            return given.Values.All(value => value.Length == 0) && report.Parameters.Any(parameter => parameter.IsRequired)
                ? ReportView.Question(report, given, [], place)
                : await ShowAsync(context, report, given, place, _ => place).ConfigureAwait(false);
        }

        Func<ReportResult, Answer> file = ending switch
        {
            "html" => result => Answer.Text("text/html; charset=utf-8", HtmlReport.Page(result), FileName(result, ending)),
            "csv" => result => Answer.Text("text/csv; charset=utf-8", CsvReport.Of(result), FileName(result, ending)),
            "json" => result => Answer.Text(Answer.Json, JsonReport.Of(result), FileName(result, ending)),
            "xlsx" => result => new Answer.Content("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XlsxReport.Of(result), FileName(result, ending)),
            _ => throw new TroubleException(new Trouble.NoPage()),
        };
        return await gate.RunAsync(ct => file(record.Ask(report, given, ct)), context.RequestAborted).ConfigureAwait(false);
    }

    async Task<Answer> AboutAsync(HttpContext context) => AboutView.Page(
        settings.Program, settings.Database, record.Exists ? await gate.RunAsync(record.About, context.RequestAborted).ConfigureAwait(false) : null, settings.Token is not null);

    /// <summary>A report as a page; what makes no sense is said beside the fields.</summary>
    async Task<Answer> ShowAsync(HttpContext context, ReportDefinition report, Dictionary<string, string> given, ReportPlace asked, Func<ReportResult, ReportPlace> place)
    {
        try
        {
            return await gate.RunAsync(ct => record.Ask(report, given, ct) is var result ? ReportView.Page(result, given, link, place(result)) : throw new System.Diagnostics.UnreachableException(), context.RequestAborted).ConfigureAwait(false);
        }
        catch (TroubleException wrong) when (wrong.Trouble is Trouble.BadQuestion bad)
        {
            return ReportView.Question(report, given, bad.Problems, asked);
        }
    }

    Task<ReportResult> AskAsync(HttpContext context, ReportDefinition report, Dictionary<string, string> given) => gate.RunAsync(ct => record.Ask(report, given, ct), context.RequestAborted);

    Task<Answer> JsonAsync(HttpContext context, ReportDefinition report, Dictionary<string, string> given) =>
        gate.RunAsync<Answer>(ct => Answer.Text(Answer.Json, JsonReport.Of(record.Ask(report, given, ct))), context.RequestAborted);

    static Answer.Content Known(ReportResult result, Trouble otherwise) => IsEmpty(result) ? throw new TroubleException(otherwise) : Answer.Text(Answer.Json, JsonReport.Of(result));

    /// <summary>What a batch or a unit is stands in the first two sections; behind them sums of nothing are rows too.</summary>
    static bool IsEmpty(ReportResult result) => result.Sections.Take(2).All(section => section.Rows.IsEmpty);

    ReportDefinition Demand(string name) => settings.Catalogue.Find(name) ?? throw new TroubleException(new Trouble.NoReport(name, Suggestion.Nearest(name, settings.Catalogue.Reports.Select(report => report.Name))));

    /// <summary>A part of the path as it was typed. Only a slash arrives escaped.</summary>
    static string Part(HttpContext context, string name) => (context.Request.RouteValues[name] as string ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>What was asked, by name; of a name that is there twice the last one, as with options.</summary>
    static Dictionary<string, string> Given(HttpContext context) => context.Request.Query.ToDictionary(part => part.Key, part => part.Value is [.., { } last] ? last.Trim() : "", StringComparer.Ordinal);

    static Dictionary<string, string> One(string name, string value) => new(StringComparer.Ordinal) { [name] = value };

    static Dictionary<string, string> Two(string name, string value, string other, string otherValue) => new(StringComparer.Ordinal) { [name] = value, [other] = otherValue };

    /// <summary>A name for the disk: nothing of what was typed but plain letters.</summary>
    static string FileName(ReportResult result, string ending)
    {
        var about = result.Arguments.Values.FirstOrDefault(argument => argument.Parameter.IsRequired)?.Shown ?? "";
        var plain = new string([.. about.Take(60).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')]).Trim('-');
        return $"{result.Definition.Name}{(plain.Length > 0 ? "-" + plain : "")}.{ending}";
    }
}
