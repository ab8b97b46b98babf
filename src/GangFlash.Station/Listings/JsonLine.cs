using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GangFlash.Station.Listings;

/// <summary>One JSON object on one line. Text from devices and files may hold anything; JSON escapes what a terminal must not see.</summary>
static class JsonLine
{
    static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
        Encoder = JavaScriptEncoder.Default,
    };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, s_options);

    /// <summary>The same object with an <c>event</c> in front.</summary>
    public static string Event(string name, string line) => $$"""{"event":"{{name}}",{{line[1..]}}""";

    public static string Address(uint address) => $"0x{address:X8}";
}
