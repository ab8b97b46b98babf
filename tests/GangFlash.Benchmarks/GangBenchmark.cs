using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Benchmarks;

/// <summary>The wall time of a gang beside that of one board, with the real record on a real disk.</summary>
static class GangBenchmark
{
    public static async Task RunAsync(int boards, double scale, TextWriter output)
    {
        var order = TestBench.Order(
            """
            recipe: benchmark
            revision: 1
            device: { chip: STM32F746 }
            images:
              - file: f746-app.elf
            """);
        await output.WriteLineAsync($"f746-app.elf, 200,608 bytes, on virtual STM32F746 at time scale {scale}").ConfigureAwait(false);
        var one = await FlashAsync(order, 1, scale).ConfigureAwait(false);
        var many = await FlashAsync(order, boards, scale).ConfigureAwait(false);
        var report = ((SlotVerdict.Recorded)one.Outcomes[0].Verdict).Result.Report;
        await output.WriteLineAsync($"{"",-24}{"wall",10}{"CPU",10}").ConfigureAwait(false);
        await output.WriteLineAsync($"{"1 board",-24}{one.Wall.TotalSeconds,8:0.00} s{one.Cpu.TotalSeconds,8:0.00} s").ConfigureAwait(false);
        await output.WriteLineAsync($"{$"{boards} boards",-24}{many.Wall.TotalSeconds,8:0.00} s{many.Cpu.TotalSeconds,8:0.00} s").ConfigureAwait(false);
        await output.WriteLineAsync($"gang / one               {many.Wall / one.Wall:0.000}   (to be at most 1.10)").ConfigureAwait(false);
        await output.WriteLineAsync($"one / device floor       {report.Duration / Floor(report):0.000}   (floor: erase, announced waits and wire of the same job, {Floor(report).TotalSeconds:0.00} s)").ConfigureAwait(false);
    }

    /// <summary>What the board and the bus need whatever the host does, by the catalogue: the same figures that the plan estimates with.</summary>
    static TimeSpan Floor(JobReport report) => report.Plan!.Times.Total;

    static async Task<(TimeSpan Wall, TimeSpan Cpu, ImmutableArray<SlotOutcome> Outcomes)> FlashAsync(FlashOrder order, int boards, double scale)
    {
        var folder = Directory.CreateTempSubdirectory("gangflash-benchmark-");
        try
        {
            var clock = new ScaledTime(TimeProvider.System, scale);
            var bus = SimulatedFleet.PlugIn(Enumerable.Range(1, boards).Select(number => VirtualBoards.Rom(order.Chip!, number)), clock);
            var slots = GangLoader.Load(await GangLoader.FindAsync(bus, order.Recipe.Device.Usb, default).ConfigureAwait(false), order, SlotMap.Untaught, new Dictionary<int, string>());
            var store = await TraceabilityStore.OpenAsync(Path.Combine(folder.FullName, "benchmark.db"), TimeProvider.System, default).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var (began, cpu) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
                var outcomes = await new GangRunner(bus, store, clock, new Quiet<GangEvent>()).RunAsync(slots, TestBench.Context, default).ConfigureAwait(false);
                var result = (TimeProvider.System.GetElapsedTime(began), Environment.CpuUsage.TotalTime - cpu, outcomes);
                return outcomes.All(outcome => outcome.Verdict.IsPass) ? result : throw new InvalidOperationException($"Not all boards passed: {outcomes.First(outcome => !outcome.Verdict.IsPass).Verdict.Detail}");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
