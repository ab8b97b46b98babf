using GangFlash.Testing;
using GangFlash.Traceability;

namespace GangFlash.Reports.Tests;

/// <summary>No standard report reads a big table from one end to the other where an index leads to what it needs.</summary>
public sealed class QueryPlanTests(QueryPlanTests.Record record) : IClassFixture<QueryPlanTests.Record>
{
    /// <summary>Tables that grow with every attempt; the others stay small.</summary>
    static readonly string[] s_big = ["attempt_start", "attempt_end", "attempt_fact", "attempt_image", "phase_timing", "verify_failure", "unit", "disposition", "ledger", "event", "scan"];

    public static TheoryData<string> Names => [.. ReportCatalogue.Standard().Reports.Select(report => report.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Big_tables_are_searched_and_not_scanned(string name)
    {
        var report = ReportCatalogue.Standard().Find(name)!;
        using var query = RecordQuery.Open(record.Path, TimeProvider.System);

        foreach (var section in report.Sections)
        {
            var values = report.Parameters.Where(parameter => section.Sql.Contains("@" + parameter.Name, StringComparison.Ordinal)).ToDictionary(parameter => parameter.Name, _ => (object?)"x");
            Assert.DoesNotContain(query.Plan(section.Sql, values), step => IsScanOfBig(step, section.Sql));
        }
    }

    [Fact]
    public void The_test_would_see_a_scan()
    {
        using var query = RecordQuery.Open(record.Path, TimeProvider.System);
        const string Sql = "SELECT count(*) FROM attempt_fact f WHERE f.duration_ms > 5";

        Assert.Contains(query.Plan(Sql, new Dictionary<string, object?>()), step => IsScanOfBig(step, Sql));
    }

    // "SCAN TABLE attempt_fact AS f" until SQLite 3.36, "SCAN f" since; a scan along an index without a condition is one too.
    static bool IsScanOfBig(string step, string sql)
    {
        if (!step.StartsWith("SCAN ", StringComparison.Ordinal))
            return false;
        var words = step.Split(' ');
        var named = words[1] == "TABLE" ? words[2] : words[1];
        return s_big.Any(table => named == table || sql.Contains($" {table} {named}\n", StringComparison.Ordinal) || sql.Contains($" {table} {named} ", StringComparison.Ordinal));
    }

    public sealed class Record : IAsyncLifetime
    {
        readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-plans-");

        public string Path => System.IO.Path.Combine(folder.FullName, "record.db");

        public Task InitializeAsync() => GeneratedRecord.WriteAsync(Path, 6000, default);

        public Task DisposeAsync()
        {
            folder.Delete(recursive: true);
            return Task.CompletedTask;
        }
    }
}
