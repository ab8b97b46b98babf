using System.Globalization;
using System.Text.Json.Nodes;

namespace GangFlash.Traceability;

/// <summary>The fields of an event by name: texts or numbers, as their writer liked.</summary>
sealed class EventDetail(JsonObject fields)
{
    /// <summary>None where it is missing or no value.</summary>
    public string? Text(string name) => fields[name] is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    /// <summary>None where it is missing or no whole number.</summary>
    public int? Number(string name) => int.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
