using System.Collections.Immutable;
using GangFlash.Numbers;
using GangFlash.Reports;
using GangFlash.Web.Live;

namespace GangFlash.Web.Views;

/// <summary>The overview: the line, the numbers of the newest day, the newest batches, what is on hold.</summary>
/// <param name="Yields">The report yield, of the newest day.</param>
/// <param name="Batches">The report batches.</param>
/// <param name="Open">The report open, of seven days.</param>
sealed record Overview(ReportResult Yields, ReportResult Batches, ReportResult Open);

static class HomeView
{
    /// <summary>So many units on hold; the report has all.</summary>
    const int MostHolds = 8;

    const string Hold = "HOLD";

    public static Answer Page(LineNow line, Overview? known, string database, Func<ReportLink, string, string?> link) => new Answer.Page("Overview", $"""
        <div class="page">
        <header class="head"><h1>Overview</h1></header>
        {Line(line)}{(known is null ? Nothing(database) : Numbers(known, link))}</div>

        """)
    { Part = SitePart.Overview };

    static string Line(LineNow line) => $"""
        <section aria-labelledby="line-now">
        <h2 id="line-now">The line now</h2>
        {(line.Stations.IsEmpty ? "<div class=\"blank\"><p>No station is at work on this record.</p></div>\n" : $"<div class=\"cards\">{string.Concat(line.Stations.Select(LineView.Card))}</div>\n")}</section>

        """;

    static string Nothing(string database) => $"""
        <section class="blank">
        <p><b>There is no record yet.</b></p>
        <p class="soft">{Html.Text(database)} is not there. The station makes it with its first attempt; then this page shows it.</p>
        </section>

        """;

    static string Numbers(Overview known, Func<ReportLink, string, string?> link)
    {
        var together = known.Yields.Sections[0];
        return $"""
            <section aria-labelledby="day">
            <h2 id="day">{Html.Text(Day(known.Yields.Moment))}</h2>
            {(together.Rows.Length == 0 || known.Yields.Moment.Newest is null ? "<div class=\"blank\"><p>Nothing was flashed yet.</p></div>\n" : $"""
            <div class="stats">{Stat(together, "first_pass", "First pass yield", "units whose first counted attempt passed")}{Stat(together, "final", "Final yield", Flag(together, "interim") ? "interim: some units are not decided" : "of all begun units")}{Stat(together, "retested", "Retested", "units with two attempts or more")}{Stat(together, "no_fault_found", "No fault found", "of the units that failed")}</div>

            """)}<p class="more"><a href="{Html.Escaped(SitePaths.Report("yield", [("from", "last-1d"), ("by", "slot")]))}">By slot</a><a href="{Html.Escaped(SitePaths.Report("yield"))}">The last 30 days</a><a href="{Html.Escaped(SitePaths.Report("pareto"))}">Why units failed</a></p>
            </section>
            {HtmlReport.Section(Short(known.Batches.Sections[0], "Newest batches"), link)}<p class="more"><a href="/batches">All batches</a></p>
            {Holds(known.Open, link)}
            """;
    }

    static string Day(ReportMoment moment) => moment.Newest is { } newest ? $"The newest day, {newest.UtcDateTime:yyyy-MM-dd}" : "Numbers";

    static string Stat(SectionResult section, string column, string name, string remark)
    {
        var at = section.IndexOf(column);
        var share = at >= 0 && section.Rows[0][at] is Share known ? known : default;
        return $"""
            <div class="stat{(share.IsGrey ? " grey" : "")}"><span class="name">{Html.Text(name)}</span><span class="value">{Html.Text(share.Percent)}</span><span class="range">{(share.Whole == 0 ? "none yet" : $"{Html.Text(share.Interval)}, n = {share.Whole:N0}")}</span><span class="soft">{Html.Text(remark)}</span></div>
            """;
    }

    static bool Flag(SectionResult section, string column) => section.IndexOf(column) is >= 0 and var at && section.Rows[0][at] is true;

    static string Holds(ReportResult open, Func<ReportLink, string, string?> link)
    {
        var units = open.Sections[1];
        var at = units.IndexOf("disposition");
        var held = units.Rows.Where(row => at >= 0 && row[at] as string == Hold).ToImmutableArray();
        var title = held.Length == 0 ? "On hold" : $"On hold: {held.Length:N0}{(units.IsCut ? " or more" : "")} {(held.Length == 1 ? "unit" : "units")}";
        var shown = new SectionResult(units.Section with { Title = title, Empty = "No unit that was begun in the last seven days is on hold." }, units.Columns, [.. held.Take(MostHolds)], false);
        return $"""
            {HtmlReport.Section(shown, link)}<p class="more"><span class="soft">{(held.Length > MostHolds ? $"The newest {MostHolds} of those" : "Units")} begun in the last seven days.</span><a href="{Html.Escaped(SitePaths.Report("open", [("from", "all")]))}">All units that are open or on hold</a></p>

            """;
    }

    /// <summary>As much of the batches as a glance takes in.</summary>
    static SectionResult Short(SectionResult batches, string title)
    {
        string[] wanted = ["batch", "status", "recipe", "last_at", "first_pass", "final", "hold", "open"];
        var places = wanted.Select(batches.IndexOf).Where(at => at >= 0).ToImmutableArray();
        return batches with
        {
            Section = batches.Section with { Title = title },
            Columns = [.. places.Select(at => batches.Columns[at])],
            Rows = [.. batches.Rows.Select(row => places.Select(at => row[at]).ToImmutableArray())],
        };
    }
}
