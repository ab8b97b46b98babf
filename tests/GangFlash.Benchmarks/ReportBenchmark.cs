using System.Diagnostics;
using System.Globalization;
using GangFlash.Reports;
using GangFlash.Testing;

namespace GangFlash.Benchmarks;

/// <summary>Every standard report on a record of a million attempts: wall clock, and processor time, which a busy machine does not spoil.</summary>
static class ReportBenchmark
{
    static readonly Dictionary<string, (string Name, string Value)[]> s_required = new(StringComparer.Ordinal)
    {
        ["batch"] = [("batch", GeneratedRecord.Batch)],
        ["unit"] = [("serial", GeneratedRecord.Unit)],
        ["recall"] = [("image", GeneratedRecord.Image)],
        ["find"] = [("text", "SN-0000010")],
    };

    public static async Task<int> RunAsync(int attempts, string? file, TextWriter output, CancellationToken ct)
    {
        var path = await RecordAsync(attempts, file, output, ct).ConfigureAwait(false);
        await output.WriteLineAsync($"{"report",-12}{"rows",9}{"wall ms",9}{"CPU ms",9}   and with --from all").ConfigureAwait(false);
        var worst = TimeSpan.Zero;
        foreach (var report in ReportCatalogue.Standard().Reports)
        {
            var (rows, wall, processor) = Best(path, report, s_required.GetValueOrDefault(report.Name, []));
            worst = processor > worst ? processor : worst;
            var all = report.Parameters.Any(parameter => parameter is { Name: "from", Default: not null }) ? Best(path, report, [("from", "all")]) : default;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{report.Name,-12}{rows,9:N0}{wall.TotalMilliseconds,9:N0}{processor.TotalMilliseconds,9:N0}{(all.Rows > 0 ? $"   {all.Rows,9:N0}{all.Wall.TotalMilliseconds,9:N0}{all.Processor.TotalMilliseconds,9:N0}" : "")}"))
                .ConfigureAwait(false);
        }

        return worst < TimeSpan.FromSeconds(1) ? 0 : 1;
    }

    /// <summary>The record to ask, made where there is none.</summary>
    public static async Task<string> RecordAsync(int attempts, string? file, TextWriter output, CancellationToken ct)
    {
        var path = file ?? Path.Combine(Path.GetTempPath(), $"gangflash-{attempts}.db");
        if (!File.Exists(path))
        {
            var writing = Stopwatch.StartNew();
            await GeneratedRecord.WriteAsync(path, attempts, ct).ConfigureAwait(false);
            await output.WriteLineAsync($"wrote {attempts:N0} attempts in {writing.Elapsed.TotalSeconds:0} s to {path}, {new FileInfo(path).Length / 1_000_000:N0} MB").ConfigureAwait(false);
        }
        return path;
    }

    /// <summary>Of three: the first one also reads the file from the disk.</summary>
    static (int Rows, TimeSpan Wall, TimeSpan Processor) Best(string path, ReportDefinition report, (string Name, string Value)[] given) =>
        Enumerable.Range(0, 3).Select(_ => Once(path, report, given)).MinBy(run => run.Processor);

    static (int Rows, TimeSpan Wall, TimeSpan Processor) Once(string path, ReportDefinition report, (string Name, string Value)[] given)
    {
        using var process = Process.GetCurrentProcess();
        var (wall, processor) = (Stopwatch.StartNew(), process.TotalProcessorTime);
        using var runner = ReportRunner.Open(path, TimeProvider.System, "GangFlash benchmark", TimeSpan.FromMinutes(2));
        var (arguments, _) = ReportArguments.Of(report, given.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal), runner.Moment(CancellationToken.None));
        var result = runner.Run(report, arguments!, CancellationToken.None);
        _ = HtmlReport.Page(result);
        process.Refresh();
        return (result.Sections.Sum(section => section.Rows.Length), wall.Elapsed, process.TotalProcessorTime - processor);
    }
}
