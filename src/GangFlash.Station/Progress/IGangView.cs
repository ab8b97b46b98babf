using System.Collections.Immutable;
using GangFlash.Gang;

namespace GangFlash.Station.Progress;

/// <summary>Shows a gang while it runs. Events come from many threads, one at a time.</summary>
interface IGangView : IProgress<GangEvent>
{
    /// <summary>Runs the gang and shows it until it is done.</summary>
    Task<ImmutableArray<SlotOutcome>> ShowAsync(Func<Task<ImmutableArray<SlotOutcome>>> run);
}
