namespace GangFlash.Numbers;

/// <summary>So many of so many, with what that is worth. Shares are summed as parts and wholes, never averaged as percentages.</summary>
public readonly record struct Share(int Part, int Whole)
{
    /// <summary>Below this a yield is shown in grey.</summary>
    public const int Enough = 20;

    const double Z95 = 1.959963984540054;

    /// <summary>0 to 1; none of nothing.</summary>
    public double? Value => Whole == 0 ? null : (double)Part / Whole;

    public bool IsGrey => Whole < Enough;

    /// <summary>The 95 % interval after Wilson, 0 to 1; none of nothing.</summary>
    public (double Low, double High)? Wilson95
    {
        get
        {
            if (Whole == 0)
                return null;
            double n = Whole, p = Part / n, z2 = Z95 * Z95;
            var centre = p + z2 / (2 * n);
            var half = Z95 * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
            return (Math.Max(0, (centre - half) / (1 + z2 / n)), Math.Min(1, (centre + half) / (1 + z2 / n)));
        }
    }

    /// <summary>As <c>97.2 %</c>; a dash of nothing, which is neither 0 % nor 100 %.</summary>
    public string Percent => Value is { } value ? $"{Rounded(value):0.0} %" : "–";

    /// <summary>As <c>95.4–98.3 %</c>; a dash of nothing.</summary>
    public string Interval => Wilson95 is { } interval ? $"{interval.Low * 100:0.0}–{interval.High * 100:0.0} %" : "–";

    /// <summary>As <c>486/500</c>.</summary>
    public override string ToString() => $"{Part}/{Whole}";

    /// <summary>Rounding must not turn "almost all" into "all", nor "hardly any" into "none".</summary>
    double Rounded(double value) => Part == Whole ? 100 : Part == 0 ? 0 : Math.Clamp(Math.Round(value * 100, 1), 0.1, 99.9);
}
