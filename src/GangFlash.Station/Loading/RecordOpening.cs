using GangFlash.Station.Progress;
using GangFlash.Traceability;

namespace GangFlash.Station.Loading;

/// <summary>Opens the record for writing. Where it is of an earlier version, the terminal says how far the way to this one is.</summary>
static class RecordOpening
{
    /// <exception cref="Gang.RecordException">It cannot be used.</exception>
    public static async Task<TraceabilityStore> OpenAsync(StationIo io, string database, bool json, CancellationToken ct)
    {
        using var progress = RecordProgressLine.Of(io, json);
        return await TraceabilityStore.OpenAsync(database, io.Clock, progress, ct);
    }
}
