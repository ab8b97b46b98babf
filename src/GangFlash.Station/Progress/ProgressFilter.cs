using GangFlash.Flashing;
using GangFlash.Gang;

namespace GangFlash.Station.Progress;

/// <summary>Lets through what changes the picture: new phases, and every so many percent. Not for use by two threads at once.</summary>
sealed class ProgressFilter(int stepPercent)
{
    readonly Dictionary<int, (JobPhase Phase, ulong Step)> last = [];

    public bool Passes(GangEvent happened)
    {
        if (happened is not GangEvent.Progressed { Progress: var progress })
            return true;
        var step = progress.Total == 0 ? 0 : progress.Done * 100 / progress.Total / (ulong)stepPercent;
        if (last.TryGetValue(happened.Slot, out var before) && before == (progress.Phase, step))
            return false;
        last[happened.Slot] = (progress.Phase, step);
        return true;
    }
}
