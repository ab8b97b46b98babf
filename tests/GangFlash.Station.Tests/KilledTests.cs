using System.Diagnostics;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Station.Tests;

/// <summary>The real process, killed in the middle of a gang: what a power cut leaves behind.</summary>
public sealed class KilledTests
{
    [Fact]
    public async Task A_killed_gang_is_interrupted_at_the_next_start_and_never_good()
    {
        using var folder = new TemporaryFolder();
        var database = folder.PathOf("gangflash.db");
        using (var station = Start("flash", Path.Combine(TestImages.RepositoryRoot(), "recipes/demo.yaml"), "--simulate", "3", "--station", "TEST-1", "--database", database))
        {
            while (await station.StandardOutput.ReadLineAsync() is { } line && !line.Contains("write", StringComparison.Ordinal))
            {
                // Until the first board is being written; the end of the output would end the loop too, and the assertions fail.
            }

            station.Kill(entireProcessTree: true);
            await station.WaitForExitAsync();
        }

        var run = await StationRun.Of("flash", "recipes/demo.yaml", "--simulate", "1", "--station", "TEST-1", "--database", database);

        Assert.Equal(0, run.Exit);
        Assert.Equal(3, run.Error.Split("recorded as station.interrupted").Length - 1);
        using var reader = TraceabilityReader.Open(database);
        Assert.Equal(["INTERRUPTED", "INTERRUPTED", "INTERRUPTED", "PASS"], reader.Units(new(), default).Select(unit => unit.Outcome));
    }

    static Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(StationIo).Assembly.Location, .. args]) { RedirectStandardOutput = true, UseShellExecute = false };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
    }
}
