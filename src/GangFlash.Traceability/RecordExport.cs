using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>Every table row by row, for archives and other programs.</summary>
public static class RecordExport
{
    /// <summary>Calls <paramref name="begin"/> for each table with its columns, and what it answers for each of the rows. All in one snapshot.</summary>
    /// <param name="begin">Gets the table's name and columns; answers what takes a row: texts, long numbers, bytes, or none.</param>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public static void Write(string path, Func<string, ImmutableArray<string>, Action<ImmutableArray<object?>>> begin, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(begin);
        using var reader = TraceabilityReader.Open(path);
        _ = reader.Ask(
            connection =>
            {
                using var snapshot = connection.BeginTransaction(deferred: true);
                foreach (var table in Tables(connection))
                    Write(connection, table, begin, ct);
                return 0;
            },
            ct);
    }

    internal static ImmutableArray<string> Tables(SqliteConnection connection) =>
        [.. connection.Query<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")];

    static void Write(SqliteConnection connection, string table, Func<string, ImmutableArray<string>, Action<ImmutableArray<object?>>> begin, CancellationToken ct)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
        using var rows = command.ExecuteReader();
        var write = begin(table, [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)]);
        while (rows.Read())
        {
            ct.ThrowIfCancellationRequested();
            write([.. Enumerable.Range(0, rows.FieldCount).Select(column => rows.IsDBNull(column) ? null : rows.GetValue(column))]);
        }
    }
}
