using System.Buffers;
using System.Globalization;
using System.Text.Json;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Numbers;

namespace GangFlash.Traceability;

/// <summary>
/// A line as one JSON object. Written by the station and read by whoever looks, perhaps of another version: fields are only ever added, and what a reader does not know it leaves out.
/// The reader trusts nothing: bytes, slots, alarms and texts are bounded.
/// </summary>
public static class LineSnapshotJson
{
    /// <summary>A gang of 255 slots with long serials has a quarter of this.</summary>
    public const int MostBytes = 256 * 1024;

    const int Format = 1;
    const int MostAlarms = 100;
    const int LongestText = 1000;

    public static byte[] Of(LineSnapshot line)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
            Write(json, line);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>As an object: <c>format</c>, <c>station</c>, <c>program</c>, <c>at</c>, …, <c>alarms</c>, <c>slots</c>.</summary>
    /// <param name="more">Fields of whoever passes it on.</param>
    public static void Write(Utf8JsonWriter json, LineSnapshot line, Action<Utf8JsonWriter>? more = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(line);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("station", line.Station);
        json.WriteString("program", line.Program);
        json.WriteString("at", RecordTime.Text(line.At));
        json.WriteString("purpose", line.Purpose.Word());
        json.WriteBoolean("simulated", line.Simulated);
        json.WriteString("operator", line.Operator);
        json.WriteString("batch", line.Batch);
        json.WriteString("workOrder", line.WorkOrder);
        json.WriteString("recipe", line.Recipe);
        json.WriteString("revision", line.Revision);
        Number("planned", line.Planned);
        json.WriteNumber("good", line.Good);
        json.WriteNumber("red", line.Red);
        json.WriteStartArray("alarms");
        foreach (var alarm in line.Alarms)
        {
            json.WriteStartObject();
            json.WriteString("class", Words.Of(alarm.Class));
            json.WriteString("since", RecordTime.Text(alarm.Since));
            json.WriteString("what", alarm.What);
            json.WriteString("order", alarm.Order);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("slots");
        foreach (var slot in line.Slots)
        {
            json.WriteStartObject();
            json.WriteNumber("slot", slot.Number);
            json.WriteString("sign", Words.Of(slot.Sign));
            json.WriteString("phase", slot.Phase is { } phase ? RecordWords.Of(phase) : null);
            Number("percent", slot.Percent);
            json.WriteString("unit", slot.Unit);
            json.WriteString("usbSerial", slot.UsbSerial);
            json.WriteString("code", slot.Code);
            json.WriteString("order", slot.Order);
            json.WriteString("since", slot.Since is { } since ? RecordTime.Text(since) : null);
            Number("tookMs", (int?)slot.Took?.TotalMilliseconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        more?.Invoke(json);
        json.WriteEndObject();

        void Number(string name, int? value)
        {
            if (value is { } number)
                json.WriteNumber(name, number);
            else
                json.WriteNull(name);
        }
    }

    /// <summary>The line, or why these bytes are none.</summary>
    public static (LineSnapshot? Line, string? Problem) Read(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes)
            return (null, $"has {bytes.Length:N0} bytes, and {MostBytes:N0} are the most");
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = 8 });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "station") is not { Length: > 0 } station || Time(root, "at") is not { } at)
                return (null, "does not say which station it is of, and when");
            return (new()
            {
                Station = station,
                At = at,
                Program = Text(root, "program") ?? "",
                Purpose = AttemptPurposes.Parse(Text(root, "purpose") ?? "") ?? AttemptPurpose.Production,
                Simulated = root.TryGetProperty("simulated", out var simulated) && simulated.ValueKind == JsonValueKind.True,
                Operator = Text(root, "operator"),
                Batch = Text(root, "batch"),
                WorkOrder = Text(root, "workOrder"),
                Recipe = Text(root, "recipe"),
                Revision = Text(root, "revision"),
                Planned = Number(root, "planned"),
                Good = Number(root, "good") ?? 0,
                Red = Number(root, "red") ?? 0,
                Alarms = [.. Items(root, "alarms", MostAlarms).Select(Alarm)],
                Slots = [.. Items(root, "slots", SlotMap.MostSlots).Select(Slot).OfType<SlotSnapshot>().DistinctBy(slot => slot.Number).OrderBy(slot => slot.Number)],
            }, null);
        }
        catch (JsonException)
        {
            return (null, "is no JSON");
        }
    }

    static AlarmSnapshot Alarm(JsonElement alarm) => new(
        Words.AlarmOf(Text(alarm, "class")), Time(alarm, "since") ?? default, Text(alarm, "what") ?? "", Text(alarm, "order") ?? "");

    /// <summary>None for one without a number, or with a sign of a later version.</summary>
    static SlotSnapshot? Slot(JsonElement slot) => Number(slot, "slot") is { } number && Words.SignOf(Text(slot, "sign")) is { } sign
        ? new(number, sign)
        {
            Phase = Words.PhaseOf(Text(slot, "phase")),
            Percent = Number(slot, "percent") is { } percent ? Math.Clamp(percent, 0, 100) : null,
            Unit = Text(slot, "unit"),
            UsbSerial = Text(slot, "usbSerial"),
            Code = Text(slot, "code") ?? "",
            Order = Text(slot, "order") ?? "",
            Since = Time(slot, "since"),
            Took = Number(slot, "tookMs") is { } took and >= 0 ? TimeSpan.FromMilliseconds(took) : null,
        }
        : null;

    static IEnumerable<JsonElement> Items(JsonElement root, string name, int most) =>
        root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Take(most) : [];

    static string? Text(JsonElement of, string name)
    {
        try
        {
            return of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text ? text[..Math.Min(text.Length, LongestText)] : null;
        }
        catch (InvalidOperationException)
        {
            return null;        // a lone surrogate, which is no text
        }
    }

    static int? Number(JsonElement of, string name) => of.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;

    static DateTimeOffset? Time(JsonElement of, string name) =>
        DateTimeOffset.TryParse(Text(of, name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>The closed sets of words; what is no word of theirs is none.</summary>
    static class Words
    {
        public static string Of(SlotSign sign) => JsonNamingPolicy.KebabCaseLower.ConvertName(sign.ToString());

        public static string Of(AlarmClass alarm) => JsonNamingPolicy.KebabCaseLower.ConvertName(alarm.ToString());

        public static SlotSign? SignOf(string? word) => Enum.GetValues<SlotSign>().Cast<SlotSign?>().FirstOrDefault(sign => Of(sign!.Value) == word);

        public static JobPhase? PhaseOf(string? word) => Enum.GetValues<JobPhase>().Cast<JobPhase?>().FirstOrDefault(phase => RecordWords.Of(phase!.Value) == word);

        /// <summary>What a later version calls otherwise is shown as a note.</summary>
        public static AlarmClass AlarmOf(string? word) => Enum.GetValues<AlarmClass>().Cast<AlarmClass?>().FirstOrDefault(alarm => Of(alarm!.Value) == word) ?? AlarmClass.Inform;
    }
}
