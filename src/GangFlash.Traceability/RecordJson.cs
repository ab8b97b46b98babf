using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GangFlash.Traceability;

/// <summary>Lists inside a row: JSON with snake_case names, addresses as text in hex.</summary>
static class RecordJson
{
    static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // As people read it: the escapes for web pages would hide letters from a search.
    static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text(JsonObject fields) => fields.ToJsonString(s_plain);

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, s_options);

    public static string Hex(uint address) => $"0x{address:X8}";
}
