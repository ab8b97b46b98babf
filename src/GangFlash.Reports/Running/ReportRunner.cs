using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Documents;
using GangFlash.Numbers;
using GangFlash.Traceability;

namespace GangFlash.Reports;

/// <summary>Asks the record what a report wants to know. Reads only, beside a running station too. For one caller at a time.</summary>
public sealed class ReportRunner : IDisposable
{
    /// <summary>Of one section. A report that takes longer asks for too much of a station that works beside it.</summary>
    public static TimeSpan UsualTime { get; } = TimeSpan.FromSeconds(30);

    readonly RecordQuery query;
    readonly TimeSpan time;
    readonly string program;

    ReportRunner(RecordQuery query, TimeSpan time, string program) => (this.query, this.time, this.program) = (query, time, program);

    /// <param name="program">Name and version, for the foot of the report.</param>
    /// <param name="time">The most that one section may take.</param>
    /// <exception cref="GangFlash.Gang.RecordException">There is no record, or none that this version reads.</exception>
    public static ReportRunner Open(string record, TimeProvider clock, string program, TimeSpan? time = null) =>
        new(RecordQuery.Open(record, clock), time ?? UsualTime, program);

    /// <summary>How far the record goes. All that this runner does is of this moment.</summary>
    /// <exception cref="GangFlash.Gang.RecordException">The record cannot be read.</exception>
    public ReportMoment Moment(CancellationToken ct)
    {
        var answer = query.Ask("SELECT seq, started_at FROM attempt_start ORDER BY seq DESC LIMIT 1", ImmutableDictionary<string, object?>.Empty, new(1, time), ct);
        return answer.Rows is [[long seq, string newest]] ? new((DateTimeOffset)Cells.Read(ColumnType.Time, newest)!, seq) : new(null, 0);
    }

    /// <exception cref="ReportException">Its SQL makes no sense, wants more than to read, or takes too long.</exception>
    /// <exception cref="GangFlash.Gang.RecordException">The record cannot be read.</exception>
    public ReportResult Run(ReportDefinition report, ReportArguments arguments, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(arguments);
        var values = arguments.ForSql();
        return new(report, arguments, Moment(ct), program, [.. report.Sections.Select(section => Section(report, Named(section, arguments), values, ct))]);
    }

    /// <summary>Problems of a definition that only SQLite finds, at their places: no record is needed.</summary>
    public static ImmutableArray<DocumentProblem> Check(ReportDefinition report, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(report);
        var problems = new DocumentProblems(ReportReader.Kind, report.File);
        using var nothing = RecordQuery.OfNothing(clock);
        var values = report.Parameters.ToDictionary(parameter => parameter.Name, _ => (object?)null, StringComparer.Ordinal);
        foreach (var section in report.Sections)
        {
            try
            {
                var answer = nothing.Ask(section.Sql, values, new(1, UsualTime), CancellationToken.None);
                _ = ColumnsOf(section, answer.Columns);
            }
            catch (QueryException wrong)
            {
                problems.Error(DocumentCode.Syntax, section.SqlPlace, $"this SQL can't be used: {wrong.Message}");
            }
            catch (ReportException wrong)
            {
                problems.Error(DocumentCode.UnknownKey, section.SqlPlace, wrong.Message);
            }
        }

        return problems.InOrder();
    }

    public void Dispose() => query.Dispose();

    SectionResult Section(ReportDefinition report, ReportSection section, IReadOnlyDictionary<string, object?> values, CancellationToken ct)
    {
        try
        {
            var answer = query.Ask(section.Sql, Used(section, values), new(section.Numbers == SectionNumbers.None ? section.MostRows : ReportReader.MostRows, time), ct);
            return section.Numbers == SectionNumbers.Yields ? YieldSection.Of(section, answer) : Table(section, answer);
        }
        catch (QueryException wrong)
        {
            throw new ReportException($"{At(report, section)}the question can't be answered: {wrong.Message}.", wrong);
        }
        catch (ReportException wrong)
        {
            throw new ReportException($"{At(report, section)}{wrong.Message}.", wrong);
        }
    }

    /// <summary><c>{by}</c> in a title is what was asked.</summary>
    static ReportSection Named(ReportSection section, ReportArguments arguments) => arguments.Values.Aggregate(section, (named, argument) => named with
    {
        Title = named.Title.Replace($"{{{argument.Parameter.Name}}}", argument.Shown ?? "all", StringComparison.Ordinal),
    });

    // SQLite's provider refuses a value that no placeholder asks for.
    static Dictionary<string, object?> Used(ReportSection section, IReadOnlyDictionary<string, object?> values)
    {
        var sql = SqlText.WithoutStrings(section.Sql);
        return values.Where(value => sql.Contains("@" + value.Key, StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);
    }

    static string At(ReportDefinition report, ReportSection section) => $"{Printable.Escape(report.File)}:{section.SqlPlace.Line}:{section.SqlPlace.Column}: error: ";

    static SectionResult Table(ReportSection section, QueryAnswer answer)
    {
        var columns = ColumnsOf(section, answer.Columns);
        var at = answer.Columns.Select((name, i) => (name, i)).ToDictionary(column => column.name, column => column.i, StringComparer.Ordinal);
        return new(section, columns, [.. answer.Rows.Select(row => columns.Select(column => Cell(column, row)).ToImmutableArray())], answer.IsCut);

        object? Cell(ReportColumn column, ImmutableArray<object?> row)
        {
            try
            {
                return column.Type == ColumnType.Share
                    ? new Share(checked((int)Cells.Whole(row[at[column.Part!]])), checked((int)Cells.Whole(row[at[column.Whole!]])))
                    : Cells.Read(column.Type, row[at[column.Name]]);
            }
            catch (FormatException wrong)
            {
                throw new ReportException($"column {column.Name} is {column.Type.ToString().ToLowerInvariant()}, and the SQL gives {wrong.Message}", wrong);
            }
        }
    }

    /// <exception cref="ReportException">A declared column is not in the answer, or two have one name.</exception>
    static ImmutableArray<ReportColumn> ColumnsOf(ReportSection section, ImmutableArray<string> answered)
    {
        if (section.Numbers == SectionNumbers.Yields)
        {
            YieldSection.Demand(answered);
            return [];
        }

        if (answered.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ReportException($"the SQL gives two columns {Printable.Escape(twice.Key, 64)}; name one of them with AS");
        foreach (var missing in section.Columns.SelectMany(Sources).Where(name => !answered.Contains(name)))
        {
            throw new ReportException(Suggestion.Nearest(missing, answered) is { } near
                ? $"the SQL gives no column {missing}; did you mean {Printable.Escape(near, 64)}?"
                : $"the SQL gives no column {missing}; it gives {string.Join(", ", answered.Select(name => Printable.Escape(name, 64)))}");
        }

        var parts = section.Columns.SelectMany(column => column.Type == ColumnType.Share ? Sources(column) : []).ToHashSet(StringComparer.Ordinal);
        return [.. section.Columns, .. answered.Where(name => !parts.Contains(name) && !section.Columns.Any(column => column.Name == name)).Select(name => new ReportColumn(name, ColumnType.Text, name))];
    }

    static IEnumerable<string> Sources(ReportColumn column) => column.Type == ColumnType.Share ? [column.Part!, column.Whole!] : [column.Name];
}

/// <summary>What SQLite stores, as what a column says it is.</summary>
static class Cells
{
    /// <exception cref="FormatException">It is something else; the message says what.</exception>
    public static object? Read(ColumnType type, object? stored) => (type, stored) switch
    {
        (_, null) => null,
        (ColumnType.Integer or ColumnType.Bytes or ColumnType.Address, _) => Whole(stored),
        (ColumnType.Number, _) => Real(stored),
        (ColumnType.Duration, _) => TimeSpan.FromMilliseconds(Real(stored)),
        (ColumnType.Flag, long flag) => flag != 0,
        (ColumnType.Time, string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : throw Wrong(text),
        (ColumnType.Date, string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong(text),
        (ColumnType.Flag or ColumnType.Time or ColumnType.Date, _) => throw Wrong(stored),
        (_, byte[] bytes) => Convert.ToHexStringLower(bytes),
        (_, string text) => text,
        _ => Convert.ToString(stored, CultureInfo.InvariantCulture),
    };

    /// <summary>A whole number; nothing is none of anything: 0.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static long Whole(object? stored) => stored switch
    {
        null => 0,
        long number => number,
        double real when Math.Abs(real) < 1e15 && Math.Floor(real) == real => (long)real,
        _ => throw Wrong(stored),
    };

    static double Real(object? stored) => stored switch
    {
        long number => number,
        double real => real,
        _ => throw Wrong(stored),
    };

    static FormatException Wrong(object? stored) => new($"\"{Printable.Escape(Convert.ToString(stored, CultureInfo.InvariantCulture) ?? "", 64)}\"");
}
