using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Tests.Numbers;

/// <summary>The edge cases of factory.md 5.4 that concern numbers.</summary>
public sealed class YieldEdgeTests
{
    static readonly DateTimeOffset s_start = new(2026, 3, 2, 22, 0, 0, TimeSpan.FromHours(1));

    [Fact]
    public void Passed_on_an_automatic_re_run_is_not_first_pass() => Assert.Equal("0/1", FirstPass(Some(1, Outcome.Fail), Some(2, Outcome.Pass)));

    [Fact]
    public void Unplugged_while_it_was_written_counts() => Assert.Equal("0/1", FirstPass(Some(1, Outcome.Error), Some(2, Outcome.Pass)));

    [Fact]
    public void Cancelled_before_the_erase_the_next_attempt_can_still_be_first_pass() => Assert.Equal("1/1", FirstPass(Some(1, Outcome.Aborted, touched: false), Some(2, Outcome.Pass)));

    [Fact]
    public void A_wrong_chip_counts_although_it_was_not_touched() => Assert.Equal("0/1", FirstPass(Some(1, Outcome.Fail, touched: false)));

    [Theory]
    [InlineData(true, "0/1")]
    [InlineData(false, "0/0")]
    public void An_interrupted_attempt_counts_if_it_touched(bool touched, string yield) => Assert.Equal(yield, FirstPass(Some(1, Outcome.Interrupted, touched)));

    [Fact]
    public void A_unit_belongs_to_the_shift_in_which_its_first_counted_attempt_started()
    {
        var midnight = s_start.AddHours(2);
        AttemptFact[] facts = [Some(1, Outcome.Fail) with { StartedAt = midnight.AddMinutes(-1) }, Some(2, Outcome.Pass) with { StartedAt = midnight.AddMinutes(1) }];

        Assert.Equal("0/1", Yields.Of(facts, fact => fact.StartedAt < midnight).FirstPass.ToString());
        Assert.Equal("0/0", Yields.Of(facts, fact => fact.StartedAt >= midnight).FirstPass.ToString());
    }

    [Fact]
    public void Across_stations_the_earlier_start_is_first_and_late_data_can_change_it()
    {
        var here = Some(1, Outcome.Pass);
        var there = Some(7, Outcome.Fail) with { Station = "S2", StartedAt = s_start.AddMinutes(-5) };

        Assert.Equal("1/1", FirstPass(here));
        Assert.Equal("0/1", FirstPass(here, there));
    }

    [Fact]
    public void Where_the_clock_went_back_the_sequence_rules()
    {
        var first = Some(1, Outcome.Fail);
        var second = Some(2, Outcome.Pass) with { StartedAt = s_start.AddHours(-3) };

        Assert.Equal("0/1", FirstPass(second, first));
    }

    [Fact]
    public void Of_nothing_there_is_a_dash()
    {
        Assert.Equal(("–", "–", null), (Yields.None.FirstPass.Percent, Yields.None.FirstPass.Interval, Yields.None.FirstPass.Value));
        Assert.False(Yields.None.IsInterim);
    }

    [Fact]
    public void Rework_never_changes_first_pass_and_counts_in_the_final_yield()
    {
        var yields = Yields.Of([Some(1, Outcome.Fail), Some(2, Outcome.Pass) with { Purpose = AttemptPurpose.Rework }], _ => true);

        Assert.Equal(("0/1", "1/1", 1, "0/1"), (yields.FirstPass.ToString(), yields.Final.ToString(), yields.GoodAfterRework, yields.Attempts.ToString()));
        Assert.Equal("0/1", yields.NoFaultFound.ToString());
    }

    [Fact]
    public void After_a_repair_a_pass_is_no_false_alarm()
    {
        Assert.Equal("0/1", Yields.Of([Some(1, Outcome.Fail), Some(2, Outcome.Pass) with { AfterRepair = true }], _ => true).NoFaultFound.ToString());
        Assert.Equal("1/1", Yields.Of([Some(1, Outcome.Fail), Some(2, Outcome.Pass)], _ => true).NoFaultFound.ToString());
    }

    [Theory]
    [InlineData(1, Disposition.Open)]
    [InlineData(2, Disposition.Hold)]
    public void A_unit_is_held_when_its_tries_are_used(int fails, Disposition stands) =>
        Assert.Equal(stands, DispositionRules.Of([.. Enumerable.Range(1, fails).Select(number => Some(number, Outcome.Fail))]));

    [Theory]
    [InlineData(98, 100, "98.0 %", "93.0–99.4 %", false)]
    [InlineData(19, 19, "100.0 %", "83.2–100.0 %", true)]
    [InlineData(9_999, 10_000, "99.9 %", "99.9–100.0 %", false)]
    [InlineData(1, 10_000, "0.1 %", "0.0–0.1 %", false)]
    public void A_share_says_what_it_is_worth(int part, int whole, string percent, string interval, bool grey)
    {
        Share share = new(part, whole);

        Assert.Equal((percent, interval, grey), (share.Percent, share.Interval, share.IsGrey));
    }

    [Theory]
    [InlineData(120, 2.0, 60.0)]
    [InlineData(3, 0.0, null)]
    public void Units_per_hour_need_an_hour_to_pass(int good, double hours, double? uph) => Assert.Equal(uph, Yields.UnitsPerHour(good, TimeSpan.FromHours(hours)));

    [Fact]
    public void A_Pareto_keeps_eight_bars_and_calls_the_rest_other()
    {
        var cut = Pareto.Of(Enumerable.Range(0, 12).SelectMany(code => Enumerable.Repeat($"c{code:00}", code < 2 ? 50 : 1))).Cut();

        Assert.Equal(9, cut.Bars.Length);
        Assert.Equal((Pareto.Other, 4, "110/110"), (cut.Bars[^1].Code, cut.Bars[^1].Count, cut.Bars[^1].Cumulated.ToString()));
    }

    static string FirstPass(params AttemptFact[] facts) => Yields.Of(facts, _ => true).FirstPass.ToString();

    static AttemptFact Some(int sequence, Outcome outcome, bool touched = true) => new()
    {
        Attempt = $"a{sequence}",
        Unit = "U",
        Station = "S1",
        Sequence = sequence,
        StartedAt = s_start.AddMinutes(sequence),
        Outcome = outcome,
        Touched = touched,
        Code = outcome == Outcome.Pass ? "" : "x",
    };
}
