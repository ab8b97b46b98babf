using System.Text;
using System.Text.Json;
using GangFlash.Traceability;
using GangFlash.Web.Live;

namespace GangFlash.Web.Api;

/// <summary>The line as JSON, on one line: <c>asOf</c>, <c>stations</c> (what each said last, with <c>state</c> and <c>says</c>), <c>problems</c>. Fields are only ever added.</summary>
static class LineJson
{
    public static string Of(LineNow now)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("asOf", RecordTime(now.At));
            json.WriteStartArray("stations");
            foreach (var station in now.Stations)
            {
                LineSnapshotJson.Write(json, station.Line, more =>
                {
                    more.WriteString("state", station.State.ToString().ToLowerInvariant());
                    more.WriteString("says", station.Says);
                });
            }

            json.WriteEndArray();
            json.WriteStartArray("problems");
            foreach (var problem in now.Problems)
                json.WriteStringValue(problem);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    static string RecordTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", System.Globalization.CultureInfo.InvariantCulture);
}
