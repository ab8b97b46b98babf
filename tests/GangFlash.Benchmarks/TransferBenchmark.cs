using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;

namespace GangFlash.Benchmarks;

/// <summary>Counts what a clean job sends, on the wire of the virtual board.</summary>
static class TransferBenchmark
{
    static readonly string[] s_parts = ["STM32F105", "STM32F405", "STM32F746", "STM32G474", "STM32H743", "STM32L476", "STM32L496", "STM32U575"];

    public static async Task RunAsync(TextWriter output)
    {
        await output.WriteLineAsync("100,000 bytes without a blank block; DFU class requests").ConfigureAwait(false);
        await output.WriteLineAsync($"{"part",-12}{"blocks",8}{"sectors",9}{"program",10}{"budget",8}{"verify",9}{"budget",8}").ConfigureAwait(false);
        foreach (var part in s_parts)
            await output.WriteLineAsync(await LineAsync(part).ConfigureAwait(false)).ConfigureAwait(false);
    }

    static async Task<string> LineAsync(string part)
    {
        var data = new byte[100_000];
        for (var i = 0; i < data.Length; i++)
            data[i] = (byte)(1 + i * 7 % 250);
        var bench = new TestBench(VirtualBoards.Rom(VirtualBoards.Chip(part), 1));
        var result = await bench.FlashOneAsync(TestBench.Order(0x0800_0000, data, $"device: {{ chip: {part} }}\nafter: stay")).ConfigureAwait(false);
        if (result is not UnitResult.Passed { Verified: true })
            throw new InvalidOperationException($"{part}: {result.Detail}");
        var plan = result.Report.Plan!;
        var requests = bench.Board(1).Wire.Where(entry => entry.Request is not null).ToList();
        var program = requests.FindLastIndex(entry => entry.IsDataBlock) + 3;
        var blocks = plan.Runs.SelectMany(run => run.Stretches(plan.Target.TransferSize)).Sum(stretch => stretch.Count);
        return $"{part,-12}{blocks,8}{plan.Erases.Length,9}{program,10}{3 * blocks + 3 * plan.Erases.Length + 20,8}{requests.Count - program,9}{blocks + 10,8}";
    }
}
