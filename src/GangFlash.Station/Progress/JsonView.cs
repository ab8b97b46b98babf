using System.Collections.Immutable;
using GangFlash.Gang;
using GangFlash.Station.Listings;

namespace GangFlash.Station.Progress;

/// <summary>One JSON object a line. Progress comes at most once per percent and slot.</summary>
sealed class JsonView(TextWriter output) : IGangView
{
    readonly Lock gate = new();
    readonly ProgressFilter filter = new(stepPercent: 1);

    public void Report(GangEvent value)
    {
        lock (gate)
        {
            if (filter.Passes(value))
                output.WriteLine(GangJson.Of(value));
        }
    }

    public Task<ImmutableArray<SlotOutcome>> ShowAsync(Func<Task<ImmutableArray<SlotOutcome>>> run) => run();
}
