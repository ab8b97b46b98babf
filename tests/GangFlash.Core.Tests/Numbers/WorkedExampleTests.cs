using GangFlash.Flashing;
using GangFlash.Numbers;

namespace GangFlash.Tests.Numbers;

/// <summary>The worked example of factory.md 5.5, every row of its table.</summary>
public sealed class WorkedExampleTests
{
    static readonly DateTimeOffset s_day1 = new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero);
    static readonly DateTimeOffset s_day2 = s_day1.AddDays(1);

    static readonly AttemptFact[] s_facts = Numbered(
        ("U01", "PASS T"),
        ("U02", "FAIL T verify 2"), ("U02", "PASS T 5"),
        ("U03", "ABORTED u abort"), ("U03", "PASS T"),
        ("U04", "ABORTED T abort"), ("U04", "PASS T"),
        ("U05", "ERROR u open-denied"), ("U05", "PASS T"),
        ("U06", "ERROR T usb-lost"), ("U06", "FAIL T erase"), ("U06", "FAIL T erase"),
        ("U07", "FAIL u wrong-chip"),
        ("U08", "PASS T"),
        ("U09", "FAIL T verify"), ("U09", "PASS T day2"),
        ("U10", "ERROR u open-denied"),
        ("U11", "PASS T day2"),
        ("golden", "PASS T golden"), ("challenge", "FAIL T verify challenge"));

    static readonly Dictionary<string, Disposition> s_ends = new() { ["U06"] = Disposition.Scrap, ["U07"] = Disposition.Hold, ["U10"] = Disposition.Withdrawn };

    static readonly Yields s_first = Of(fact => fact.StartedAt < s_day2);
    static readonly Yields s_second = Of(fact => fact.StartedAt >= s_day2);
    static readonly Yields s_batch = Of(_ => true);

    [Fact]
    public void First_pass_yield() => Assert.Equal(["4/9", "1/1", "5/10"], [.. Each(yields => yields.FirstPass)]);

    [Fact]
    public void Wilson_interval()
    {
        Assert.Equal("18.9–73.3 %", s_first.FirstPass.Interval);
        Assert.Equal("23.7–76.3 %", s_batch.FirstPass.Interval);
        Assert.True(s_first.FirstPass.IsGrey && s_second.FirstPass.IsGrey && s_batch.FirstPass.IsGrey);
    }

    [Fact]
    public void Attempt_yield() => Assert.Equal(["6/11", "2/2", "8/13"], [.. Each(yields => yields.Attempts)]);

    [Fact]
    public void Retested_units() => Assert.Equal("4/10", s_batch.Retested.ToString());

    [Fact]
    public void Recovered_of_those_that_did_not_pass_first() => Assert.Equal("3/5", s_batch.Recovered.ToString());

    [Fact]
    public void No_fault_found() => Assert.Equal("2/4", s_batch.NoFaultFound.ToString());

    [Fact]
    public void Final_yield_is_interim_while_a_unit_is_on_hold()
    {
        Assert.Equal("8/10", s_batch.Final.ToString());
        Assert.True(s_batch.IsInterim);
        Assert.Equal("1/10", s_batch.Scrapped.ToString());
        Assert.Equal(1, s_batch.Dispositions[Disposition.Withdrawn]);
    }

    [Fact]
    public void No_starts() => Assert.Equal("3/18", s_batch.NoStarts.ToString());

    [Fact]
    public void Unit_Pareto() => Assert.Equal("verify 2, abort 1, usb-lost 1, wrong-chip 1", Listed(s_batch.UnitPareto));

    [Fact]
    public void Attempt_Pareto() => Assert.Equal("erase 2, verify 2, wrong-chip 1", Listed(s_batch.AttemptPareto));

    [Fact]
    public void The_order_in_which_facts_are_given_does_not_matter()
    {
        var backwards = Yields.Of(s_facts.Reverse(), _ => true, s_ends, countedAttempts: 3);

        Assert.Equal((s_batch.FirstPass, s_batch.Attempts, s_batch.Final, s_batch.NoFaultFound), (backwards.FirstPass, backwards.Attempts, backwards.Final, backwards.NoFaultFound));
    }

    static Yields Of(Func<AttemptFact, bool> window) => Yields.Of(s_facts, window, s_ends, countedAttempts: 3);

    static IEnumerable<string> Each(Func<Yields, Share> number) => new[] { s_first, s_second, s_batch }.Select(yields => number(yields).ToString());

    static string Listed(Pareto pareto) => string.Join(", ", pareto.Bars.Select(bar => $"{bar.Code} {bar.Count}"));

    static AttemptFact[] Numbered(params (string Unit, string Attempt)[] rows) => [.. rows.Select((row, index) => Fact(index + 1, row.Unit, row.Attempt.Split(' ')))];

    static AttemptFact Fact(int sequence, string unit, string[] words) => new()
    {
        Attempt = $"a{sequence}",
        Unit = unit,
        Station = "S1",
        Sequence = sequence,
        StartedAt = words.Contains("day2") ? s_day2 : s_day1.AddMinutes(sequence),
        Outcome = Enum.Parse<Outcome>(words[0], ignoreCase: true),
        Touched = words[1] == "T",
        Code = words[0] == "PASS" ? "" : words[2],
        Purpose = AttemptPurposes.Parse(words[^1]) ?? AttemptPurpose.Production,
    };
}
