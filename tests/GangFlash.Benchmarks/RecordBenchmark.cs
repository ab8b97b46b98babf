using System.Diagnostics;
using System.Globalization;
using GangFlash.Devices;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Benchmarks;

/// <summary>
/// What a row on disk costs: many writers begin and end attempts in a fresh record, with the ledger and without, turn about. A write is one call, from
/// asking until it is on disk; its processor time, all threads and the caller's share included, is what a busy machine does not spoil.
/// </summary>
static class RecordBenchmark
{
    public static async Task RunAsync(int rounds, int attempts, IEnumerable<int> manyWriters, TextWriter output)
    {
        await output.WriteLineAsync($"{attempts} attempts a measurement, median of {rounds} rounds; SQLite {SqliteLibrary.InUse.Version} ({SqliteLibrary.InUse.Source})").ConfigureAwait(false);
        await output.WriteLineAsync($"{"writers",8}{"ms a write",12}{"95 %",8}{"writes/s",10}{"commits a write",17}{"CPU us",8}{"without: ms",13}{"ratio",8}").ConfigureAwait(false);
        _ = await MeasureAsync(4, attempts, ledger: true).ConfigureAwait(false);       // warm
        foreach (var writers in manyWriters)
        {
            List<Figures> with = [], without = [];
            for (var round = 0; round < rounds; round++)
            {
                with.Add(await MeasureAsync(writers, attempts, ledger: true).ConfigureAwait(false));
                without.Add(await MeasureAsync(writers, attempts, ledger: false).ConfigureAwait(false));
            }

            var (median, bare) = (Median(with.Select(figures => figures.Median)), Median(without.Select(figures => figures.Median)));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{writers,8}{median,12:0.00}{Median(with.Select(figures => figures.High)),8:0.00}{Median(with.Select(figures => figures.PerSecond)),10:0}{Median(with.Select(figures => figures.Commits)),17:0.000}{Median(with.Select(figures => figures.Processor)),8:0}{bare,13:0.00}{median / bare,8:0.00}")).ConfigureAwait(false);
        }
    }

    /// <summary>The first attempt with an image takes its bytes into the record; the second one with it does not.</summary>
    public static async Task RunImagesAsync(int rounds, TextWriter output)
    {
        await output.WriteLineAsync($"{"image KiB",10}{"first begin ms",16}{"second ms",11}{"in the record KiB",19}").ConfigureAwait(false);
        foreach (var kibibytes in new[] { 1, 256, 2048, 32 * 1024 })
        {
            List<(double First, double Second, long Stored)> runs = [];
            for (var round = 0; round < rounds; round++)
                runs.Add(await BeginAsync(kibibytes).ConfigureAwait(false));
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{kibibytes,10:N0}{Median(runs.Select(run => run.First)),16:0.0}{Median(runs.Select(run => run.Second)),11:0.0}{runs[0].Stored / 1024,19:N0}")).ConfigureAwait(false);
        }
    }

    static async Task<(double First, double Second, long Stored)> BeginAsync(int kibibytes)
    {
        var folder = Directory.CreateTempSubdirectory("gangflash-benchmark-");
        try
        {
            var path = Path.Combine(folder.FullName, "record.db");
            var store = await TraceabilityStore.OpenAsync(path, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                // Another image before, so that no time of the first row ever is in it.
                _ = await store.BeginAsync(Start(TestBench.Order(0x0800_0000, new byte[512], "serial: none"), 1, "SN-0"), CancellationToken.None).ConfigureAwait(false);
                var order = TestBench.Order(0x0800_0000, LikeCode(kibibytes * 1024), "serial: none");
                var first = await TimeAsync(order, "SN-1").ConfigureAwait(false);
                var second = await TimeAsync(order, "SN-2").ConfigureAwait(false);
                using var reader = TraceabilityReader.Open(path);
                return (first, second, reader.Stats(CancellationToken.None).Images.StoredBytes);

                async Task<double> TimeAsync(FlashOrder given, string unit)
                {
                    var start = Start(given, 1, unit);
                    var began = Stopwatch.GetTimestamp();
                    _ = await store.BeginAsync(start, CancellationToken.None).ConfigureAwait(false);
                    return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Bytes that pack about as well as machine code: of four, one is always the same.</summary>
    static byte[] LikeCode(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        for (var i = 3; i < bytes.Length; i += 4)
            (bytes[i], bytes[i - 1]) = (0xF0, (byte)(bytes[i - 1] & 0x0F));
        return bytes;
    }

    static AttemptStart Start(FlashOrder order, int slot, string unit) =>
        new(new("line-1", "badge-17", "B-1", "production", "benchmark"), order, slot, UsbPortPath.Parse($"1-{slot}"), 1, unit, null, TimeProvider.System.GetUtcNow());

    static async Task<Figures> MeasureAsync(int writers, int attempts, bool ledger)
    {
        var folder = Directory.CreateTempSubdirectory("gangflash-benchmark-");
        try
        {
            var store = await TraceabilityStore.OpenAsync(Path.Combine(folder.FullName, "record.db"), TimeProvider.System, RecordLimits.Ordinary with { Ledger = ledger }, progress: null, CancellationToken.None).ConfigureAwait(false);
            await using (store.ConfigureAwait(false))
            {
                var before = store.Commits;
                var processor = Environment.CpuUsage.TotalTime;
                var started = Stopwatch.GetTimestamp();
                var times = await Task.WhenAll(Enumerable.Range(1, writers).Select(slot => WriteAsync(store, slot, attempts / writers))).ConfigureAwait(false);
                var took = Stopwatch.GetElapsedTime(started);
                processor = Environment.CpuUsage.TotalTime - processor;
                var all = times.SelectMany(time => time).Order().ToList();
                return new(all[all.Count / 2], all[all.Count * 95 / 100], all.Count / took.TotalSeconds, (store.Commits - before) / (double)all.Count, processor.TotalMicroseconds / all.Count);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Milliseconds of each call.</summary>
    static async Task<List<double>> WriteAsync(TraceabilityStore store, int slot, int attempts)
    {
        var order = TestBench.Order(0x0800_0000, new byte[1024], "serial: none");
        var times = new List<double>();
        for (var i = 0; i < attempts; i++)
        {
            var start = Start(order, slot, $"SN-{slot}-{i}");
            var began = Stopwatch.GetTimestamp();
            var begun = (AttemptBegin.Begun)await store.BeginAsync(start, CancellationToken.None).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            var ended = Stopwatch.GetTimestamp();
            await store.EndAsync(begun.Attempt, new(new UnitResult.Passed(Report(), Verified: true), "Remove the board.", TimeProvider.System.GetUtcNow()), CancellationToken.None).ConfigureAwait(false);
            times.Add(Stopwatch.GetElapsedTime(ended).TotalMilliseconds);
        }

        return times;
    }

    static JobReport Report() => JobReport.Empty with
    {
        Phases = [.. Enum.GetValues<JobPhase>().Select((phase, i) => new PhaseTiming(phase, TimeSpan.FromSeconds(i), TimeSpan.FromSeconds(1), 1024))],
        Touched = true,
        WrittenBytes = 1024,
        VerifiedBytes = 1024,
    };

    static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    sealed record Figures(double Median, double High, double PerSecond, double Commits, double Processor);
}
