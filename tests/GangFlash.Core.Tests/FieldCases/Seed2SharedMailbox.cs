using System.Text;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, May 2025: a mailbox between the two cores of an STM32H747 became load data for SRAM4.</summary>
public sealed class Seed2SharedMailbox
{
    const string Chip = "STM32H747";

    readonly TestBench bench = new(Rom(Chip));

    [Fact]
    public async Task S2_1_in_a_hex_file_the_mailbox_is_named_by_its_lines()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "h747-cm7.hex"));

        var refusal = Assert.Single(Refused(result, "preflight.outside-memory"));
        Says(refusal.Message, "h747-cm7.hex puts 256 bytes at 0x38000000–0x380000FF (lines 9421–9436)", "SRAM4", "0x08000000–0x081FFFFF", "NOLOAD", "drop");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S2_2_in_an_elf_file_the_mailbox_is_named_by_its_section_and_noload_is_not_mentioned()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "h747-cm7.elf"));

        var refusal = Assert.Single(Refused(result, "preflight.outside-memory"));
        Says(refusal.Message, "h747-cm7.elf puts 256 bytes at 0x38000000–0x380000FF (section .shared)", "SRAM4");
        Assert.DoesNotContain("0x2000F000", refusal.Message, StringComparison.Ordinal);
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S2_3_two_images_for_two_cores_are_one_pass()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, ["h747-cm7-noload.elf", "h747-cm4.elf"]));

        var report = Passed(result);
        Assert.Equal([0, 1, 8], report.Plan!.Erases.Select(erase => erase.Number));
        Assert.Equal([0x0800_0000u, 0x0802_0000u, 0x0810_0000u], ErasedAddresses(bench.Board(1)));
        Assert.Equal([(150_608ul, 150_624ul), (90_604ul, 90_624ul)], report.Plan.Runs.Select(run => (run.ImageBytes, run.Range.Length)));
        Assert.Equal(150_624u + 90_624u, report.VerifiedBytes);
        Holds(bench.Board(1), "h747-cm7-noload.elf");
        Holds(bench.Board(1), "h747-cm4.elf");
    }

    [Fact]
    public async Task S2_3_the_tail_is_padded_to_a_whole_granule_and_the_padding_is_read_back()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, ["h747-cm7-noload.elf", "h747-cm4.elf"]));

        Passed(result);
        var tail = AddressRange.Of(0x0802_4C00, 80 + 16);
        Assert.Contains((DfuRequest.Download, tail), Reached(bench.Board(1)));
        Assert.Contains((DfuRequest.Upload, tail), Reached(bench.Board(1)));
        Holds(bench.Board(1), AddressRange.Of(0x0802_4C50, 16), 0xFF);
    }

    [Fact]
    public async Task S2_4_with_a_drop_rule_the_hex_file_passes_and_256_bytes_are_reported_as_dropped()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, "h747-cm7.hex", "ranges: { drop: 0x38000000+64K }"));

        var report = Passed(result);
        Assert.Equal(new DroppedData("h747-cm7.hex", "lines 9421–9436", AddressRange.Of(0x3800_0000, 256)), Assert.Single(report.Plan!.Dropped));
        Assert.Equal(150_608u, report.Plan.ImageBytes);
        Holds(bench.Board(1), "h747-cm7-noload.hex");
    }

    [Fact]
    public async Task S2_5_images_that_share_one_byte_are_refused_with_both_names()
    {
        var order = SomeOrder.Of(
            Chip, ["h747-cm7-noload.hex", "late.bin@0x08024C4F"], load: name => name == "late.bin" ? [1, 2, 3, 4] : TestImages.Bytes(name));

        var result = await bench.FlashOneAsync(order);

        var refusal = Assert.Single(Refused(result, "preflight.overlap"));
        Says(refusal.Message, "h747-cm7-noload.hex", "line 9419", "late.bin", "0x08024C4F–0x08024C4F");
        Untouched(bench.Board(1));
    }

    [Fact]
    public void S2_6_a_hex_file_without_data_is_no_image()
    {
        var error = Assert.Throws<ImageException>(() => SomeOrder.Of(Chip, ["empty.hex"], load: _ => Encoding.ASCII.GetBytes(":00000001FF\n")));

        Says(error.Message, "empty.hex: The image holds no data");
    }

    [Fact]
    public async Task S2_6_an_image_that_is_dropped_as_a_whole_is_never_a_pass_of_0_bytes()
    {
        var order = SomeOrder.Of(Chip, "h747-cm7.hex", "ranges: { drop: [ { range: 0x08000000+2M, flash-data: true }, 0x38000000+64K ] }");

        var result = await bench.FlashOneAsync(order);

        Says(Assert.Single(Refused(result, "preflight.no-data")).Message, "h747-cm7.hex holds no data");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S2_7_no_block_is_longer_than_the_transfer_size_of_1024_bytes()
    {
        Passed(await bench.FlashOneAsync(SomeOrder.Of(Chip, ["h747-cm7-noload.elf", "h747-cm4.elf"])));

        Assert.Equal(1024, bench.Board(1).Wire.Where(entry => entry.Request is not null).Max(entry => entry.Setup.Length));
    }
}
