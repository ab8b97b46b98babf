using GangFlash.Reports;

namespace GangFlash.Web.Views;

/// <summary>What stands around every page: the head with its ways and the scan field, and the foot.</summary>
static class Frame
{
    static readonly (SitePart Part, string Path, string Name)[] s_parts =
        [(SitePart.Overview, "/", "Overview"), (SitePart.Line, "/line", "Line"), (SitePart.Batches, "/batches", "Batches"), (SitePart.Units, "/units", "Units"), (SitePart.Reports, "/reports", "Reports")];

    public static string Of(Answer.Page page) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Html.Text(page.Title)} – GangFlash</title>
        <link rel="icon" href="{SiteAssets.Sign}" type="image/svg+xml">
        <link rel="stylesheet" href="{SiteAssets.Style}">
        {(page.RefreshSeconds is { } seconds ? $"<noscript><meta http-equiv=\"refresh\" content=\"{seconds}\"></noscript>\n" : "")}{(page.FollowsLine ? $"<script src=\"{SiteAssets.LineScript}\" defer></script>\n" : "")}</head>
        <body>
        {(page.Bare ? "" : Head(page))}<main id="content" tabindex="-1">
        {page.Body}</main>
        {(page.Bare ? "" : Foot)}</body>
        </html>

        """.ReplaceLineEndings("\n");

    static string Head(Answer.Page page) => $"""
        <a class="skip" href="#content">To the content</a>
        <header class="bar">
        <div class="inner">
        <a class="brand" href="/"><img src="{SiteAssets.Sign}" alt="" width="22" height="22">GangFlash</a>
        <nav aria-label="Site"><ul>{string.Concat(s_parts.Select(part => $"<li><a href=\"{part.Path}\"{(part.Part == page.Part ? " aria-current=\"page\"" : "")}>{part.Name}</a></li>"))}</ul></nav>
        <form class="find" role="search" action="/units" method="get"><label class="unseen" for="find">Find a unit</label><input id="find" name="q" type="search" value="{Html.Text(page.Searched)}" placeholder="Scan or type a unit" maxlength="256" autocomplete="off" autocapitalize="off" spellcheck="false"{(page.Part is SitePart.Units ? " autofocus" : "")}></form>
        </div>
        </header>

        """;

    const string Foot = """
        <footer class="foot"><div class="inner"><span>Read only. Times are UTC.</span><a href="/about">About this record</a><a href="/api">For programs</a></div></footer>

        """;
}
