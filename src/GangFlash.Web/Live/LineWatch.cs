using GangFlash.Traceability;

namespace GangFlash.Web.Live;

/// <summary>Looks at what the stations say of themselves: once for all who ask at about the same time.</summary>
sealed class LineWatch(string database, TimeProvider clock)
{
    /// <summary>Who asks again within this sees the same.</summary>
    static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(200);

    readonly Lock gate = new();
    LineNow? last;
    long lookedAt;

    public LineNow Look()
    {
        lock (gate)
        {
            if (last is null || clock.GetElapsedTime(lookedAt) >= s_fresh)
            {
                var (reading, now) = (LineFile.ReadAll(database), clock.GetUtcNow());
                last = new(now, [.. reading.Lines.Where(line => now - line.At < StationNow.ForgottenAfter).Select(line => StationNow.Of(line, now))], reading.Problems);
                lookedAt = clock.GetTimestamp();
            }

            return last;
        }
    }
}
