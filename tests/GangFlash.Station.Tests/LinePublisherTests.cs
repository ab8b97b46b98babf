using GangFlash.Line;
using GangFlash.Station.Live;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Station.Tests;

/// <summary>What other desks see of a line.</summary>
public sealed class LinePublisherTests
{
    readonly VirtualClock clock = new();
    readonly List<string> notices = [];
    LineSnapshot line = new() { Station = "LINE-1", Program = "test", At = default };

    [Fact]
    public async Task A_change_is_told_at_once_and_the_file_goes_with_the_station()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("record.db");

        await WhileItRunsAsync(database, async () =>
        {
            line = line with { Slots = [new(1, SlotSign.Running)] };
            await Task.Delay(TimeSpan.FromSeconds(0.5), clock);
            Assert.Equal(SlotSign.Running, Assert.Single(LineFile.ReadAll(database).Lines).Slots[0].Sign);
        });

        Assert.Empty(LineFile.ReadAll(database).Lines);
        Assert.Empty(notices);
    }

    [Fact]
    public async Task An_idle_line_is_told_every_two_seconds()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("record.db");
        var times = new HashSet<DateTimeOffset>();

        await WhileItRunsAsync(database, async () =>
        {
            for (var look = 0; look < 101; look++)
            {
                _ = times.Add(Assert.Single(LineFile.ReadAll(database).Lines).At);
                await Task.Delay(TimeSpan.FromSeconds(0.1), clock);
            }
        });

        Assert.InRange(times.Count, 5, 6);
    }

    [Fact]
    public async Task Trouble_is_said_once_and_ends_when_it_is_over()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("later/record.db");

        await WhileItRunsAsync(database, async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(10), clock);
            Assert.Single(notices);
            _ = Directory.CreateDirectory(folder.PathOf("later"));
            await Task.Delay(TimeSpan.FromSeconds(1), clock);
            Assert.Single(LineFile.ReadAll(database).Lines);
        });

        Assert.StartsWith("Other screens cannot see this line, the work goes on: ", Assert.Single(notices), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gang_that_is_done_leaves_no_line_behind()
    {
        using var folder = new TemporaryFolder();

        var run = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "2", "--database", folder.PathOf("gangflash.db"));

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Assert.True(File.Exists(folder.PathOf("gangflash.db")));
        Assert.Empty(LineFile.ReadAll(folder.PathOf("gangflash.db")).Lines);
    }

    Task WhileItRunsAsync(string database, Func<Task> meanwhile) => clock.RunAsync(async () =>
    {
        using var end = new CancellationTokenSource();
        var publishing = new LinePublisher(new(database, "LINE-1"), () => line, notices.Add, clock).RunAsync(end.Token);
        await meanwhile();
        await end.CancelAsync();
        await publishing;
    });
}
