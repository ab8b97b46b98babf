using System.Collections.Immutable;
using GangFlash.Flashing;

namespace GangFlash.Numbers;

/// <summary>
/// The yields of a window: a shift, a day, a batch. The one place that computes them, for the screen and for the reports. A unit belongs to the window in which
/// its first counted attempt started; a retry never changes the first pass yield.
/// </summary>
public sealed record Yields
{
    /// <summary>Units whose first counted attempt passed, of the units with a first counted attempt in the window.</summary>
    public required Share FirstPass { get; init; }

    /// <summary>PASS of PASS and FAIL, attempts that started in the window.</summary>
    public required Share Attempts { get; init; }

    /// <summary>GOOD of all units that were begun and not withdrawn.</summary>
    public required Share Final { get; init; }

    /// <summary>True while a unit of <see cref="Final"/> is OPEN, on HOLD or in REWORK.</summary>
    public required bool IsInterim { get; init; }

    /// <summary>Units that are GOOD after rework, as part of <see cref="Final"/>.</summary>
    public required int GoodAfterRework { get; init; }

    /// <summary>Units with two counted attempts or more, of the begun ones.</summary>
    public required Share Retested { get; init; }

    /// <summary>Units that ended GOOD, of those that did not pass first.</summary>
    public required Share Recovered { get; init; }

    /// <summary>Units that failed and passed later with no repair between, of those that failed: it says more about the station than about the unit.</summary>
    public required Share NoFaultFound { get; init; }

    /// <summary>Attempts that neither judged nor touched their unit, of all attempts in the window.</summary>
    public required Share NoStarts { get; init; }

    /// <summary>SCRAP of the begun units.</summary>
    public required Share Scrapped { get; init; }

    /// <summary>One code for each unit, of its first counted attempt that was no pass.</summary>
    public required Pareto UnitPareto { get; init; }

    /// <summary>One code for each FAIL in the window.</summary>
    public required Pareto AttemptPareto { get; init; }

    /// <summary>Units of the window by disposition; units that were never begun too, where a person withdrew them.</summary>
    public required ImmutableSortedDictionary<Disposition, int> Dispositions { get; init; }

    /// <summary>Yields of nothing.</summary>
    public static Yields None { get; } = Of([], _ => true);

    /// <summary>The yields of the attempts of a window.</summary>
    /// <param name="lives">All attempts of all units that may matter, from their first one on, in any order; those outside of the window tell which units are new in it.</param>
    /// <param name="inWindow">Whether an attempt is in the window: by its start, its batch, its station.</param>
    /// <param name="dispositions">Where units stand, as far as somebody decided; the others stand where <see cref="DispositionRules"/> puts them.</param>
    /// <param name="countedAttempts">So many counted attempts a unit may have without repair.</param>
    public static Yields Of(
        IEnumerable<AttemptFact> lives, Func<AttemptFact, bool> inWindow, IReadOnlyDictionary<string, Disposition>? dispositions = null, int countedAttempts = DispositionRules.DefaultCountedAttempts)
    {
        var all = AttemptOrder.Sort(lives);
        var units = all.Where(fact => fact.EntersYields || fact.Purpose == AttemptPurpose.Rework).GroupBy(fact => fact.Unit)
            .Select(life => UnitLife.Of(life.Key, [.. life], Decided(life.Key), countedAttempts)).ToList();
        var begun = units.Where(unit => unit.First is { } first && inWindow(first)).ToList();
        var untouched = units.Where(unit => unit.First is null && unit.Attempts.Any(inWindow)).ToList();
        var window = all.Where(fact => fact.EntersYields && inWindow(fact)).ToList();
        var standing = begun.Where(unit => unit.Disposition != Disposition.Withdrawn).ToList();
        var missed = begun.Where(unit => unit.First!.Outcome != Outcome.Pass).ToList();
        var failed = begun.Where(unit => unit.HasFailed).ToList();
        return new()
        {
            FirstPass = new(begun.Count - missed.Count, begun.Count),
            Attempts = new(window.Count(fact => fact.Outcome == Outcome.Pass), window.Count(fact => fact.Outcome is Outcome.Pass or Outcome.Fail)),
            Final = new(standing.Count(unit => unit.Disposition == Disposition.Good), standing.Count),
            IsInterim = standing.Any(unit => unit.Disposition is Disposition.Open or Disposition.Hold or Disposition.Rework),
            GoodAfterRework = standing.Count(unit => unit.Disposition == Disposition.Good && unit.Attempts.Any(fact => fact.Purpose == AttemptPurpose.Rework)),
            Retested = new(begun.Count(unit => unit.Counted.Length >= 2), begun.Count),
            Recovered = new(missed.Count(unit => unit.Disposition == Disposition.Good), missed.Count),
            NoFaultFound = new(failed.Count(unit => unit.PassedWithoutRepair), failed.Count),
            NoStarts = new(window.Count(fact => fact.IsNoStart), window.Count),
            Scrapped = new(begun.Count(unit => unit.Disposition == Disposition.Scrap), begun.Count),
            UnitPareto = Pareto.Of(begun.Select(unit => unit.Counted.FirstOrDefault(fact => fact.Outcome != Outcome.Pass)?.Code).OfType<string>()),
            AttemptPareto = Pareto.Of(window.Where(fact => fact.Outcome == Outcome.Fail).Select(fact => fact.Code)),
            Dispositions = begun.Concat(untouched).GroupBy(unit => unit.Disposition).ToImmutableSortedDictionary(group => group.Key, group => group.Count()),
        };

        Disposition? Decided(string unit) => dispositions is not null && dispositions.TryGetValue(unit, out var decided) ? decided : null;
    }

    /// <summary>Good units an hour; none where no time has passed.</summary>
    /// <param name="hours">Run time with stops taken out, or clock time: they are two numbers.</param>
    public static double? UnitsPerHour(int good, TimeSpan hours) => hours > TimeSpan.Zero ? good / hours.TotalHours : null;
}

/// <summary>One unit through its whole life at this operation.</summary>
sealed record UnitLife(ImmutableArray<AttemptFact> Attempts, ImmutableArray<AttemptFact> Counted, Disposition Disposition)
{
    public static UnitLife Of(string unit, ImmutableArray<AttemptFact> attempts, Disposition? decided, int countedAttempts) =>
        new(attempts, [.. attempts.Where(fact => fact.IsCounted && fact.EntersYields)], decided ?? DispositionRules.Of(attempts, countedAttempts));

    /// <summary>None if it was never begun.</summary>
    public AttemptFact? First => Counted.FirstOrDefault();

    public bool HasFailed => Counted.Any(fact => fact.Outcome == Outcome.Fail);

    /// <summary>A FAIL, and later a PASS, with no repair and no rework between them.</summary>
    public bool PassedWithoutRepair
    {
        get
        {
            var failed = false;
            foreach (var fact in Attempts)
            {
                // What was done to the board explains the pass, so what failed before no longer counts.
                if (fact.AfterRepair || fact.Purpose == AttemptPurpose.Rework)
                    failed = false;
                if (failed && fact.Outcome == Outcome.Pass)
                    return true;
                failed |= fact.Outcome == Outcome.Fail;
            }

            return false;
        }
    }
}
