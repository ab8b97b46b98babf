using GangFlash.Line;
using GangFlash.Traceability;

namespace GangFlash.Station.Live;

/// <summary>
/// Tells other programs what the line looks like: a few times a second where something changed, and now and then although nothing did, so that a station that is lost can be told
/// from one that is idle. Nothing here may disturb a job: what cannot be written is said once, and tried again.
/// </summary>
sealed class LinePublisher(LineFile file, Func<LineSnapshot> now, Action<string> notice, TimeProvider clock)
{
    /// <summary>Without a change it is told so often that the station is there.</summary>
    public static TimeSpan Heartbeat { get; } = TimeSpan.FromSeconds(2);

    static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(250);

    byte[] told = [];
    DateTimeOffset toldAt;
    bool isTroubled;

    /// <summary>Publishes until it is stopped, then takes the file away.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                Publish(now());
                await Task.Delay(s_lookEvery, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            Try(file.Remove);
        }
    }

    void Publish(LineSnapshot line)
    {
        // All but the moment itself.
        var content = LineSnapshotJson.Of(line with { At = default });
        var at = clock.GetUtcNow();
        if (content.AsSpan().SequenceEqual(told) && at - toldAt < Heartbeat && at >= toldAt)
            return;
        if (Try(() => file.Write(line with { At = at })))
            (told, toldAt) = (content, at);
    }

    bool Try(Action write)
    {
        try
        {
            write();
            return true;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            if (!isTroubled)
                notice($"Other screens cannot see this line, the work goes on: {trouble.Message}");
            isTroubled = true;
            return false;
        }
    }
}
