using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Every table row by row, for archives and other programs.</summary>
public static class RecordExport
{
    /// <summary>Rows between two reports of progress.</summary>
    const int Stride = 1024;

    /// <summary>Calls <paramref name="begin"/> for each table with its columns, and what it answers for each of the rows. All in one snapshot.</summary>
    /// <param name="begin">Gets the table's name and columns; answers what takes a row: texts, long numbers, bytes, or none.</param>
    /// <param name="progress">Hears how many rows there were; none: nobody asks.</param>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public static void Write(string path, Func<string, ImmutableArray<string>, Action<ImmutableArray<object?>>> begin, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(begin);
        using var reader = TraceabilityReader.Open(path);
        _ = reader.Ask(
            connection =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                var done = 0L;
                foreach (var table in Tables(connection))
                    done = Write(connection, table, begin, done, progress, ct);
                return 0;
            },
            ct);
    }

    internal static ImmutableArray<string> Tables(SqliteConnection connection) =>
        [.. connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")];

    /// <summary>Answers how many rows there are now, with those <paramref name="before"/>.</summary>
    static long Write(
        SqliteConnection connection, string table, Func<string, ImmutableArray<string>, Action<ImmutableArray<object?>>> begin, long before, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        progress?.Report(new(RecordStep.Exporting, before, 0));
        command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
        using var rows = command.ExecuteReader();
        var write = begin(table, [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)]);
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            write([.. Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? null : rows.GetValue(column))]);
            if (++before % Stride == 0)
                progress?.Report(new(RecordStep.Exporting, before, 0));
        }

        return before;
    }
}
