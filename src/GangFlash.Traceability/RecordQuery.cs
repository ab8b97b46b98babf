using System.Collections.Immutable;
using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>
/// Asks the record questions that somebody else wrote, in SQL. Changes nothing and reaches no other file, whatever the SQL says: the file is opened for reading,
/// <c>query_only</c> is on, and only SELECT is authorized. All questions are answered from one moment, also beside a running station. For one caller at a time.
/// </summary>
public sealed class RecordQuery : IDisposable
{
    /// <summary>Steps of SQLite's machine between two looks at the clock: well under a millisecond.</summary>
    const int StepsBetweenLooks = 4000;

    /// <summary>Bytes of one value: more than any recipe, less than a question should be able to make up.</summary>
    const int LongestValue = 16 * 1024 * 1024;

    readonly SqliteConnection connection;
    readonly string path;
    readonly TimeProvider clock;
    readonly strdelegate_authorizer authorize;
    string? refused;

    RecordQuery(SqliteConnection connection, string path, TimeProvider clock)
    {
        (this.connection, this.path, this.clock) = (connection, path, clock);
        authorize = (_, action, first, second, _, _) => Allows(action, first, second) ? SQLITE_OK : SQLITE_DENY;
    }

    /// <exception cref="RecordException">There is no record, or none that this version reads.</exception>
    public static RecordQuery Open(string path, TimeProvider clock)
    {
        var file = new RecordFile(path);
        if (!File.Exists(file.Path))
            throw new RecordException($"There is no record {file.Path} yet. Check the path; the station creates the file with its first attempt.");
        return Begin(file.OpenForReading(), file.Path, clock, connected => Schema.Demand(connected, file.Path));
    }

    /// <summary>A record with every table and no row, in memory: to check a question without one.</summary>
    public static RecordQuery OfNothing(TimeProvider clock) => Begin(Schema.Pattern(clock), "of nothing", clock, _ => { });

    /// <summary>Asks one question.</summary>
    /// <param name="sql">One SELECT, with parameters as <c>@name</c>.</param>
    /// <param name="parameters">By name without the sign: text, a number, or none.</param>
    /// <exception cref="QueryException">The SQL makes no sense, wants more than to read, or takes too long.</exception>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public QueryAnswer Ask(string sql, IReadOnlyDictionary<string, object?> parameters, QueryLimits limits, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var began = clock.GetTimestamp();
        var late = false;
        refused = null;
        sqlite3_progress_handler(connection.Handle, StepsBetweenLooks, _ => (late = clock.GetElapsedTime(began) > limits.Time) || ct.IsCancellationRequested ? 1 : 0, null);
        try
        {
            using var command = Prepare(sql, parameters);
            using var reader = command.ExecuteReader();
            var answer = Read(reader, limits.Rows);
            return reader.NextResult() ? throw new QueryException(QueryCode.BadSql, "it is more than one statement; write a section for each") : answer;
        }
        catch (SqliteException stopped) when (stopped.SqliteErrorCode == SQLITE_INTERRUPT)
        {
            if (!late)
                throw new OperationCanceledException("The question was stopped.", stopped, ct);
            throw new QueryException(QueryCode.TooSlow, $"it takes longer than {limits.Time.TotalSeconds:0.###} s; ask for less time, or for one batch", stopped);
        }
        catch (SqliteException problem) when (refused is not null || problem.SqliteErrorCode is SQLITE_AUTH or SQLITE_READONLY)
        {
            throw new QueryException(QueryCode.Refused, $"a report only reads the record, and this would {refused ?? "change it"}", problem);
        }
        catch (SqliteException problem) when (problem.SqliteErrorCode is SQLITE_ERROR or SQLITE_TOOBIG or SQLITE_MISMATCH or SQLITE_RANGE)
        {
            throw new QueryException(QueryCode.BadSql, Reason(problem.Message), problem);
        }
        catch (SqliteException problem)
        {
            throw RecordProblem.Of(problem, path);
        }
        finally
        {
            sqlite3_progress_handler(connection.Handle, 0, null, null);
        }
    }

    /// <summary>What SQLite would do for a question, a line a step.</summary>
    internal ImmutableArray<string> Plan(string sql, IReadOnlyDictionary<string, object?> parameters)
    {
        using var command = Prepare($"EXPLAIN QUERY PLAN {sql}", parameters);
        using var reader = command.ExecuteReader();
        var lines = ImmutableArray.CreateBuilder<string>();
        while (reader.Read())
            lines.Add(reader.GetString(3));
        return lines.ToImmutable();
    }

    public void Dispose() => connection.Dispose();

    static RecordQuery Begin(SqliteConnection opened, string path, TimeProvider clock, Action<SqliteConnection> demand)
    {
        try
        {
            demand(opened);
            _ = sqlite3_limit(opened.Handle, SQLITE_LIMIT_LENGTH, LongestValue);
            _ = opened.Execute("PRAGMA query_only = ON");
            _ = opened.Execute("PRAGMA trusted_schema = ON");
            _ = opened.ExecuteScalar<long>("SELECT count(*) FROM json_each('[]')");       // SQLite declares it at its first use, which a question may not
            _ = opened.Execute("BEGIN DEFERRED");        // one moment for all questions; it is never committed, there is nothing to commit
            var query = new RecordQuery(opened, path, clock);
            _ = sqlite3_set_authorizer(opened.Handle, query.authorize, null);
            return query;
        }
        catch (SqliteException problem)
        {
            opened.Dispose();
            throw RecordProblem.Of(problem, path);
        }
        catch (RecordException)
        {
            opened.Dispose();
            throw;
        }
    }

    SqliteCommand Prepare(string sql, IReadOnlyDictionary<string, object?> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The SQL is a quality engineer's, and this class is what makes that harmless.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            _ = command.Parameters.AddWithValue("@" + name, value ?? DBNull.Value);
        return command;
    }

    static QueryAnswer Read(SqliteDataReader reader, int most)
    {
        ImmutableArray<string> columns = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        while (reader.Read())
        {
            if (rows.Count == most)
                return new(columns, rows.ToImmutable(), IsCut: true);
            var cells = new object?[columns.Length];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(ImmutableArray.Create(cells));
        }

        return new(columns, rows.ToImmutable(), IsCut: false);
    }

    bool Allows(int action, string? first, string? second)
    {
        var why = action switch
        {
            SQLITE_SELECT or SQLITE_READ or SQLITE_RECURSIVE => null,
            SQLITE_FUNCTION => second is "load_extension" or "random" or "randomblob" ? $"call {second}" : null,
            SQLITE_ATTACH => "open another file",
            SQLITE_PRAGMA => first is "user_version" && second is null ? null : $"use PRAGMA {first}",
            SQLITE_TRANSACTION or SQLITE_SAVEPOINT => "begin or end a transaction",
            SQLITE_INSERT or SQLITE_UPDATE or SQLITE_DELETE => $"change {first}",
            _ => "change how the record is built",
        };
        refused ??= why;
        return why is null;
    }

    /// <summary>SQLite's own words without the provider's frame around them.</summary>
    static string Reason(string message) => message.Split('\'') is [_, _, ..] parts ? string.Join('\'', parts[1..^1]) : message;
}

/// <param name="Rows">So many at most; more are left out, and the answer says so.</param>
/// <param name="Time">Longer is too long.</param>
public sealed record QueryLimits(int Rows, TimeSpan Time);

/// <summary>Rows of text, 64-bit numbers, doubles, bytes and nothing, as SQLite stores them.</summary>
/// <param name="IsCut">There were more rows than asked for.</param>
public sealed record QueryAnswer(ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<object?>> Rows, bool IsCut);

/// <summary>A question that cannot be answered. The message completes "the question can't be answered: …".</summary>
public sealed class QueryException(QueryCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    public QueryCode Code { get; } = code;
}

public enum QueryCode
{
    /// <summary>SQLite does not understand it, or there is no such table or column.</summary>
    BadSql,

    /// <summary>It wants more than to read the record.</summary>
    Refused,
    TooSlow,
}
