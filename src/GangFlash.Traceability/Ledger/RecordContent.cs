using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using static SQLitePCL.raw;

namespace GangFlash.Traceability;

/// <summary>
/// The hash over a record as it stands in the file: read back from there, so that writer and checker see the same, bit by bit. The README says how the
/// bytes are made. For one thread.
/// </summary>
sealed class RecordContent(SqliteConnection connection) : IDisposable
{
    readonly Dictionary<string, RowReader> readers = new(StringComparer.Ordinal);
    readonly ArrayBufferWriter<byte> bytes = new(4096);

    /// <summary>None where there is no such head row.</summary>
    public byte[]? HashOf(RecordKind kind, string key)
    {
        bytes.ResetWrittenCount();
        if (!Reader(kind).Write(bytes, kind.Key.Length == 1 ? [key] : [.. key.Split('/')]))
            return null;
        foreach (var child in kind.Children.Where(child => Exists(child.Table)))
            _ = Reader(kind, child).Write(bytes, [key]);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    public void Dispose()
    {
        foreach (var reader in readers.Values)
            reader.Dispose();
        readers.Clear();
    }

    /// <summary>While a migration fills in what an older version lacked, tables of newer ones are not there yet; no rows and no table hash alike.</summary>
    bool Exists(string table)
    {
        if (readers.Keys.Any(name => name.EndsWith($"/{table}", StringComparison.Ordinal)))
            return true;
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $table";
        _ = command.Parameters.AddWithValue("$table", table);
        return command.ExecuteScalar() is not null;
    }

    RowReader Reader(RecordKind kind) => Reader(
        kind.Table, $"SELECT * FROM {kind.Table} WHERE {string.Join(" AND ", kind.Key.Select((column, i) => $"{column} = ?{i + 1}"))}");

    RowReader Reader(RecordKind kind, RecordChild child) => Reader(
        child.Table, $"SELECT * FROM {child.Table} WHERE {child.Where} ORDER BY {child.Order}", $"{kind.Table}/{child.Table}");

    RowReader Reader(string table, string sql, string? name = null)
    {
        if (!readers.TryGetValue(name ?? table, out var reader))
            readers.Add(name ?? table, reader = new(connection.Handle!, table, sql));
        return reader;
    }

    /// <summary>A prepared question for rows of one table.</summary>
    sealed class RowReader : IDisposable
    {
        readonly sqlite3 database;
        readonly byte[] table;
        readonly sqlite3_stmt statement;
        readonly ImmutableArray<(int Index, byte[] Name)> columns;

        public RowReader(sqlite3 database, string table, string sql)
        {
            this.database = database;
            this.table = Encoding.UTF8.GetBytes(table + "\n");
            SqliteException.ThrowExceptionForRC(sqlite3_prepare_v2(database, sql, out statement), database);

            // By name, not by place: a table that a later version rebuilds keeps its hashes.
            columns =
            [
                .. Enumerable.Range(0, sqlite3_column_count(statement))
                    .Select(index => (Index: index, Name: sqlite3_column_name(statement, index).utf8_to_string()))
                    .OrderBy(column => column.Name, StringComparer.Ordinal)
                    .Select(column => (column.Index, Encoding.UTF8.GetBytes(column.Name + "="))),
            ];
        }

        /// <summary>False if there was no row.</summary>
        public bool Write(ArrayBufferWriter<byte> target, ImmutableArray<string> key)
        {
            try
            {
                for (var i = 0; i < key.Length; i++)
                    SqliteException.ThrowExceptionForRC(sqlite3_bind_text(statement, i + 1, key[i]), database);
                var found = false;
                int step;
                while ((step = sqlite3_step(statement)) == SQLITE_ROW)
                {
                    found = true;
                    WriteRow(target);
                }

                if (step != SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(step, database);
                return found;
            }
            finally
            {
                _ = sqlite3_reset(statement);       // tells the error of the step once more
            }
        }

        public void Dispose() => statement.Dispose();

        void WriteRow(ArrayBufferWriter<byte> target)
        {
            Span<byte> digits = stackalloc byte[20];
            target.Write(table);
            foreach (var (index, name) in columns)
            {
                switch (sqlite3_column_type(statement, index))
                {
                    case SQLITE_NULL:
                        break;      // so a column that a later version adds changes no hash of an older row
                    case SQLITE_INTEGER:
                        _ = sqlite3_column_int64(statement, index).TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
                        WriteValue(target, name, (byte)'I', digits[..length]);
                        break;
                    case SQLITE_FLOAT:
                        BinaryPrimitives.WriteDoubleBigEndian(digits, sqlite3_column_double(statement, index));
                        WriteValue(target, name, (byte)'R', digits[..sizeof(double)]);
                        break;
                    case SQLITE_TEXT:
                        WriteValue(target, name, (byte)'T', sqlite3_column_blob(statement, index));     // the bytes as they are stored: UTF-8
                        break;
                    default:
                        WriteValue(target, name, (byte)'B', sqlite3_column_blob(statement, index));
                        break;
                }
            }

            target.Write("\n"u8);
        }

        static void WriteValue(ArrayBufferWriter<byte> target, byte[] name, byte type, ReadOnlySpan<byte> value)
        {
            target.Write(name);
            var span = target.GetSpan(16);
            span[0] = type;
            _ = value.Length.TryFormat(span[1..], out var length, default, CultureInfo.InvariantCulture);
            span[length + 1] = (byte)':';
            target.Advance(length + 2);
            target.Write(value);
            target.Write("\n"u8);
        }
    }
}
