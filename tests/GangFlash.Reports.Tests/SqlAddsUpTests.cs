using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Numbers;
using Outcome = GangFlash.Flashing.Outcome;

namespace GangFlash.Reports.Tests;

/// <summary>SQL only adds up what was decided once; these hold its sums against the one place that computes yields, on histories that nobody would think of.</summary>
public sealed class SqlAddsUpTests
{
    static readonly DateTimeOffset s_start = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    /// <summary>Up to forty attempts on eight units at two stations over three days, of every outcome and purpose.</summary>
    static Arbitrary<(ImmutableArray<AttemptFact> Facts, ImmutableDictionary<string, Disposition> Decided)> Histories { get; } = (
        from attempts in (
            from unit in Gen.Choose(1, 8)
            from outcome in Gen.Frequency((6, Gen.Constant(Outcome.Pass)), (5, Gen.Constant(Outcome.Fail)), (2, Gen.Constant(Outcome.Error)), (1, Gen.Constant(Outcome.Aborted)), (1, Gen.Constant(Outcome.Interrupted)))
            from touched in Gen.Frequency((3, Gen.Constant(true)), (1, Gen.Constant(false)))
            from purpose in Gen.Frequency((8, Gen.Constant(AttemptPurpose.Production)), (1, Gen.Constant(AttemptPurpose.FirstArticle)), (2, Gen.Constant(AttemptPurpose.Rework)), (1, Gen.Constant(AttemptPurpose.Golden)))
            from slot in Gen.Choose(1, 3)
            from station in Gen.Elements("A", "B")
            from batch in Gen.Elements("W1", "W2", null)
            from code in Gen.Elements("verify.mismatch", "usb.disconnected", "erase.not-blank")
            from wait in Gen.Choose(1, 300)
            select new AttemptFact
            {
                Attempt = "",
                Unit = $"U{unit}",
                Station = station,
                Sequence = wait,
                StartedAt = s_start,
                Outcome = outcome,
                Touched = touched,
                Code = outcome == Outcome.Pass ? "" : code,
                Slot = slot,
                Batch = batch,
                Purpose = purpose,
            }).ListOf().Resize(40)
        from decided in Gen.Elements(Enum.GetValues<Disposition>()).ArrayOf(3)
        from units in Gen.Choose(1, 8).ArrayOf(3)
        select (InOrder(attempts), units.Zip(decided).DistinctBy(pair => pair.First).ToImmutableDictionary(pair => $"U{pair.First}", pair => pair.Second))).ToArbitrary();

    [Fact]
    public void Sums_of_the_record_are_the_yields_of_the_one_place() =>
        Prop.ForAll(Histories, history =>
        {
            using var folder = new ReportFolder();
            folder.WithEmptyRecordAsync().GetAwaiter().GetResult();
            folder.Insert(history.Facts, history.Decided);
            Agrees(folder, history, fact => true);
            Agrees(folder, history, fact => fact.Batch == "W1", ("batch", "W1"));
            Agrees(folder, history, fact => fact.Station == "A" && fact.Slot == 2, ("station", "A"), ("slot", "2"));
            Agrees(folder, history, fact => fact.StartedAt >= s_start.AddDays(1) && fact.StartedAt < s_start.AddDays(2), ("from", "2026-01-06T06:00Z"), ("to", "2026-01-07T06:00Z"));
        }).QuickCheckThrowOnFailureWith(25);

    static void Agrees(ReportFolder folder, (ImmutableArray<AttemptFact> Facts, ImmutableDictionary<string, Disposition> Decided) history, Func<AttemptFact, bool> window, params (string, string)[] filter)
    {
        var yields = Yields.Of(history.Facts, window, history.Decided);
        (string, string)[] given = filter.Any(pair => pair.Item1 == "from") ? filter : [.. filter, ("from", "all")];
        var report = folder.Run("yield", given);
        var together = report.Section("Together");
        Assert.Equal(yields.FirstPass, together.Cell<Share?>("first_pass"));
        Assert.Equal(yields.Final, together.Cell<Share?>("final"));
        Assert.Equal(yields.IsInterim, together.Cell<bool?>("interim"));
        Assert.Equal(yields.Retested, together.Cell<Share?>("retested"));
        Assert.Equal(yields.Recovered, together.Cell<Share?>("recovered"));
        Assert.Equal(yields.NoFaultFound, together.Cell<Share?>("no_fault_found"));
        Assert.Equal(yields.Scrapped, together.Cell<Share?>("scrapped"));
        var rows = report.Sections[1];
        Assert.Equal(yields.Attempts, Sum(rows, "attempt_yield"));
        Assert.Equal(yields.NoStarts, Sum(rows, "no_starts"));
        Assert.Equal(yields.FirstPass, Sum(rows, "first_pass"));
        var pareto = folder.Run("pareto", given);
        Assert.Equal(yields.UnitPareto.Bars.Select(bar => (bar.Code, (long)bar.Count)), pareto.Sections[0].Rows.Select(row => ((string)row[0]!, (long)row[1]!)));
        Assert.Equal(yields.AttemptPareto.Bars.Select(bar => (bar.Code, (long)bar.Count)), pareto.Sections[1].Rows.Select(row => ((string)row[0]!, (long)row[1]!)));
    }

    static Share Sum(SectionResult rows, string column)
    {
        var shares = rows.Rows.Select(row => (Share)row[rows.IndexOf(column)]!).ToList();
        return new(shares.Sum(share => share.Part), shares.Sum(share => share.Whole));
    }

    // "Sequence" came as the minutes since the attempt before.
    static ImmutableArray<AttemptFact> InOrder(IEnumerable<AttemptFact> attempts)
    {
        var minutes = 0L;
        return [.. attempts.Select((fact, i) => fact with { Attempt = $"attempt-{i + 1}", Sequence = i + 1, StartedAt = s_start.AddMinutes(minutes += fact.Sequence) })];
    }
}

static class QuickCheck
{
    public static void QuickCheckThrowOnFailureWith(this Property property, int tests) => Check.One(Config.QuickThrowOnFailure.WithMaxTest(tests), property);
}
