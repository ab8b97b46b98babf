using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

/// <summary>Layouts as text: for comparing, and for printing strings that the reader must read back.</summary>
static class LayoutText
{
    /// <summary><c>08000000 4*16384 REW, 08010000 1*65536 REW</c>.</summary>
    public static string Describe(MemoryLayout? layout) =>
        layout is null ? "none" : string.Join(", ", layout.Runs.Select(run => $"{run.Address:X8} {run.Count}*{run.SectorSize} {Letters(run.Access)}"));

    /// <summary>The layout in the grammar of UM0424, one address group per run.</summary>
    public static string Print(MemoryLayout layout) =>
        $"@{layout.Name}  " + string.Concat(layout.Runs.Select(run => $"/0x{run.Address:X8}/{run.Count}*{run.SectorSize}{TypeOf(run.Access)}"));

    static char TypeOf(SectorAccess access) => (char)('`' + (int)access);

    static string Letters(SectorAccess access) => string.Concat(
        from letter in new[] { (Bit: SectorAccess.Read, Name: "R"), (Bit: SectorAccess.Erase, Name: "E"), (Bit: SectorAccess.Write, Name: "W") }
        where access.HasFlag(letter.Bit)
        select letter.Name);
}
