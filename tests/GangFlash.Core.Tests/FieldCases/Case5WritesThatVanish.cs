using GangFlash.Flashing;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>STM32G0B1 (ST 899414, May 2026; AN2662): write protection acknowledges everything and says nothing.</summary>
public sealed class Case5WritesThatVanish
{
    const string Chip = "STM32G0B1";
    const string Image = "f746-app.bin";

    static readonly AddressRange s_pages0And1 = AddressRange.Of(0x0800_0000, 4 << 10);

    [Fact]
    public async Task C5_1_whole_pages_that_kept_their_old_content_point_to_write_protection()
    {
        var bench = new TestBench(Rom(Chip) with { WriteProtected = [s_pages0And1] });
        bench.Board(1).Memory.Put(0x0800_0000, TestImages.Bytes("h563-boot.bin"));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, $"{Image}@0x08000000"));

        var verify = FailedCompare(result, "verify.mismatch", MismatchPattern.WriteProtected);
        Assert.All(verify.Ranges, range => Assert.True(s_pages0And1.Contains(range), $"{range}"));
        Says(verify.Diagnosis.Finding, "sectors 0 to 1 (0x08000000–0x08000FFF)", "the rest is right", "write protection of these sectors is suspected");
        Assert.Equal(200_608u - verify.Differing, result.Report.VerifiedBytes);
        Assert.True(bench.Board(1).Memory.Read(s_pages0And1).AsSpan().SequenceEqual(TestImages.Bytes("h563-boot.bin").AsSpan(0, 4 << 10)));
    }

    [Fact]
    public async Task C5_1_many_pages_and_pages_apart_are_all_named()
    {
        var bench = new TestBench(Rom(Chip) with { WriteProtected = [AddressRange.Of(0x0800_0000, 40 << 10), AddressRange.Of(0x0802_0000, 2 << 10)] });
        bench.Board(1).Memory.Put(0x0800_0000, SomeOrder.Program(200_000));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, $"{Image}@0x08000000"));

        var verify = FailedCompare(result, "verify.mismatch", MismatchPattern.WriteProtected);
        Assert.True(verify.RangeCount > VerifyFailure.MostRanges, "Bytes that are equal by chance cut the difference into many ranges.");
        Says(verify.Diagnosis.Finding, "sectors 0 to 19 (0x08000000–0x08009FFF) and sector 64 (0x08020000–0x080207FF)");
    }

    [Fact]
    public async Task C5_1_an_older_build_whose_code_has_only_moved_is_no_shift()
    {
        var bench = new TestBench(Rom(Chip) with { WriteProtected = [s_pages0And1] });
        bench.Board(1).Memory.Put(0x0800_0000, TestImages.Bytes(Image).AsSpan(0x40));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, $"{Image}@0x08000000"));

        FailedCompare(result, "verify.mismatch", MismatchPattern.WriteProtected);
    }

    [Fact]
    public async Task C5_1_alternate_settings_that_repeat_the_flash_are_treated_as_absent()
    {
        var bench = new TestBench(Rom(Chip));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, $"{Image}@0x08000000"));

        var report = Passed(result);
        Assert.Equal(0, Assert.Single(report.Plan!.Target.Alternates).Number);
        Assert.Contains("Alternate setting 2 repeats the string of 0 and is ignored.", report.Notes);
        Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Setup is { RequestType: 0x01, Request: 0x0B, Value: not 0 });
    }

    [Fact]
    public async Task C5_2_an_erase_that_is_ignored_on_blank_pages_does_no_harm()
    {
        var bench = new TestBench(Rom(Chip) with { NotErased = [s_pages0And1] });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, $"{Image}@0x08000000"));

        Passed(result);
        Holds(bench.Board(1), Image, 0x0800_0000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2051)]
    [InlineData(4097)]
    public async Task C5_3_an_image_is_padded_upwards_only(int length)
    {
        var bench = new TestBench(Rom(Chip));
        var image = SomeOrder.Program(Math.Max(length, 8))[..length];

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0800_0000, image));

        var whole = (length + 7) / 8 * 8;
        Assert.Equal(AddressRange.Of(0x0800_0000, (ulong)whole), Assert.Single(Passed(result).Plan!.Runs).Range);
        Assert.All(Reached(bench.Board(1)), block => Assert.InRange(block.Range.Start, 0x0800_0000u, 0x0800_0000u + (uint)whole));
        Assert.All(bench.Board(1).Wire, entry => Assert.False(entry.CommandAddress < 0x0800_0000, $"{entry}"));
        Holds(bench.Board(1), new AddressRange(0x0800_0000 + (uint)length, 0x0800_0000UL + (uint)whole), 0xFF);
    }
}
