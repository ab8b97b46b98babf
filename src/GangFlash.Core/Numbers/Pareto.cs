using System.Collections.Immutable;

namespace GangFlash.Numbers;

/// <summary>Failure codes by how often they came.</summary>
/// <param name="Bars">Most frequent first, ties by code.</param>
/// <param name="Total">Of all bars.</param>
public sealed record Pareto(ImmutableArray<ParetoBar> Bars, int Total)
{
    /// <summary>The code of the bar that holds what was cut off.</summary>
    public const string Other = "other";

    const int FewestBars = 8;
    const double ShareKept = 0.80;

    public static Pareto Of(IEnumerable<string> codes)
    {
        var counts = codes.GroupBy(code => code).Select(group => (Code: group.Key, Count: group.Count()))
            .OrderByDescending(bar => bar.Count).ThenBy(bar => bar.Code, StringComparer.Ordinal).ToList();
        var total = counts.Sum(bar => bar.Count);
        var bars = ImmutableArray.CreateBuilder<ParetoBar>(counts.Count);
        var sum = 0;
        foreach (var (code, count) in counts)
            bars.Add(new(code, count, new(sum += count, total)));
        return new(bars.ToImmutable(), total);
    }

    /// <summary>As it is drawn: at least 80 % or eight bars, whichever is more; the rest as one bar behind them.</summary>
    public Pareto Cut()
    {
        var kept = Math.Max(FewestBars, Bars.TakeWhile(bar => bar.Cumulated.Part < ShareKept * Total).Count() + 1);
        return kept >= Bars.Length - 1
            ? this      // one bar called "other" would hide a code and save nothing
            : this with { Bars = [.. Bars.Take(kept), new(Other, Total - Bars[kept - 1].Cumulated.Part, new(Total, Total))] };
    }
}

/// <param name="Cumulated">With the bars before it, of all.</param>
public sealed record ParetoBar(string Code, int Count, Share Cumulated);
