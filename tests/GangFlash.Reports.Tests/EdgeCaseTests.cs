using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Reports.Tests;

/// <summary>The edge cases of the factory guide (the numbers, edge cases), each as a short history and the first pass yield and no-starts that reports show.</summary>
public sealed class EdgeCaseTests : IDisposable
{
    static readonly DateTimeOffset s_evening = new(2026, 1, 5, 23, 30, 0, TimeSpan.Zero);

    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string, string, string> Cases { get; } = new()
    {
        { "passed on an automatic re-run: two attempts, not first pass", "fail pass", "0/1", "0/2" },
        { "unplugged during write: counted, not first pass", "error-touched pass", "0/1", "0/2" },
        { "cancelled before erase: the next one can still be first pass", "aborted pass", "1/1", "1/2" },
        { "wrong chip: judged, counted though untouched", "fail-untouched", "0/1", "0/1" },
        { "crash after the first erase", "interrupted-touched pass", "0/1", "0/2" },
        { "crash before it", "interrupted pass", "1/1", "1/2" },
        { "aborted after it was touched", "aborted-touched pass", "0/1", "0/2" },
        { "never more than no-starts: in no yield", "error error", "0/0", "2/2" },
        { "passed, and failed when it came back: first pass stays", "pass fail", "1/1", "0/2" },
        { "good after rework: first pass stays lost", "fail rework-pass", "0/1", "0/1" },
        { "a golden board is no unit", "golden-pass", "0/0", "0/0" },
        { "a challenge board that fails is no failure", "challenge-fail", "0/0", "0/0" },
        { "a first article is a unit", "first_article-pass", "1/1", "0/1" },
        { "training is apart", "training-fail", "0/0", "0/0" },
        { "nothing at all", "", "0/0", "0/0" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Counts_as_the_guide_says(string what, string attempts, string firstPass, string noStarts)
    {
        await folder.WithEmptyRecordAsync();
        folder.Insert([.. attempts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select((word, i) => Fact(word, "U1", i + 1, s_evening.AddMinutes(-60 + i)))]);

        var report = folder.Run("yield", ("from", "all"));

        Assert.True(firstPass == report.Section("Together").Cell<Share?>("first_pass")!.Value.ToString(), what);
        var rows = report.Sections[1];
        Assert.Equal(noStarts, rows.Rows.IsEmpty ? "0/0" : rows.Cell<Share?>("no_starts")!.Value.ToString());
    }

    [Fact]
    public async Task A_unit_first_seen_yesterday_is_not_in_todays_first_pass_yield()
    {
        await folder.WithEmptyRecordAsync();
        folder.Insert([Fact("fail", "U1", 1, s_evening), Fact("pass", "U1", 2, s_evening.AddHours(1)), Fact("pass", "U2", 3, s_evening.AddHours(2))]);

        var today = folder.Run("yield", ("from", "2026-01-06"));

        Assert.Equal(new Share(1, 1), today.Section("Together").Cell<Share?>("first_pass"));
        Assert.Equal(new Share(2, 2), today.Sections[1].Cell<Share?>("attempt_yield"));
    }

    [Fact]
    public async Task The_same_batch_on_two_stations_counts_a_unit_once()
    {
        await folder.WithEmptyRecordAsync();
        folder.Insert([Fact("fail", "U1", 1, s_evening), Fact("pass", "U1", 2, s_evening.AddMinutes(5)) with { Station = "B" }]);

        var stations = folder.Run("yield", ("by", "station"), ("from", "all")).Sections[1];

        Assert.Equal(["A", "B"], stations.Rows.Select(row => row[0]));
        Assert.Equal(new Share(0, 1), stations.Cell<Share?>("first_pass", "A"));
        Assert.Equal(new Share(0, 0), stations.Cell<Share?>("first_pass", "B"));
        Assert.Equal("–", CellText.OfShare(stations.Cell<Share?>("first_pass", "B")!.Value));
    }

    [Fact]
    public async Task A_clock_that_went_back_does_not_change_which_attempt_was_first()
    {
        await folder.WithEmptyRecordAsync();
        folder.Insert([Fact("fail", "U1", 1, s_evening), Fact("pass", "U1", 2, s_evening.AddHours(-1))]);

        Assert.Equal(new Share(0, 1), folder.Run("yield", ("from", "all")).Section("Together").Cell<Share?>("first_pass"));
    }

    static AttemptFact Fact(string word, string unit, int sequence, DateTimeOffset at)
    {
        var parts = word.Split('-');
        var purpose = AttemptPurposes.Parse(parts[0]);
        var outcome = Enum.Parse<Outcome>(parts[purpose is null ? 0 : 1], ignoreCase: true);
        var touched = parts[^1] switch { "touched" => true, "untouched" => false, _ => outcome is Outcome.Pass or Outcome.Fail };
        return new()
        {
            Attempt = $"attempt-{sequence}",
            Unit = unit,
            Station = "A",
            Sequence = sequence,
            StartedAt = at,
            Outcome = outcome,
            Touched = touched,
            Code = outcome == Outcome.Pass ? "" : "verify.mismatch",
            Slot = 1,
            Purpose = purpose ?? AttemptPurpose.Production,
        };
    }
}
