using System.Globalization;

namespace GangFlash.Traceability;

/// <summary>Times as the record writes them: UTC, ISO 8601, with offset, always as long, so that the order of the text is the order of time.</summary>
static class RecordTime
{
    const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffzzz";

    public static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);

    public static DateTimeOffset Parse(string text) => DateTimeOffset.ParseExact(text, Format, CultureInfo.InvariantCulture);

    public static long Milliseconds(TimeSpan duration) => (long)duration.TotalMilliseconds;
}
