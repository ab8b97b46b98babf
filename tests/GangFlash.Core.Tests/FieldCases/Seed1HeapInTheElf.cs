using GangFlash.DfuSe;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, February 2026: a linker script leaked the user heap into the load data.</summary>
public sealed class Seed1HeapInTheElf
{
    const string Leaking = "boot-heap.elf";
    const string Mended = "boot-heap-fixed.elf";

    static readonly AddressRange s_sector2 = AddressRange.Of(0x0800_8000, 16 << 10);

    readonly TestBench bench = new(Rom("STM32F405"));

    [Fact]
    public async Task S1_1_ram_in_the_elf_is_refused_with_address_size_and_sections()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Leaking));

        var refusal = Assert.Single(Refused(result, "preflight.outside-memory"));
        Says(refusal.Message,
            "boot-heap.elf puts 1,580 bytes at 0x2000235C–0x20002987",
            "sections .uninit_data and ._user_heap_stack",
            "That is RAM (STM32F4 SRAM)",
            "NOLOAD",
            "drop in the recipe");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S1_2_the_mended_image_erases_sectors_0_1_and_3()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Mended));

        ExpectTheMendedImage(Passed(result).Plan!);
        Holds(bench.Board(1), Mended);
    }

    [Fact]
    public async Task S1_3_the_sector_that_the_image_leaves_out_keeps_its_content()
    {
        bench.Board(1).Memory.Put(s_sector2, 0xA5);

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Mended));

        Passed(result);
        Holds(bench.Board(1), s_sector2, 0xA5);
    }

    [Fact]
    public async Task S1_4_with_a_drop_rule_it_passes_and_the_report_counts_what_was_dropped()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Leaking, "ranges: { drop: 0x20000000-0x2001FFFF }"));

        var report = Passed(result);
        var dropped = Assert.Single(report.Plan!.Dropped);
        Assert.Equal(new DroppedData(Leaking, "sections .uninit_data and ._user_heap_stack", AddressRange.Of(0x2000_235C, 1580)), dropped);
        Assert.Contains("1,580 bytes of boot-heap.elf at 0x2000235C–0x20002987 (sections .uninit_data and ._user_heap_stack) are dropped.", report.Notes);
        ExpectTheMendedImage(report.Plan);
        Holds(bench.Board(1), Mended);
    }

    [Fact]
    public async Task S1_5_a_drop_rule_that_reaches_flash_data_is_refused_until_the_engineer_names_it()
    {
        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Mended, "ranges: { drop: 0x0800C000-0x2001FFFF }"));

        var refusals = Refused(result, "preflight.drops-flash-data").Cast<Refusal.DropsFlashData>().ToList();
        Assert.Equal(AddressRange.Of(0x0800_C000, 36), Assert.Single(AddressRanges.Union(refusals.Select(refusal => refusal.Data))));
        Assert.All(refusals, refusal => Says(refusal.Message, "flash-data: true"));
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S1_5_named_flash_data_is_dropped_and_its_sector_left_alone()
    {
        var order = SomeOrder.Of("STM32F405", Mended, "ranges: { drop: [ { range: 0x0800C000+36, flash-data: true } ] }");

        var result = await bench.FlashOneAsync(order);

        Assert.Equal(36u, Passed(result).Plan!.Dropped.Aggregate(0UL, (sum, drop) => sum + drop.Range.Length));
        Assert.Equal([0x0800_0000u, 0x0800_4000u], ErasedAddresses(bench.Board(1)));
    }

    [Fact]
    public async Task S1_6_a_program_header_without_file_bytes_is_no_data()
    {
        Assert.Contains(ProgramHeaders(Mended), header => header is { Physical: 0x0800_C024, FileBytes: 0, MemoryBytes: 1540 });

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", Mended));

        Assert.Equal(30_636u, Passed(result).Plan!.ImageBytes);
        Assert.DoesNotContain(Reached(bench.Board(1)), block => block.Range.Overlaps(AddressRange.Of(0x0800_C028, 1536)));
    }

    [Fact]
    public void S1_7_data_that_startup_code_copies_to_ram_is_stored_at_its_physical_address()
    {
        Assert.Contains(ProgramHeaders(Mended), header => header is { Virtual: 0x2000_0000, Physical: 0x0800_C020, FileBytes: 4 });

        var image = ImageReader.Read(Mended, TestImages.Bytes(Mended), at: null);

        var data = Assert.Single(image.Segments, segment => segment.Address == 0x0800_C020);
        Assert.Equal((4u, "section .data"), (data.Range.Length, data.Origin.Place(data.Range)));
        Assert.DoesNotContain(image.Segments, segment => segment.Address >> 28 == 0x2);
    }

    [Fact]
    public async Task S1_8_sixteen_boards_are_one_refusal_and_none_is_touched()
    {
        var gang = new TestBench(Enumerable.Range(1, 16).Select(number => Rom("STM32F405", number)));

        var outcomes = await gang.FlashAllAsync(SomeOrder.Of("STM32F405", Leaking));

        var refusal = Assert.Single(GangPreflight.Check([.. outcomes.Select(outcome => outcome.Loaded)]));
        Assert.Equal(Enumerable.Range(1, 16), refusal.Slots);
        Assert.Equal("preflight.outside-memory", Assert.Single(refusal.Refusals).Code);
        Assert.All(outcomes, outcome => Assert.Equal("preflight.outside-memory", outcome.Verdict.Code));
        Assert.All(Enumerable.Range(1, 16), slot => Untouched(gang.Board(slot)));
    }

    void ExpectTheMendedImage(FlashPlan plan)
    {
        Assert.Equal([0, 1, 3], plan.Erases.Select(erase => erase.Number));
        Assert.Equal([(0x0800_0000u, 30_600ul), (0x0800_C000u, 36ul)], plan.Runs.Select(run => (run.Range.Start, run.ImageBytes)));
        Assert.Equal([0x0800_0000u, 0x0800_4000u, 0x0800_C000u], ErasedAddresses(bench.Board(1)));
        Assert.DoesNotContain(Reached(bench.Board(1)), block => block.Request == DfuRequest.Download && block.Range.Overlaps(s_sector2));
    }

    /// <summary>Read here once more and on its own, so that the premise does not rest on the reader under test.</summary>
    static IEnumerable<(uint Virtual, uint Physical, uint FileBytes, uint MemoryBytes)> ProgramHeaders(string image)
    {
        var elf = TestImages.Bytes(image);
        var (table, size, count) = (BitConverter.ToInt32(elf, 28), BitConverter.ToUInt16(elf, 42), BitConverter.ToUInt16(elf, 44));
        return from at in Enumerable.Range(0, count).Select(i => table + i * size)
               select (Word(at + 8), Word(at + 12), Word(at + 16), Word(at + 20));

        uint Word(int at) => BitConverter.ToUInt32(elf, at);
    }
}
