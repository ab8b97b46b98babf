using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Station.Live;
using GangFlash.Traceability;

namespace GangFlash.Station.Progress;

/// <summary>A view of a gang that programs at other desks see too.</summary>
sealed class PublishedView(IGangView shown, LineSnapshot start, LineFile file, Action<string> notice, TimeProvider clock) : IGangView
{
    readonly Lock gate = new();
    LineSnapshot line = start;

    public void Report(GangEvent value)
    {
        lock (gate)
            line = line.After(value, clock.GetUtcNow());
        shown.Report(value);
    }

    public async Task<ImmutableArray<SlotOutcome>> ShowAsync(Func<Task<ImmutableArray<SlotOutcome>>> run)
    {
        using var end = new CancellationTokenSource();
        var publishing = new LinePublisher(file, Now, notice, clock).RunAsync(end.Token);
        try
        {
            return await shown.ShowAsync(run);
        }
        finally
        {
            await end.CancelAsync();
            await publishing;
        }
    }

    LineSnapshot Now()
    {
        lock (gate)
            return line;
    }
}
