using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>F767ZG with nDBANK = 0 (rusEFI 3566; ST 127960, 410209): the ROM and the tools count the sectors of another map.</summary>
public sealed class Case4HalfTheSectorsUnerased
{
    const string Chip = "STM32F767ZG";
    const uint Bank2 = 0x0808_0000;

    static readonly byte[] s_image = SomeOrder.Program(532_480);
    static readonly byte[] s_old = SomeOrder.Program(1 << 20);
    static readonly AddressRange s_sector12 = AddressRange.Of(Bank2, 16 << 10);

    /// <summary>Two banks in the silicon, one in the string.</summary>
    static BoardModel TwoBanks()
    {
        var rom = Rom(Chip);
        var twoBanks = VirtualBoards.Chip(Chip).Maps[1];
        Assert.Equal("4 × 16 KiB, 1 × 64 KiB, 3 × 128 KiB, 4 × 16 KiB, 1 × 64 KiB, 3 × 128 KiB", LayoutText.Describe(twoBanks));
        return rom with
        {
            Alternates = ["@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", .. rom.Alternates.Skip(1)],
            Memories = [twoBanks, .. rom.Memories.Skip(1)],
        };
    }

    [Fact]
    public async Task C4_1_the_sector_that_the_rom_counts_wrong_is_found_before_anything_is_written()
    {
        var bench = new TestBench(TwoBanks() with { NotErased = [s_sector12] });
        bench.Board(1).Memory.Put(Bank2, s_old.AsSpan(0, 16 << 10));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0800_0000, s_image));

        var failure = Failed<FlashFailure.NotBlank>(result, "erase.not-blank");
        Assert.Equal(new FlashFailure.NotBlank(Bank2, s_old[0]), failure);
        Assert.Empty(DataBlocks(bench.Board(1)));
    }

    [Fact]
    public async Task C4_1_small_sectors_that_a_coarse_map_steps_over_are_found_and_erased_by_themselves()
    {
        var bench = new TestBench(TwoBanks());
        bench.Board(1).Memory.Put(0x0800_0000, s_old);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0800_0000, s_image));

        // Erases at 0, 32, 64 … KiB reach every second sector of 16 KiB; the other ones are inside of what was to be erased.
        var report = Passed(result);
        Holds(bench.Board(1), 0x0800_0000, s_image);
        Assert.Contains(report.Notes, note => note.StartsWith("0x08004000 was not blank after its erase: the chip has another sector map", StringComparison.Ordinal));
        Assert.All(ErasedAddresses(bench.Board(1)), address => Assert.Contains(report.Plan!.Erases, erase => erase.Sector.Range.Contains(address)));
    }

    [Fact]
    public async Task C4_1_a_blank_part_with_the_other_map_passes_with_the_right_bytes()
    {
        var bench = new TestBench(TwoBanks());

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0800_0000, s_image));

        Passed(result);
        Holds(bench.Board(1), 0x0800_0000, s_image);
    }

    [Fact]
    public async Task C4_2_without_the_blank_check_the_compare_names_old_and_new()
    {
        var bench = new TestBench(TwoBanks() with { NotErased = [s_sector12] });
        bench.Board(1).Memory.Put(Bank2, s_old.AsSpan(0, 16 << 10));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, 0x0800_0000, s_image, "blank-check: never"));

        var verify = FailedCompare(result, "verify.mismatch", MismatchPattern.NotErased);
        Assert.Equal(s_sector12, new AddressRange(verify.First / 0x4000 * 0x4000, verify.First / 0x4000 * 0x4000 + 0x4000UL));
        Assert.Equal(0u, verify.BitsSet);
        Says(verify.Diagnosis.Finding, "AND of old and new content", "was not erased");
    }
}
