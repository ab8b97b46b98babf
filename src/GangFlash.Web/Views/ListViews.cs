using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Reports;
using GangFlash.Web.Api;
using GangFlash.Web.Record;

namespace GangFlash.Web.Views;

static class ReportListView
{
    public static Answer Page(ReportCatalogue catalogue) => new Answer.Page("Reports", $"""
        <div class="page">
        <header class="head"><h1>Reports</h1><p class="lead">Each answers one question. What is shown can be downloaded as a workbook, CSV, JSON, or a page that needs nothing else.</p></header>
        {string.Concat(catalogue.Reports.GroupBy(report => report.Group).OrderBy(group => group.Key, StringComparer.Ordinal).Select(Group))}{Problems(catalogue.Problems)}</div>

        """)
    { Part = SitePart.Reports };

    static string Group(IGrouping<string, ReportDefinition> group) => $"""
        <section class="group"><h2>{Html.Text(group.Key)}</h2><ul class="list">{string.Concat(group.Select(report => $"<li><a href=\"{SitePaths.Report(report.Name)}\"><b>{Html.Text(report.Title)}</b><span class=\"soft\">{Html.Text(report.Question)}</span></a></li>"))}</ul></section>

        """;

    static string Problems(ImmutableArray<DocumentProblem> problems) => problems.IsEmpty ? "" : $"""
        <section class="group"><h2>Definitions with problems</h2><p class="soft">A report with an error is left out. <code>gangflash report check</code> says the same.</p><pre>{string.Join('\n', problems.Select(problem => Html.Text(problem.ToString())))}</pre></section>

        """;
}

static class SearchView
{
    /// <summary>Before anything was searched.</summary>
    public static Answer Empty() => new Answer.Page("Units", """
        <div class="page">
        <header class="head"><h1>Units</h1><p class="lead">Scan a label into the field above, or type how it begins: a serial, a chip identity, a USB serial, or the identifier of an attempt.</p></header>
        <div class="blank"><p>One exact hit leads straight to the unit: who made it, when, where, with which bytes, and how it went.</p><p class="soft"><a href="/reports/open">Units still open</a></p></div>
        </div>

        """)
    { Part = SitePart.Units };

    /// <param name="found">The report find.</param>
    public static Answer Hits(ReportResult found, string text, Func<ReportLink, string, string?> link)
    {
        var none = found.Sections.All(section => section.Rows.IsEmpty);
        return new Answer.Page("Units", $"""
            <div class="page">
            <header class="head"><h1>{(none ? "No such unit" : "Units")}</h1><p class="lead">{(none
                ? $"Nothing in the record is called <b>{Html.Text(text)}</b>, and nothing begins like it. Scan the label again, or type less of it."
                : $"What the record has for <b>{Html.Text(text)}</b>.")}</p></header>
            {string.Concat(found.Sections.Where(section => !section.Rows.IsEmpty).Select(section => HtmlReport.Section(section, link)))}</div>

            """, none ? 404 : 200)
        { Part = SitePart.Units, Searched = text };
    }
}

static class TroubleView
{
    public static Answer Page(Trouble trouble) => new Answer.Page(trouble.Title, $"""
        <div class="page narrow">
        <header class="head"><p class="code soft">{trouble.Status} · {trouble.Code}</p><h1>{Html.Text(trouble.Title)}</h1><p class="lead">{Html.Text(trouble.Detail)}</p></header>
        <p class="more">{Way(trouble)}</p>
        </div>

        """, trouble.Status)
    { Bare = trouble is Trouble.UnknownHost or Trouble.TooManyTries or Trouble.WrongOrigin or Trouble.TokenNeeded };

    static string Way(Trouble trouble) => trouble switch
    {
        Trouble.NoReport { Near: { } near } => $"<a href=\"{SitePaths.Report(near)}\">{Html.Text(near)}</a><a href=\"/reports\">All reports</a>",
        Trouble.NoReport or Trouble.ReportFails or Trouble.ReportTooSlow => "<a href=\"/reports\">All reports</a>",
        Trouble.NoUnit it => $"<a href=\"{Html.Escaped(SitePaths.Search(it.Unit))}\">Search for its beginning</a>",
        Trouble.NoBatch => "<a href=\"/batches\">All batches</a>",
        Trouble.TooManyTries or Trouble.WrongOrigin or Trouble.TokenNeeded => $"<a href=\"{Security.SiteGuard.SignInPath}\">Sign in</a>",
        Trouble.UnknownHost => "",
        _ => "<a href=\"/\">Overview</a>",
    };
}

static class SignInView
{
    public static Answer Page(string back, string? wrong) => new Answer.Page("Sign in", $"""
        <div class="page sign-in">
        <img src="{SiteAssets.Sign}" alt="" width="40" height="40">
        <h1>GangFlash</h1>
        <p class="soft">This record can be read with a token.</p>
        <form method="post" action="{Security.SiteGuard.SignInPath}">
        <input type="hidden" name="return" value="{Html.Escaped(back)}">
        <div class="field{(wrong is null ? "" : " bad")}"><label for="token">Token</label><input id="token" name="token" type="password" required autofocus autocomplete="current-password" maxlength="512"{(wrong is null ? "" : " aria-invalid=\"true\" aria-describedby=\"wrong\"")}>{(wrong is null ? "" : $"<p class=\"wrong\" id=\"wrong\" role=\"alert\">{Html.Text(wrong)}</p>")}</div>
        <div class="buttons"><button type="submit">Sign in</button></div>
        </form>
        </div>

        """, wrong is null ? 200 : 401)
    { Bare = true };
}

static class AboutView
{
    /// <param name="record">None: there is no record yet.</param>
    /// <param name="isGuarded">Whoever reads this is signed in.</param>
    public static Answer Page(string program, string database, RecordAbout? record, bool isGuarded) => new Answer.Page("About this record", $"""
        <div class="page">
        <header class="head"><h1>About this record</h1><p class="lead">What this site reads, and how its numbers are counted.</p></header>
        <section><h2>Program and record</h2>
        <dl class="facts">{Fact("Program", program)}{Fact("Record", database, "code")}{(record is null ? Fact("State", "There is no record yet") : $"{Fact("Record id", record.Id, "code")}{Fact("Schema", $"version {record.Schema}")}{Fact("SQLite", record.Sqlite)}{Fact("Attempts", $"{record.Attempts:N0}")}{Fact("Newest attempt", record.NewestAttempt is { } at ? at + " UTC" : "none")}")}</dl></section>
        {(record is null ? "" : Proof(record))}<section><h2>How numbers are counted</h2>
        <ul class="definitions">{string.Concat(ReportTerms.All.Values.Select(term => $"<li>{Html.Text(term)}</li>"))}</ul></section>
        {(isGuarded ? $"<form method=\"post\" action=\"{Security.SiteGuard.SignOutPath}\"><div class=\"buttons\"><button type=\"submit\">Sign out</button></div></form>\n" : "")}</div>

        """);

    static string Proof(RecordAbout record) => $"""
        <section><h2>Proof</h2>
        <p>Every row is a link of a chain; who changes one changes every hash behind it. <code>gangflash db verify</code> checks all of them and names the row. Write the head down where the station cannot write, and nothing before it can be changed without being found.</p>
        <dl class="facts">{Fact("Ledger entries", $"{record.LedgerSeq:N0}")}<div class="wide"><dt>Head of the ledger, SHA-256</dt><dd class="code">{Html.Text(record.LedgerHash ?? "none")}</dd></div>{(record.Checkpoint is { } signed
            ? $"{Fact("Newest checkpoint", signed.At + " UTC")}{Fact("Signed up to entry", $"{signed.LedgerSeq:N0}")}{Fact("Because of", signed.Reason)}<div class=\"wide\"><dt>Its hash</dt><dd class=\"code\">{Html.Text(signed.LedgerHash)}</dd></div>"
            : Fact("Newest checkpoint", "none yet"))}</dl></section>

        """;

    static string Fact(string name, string value, string kind = "text") => $"<div><dt>{name}</dt><dd class=\"{kind}\">{Html.Text(value)}</dd></div>";
}

static class ApiView
{
    public static Answer Page(ReportCatalogue catalogue) => new Answer.Page("For programs", $"""
        <div class="page">
        <header class="head"><h1>For programs</h1><p class="lead">Everything on this site as JSON. Fields and codes keep their meaning and are only ever added. <a href="/api/openapi.json">/api/openapi.json</a> is the same for tools, in OpenAPI 3.1.</p></header>
        <section><h2>How to ask</h2>
        <p>Only GET. Where the site was started with a token, send it as <code>Authorization: Bearer TOKEN</code>. A report is the JSON of <code>gangflash report NAME --format json</code>. Times are UTC with offset, durations milliseconds, addresses text. A share is five fields: <code>x</code> (0 to 1), <code>x_part</code>, <code>x_n</code>, <code>x_low</code>, <code>x_high</code>.</p>
        <p>At most a few questions run at once. Beyond that the answer is 503 with <code>Retry-After</code>.</p></section>
        <section><h2>Addresses</h2>
        <div class="table" role="region" aria-label="Addresses" tabindex="0"><table><thead><tr><th scope="col">GET</th><th scope="col">Answers</th><th scope="col">Parameters</th></tr></thead><tbody>
        {string.Concat(ApiOperation.Of(catalogue).Select(Row))}</tbody></table></div></section>
        <section><h2>Troubles</h2>
        <p>RFC 9457, <code>application/problem+json</code>: <code>type</code>, <code>title</code>, <code>status</code>, <code>detail</code>, <code>code</code>, and for a wrong question <code>errors</code> with <code>parameter</code> and <code>detail</code>.</p>
        <div class="table" role="region" aria-label="Troubles" tabindex="0"><table><thead><tr><th scope="col">Code</th><th scope="col" class="n">Status</th><th scope="col">Says</th></tr></thead><tbody>
        {string.Concat(s_troubles.Select(trouble => $"<tr id=\"{trouble.Code}\"><td class=\"code\">{trouble.Code}</td><td class=\"n\">{trouble.Status}</td><td class=\"text\">{Html.Text(trouble.Title)}</td></tr>\n"))}</tbody></table></div></section>
        </div>

        """);

    /// <summary>One of each.</summary>
    internal static readonly ImmutableArray<Trouble> s_troubles =
    [
        new Trouble.BadQuestion("", []), new Trouble.TooLong(), new Trouble.NoPage(), new Trouble.NoReport("", null), new Trouble.NoUnit(""), new Trouble.NoBatch(""), new Trouble.NoRecord(""),
        new Trouble.RecordUnusable(""), new Trouble.ReportFails(""), new Trouble.ReportTooSlow(""), new Trouble.Busy(0), new Trouble.TokenNeeded(), new Trouble.TooManyTries(0), new Trouble.WrongOrigin(),
        new Trouble.UnknownHost(""), new Trouble.WrongMethod(""), new Trouble.Bug(""),
    ];

    static string Row(ApiOperation operation) =>
        $"<tr><td class=\"code\">{Html.Text(operation.Path)}</td><td class=\"text\">{Html.Text(operation.Summary)}</td><td class=\"text\">{string.Join(", ", operation.Parameters.Where(parameter => !parameter.IsInPath).Select(parameter => parameter.IsRequired ? $"<b>{Html.Text(parameter.Name)}</b>" : Html.Text(parameter.Name)))}</td></tr>\n";
}
