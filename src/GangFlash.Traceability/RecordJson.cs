using System.Text.Json;

namespace GangFlash.Traceability;

/// <summary>Lists inside a row: JSON with snake_case names, addresses as text in hex.</summary>
static class RecordJson
{
    static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, s_options);

    public static string Hex(uint address) => $"0x{address:X8}";
}
