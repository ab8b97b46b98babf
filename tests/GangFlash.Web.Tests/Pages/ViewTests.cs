using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Line;
using GangFlash.Reports;
using GangFlash.Testing;
using GangFlash.Web.Live;
using GangFlash.Web.Views;

namespace GangFlash.Web.Tests.Pages;

/// <summary>Views are functions: values in, text out.</summary>
public sealed partial class ViewTests
{
    static readonly DateTimeOffset s_now = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_line_as_html() => Golden.Matches(LineView.Station(StationNow.Of(SomeLine.Working(s_now), s_now)));

    [Fact]
    public void Every_sign_has_a_word_a_symbol_and_a_template()
    {
        var page = Body(LineView.Page(new(s_now, [], [])));

        foreach (var key in Enum.GetValues<SlotSign>().Where(sign => sign != SlotSign.Running).Select(sign => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(sign.ToString()))
            .Concat(Enum.GetValues<Flashing.JobPhase>().Select(phase => "running:" + Traceability.RecordWords.Of(phase))).Append("running:"))
        {
            Assert.Matches($"data-tile=\"{key}\"><li class=\"tile [a-z-]+\"[^>]*><div class=\"top\">.*<span class=\"symbol\" aria-hidden=\"true\">.</span><span class=\"word\">[A-Z].+?</span>", page);
        }
    }

    [Fact]
    public void The_signs_differ_without_colours()
    {
        var tiles = TemplateTile().Matches(Body(LineView.Page(new(s_now, [], [])))).Select(match => (Symbol: match.Groups["symbol"].Value, Word: match.Groups["word"].Value)).ToList();

        // Running differs by phase; "Connect" stands for three of them.
        Assert.True(tiles.DistinctBy(tile => tile.Word).Count() >= tiles.Count - 2);
        Assert.Equal(Enum.GetValues<SlotSign>().Length, tiles.DistinctBy(tile => tile.Symbol).Count());
    }

    [Theory]
    [InlineData(0, "Working")]
    [InlineData(7, "Working")]
    [InlineData(8, "Lost")]
    [InlineData(-8, "Lost")]
    public void A_station_that_says_nothing_is_lost(int secondsAgo, string state)
    {
        var station = StationNow.Of(SomeLine.Working(s_now), s_now.AddSeconds(secondsAgo));

        Assert.Equal(state, station.State.ToString());
        Assert.Equal(state == "Lost" ? "Not heard from since 2026-01-05 06:00:00 UTC. What is shown is what it said last." : "Working: 1 of 4 slots.", station.Says);
    }

    [Fact]
    public void A_line_stop_is_said_before_what_still_runs()
    {
        var line = SomeLine.Working(s_now) with { Alarms = [new(AlarmClass.Stop, s_now, "Five units failed.", "Call a supervisor.")] };

        Assert.Equal((StationState.Stopped, "Line stop."), (StationNow.Of(line, s_now).State, StationNow.Of(line, s_now).Says));
        Assert.Contains("<p class=\"alarm stop\"><b data-f=\"class\">Line stop</b>", LineView.Station(StationNow.Of(line, s_now)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_trouble_has_a_code_of_its_own_a_title_and_a_row_for_programs()
    {
        var all = ApiView.s_troubles;

        Assert.Equal(typeof(Trouble).GetNestedTypes().Length, all.Length);
        Assert.Equal(all.Length, all.Select(trouble => trouble.Code).Distinct().Count());
        Assert.All(all, trouble => Assert.True(trouble.Status is >= 400 and < 600 && trouble.Title.Length > 5));
        Golden.Matches(string.Join('\n', all.Select(trouble => $"{trouble.Code}  {trouble.Status}\n    {trouble.Title}\n    {trouble.Detail}")));
    }

    [Fact]
    public void No_text_becomes_markup() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
    {
        var html = Html.Text(text);
        return !html.Contains('<', StringComparison.Ordinal) && !html.Contains('"', StringComparison.Ordinal) && !html.Contains('\'', StringComparison.Ordinal) && !html.Any(char.IsControl);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("SN-1", "/units/SN-1")]
    [InlineData("a b", "/units/a%20b")]
    [InlineData("..", "/reports/unit?serial=..")]
    [InlineData("WO-7/pump x/C", "/units/WO-7/pump%20x/C")]
    [InlineData("a//b", "/reports/unit?serial=a%2F%2Fb")]
    [InlineData("/etc/passwd", "/reports/unit?serial=%2Fetc%2Fpasswd")]
    [InlineData("a/../b", "/reports/unit?serial=a%2F..%2Fb")]
    [InlineData("a%2Fb", "/reports/unit?serial=a%252Fb")]
    [InlineData("<x>", "/reports/unit?serial=%3Cx%3E")]
    [InlineData("", "/reports/unit?serial=")]
    public void A_name_that_a_path_cannot_hold_is_an_argument(string unit, string path) => Assert.Equal(path, SitePaths.Unit(unit));

    [Theory]
    [InlineData(null, "/")]
    [InlineData("", "/")]
    [InlineData("/units?q=a%20b", "/units?q=a%20b")]
    [InlineData("//evil", "/")]
    [InlineData("/\\evil", "/")]
    [InlineData("http://evil", "/")]
    [InlineData("/a b", "/")]
    public void Only_an_address_of_this_site_is_gone_back_to(string? address, string path) => Assert.Equal(path, SitePaths.Local(address));

    static string Body(Answer answer) => Assert.IsType<Answer.Page>(answer).Body;

    [GeneratedRegex("<template data-tile=.*?class=\"symbol\"[^>]*>(?<symbol>.)</span><span class=\"word\">(?<word>[^<]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TemplateTile();
}
