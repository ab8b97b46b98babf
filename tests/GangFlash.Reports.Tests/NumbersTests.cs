using GangFlash.Traceability;
using GangFlash.Traceability.Tests;

namespace GangFlash.Reports.Tests;

/// <summary>What became of every number that was given.</summary>
public sealed class NumbersTests : IDisposable
{
    readonly ReportFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_number_is_used_void_or_at_work_and_counts_once_however_often_its_unit_was_tried()
    {
        await using (var store = await TraceabilityStore.OpenAsync(folder.Database, folder.Clock, default))
        {
            foreach (var (unit, end) in new[] { ("A", Some.Pass()), ("B", Some.Mismatch()), ("C", Some.Mismatch()), ("B", Some.Pass()), ("C", Some.Mismatch()) })
                await store.EndAsync(await store.BegunAsync(Start(unit)), end, default);
            _ = await store.BegunAsync(Start("D"));

            var report = folder.Run("numbers", ("from", "all"));

            Assert.Equal(["mac", "553648128 = 0x21000000", "553648131 = 0x21000003", "4", "2", "1", "1"], Assert.Single(Rows(report, "Ranges")));
            Assert.Equal([["mac", "553648130", "000021000002", "C"]], Rows(report, "Void numbers: given, and on no good unit").Select(row => row[..4]));
            Assert.Equal(["D running", "C void", "B used", "A used"], Rows(report, "Units and their numbers").Select(row => $"{row[3]} {row[^1]}"));
        }
    }

    static Gang.AttemptStart Start(string unit) => Some.Start(serial: unit, order: Some.NumberedOrder(Some.Numbers with { First = 0x2100_0000, Last = 0x2100_00FF }));

    static IEnumerable<string[]> Rows(ReportResult report, string section) => report.Section(section).Rows.Select(row => row.Select(cell => $"{cell}").ToArray());
}
