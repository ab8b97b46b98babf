using GangFlash.DfuSe;
using GangFlash.Planning;

namespace GangFlash.Flashing;

/// <summary>Names the cause that the pattern of differences points to (factory.md 10.1). Pure; the first pattern that fits wins.</summary>
static class MismatchDiagnosis
{
    /// <summary>Fewer differing bytes than this are single bits, not content.</summary>
    const ulong FewBytes = 8;

    /// <param name="stable">Whether reading the first bad block again gave the same.</param>
    /// <param name="tooFast">The sentence about a job that was faster than the flash, where it was.</param>
    public static Diagnosis Of(ReadBack seen, FlashPlan plan, bool? stable, string? tooFast)
    {
        var diagnosis = Match(seen, plan, stable);
        return tooFast is null ? diagnosis : diagnosis with { Finding = $"{tooFast} {diagnosis.Finding}" };
    }

    static Diagnosis Match(ReadBack seen, FlashPlan plan, bool? stable)
    {
        var (changed, old) = (seen.Sampled.Where(block => !block.OldWasRight).ToList(), seen.Sampled.Where(block => !block.Equal).ToList());
        if (stable == false)
            return new(MismatchPattern.Unstable, "Reading the same block again gives other bytes: cable, supply or hub, not the content.");
        if (seen.AllBlank || (seen.DifferencesBlank && seen.MatchesMeanNothing))
            return new(MismatchPattern.StillBlank, "Nothing was written: the flash is still blank although every block was acknowledged.");
        if (seen.AllEcho)
            return new(MismatchPattern.Echo, "Nothing was written: every address reads back the block that was sent last.");
        if (old.Count > 0 && old.All(block => block.Old) && changed.TrueForAll(block => block.Old))
            return new(MismatchPattern.OldContent, "Nothing was written: the flash still holds the content from before the erase, although every request was acknowledged.");
        if (seen.DifferencesBlank && StartOfBlankEnd(seen, plan) is { } from)
            return new(MismatchPattern.FirstPartOnly, $"Good up to 0x{from:X8} and blank from there: only the first {LayoutText.Size(from - plan.Runs[0].Range.Start)} were stored.");
        var sectors = (seen.RangeCount == seen.Ranges.Count ? seen.Ranges : seen.BadBlocks).SelectMany(range => Sectors(plan, range)).Distinct().ToList();
        if (old.Count > 0 && old.All(block => block.Old))
            return new(MismatchPattern.WriteProtected, $"Still the old content in {Name(plan, sectors)}, the rest is right: write protection of these sectors is suspected.");
        if (old.Count > 0 && old.All(block => block.Mix))
            return new(MismatchPattern.NotErased, $"{Mix(plan)} of old and new content: {Name(plan, sectors)} was not erased.");

        // After what the samples prove: an older build of the same program looks like a shifted one.
        if (FindShift(seen, plan) is { } shift)
            return new(MismatchPattern.Shifted, $"The right bytes at the wrong place: a read at an address shows what belongs 0x{Math.Abs(shift):X} bytes {(shift > 0 ? "higher" : "lower")}.");
        if (seen.Differing <= FewBytes)
            return new(MismatchPattern.IsolatedBits, "A few single bits, the same at every read: weak or damaged flash.");
        if (plan.Erased == 0 ? seen.BitsCleared == 0 : seen.BitsSet == 0)
            return new(MismatchPattern.NotErased, $"Bits moved only the way that programming moves them, as {Mix(plan)} of old and new content does: {Name(plan, sectors)} was probably not erased.");
        if (seen.OnlyValue is { } value)
            return new(MismatchPattern.Constant, $"Every byte that differs reads 0x{value:X2}: read protection, or a bootloader that cannot read here.");
        if (sectors.Count == 1)
            return new(MismatchPattern.OneSector, $"All differences lie in {Name(plan, sectors)}.");
        return new(MismatchPattern.Unknown, "The differences fit no known pattern.");
    }

    static string Mix(FlashPlan plan) => plan.Erased == 0 ? "OR" : "AND";

    static IEnumerable<Sector> Sectors(FlashPlan plan, AddressRange range) => plan.Target.Alternates.SelectMany(alternate => alternate.Layout.Touching(range));

    /// <summary>Neighbours as one: <c>sectors 0 to 1 (0x08000000–0x08000FFF) and sector 64 (…)</c>.</summary>
    static string Name(FlashPlan plan, List<Sector> sectors)
    {
        const int MostNames = 4;
        var names = (from alternate in plan.Target.Alternates
                     from range in AddressRanges.Union(sectors.Where(sector => alternate.Layout.Find(sector.Address) == sector).Select(sector => sector.Range))
                     select Name(alternate.Layout, range)).Distinct(StringComparer.Ordinal).ToList();
        return names switch
        {
            [] => "no sector",
            [var only] => only,
            { Count: > MostNames } => $"{string.Join(", ", names.Take(MostNames))} and {names.Count - MostNames} more places",
            _ => $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}",
        };
    }

    static string Name(MemoryLayout layout, AddressRange sectors)
    {
        var (first, last) = (layout.IndexOf(sectors.Start), layout.IndexOf(sectors.Last));
        return first == last ? $"sector {first} ({sectors})" : $"sectors {first} to {last} ({sectors})";
    }

    /// <summary>From where on everything that was to be written is blank; none if something after the first difference is right.</summary>
    static uint? StartOfBlankEnd(ReadBack seen, FlashPlan plan)
    {
        var first = seen.First!.Address;
        ulong missing = 0;
        foreach (var run in plan.Runs.Where(run => run.Range.End > first))
        {
            foreach (var value in run.Data.Span[(int)(Math.Max(first, run.Range.Start) - run.Range.Start)..])
                missing += value == plan.Erased ? 0UL : 1UL;
        }

        return missing == seen.Differing ? first : null;
    }

    /// <summary>Looks for what was read somewhere else in what should have been read, within the run of the first bad block.</summary>
    static long? FindShift(ReadBack seen, FlashPlan plan)
    {
        if (seen.Kept is not [var first, ..] || plan.Runs.FirstOrDefault(run => run.Range.Contains(first.Block.Range.Start)) is not { } home)
            return null;
        var kept = seen.Kept.Where(block => home.Range.Contains(block.Block.Range.Start)).ToList();

        // The first block may be blank, where the content moved up.
        return kept.Select(block => ShiftOf(block, home)).FirstOrDefault(shift => shift is not null) is { } shift && shift != 0 && kept.TrueForAll(block => FitsShifted(block, home, shift))
            ? shift
            : null;
    }

    /// <summary>How far away the first bytes of a block stand that have some variety; none if nothing in it does, or stands anywhere.</summary>
    static long? ShiftOf(ReadBlock block, PlannedRun home)
    {
        const int Anchor = 32;
        const int LeastVariety = 8;
        for (var at = 0; at + Anchor <= block.Actual.Length; at += Anchor)
        {
            var anchor = block.Actual.AsSpan(at, Anchor);
            if (new HashSet<byte>(anchor.ToArray()).Count < LeastVariety)
                continue;
            var found = home.Data.Span.IndexOf(anchor);
            return found < 0 ? null : found - (long)(block.Block.Range.Start - home.Range.Start + (uint)at);
        }

        return null;
    }

    /// <summary>At least nine in ten bytes of a block are the expected ones from further on; the ends have no counterpart.</summary>
    static bool FitsShifted(ReadBlock block, PlannedRun run, long shift)
    {
        var (matching, compared) = (0, 0);
        for (var i = 0; i < block.Actual.Length; i++)
        {
            var from = block.Block.Range.Start - run.Range.Start + i + shift;
            if (from < 0 || from >= run.Data.Length)
                continue;
            compared++;
            matching += run.Data.Span[(int)from] == block.Actual[i] ? 1 : 0;
        }

        return matching * 10 >= compared * 9;
    }
}
