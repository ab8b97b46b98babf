using GangFlash.DfuSe;

namespace GangFlash.Planning;

/// <summary>Memory layouts in words: <c>4 × 32 KiB, 1 × 128 KiB</c>.</summary>
public static class LayoutText
{
    public static string Describe(MemoryLayout layout) =>
        layout.SectorCount == 0 ? "no sectors" : string.Join(", ", layout.Runs.Where(run => run.Count > 0).Select(run => $"{run.Count} × {Size(run.SectorSize)}"));

    /// <summary>A size in the largest unit that gives a whole number.</summary>
    public static string Size(ulong bytes) => bytes switch
    {
        0 => "0 B",
        _ when bytes % (1 << 20) == 0 => $"{bytes >> 20} MiB",
        _ when bytes % (1 << 10) == 0 => $"{bytes >> 10} KiB",
        _ => $"{bytes:N0} B",
    };
}
