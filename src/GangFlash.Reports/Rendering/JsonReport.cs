using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GangFlash.Reports;

/// <summary>A report as one JSON object: <c>report</c>, <c>title</c>, <c>question</c>, <c>arguments</c>, <c>asOf</c>, <c>sections</c>, <c>definitions</c>. Fields are only ever added.</summary>
public static class JsonReport
{
    static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.Default };

    public static string Of(ReportResult report)
    {
        ArgumentNullException.ThrowIfNull(report);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_options))
            Write(json, report);
        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    static void Write(Utf8JsonWriter json, ReportResult report)
    {
        json.WriteStartObject();
        json.WriteString("report", report.Definition.Name);
        json.WriteString("title", report.Definition.Title);
        json.WriteString("question", report.Definition.Question);
        json.WriteStartObject("arguments");
        foreach (var argument in report.Arguments.Values)
            Value(json, argument.Parameter.Name, argument.Value);
        json.WriteEndObject();
        json.WriteStartObject("asOf");
        Value(json, "newestAttempt", PlainCells.Of(new("", ColumnType.Time, ""), report.Moment.Newest).First());
        json.WriteNumber("attempts", report.Moment.Attempts);
        json.WriteString("program", report.Program);
        json.WriteEndObject();
        json.WriteStartArray("sections");
        foreach (var section in report.Sections)
            Section(json, section);
        json.WriteEndArray();
        json.WriteStartArray("definitions");
        foreach (var definition in report.Definition.Definitions)
            json.WriteStringValue(definition);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Section(Utf8JsonWriter json, SectionResult section)
    {
        json.WriteStartObject();
        json.WriteString("title", section.Section.Title);
        json.WriteStartArray("columns");
        foreach (var column in section.Columns)
        {
            json.WriteStartObject();
            json.WriteString("name", column.Name);
            json.WriteString("type", column.Type.ToString().ToLowerInvariant());
            json.WriteString("title", column.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (var row in section.Rows)
        {
            json.WriteStartObject();
            foreach (var (column, cell) in section.Columns.Zip(row))
            {
                foreach (var (name, value) in PlainCells.Names(column).Zip(PlainCells.Of(column, cell)))
                    Value(json, name, value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteBoolean("cut", section.IsCut);
        json.WriteEndObject();
    }

    static void Value(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                json.WriteString(name, value as string ?? "");
                break;
        }
    }
}
