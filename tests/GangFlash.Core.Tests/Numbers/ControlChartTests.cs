using GangFlash.Numbers;

namespace GangFlash.Core.Tests.Numbers;

public sealed class ControlChartTests
{
    [Fact]
    public void Mean_and_limits_are_of_the_sums_and_of_each_n()
    {
        var chart = ControlChart.Of([new(48, 50), new(90, 100)]);

        Assert.Equal(0.92, chart.Mean!.Value, 12);
        Assert.Equal(0.92 - 3 * Math.Sqrt(0.92 * 0.08 / 50), chart.Points[0].Low, 12);
        Assert.Equal(1, chart.Points[0].High);
        Assert.Equal(0.92 - 3 * Math.Sqrt(0.92 * 0.08 / 100), chart.Points[1].Low, 12);
    }

    [Fact]
    public void A_point_beyond_its_limit_is_outside()
    {
        var chart = ControlChart.Of([.. Enumerable.Repeat(new Share(49, 50), 20), new(38, 50)]);

        Assert.Equal([.. Enumerable.Repeat(false, 20), true], chart.Points.Select(point => point.IsOutside));
    }

    [Fact]
    public void The_eighth_on_one_side_of_the_mean_is_marked()
    {
        var chart = ControlChart.Of([.. Enumerable.Repeat(new Share(48, 50), 9), .. Enumerable.Repeat(new Share(47, 50), 9)]);

        Assert.Equal([7, 8, 16, 17], Enumerable.Range(0, 18).Where(i => chart.Points[i].IsRun));
    }

    [Fact]
    public void All_passed_is_no_signal() => Assert.DoesNotContain(ControlChart.Of(Enumerable.Repeat(new Share(50, 50), 7)).Points, point => point.IsOutside || point.IsRun);

    [Fact]
    public void Nothing_has_no_mean() => Assert.Null(ControlChart.Of([new(0, 0)]).Mean);
}
