using System.Collections.Immutable;
using Dapper;
using GangFlash.Gang;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Reads the record for reports, beside a running station or without one. Changes nothing. For one caller at a time.</summary>
public sealed partial class TraceabilityReader : IDisposable
{
    readonly SqliteConnection connection;
    readonly PreparedStatements statements;
    readonly string path;

    TraceabilityReader(SqliteConnection connection, string path) => (this.connection, statements, this.path) = (connection, new(connection), path);

    /// <exception cref="RecordException">There is no record, or none that this version reads.</exception>
    public static TraceabilityReader Open(string path)
    {
        var file = new RecordFile(path);
        if (!File.Exists(file.Path))
            throw new RecordException($"There is no record {file.Path} yet. Check the path; the station creates the file with its first attempt.");
        var reader = new TraceabilityReader(file.OpenForReading(), file.Path);
        try
        {
            reader.Guard(
                () =>
                {
                    Schema.Demand(reader.connection, file.Path);
                    return 0;
                },
                CancellationToken.None);
            return reader;
        }
        catch (RecordException)
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>One for each attempt, the newest last.</summary>
    /// <param name="ct">Stops a long search: use it for a time limit.</param>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<UnitRecord> Units(AttemptFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return [.. Newest<UnitColumns>(UnitRecord.Select, filter, ct).Select(UnitRecord.Of)];
    }

    /// <summary>One for each attempt that ended and did not pass, the newest last.</summary>
    /// <param name="ct">Stops a long search: use it for a time limit.</param>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public ImmutableArray<FailureRecord> Failures(AttemptFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return [.. Newest<FailureColumns>(FailureRecord.Select, filter, ct).Select(FailureRecord.Of)];
    }

    /// <summary>How much is in the record.</summary>
    /// <exception cref="RecordException">The record cannot be read.</exception>
    public RecordStats Stats(CancellationToken ct) => Ask(_ => RecordStats.Of(connection, Path), ct);

    public void Dispose()
    {
        statements.Dispose();
        connection.Dispose();
    }

    /// <summary>As it was opened: absolute, links followed.</summary>
    internal string Path => path;

    /// <summary>A question of several statements.</summary>
    internal T Ask<T>(Func<SqliteConnection, T> question, CancellationToken ct) => Guard(() => question(connection), ct);

    IEnumerable<T> Newest<T>(string select, AttemptFilter filter, CancellationToken ct) =>
        Query<T>($"{select}\nWHERE {filter.Where}\nORDER BY s.seq DESC LIMIT @Limit", filter.Parameters, ct).Reverse();

    internal ImmutableArray<T> Query<T>(string sql, object? parameters, CancellationToken ct) =>
        Guard<ImmutableArray<T>>(() => [.. connection.Query<T>(sql, parameters)], ct);

    T Guard<T>(Func<T> question, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        try
        {
            using var stop = ct.Register(() => SQLitePCL.raw.sqlite3_interrupt(connection.Handle));
            return question();
        }
        catch (SqliteException stopped) when (stopped.SqliteErrorCode == SQLitePCL.raw.SQLITE_INTERRUPT)
        {
            throw new OperationCanceledException("The search was stopped.", stopped, ct);
        }
        catch (SqliteException problem)
        {
            throw RecordProblem.Of(problem, path);
        }
    }
}
