using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

public sealed class FleetTests
{
    [Theory]
    [InlineData("8", 8, "STM32F746")]
    [InlineData("1", 1, "STM32F746")]
    [InlineData("120", 120, "STM32F746")]
    [InlineData("STM32F405", 1, "STM32F405")]
    [InlineData("3xf405", 3, "STM32F405")]
    [InlineData("4xSTM32F746, 2xSTM32F405", 6, "STM32F746,STM32F405")]
    [InlineData("7xSTM32F746,lying-f746", 8, "STM32F746")]
    public void A_fleet_is_counted_and_named(string text, int count, string names)
    {
        var reading = SimulatedFleet.Parse(text, "STM32F746");

        Assert.Null(reading.Problem);
        Assert.Equal(count, reading.Boards.Length);
        Assert.Equal(names.Split(','), reading.Boards.Select(board => board.Name).Distinct());
    }

    [Theory]
    [InlineData("0", "no number of boards")]
    [InlineData("121", "no number of boards")]
    [InlineData("-1", "There is no board \"-1\"")]
    [InlineData("0xSTM32F746", "no number of boards")]
    [InlineData("100,100", "more than 120")]
    [InlineData("", "There is no board \"\"")]
    [InlineData("4x", "There is no board \"\"")]
    [InlineData("STM32F764", "Did you mean")]
    [InlineData("3xlying", "lying-f105")]
    [InlineData("99999999999", "There is no board")]
    [InlineData("\u001b[31m", "\\x1B")]
    public void What_cannot_be_simulated_is_said(string text, string problem)
    {
        var reading = SimulatedFleet.Parse(text, "STM32F746");

        Assert.Empty(reading.Boards);
        Assert.Contains(problem, reading.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_board_has_a_port_of_its_own_in_the_order_of_ports()
    {
        var ports = Enumerable.Range(0, SimulatedFleet.MostBoards).Select(SimulatedFleet.PortOf).ToList();

        Assert.Equal(ports, ports.Distinct().Order());
        Assert.Equal(("1-1", "8-15"), (ports[0].ToString(), ports[^1].ToString()));
    }

    [Fact]
    public async Task A_fleet_that_is_plugged_in_is_listed()
    {
        var boards = SimulatedFleet.Parse("3xSTM32F746,protected-f072", "STM32F746").Boards;

        var entries = await SimulatedFleet.PlugIn(boards, new VirtualClock()).ListAsync(default);

        Assert.Equal(["1-1", "1-2", "1-3", "1-4"], entries.Select(entry => entry.Port.ToString()));
    }

    [Fact]
    public void Boards_whose_ROM_makes_its_serial_from_the_unique_ID_have_different_ones()
    {
        var boards = SimulatedFleet.Parse("16xSTM32F405", "").Boards;

        Assert.Equal(16, boards.Select(board => board.Serial).Distinct().Count());
    }

    [Fact]
    public void Every_named_board_can_be_made() => Assert.All(VirtualBoards.Named, named => Assert.NotEmpty(named.Make(3).Alternates));

    [Theory]
    [InlineData(1)]
    [InlineData(0.01)]
    [InlineData(10)]
    public async Task Scaled_time_makes_waits_shorter_and_measures_them_as_if_they_were_not(double scale)
    {
        var wall = new VirtualClock();
        var scaled = new ScaledTime(wall, scale);
        var began = scaled.GetTimestamp();

        await wall.RunAsync(() => Task.Delay(TimeSpan.FromSeconds(10), scaled));

        Assert.Equal(10 * scale, wall.Elapsed.TotalSeconds, 3);
        Assert.Equal(10, scaled.GetElapsedTime(began).TotalSeconds, 2);
        Assert.Equal(wall.GetUtcNow(), scaled.GetUtcNow());
    }
}
