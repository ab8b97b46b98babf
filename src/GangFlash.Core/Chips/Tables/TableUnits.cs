using System.Collections.Immutable;
using GangFlash.DfuSe;

namespace GangFlash.Chips.Tables;

/// <summary>The words that the chip tables are written in: sizes in KiB, times in ms and µs, as data sheets print them.</summary>
internal static class TableUnits
{
    public const uint KiB = 1024;
    public const uint MiB = 1024 * KiB;

    const uint FlashStart = 0x0800_0000;

    public static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    public static TimeSpan Us(double microseconds) => TimeSpan.FromMicroseconds(microseconds);

    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    public static EraseTime Erase(uint sectorSize, double typicalMs, double maximumMs) => new(sectorSize, Ms(typicalMs), Ms(maximumMs));

    /// <summary>Sectors one behind the other from 0x08000000.</summary>
    public static MemoryLayout Die(params ReadOnlySpan<(int Count, uint Size)> runs) => Bank(FlashStart, runs);

    /// <summary>Two equal banks, the second directly behind the first.</summary>
    public static MemoryLayout TwoBanks(params ReadOnlySpan<(int Count, uint Size)> bank) => Die([.. bank, .. bank]);

    /// <summary>Two equal banks, the second at an address of its own.</summary>
    public static MemoryLayout TwoBanksAt(uint second, params ReadOnlySpan<(int Count, uint Size)> bank) =>
        new("Internal Flash", [.. Bank(FlashStart, bank).Runs, .. Bank(second, bank).Runs]);

    static MemoryLayout Bank(uint start, ReadOnlySpan<(int Count, uint Size)> runs)
    {
        var bank = ImmutableArray.CreateBuilder<SectorRun>();
        foreach (var (count, size) in runs)
        {
            bank.Add(new(start, size, count, SectorAccess.All));
            start += (uint)count * size;
        }

        return new("Internal Flash", bank.ToImmutable());
    }
}
