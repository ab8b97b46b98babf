using GangFlash.Flashing;
using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Flashing;

/// <summary>The table of patterns: what was read, and which cause it points to.</summary>
public sealed class MismatchDiagnosisTests
{
    const uint At = 0x0800_6000;
    const int Length = 0x6000;       // 8 KiB of sector 0 and 16 KiB of sector 1

    static readonly byte[] s_wanted = Noise(1);
    static readonly byte[] s_old = Noise(2);

    /// <summary>Each pattern with a flash that shows it, what was there before, whether reading again gives the same, and some words that the sentence must have.</summary>
    static readonly Dictionary<string, Shown> s_table = new()
    {
        ["changes at each read"] = new(MismatchPattern.Unstable, With(s_wanted, 100, 1, _ => 0x12), s_old, "cable, supply or hub", Stable: false),
        ["blank"] = new(MismatchPattern.StillBlank, Filled(0xFF), s_old, "still blank"),
        ["blank where it was blank before"] = new(MismatchPattern.StillBlank, Filled(0xFF), Filled(0xFF), "still blank"),
        ["the content from before"] = new(MismatchPattern.OldContent, s_old, s_old, "from before the erase"),
        ["the content from before, which was right in part"] = new(MismatchPattern.OldContent, With(s_wanted, 0x2000, 0x4000, i => s_old[i]), With(s_wanted, 0x2000, 0x4000, i => s_old[i]), "from before the erase"),
        ["the block that was sent last everywhere"] = new(MismatchPattern.Echo, With(s_wanted, 0, Length, i => s_wanted[i % 2048]), s_old, "sent last"),
        ["four bytes too low"] = new(MismatchPattern.Shifted, With(s_wanted, 0, Length, i => i + 4 < Length ? s_wanted[i + 4] : (byte)0xFF), s_old, "0x4 bytes higher"),
        ["a block too high"] = new(MismatchPattern.Shifted, With(s_wanted, 0, Length, i => i >= 2048 ? s_wanted[i - 2048] : (byte)0xFF), s_old, "0x800 bytes lower"),
        ["good up to a boundary"] = new(MismatchPattern.FirstPartOnly, With(s_wanted, 0x1000, Length - 0x1000, _ => 0xFF), s_old, "only the first 4 KiB"),
        ["one sector kept its content"] = new(MismatchPattern.WriteProtected, With(s_wanted, 0x2000, 0x4000, i => s_old[i]), s_old, "write protection"),
        ["old and new content"] = new(MismatchPattern.NotErased, With(s_wanted, 0x2000, 0x4000, i => (byte)(s_wanted[i] & s_old[i])), s_old, "AND of old and new"),
        ["old and new content, where no sample was taken"] = new(MismatchPattern.NotErased, With(s_wanted, 0x1800, 0x800, i => (byte)(s_wanted[i] & s_old[i])), Filled(0xFF), "probably not erased"),
        ["one bit set"] = new(MismatchPattern.IsolatedBits, With(s_wanted, IndexOf(0), 1, i => (byte)(s_wanted[i] | 0x20)), s_old, "weak or damaged"),
        ["one bit cleared in a sector that was blank"] = new(MismatchPattern.IsolatedBits, With(s_wanted, IndexOf(0x20), 1, i => (byte)(s_wanted[i] & ~0x20)), With(Filled(0xFF), IndexOf(0x20), 1, _ => 0xDF), "weak or damaged"),
        ["one value"] = new(MismatchPattern.Constant, With(s_wanted, 0, Length, _ => 0x11), s_old, "reads 0x11"),
        ["rubbish in one sector"] = new(MismatchPattern.OneSector, With(s_wanted, 0x2800, 32, i => (byte)(s_wanted[i] ^ (0x40 + i % 7))), s_old, "sector 1 (0x08008000–0x0800FFFF)"),
        ["rubbish everywhere"] = new(MismatchPattern.Unknown, Noise(3), s_old, "no known pattern"),
    };

    public static TheoryData<string> Names => [.. s_table.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_pattern_is_recognised(string name)
    {
        var shown = s_table[name];
        var (seen, plan) = Read(shown.Flash, shown.Old);

        var diagnosis = MismatchDiagnosis.Of(seen, plan, shown.Stable, tooFast: null);

        Assert.Equal(shown.Pattern, diagnosis.Pattern);
        Assert.Contains(shown.Words, diagnosis.Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_pattern_is_in_the_table() => Assert.Equal(Enum.GetValues<MismatchPattern>(), s_table.Values.Select(shown => shown.Pattern).Distinct().Order());

    [Fact]
    public void A_job_that_was_faster_than_the_flash_says_so_first()
    {
        var (seen, plan) = Read(s_old, s_old);

        Assert.StartsWith("Too fast. Nothing was written", MismatchDiagnosis.Of(seen, plan, stable: true, "Too fast.").Finding, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_back_counts_what_differs_and_keeps_the_surroundings_of_the_first()
    {
        var flash = With(With(s_wanted, 2048, 3, i => (byte)(s_wanted[i] ^ 0xFF)), 0x5000, 1, i => (byte)(s_wanted[i] ^ 0x01));

        var (seen, _) = Read(flash, s_old);

        Assert.Equal((4ul, 2, (ulong)Length), (seen.Differing, seen.RangeCount, seen.Compared));
        Assert.Equal([AddressRange.Of(At + 2048, 3), AddressRange.Of(At + 0x5000, 1)], seen.Ranges.ToArray());
        Assert.Equal(3ul * 8 + 1, seen.BitsCleared + seen.BitsSet);
        var first = seen.First!;
        Assert.Equal((At + 2048, s_wanted[2048], flash[2048]), (first.Address, first.Expected, first.Actual));
        Assert.Equal(At + 2048 - 32, first.AroundStart);       // across the border of two blocks
        Assert.Equal(s_wanted[(2048 - 32)..(2048 + 33)], first.ExpectedAround.ToArray());
        Assert.Equal(flash[(2048 - 32)..(2048 + 33)], first.ActualAround.ToArray());
    }

    [Fact]
    public void Read_back_of_equal_bytes_has_no_first_difference()
    {
        var (seen, _) = Read(s_wanted, s_old);

        Assert.Null(seen.First);
        Assert.Equal((0ul, 0, 0), (seen.Differing, seen.RangeCount, seen.Kept.Count));
    }

    [Fact]
    public void Read_back_of_rubbish_keeps_a_bounded_part_of_it_and_counts_the_rest()
    {
        var (seen, _) = Read(With(s_wanted, 0, Length, i => i % 2 == 0 ? s_wanted[i] : (byte)~s_wanted[i]), s_old);

        Assert.Equal((VerifyFailure.MostRanges, Length / 2, 8), (seen.Ranges.Count, seen.RangeCount, seen.Kept.Count));
    }

    sealed record Shown(MismatchPattern Pattern, byte[] Flash, byte[] Old, string Words, bool? Stable = true);

    /// <summary>Reads the flash back as a job does, with samples of the first block of each sector.</summary>
    static (ReadBack Seen, FlashPlan Plan) Read(byte[] flash, byte[] old)
    {
        var order = TestBench.Order(At, s_wanted, "device: { chip: STM32F746 }");
        var plan = ((Planned.Ready)FlashPlanner.Plan(order, TargetMemory.Of(TestBench.Chip("STM32F746"))!)).Plan;
        var run = plan.Runs.Single();
        var blocks = run.Stretches(2048).SelectMany(stretch => Enumerable.Range(0, stretch.Count).Select(i => stretch[i])).ToList();
        var samples = new[] { At, 0x0800_8000u }.ToDictionary(address => address, address => old[(int)(address - At)..(int)(address - At + 2048)]);
        var seen = new ReadBack(plan.Erased, s_wanted.AsMemory(0, 2048), samples);
        foreach (var block in blocks)
            seen.Add(block, run.BytesOf(block), flash.AsSpan((int)(block.Range.Start - At), (int)block.Range.Length));
        return (seen, plan);
    }

    static byte[] Noise(int seed)
    {
        var bytes = new byte[Length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, Length)];

    static byte[] With(byte[] bytes, int from, int count, Func<int, byte> value) =>
        [.. bytes.Select((old, i) => i >= from && i < from + count ? value(i) : old)];

    /// <summary>A place in the first block of sector 1 where the wanted bit 5 is as given.</summary>
    static int IndexOf(byte bit) => Enumerable.Range(0x2000, 2048).First(i => (s_wanted[i] & 0x20) == bit);
}
