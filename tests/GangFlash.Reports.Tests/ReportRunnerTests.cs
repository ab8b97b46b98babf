using GangFlash.Traceability;

namespace GangFlash.Reports.Tests;

public sealed class ReportRunnerTests : IDisposable
{
    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("DELETE FROM attempt_start")]
    [InlineData("INSERT INTO station VALUES ('x', 'y')")]
    [InlineData("UPDATE station SET first_seen = 'x'")]
    [InlineData("DROP TABLE station")]
    [InlineData("CREATE TEMP TABLE t (a)")]
    [InlineData("ATTACH '/etc/hostname' AS other")]
    [InlineData("VACUUM INTO 'copy.db'", QueryCode.BadSql)]      // not inside of a transaction
    [InlineData("PRAGMA query_only = OFF")]
    [InlineData("PRAGMA writable_schema = ON")]
    [InlineData("COMMIT")]
    [InlineData("SELECT load_extension('x')")]
    [InlineData("SELECT random() AS a")]
    [InlineData("SELECT 1 AS a; DELETE FROM station")]
    [InlineData("SELECT 1 AS a; SELECT 2 AS a", QueryCode.BadSql)]
    public async Task Nothing_but_reading_is_possible(string sql, QueryCode code = QueryCode.Refused)
    {
        await folder.WithEmptyRecordAsync();
        using var query = RecordQuery.Open(folder.Database, TimeProvider.System);

        var refused = Assert.Throws<QueryException>(() => query.Ask(sql, new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(30)), default));

        Assert.Equal(code, refused.Code);
        Assert.Equal("0", $"{query.Ask("SELECT count(*) FROM station", new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(30)), default).Rows[0][0]}");
    }

    [Fact]
    public async Task A_question_that_takes_too_long_is_stopped_and_the_next_one_is_answered()
    {
        await folder.WithEmptyRecordAsync();
        using var query = RecordQuery.Open(folder.Database, new HurryingClock());

        var slow = Assert.Throws<QueryException>(() => query.Ask(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n", new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(5)), default));

        Assert.Equal(QueryCode.TooSlow, slow.Code);
        Assert.Equal(1L, query.Ask("SELECT 1 AS a", new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(5)), default).Rows[0][0]);
    }

    [Fact]
    public async Task A_question_can_be_called_off()
    {
        await folder.WithEmptyRecordAsync();
        using var query = RecordQuery.Open(folder.Database, TimeProvider.System);
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();

        _ = Assert.ThrowsAny<OperationCanceledException>(() => query.Ask("SELECT 1", new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(5)), stop.Token));
    }

    [Fact]
    public async Task More_rows_than_a_section_shows_are_left_out_and_it_says_so()
    {
        await folder.WithEmptyRecordAsync();

        var result = folder.RunText("--@ rows 3\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9) SELECT i FROM n;");

        Assert.Equal((3, true), (result.Sections[0].Rows.Length, result.Sections[0].IsCut));
        Assert.Contains("Only the first 3 rows are shown.", TextReport.Of(result, 80), StringComparison.Ordinal);
        Assert.Contains("Only the first 3 rows are shown.", HtmlReport.Page(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_sections_are_of_one_moment()
    {
        await folder.WithEmptyRecordAsync();
        using var query = RecordQuery.Open(folder.Database, TimeProvider.System);
        const string Count = "SELECT count(*) FROM station";
        Assert.Equal(0L, query.Ask(Count, new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(30)), default).Rows[0][0]);

        folder.Execute("INSERT INTO station (station, first_seen) VALUES ('line-2', '2026-01-05T06:00:00.000+00:00')");

        Assert.Equal(0L, query.Ask(Count, new Dictionary<string, object?>(), new(10, TimeSpan.FromSeconds(30)), default).Rows[0][0]);
    }

    [Theory]
    [InlineData("batch", "The report batch needs --batch: The batch.")]
    [InlineData("yield", "The report yield has no --bach; did you mean --batch?", "bach", "x")]
    [InlineData("yield", "--by \"dya\" is not known; did you mean day?", "by", "dya")]
    [InlineData("yield", "--slot \"two\" is no whole number.", "slot", "two")]
    [InlineData("yield", "--from \"yesterday\" is no time like 2026-11-21 or 2026-11-21T06:00+01:00, no number of days like last-30d, and not all.", "from", "yesterday")]
    public void What_is_missing_or_wrong_is_said(string name, string problem, params string[] given)
    {
        var typed = given.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

        var (arguments, problems) = ReportArguments.Of(ReportCatalogue.Standard().Find(name)!, typed, ReportMoment.Some);

        Assert.Null(arguments);
        Assert.Equal(problem, Assert.Single(problems).Text);
        Assert.Equal(given.FirstOrDefault() ?? "batch", problems[0].Parameter);
    }

    [Theory]
    [InlineData("2026-11-21", "2026-11-21T00:00:00.000+00:00")]
    [InlineData("2026-11-21T06:00+01:00", "2026-11-21T05:00:00.000+00:00")]
    [InlineData("last-1d", "2026-03-04T00:00:00.000+00:00")]
    [InlineData("last-30d", "2026-02-03T00:00:00.000+00:00")]
    [InlineData("all", null)]
    public void A_time_is_what_SQL_compares_with(string typed, string? value)
    {
        var moment = new ReportMoment(new(2026, 3, 4, 22, 0, 0, TimeSpan.Zero), 1);

        var (arguments, _) = ReportArguments.Of(ReportCatalogue.Standard().Find("yield")!, new Dictionary<string, string> { ["from"] = typed }, moment);

        Assert.Equal(value, arguments!.ForSql()["from"]);
    }

    [Fact]
    public async Task A_cell_that_is_not_what_its_column_says_is_told_with_the_place()
    {
        await folder.WithEmptyRecordAsync();

        var wrong = Assert.Throws<ReportException>(() => folder.RunText("--@ column a integer \"A\"\nSELECT 'many' AS a;"));

        Assert.Equal("test.sql:4:1: error: column a is integer, and the SQL gives \"many\".", wrong.Message);
    }

    /// <summary>A second goes by whenever somebody looks.</summary>
    sealed class HurryingClock : TimeProvider
    {
        long looks;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => looks++;
    }
}
