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

    /// <summary>All of them, or none where it was stopped or cannot be finished.</summary>
    /// <exception cref="IOException">The folder has something in it, or cannot be written.</exception>
    public static ImmutableArray<(string Name, long Rows)> Write(string database, string folder, ExportFormat format, IProgress<RecordProgress>? progress, CancellationToken ct)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new IOException("the folder is not empty");
        var isNew = !Directory.Exists(folder);
        _ = Directory.CreateDirectory(folder);
        var files = new List<TableFile>();
        var complete = false;
        try
        {
            RecordExport.Write(
                database,
                (table, columns) =>
                {
                    files.LastOrDefault()?.Dispose();
                    files.Add(format == ExportFormat.Csv ? new CsvFile(folder, table, columns) : new JsonFile(folder, table, columns));
                    return files[^1].Take;
                },
                progress,
                ct);
            files.LastOrDefault()?.Dispose();
            complete = true;
            return [.. files.Select(file => (file.Table, file.Rows))];
        }
        finally
        {
            if (!complete)
                Remove(files, isNew ? folder : null);
        }
    }

    /// <summary>Half an export would be taken for a whole one.</summary>
    static void Remove(List<TableFile> files, string? folder)
    {
        foreach (var file in files)
        {
            file.Dispose();
            File.Delete(file.Path);
        }

        if (folder is not null)
            Directory.Delete(folder);
    }

    abstract class TableFile(string table, string path) : IDisposable
    {
        public string Table => table;

        public string Path => path;

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
            : base(table, System.IO.Path.Combine(folder, $"{table}.csv"))
        {
            var text = new StreamWriter(new FileStream(Path, FileMode.CreateNew), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
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
    sealed class JsonFile(string folder, string table, ImmutableArray<string> columns) : TableFile(table, System.IO.Path.Combine(folder, $"{table}.jsonl"))
    {
        readonly FileStream file = new(System.IO.Path.Combine(folder, $"{table}.jsonl"), FileMode.CreateNew);

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
