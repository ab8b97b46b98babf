using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary>A file for each table of the record.</summary>
static class ExportFiles
{
    static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="IOException">The folder has something in it, or cannot be written.</exception>
    public static ImmutableArray<(string Name, long Rows)> Write(string database, string folder, ExportFormat format, CancellationToken ct)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException("the folder is not empty");
        _ = Directory.CreateDirectory(folder);
        var tables = ImmutableArray.CreateBuilder<(string, long)>();
        TableFile? open = null;
        try
        {
            RecordExport.Write(
                database,
                (table, columns) =>
                {
                    Close();
                    open = format == ExportFormat.Csv ? new CsvFile(folder, table, columns) : new JsonFile(folder, table, columns);
                    return open.Take;
                },
                ct);
            Close();
            return tables.ToImmutable();
        }
        finally
        {
            open?.Dispose();
        }

        void Close()
        {
            if (open is null)
                return;
            tables.Add((open.Table, open.Rows));
            open.Dispose();
            open = null;
        }
    }

    abstract class TableFile(string table) : IDisposable
    {
        public string Table => table;

        public long Rows { get; private set; }

        public void Take(ImmutableArray<object?> row)
        {
            Rows++;
            Write(row);
        }

        public abstract void Dispose();

        protected abstract void Write(ImmutableArray<object?> row);
    }

    /// <summary>A text that a spreadsheet would take for a formula gets an apostrophe in front. Bytes are hex; what is NULL is empty.</summary>
    sealed class CsvFile : TableFile
    {
        readonly CsvWriter csv;

        public CsvFile(string folder, string table, ImmutableArray<string> columns)
            : base(table)
        {
            var text = new StreamWriter(new FileStream(Path.Combine(folder, $"{table}.csv"), FileMode.CreateNew), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
            csv = CsvWriter.Create(text, new() { Injection = CsvInjection.Escape, NewLine = "\n", HasHeader = false }, leaveOpen: false);
            csv.WriteRecord([.. columns]);
        }

        public override void Dispose() => csv.Dispose();

        protected override void Write(ImmutableArray<object?> row) => csv.WriteRecord([.. row.Select(value => value switch
        {
            null => "",
            byte[] bytes => Convert.ToHexStringLower(bytes),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        })]);
    }

    /// <summary>An object a line; bytes are hex.</summary>
    sealed class JsonFile(string folder, string table, ImmutableArray<string> columns) : TableFile(table)
    {
        readonly FileStream file = new(Path.Combine(folder, $"{table}.jsonl"), FileMode.CreateNew);

        public override void Dispose() => file.Dispose();

        protected override void Write(ImmutableArray<object?> row)
        {
            using (var writer = new Utf8JsonWriter(file, s_plain))
            {
                writer.WriteStartObject();
                foreach (var (name, value) in columns.Zip(row))
                {
                    switch (value)
                    {
                        case null:
                            writer.WriteNull(name);
                            break;
                        case long number:
                            writer.WriteNumber(name, number);
                            break;
                        case byte[] bytes:
                            writer.WriteString(name, Convert.ToHexStringLower(bytes));
                            break;
                        default:
                            writer.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
                            break;
                    }
                }

                writer.WriteEndObject();
            }

            file.WriteByte((byte)'\n');
        }
    }
}

enum ExportFormat
{
    Csv,
    Jsonl,
}
