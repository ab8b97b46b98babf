using GangFlash.Flashing;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, February 2026: a linker script leaked the user heap into the load data.</summary>
public sealed class Seed1HeapInTheElf
{
    static string Recipe(string image, string rest = "") =>
        $"""
        recipe: boot-heap
        revision: 1
        device: {"{ chip: STM32F405 }"}
        images:
          - file: {image}
        {rest}
        """;

    [Fact]
    public async Task S1_1_ram_in_the_elf_is_refused_with_address_size_and_sections()
    {
        var bench = new TestBench(Rom("STM32F405"));

        var result = await bench.FlashOneAsync(TestBench.Order(Recipe("boot-heap.elf")));

        var refusal = Assert.Single(Assert.IsType<UnitResult.Refused>(result).Refusals);
        Assert.Equal("preflight.outside-memory", refusal.Code);
        Assert.Contains("1,580 bytes at 0x2000235C–0x20002987", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("sections .uninit_data and ._user_heap_stack", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("That is RAM", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("NOLOAD", refusal.Message, StringComparison.Ordinal);
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S1_2_the_mended_image_erases_sectors_0_1_and_3()
    {
        var bench = new TestBench(Rom("STM32F405"));

        var result = await bench.FlashOneAsync(TestBench.Order(Recipe("boot-heap-fixed.elf")));

        var plan = Passed(result).Plan!;
        Assert.Equal([0, 1, 3], plan.Erases.Select(erase => erase.Number));
        Assert.Equal([(0x0800_0000u, 30_600ul), (0x0800_C000u, 36ul)], plan.Runs.Select(run => (run.Range.Start, run.ImageBytes)));
        Assert.Equal([0x0800_0000u, 0x0800_4000u, 0x0800_C000u], ErasedAddresses(bench.Board(1)));
        Holds(bench.Board(1), "boot-heap-fixed.elf");
    }
}
