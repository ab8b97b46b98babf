using System.Collections.Immutable;
using GangFlash.Flashing;
using GangFlash.Numbers;
using GangFlash.Testing;
using GangFlash.Traceability;
using Microsoft.Data.Sqlite;

namespace GangFlash.Reports.Tests;

/// <summary>A folder with a record of its own, and the reports that a test asks of it.</summary>
sealed class ReportFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gangflash-reports-");

    public string Database => PathOf("record.db");

    public VirtualClock Clock { get; } = new();

    public string PathOf(string name) => Path.Combine(folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    /// <summary>A record without a row.</summary>
    public async Task<ReportFolder> WithEmptyRecordAsync()
    {
        await (await TraceabilityStore.OpenAsync(Database, Clock, default)).DisposeAsync();
        return this;
    }

    /// <summary>Asks a standard report.</summary>
    public ReportResult Run(string name, params (string Name, string Value)[] given) => Run(ReportCatalogue.Standard().Find(name)!, given);

    public ReportResult Run(ReportDefinition report, params (string Name, string Value)[] given)
    {
        using var runner = ReportRunner.Open(Database, Clock, "GangFlash test");
        var (arguments, problems) = ReportArguments.Of(report, given.ToDictionary(pair => pair.Name, pair => pair.Value), runner.Moment(default));
        Assert.Equal([], problems);
        return runner.Run(report, arguments!, default);
    }

    /// <summary>Asks a report that the test writes.</summary>
    public ReportResult RunText(string text, params (string Name, string Value)[] given) => Run(Definitions.Read(text), given);

    public void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
    }

    /// <summary>Puts attempts into the record as if they had been made: the facts as the store derives them, and no more than reports of numbers need.</summary>
    /// <param name="decided">Where a person put units.</param>
    public void Insert(ImmutableArray<AttemptFact> facts, IReadOnlyDictionary<string, Disposition>? decided = null)
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        Do("INSERT OR IGNORE INTO recipe_revision (id, sha256, name, revision, file, text, first_seen) VALUES (1, @Hash, 'pump', 'C', 'pump.yaml', 'recipe: pump', '2026-01-05T06:00:00.000+00:00')",
            ("@Hash", new string('a', 64)));
        foreach (var fact in facts)
        {
            var counted = fact.IsCounted && fact.EntersYields;
            var ordinal = 1 + facts.Count(other => other.Unit == fact.Unit && other.Sequence < fact.Sequence && other.IsCounted && other.EntersYields);
            (string, object?)[] cells =
            [
                ("@seq", fact.Sequence), ("@attempt", fact.Attempt), ("@station", fact.Station), ("@batch", fact.Batch), ("@purpose", fact.Purpose.Word()), ("@slot", fact.Slot), ("@unit", fact.Unit),
                ("@at", Time(fact.StartedAt)), ("@outcome", RecordWords.Of(fact.Outcome)), ("@code", fact.Code), ("@touched", fact.Touched), ("@counted", counted),
                ("@noStart", fact.IsNoStart && fact.EntersYields), ("@ordinal", counted ? ordinal : null), ("@verified", fact.Outcome == Outcome.Pass ? "full" : "none"),
            ];
            Do("""
                INSERT INTO attempt_start (seq, attempt, session, station, operator, batch, purpose, software, slot, port_path, attempt_number, unit_serial, serial_source, recipe, started_at)
                VALUES (@seq, @attempt, 's', @station, 'badge-1', @batch, @purpose, '0', @slot, '1-1', 1, @unit, 'given', 1, @at);
                INSERT INTO attempt_end (attempt, outcome, verified, code, detail, instruction, touched, notes, ended_at)
                VALUES (@attempt, @outcome, @verified, @code, '', '', @touched, '[]', @at);
                INSERT INTO attempt_fact (seq, attempt, unit, station, slot, operator, batch, recipe, purpose, started_at, outcome, verified, code, touched, counted, no_start, ordinal)
                VALUES (@seq, @attempt, @unit, @station, @slot, 'badge-1', @batch, 1, @purpose, @at, @outcome, @verified, @code, @touched, @counted, @noStart, @ordinal)
                """, cells);
        }

        foreach (var life in facts.Where(fact => fact.EntersYields || fact.Purpose == AttemptPurpose.Rework).GroupBy(fact => fact.Unit))
        {
            var stands = decided is not null && decided.TryGetValue(life.Key, out var person) ? person : DispositionRules.Of([.. life.OrderBy(fact => fact.Sequence)]);
            Do("INSERT INTO disposition (unit, disposition, decided_by, attempt, at) VALUES (@unit, @word, 'rule', @attempt, '2026-01-09T06:00:00.000+00:00')",
                ("@unit", life.Key), ("@word", RecordWords.Of(stands)), ("@attempt", life.First().Attempt));
        }

        transaction.Commit();

        void Do(string sql, params (string Name, object? Value)[] cells)
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own words.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Transaction = transaction;
            foreach (var (name, value) in cells)
                _ = command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            _ = command.ExecuteNonQuery();
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
}

static class Definitions
{
    public const string Header = "--@ title \"Test\"\n--@ question \"Why?\"\n";

    /// <summary>A definition that has no problem.</summary>
    public static ReportDefinition Read(string text)
    {
        var reading = ReportReader.Read("test.sql", System.Text.Encoding.UTF8.GetBytes(Header + text));
        Assert.Equal([], reading.Problems.Select(problem => problem.ToString()));
        return reading.Definition!;
    }
}

static class Answers
{
    public static SectionResult Section(this ReportResult report, string title) => report.Sections.Single(section => section.Section.Title == title);

    /// <summary>A cell of the only row, or of the row that begins with a value.</summary>
    public static T? Cell<T>(this SectionResult section, string column, object? row = null) =>
        (T?)section.Rows.Single(cells => row is null || Equals(cells[0], row))[section.IndexOf(column)];
}
