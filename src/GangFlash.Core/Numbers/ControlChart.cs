using System.Collections.Immutable;

namespace GangFlash.Numbers;

/// <summary>A p-chart: shares in their order, with the mean of all of them and the limits that chance alone keeps for each n.</summary>
/// <param name="Mean">0 to 1: sum of the parts of the sum of the wholes; none without anything.</param>
/// <param name="Points">Shares of nothing are no points.</param>
public sealed record ControlChart(double? Mean, ImmutableArray<ControlPoint> Points)
{
    /// <summary>So many in a row on one side of the mean are no chance.</summary>
    const int Run = 8;

    public static ControlChart Of(IEnumerable<Share> shares)
    {
        var all = shares.Where(share => share.Whole > 0).ToList();
        if (all.Count == 0)
            return new(null, []);
        var mean = (double)all.Sum(share => (long)share.Part) / all.Sum(share => (long)share.Whole);
        var points = ImmutableArray.CreateBuilder<ControlPoint>(all.Count);
        var (side, run) = (0, 0);
        foreach (var share in all)
        {
            var value = (double)share.Part / share.Whole;
            var reach = 3 * Math.Sqrt(mean * (1 - mean) / share.Whole);
            var (low, high) = (Math.Max(0, mean - reach), Math.Min(1, mean + reach));
            var now = Math.Sign(value - mean);
            run = now != 0 && now == side ? run + 1 : Math.Abs(now);
            side = now;
            // A mean of 1 or 0 has no width, and its own points must not fall out of it by a rounding.
            points.Add(new(share, low, high, value < low - 1e-12 || value > high + 1e-12, run >= Run));
        }

        return new(mean, points.ToImmutable());
    }
}

/// <param name="Low">Three standard deviations below the mean, cut at 0.</param>
/// <param name="High">Three standard deviations above the mean, cut at 1.</param>
/// <param name="IsOutside">Beyond a limit.</param>
/// <param name="IsRun">The eighth in a row on one side of the mean, or a later one.</param>
public readonly record struct ControlPoint(Share Share, double Low, double High, bool IsOutside, bool IsRun);
