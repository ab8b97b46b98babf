using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GangFlash.Documents;

/// <summary>
/// The JSON Schema (draft 2020-12) of a file's language, so that editors complete and explain its keys. It refuses nothing that the reader takes, and as much
/// of the rest as can be told from one value.
/// </summary>
public static class DocumentSchema
{
    static readonly JsonSerializerOptions s_text = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="title">Of the schema, as editors show it.</param>
    public static string Of(DocumentTable table, string title)
    {
        ArgumentNullException.ThrowIfNull(table);
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (name, value) in Mapping(table).ToList())
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(s_text) + "\n";
    }

    static JsonObject Mapping(DocumentTable table)
    {
        var properties = new JsonObject();
        foreach (var key in table.Keys)
            properties[key.Name] = Property(key);
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (table.Keys.Where(key => key.Needed is not null).Select(key => JsonValue.Create(key.Name)).ToArray<JsonNode?>() is { Length: > 0 } required)
            schema["required"] = new JsonArray(required);
        if (!table.OneOf.IsEmpty)
            schema["anyOf"] = new JsonArray([.. table.OneOf.Select(name => new JsonObject { ["required"] = new JsonArray(name) })]);
        return schema;
    }

    static JsonObject Property(DocumentKey key)
    {
        var schema = new JsonObject { ["description"] = key.Usual is { } usual ? $"{key.Says} Default: {usual}." : key.Says };
        foreach (var (name, value) in Value(key.Shape).ToList())
            schema[name] = value?.DeepClone();
        return schema;
    }

    static JsonObject Value(ValueShape shape) => shape switch
    {
        // A name or a revision may look like a number to YAML: 1.10 is text to us, whatever an editor takes it for.
        ValueShape.Text text => new() { ["type"] = new JsonArray("string", "number", "boolean"), ["minLength"] = text.Least, ["maxLength"] = text.Most },
        ValueShape.Prose prose => new() { ["type"] = new JsonArray("string", "number", "boolean"), ["maxLength"] = prose.Most },
        ValueShape.Formed formed => Formed(formed),
        ValueShape.Number number => Number(number),
        ValueShape.Truth => new() { ["type"] = "boolean" },
        ValueShape.Choice choice => new() { ["oneOf"] = new JsonArray([.. choice.Words.Select(word => new JsonObject { ["const"] = Const(word.Word), ["description"] = word.Says })]) },
        ValueShape.Several several => Several(several),
        ValueShape.Keys keys => Mapping(keys.Table),
        ValueShape.Names names => new()
        {
            ["type"] = "object",
            ["propertyNames"] = new JsonObject { ["pattern"] = DocumentScalars.NamePattern },
            ["additionalProperties"] = Value(names.Value),
            ["minProperties"] = 1,
            ["maxProperties"] = names.Most,
        },
        ValueShape.Either either => new() { ["anyOf"] = new JsonArray(Value(either.Short), Value(either.Long)) },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>YAML takes a word such as true for a value of another kind.</summary>
    static JsonValue Const(string word) => word switch
    {
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => JsonValue.Create(word),
    };

    static JsonObject Formed(ValueShape.Formed formed)
    {
        var schema = new JsonObject { ["type"] = new JsonArray("string", "number", "boolean"), ["pattern"] = formed.Regex };
        if (!formed.Examples.IsEmpty)
            schema["examples"] = new JsonArray([.. formed.Examples.Select(example => JsonValue.Create(example))]);
        return schema;
    }

    /// <summary>YAML reads 0x08000000 as a number; in quotation marks it is text.</summary>
    static JsonObject Number(ValueShape.Number number) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = number.Least, ["maximum"] = number.Most },
            new JsonObject { ["type"] = "string", ["pattern"] = number.HexDigits is { } digits ? $"^0[xX][0-9A-Fa-f]{{{digits}}}$" : "^(0[xX][0-9A-Fa-f]{1,8}|0|[1-9][0-9]*)$" }),
    };

    static JsonObject Several(ValueShape.Several several)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Value(several.Entry), ["minItems"] = 1, ["maxItems"] = several.Most };
        return several.OrOne ? new() { ["anyOf"] = new JsonArray(Value(several.Entry), list) } : list;
    }
}
