using System.Text;
using GangFlash.DfuSe;
using GangFlash.Documents;
using GangFlash.Flashing;
using GangFlash.Recipes;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, December 2023: an STM32F105 whose bootloader acknowledged every byte and stored none.</summary>
public sealed class Seed5LyingDevice
{
    const string Chip = "STM32F105";
    const string Image = "f105-vcu.elf";

    static readonly byte[] s_image = [.. SomeOrder.Of(Chip, Image).Images[0].Segments.SelectMany(segment => segment.Data.ToArray())];

    static TestBench Bench(Func<BoardModel, BoardModel>? change = null) => new((change ?? (board => board))(Named("lying-f105")));

    [Fact]
    public async Task S5_1_an_old_program_that_equals_the_new_one_up_to_0x080001E3_is_found_from_there_on()
    {
        var bench = Bench();
        bench.Board(1).Memory.Put(0x0800_0000, s_image.AsSpan(0, 0x1E4));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        // The board of the thread should have held 0x00 there; this image, linked anew, has 0xFE.
        var failure = Failed<FlashFailure.NothingWritten>(result, "verify.nothing-written");
        Assert.Equal((0x0800_01E4u, (byte)0xFE, (byte)0xFF), (failure.Address, failure.Expected, failure.Actual));
        Says(failure.Detail, "First mismatch at 0x080001E4: expected 0xFE, read 0xFF", "Nothing was written");
        Assert.Equal(MismatchPattern.OldContent, ((UnitResult.Failed)result).Verify!.Diagnosis.Pattern);
    }

    [Fact]
    public async Task S5_2_a_blank_flash_that_stays_blank_is_named_so()
    {
        var bench = Bench();

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var verify = FailedCompare(result, "verify.nothing-written", MismatchPattern.StillBlank);
        Assert.Equal((0x0800_0000u, (byte)0xFF), (verify.First, verify.Actual));
        Says(result.Detail, "still blank although every block was acknowledged");
    }

    [Fact]
    public async Task S5_2_an_old_program_that_stays_is_named_so()
    {
        var bench = Bench();
        bench.Board(1).Memory.Put(0x0800_0000, TestImages.Bytes("h563-boot.bin"));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        FailedCompare(result, "verify.nothing-written", MismatchPattern.OldContent);
        Says(result.Detail, "still holds the content from before the erase");
        Holds(bench.Board(1), "h563-boot.bin", 0x0800_0000);
    }

    [Fact]
    public async Task S5_3_a_device_that_echoes_the_last_block_is_named_so()
    {
        var bench = Bench(board => board with { Media = new MediaKind.EchoesLastBlock() });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        // The vector table is sent last, so the first block looks right.
        var verify = FailedCompare(result, "verify.nothing-written", MismatchPattern.Echo);
        Assert.Equal(AddressRange.Of(0x0800_0400, 1024), AddressRange.Of(verify.First / 1024 * 1024, 1024));
        Says(result.Detail, "every address reads back the block that was sent last");
    }

    [Fact]
    public async Task S5_3_a_device_that_stores_everything_0x1E4_too_low_is_named_so()
    {
        var bench = Bench(board => board with { Media = new MediaKind.Shifts(0x1E4) });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        FailedCompare(result, "verify.mismatch", MismatchPattern.Shifted);
        Says(result.Detail, "First mismatch at 0x08000000", "0x1E4 bytes higher");
    }

    [Fact]
    public async Task S5_4_faster_than_the_flash_can_be_is_the_first_cause_where_nothing_was_stored()
    {
        var bench = Bench();

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        // 3.1 s for all 119,108 bytes at 52 µs per half word; blocks of nothing but 0xFF are not sent and take no time.
        var sent = DataBlocks(bench.Board(1)).Sum(block => block.Setup.Length);
        Assert.Equal(sent / 2 * TimeSpan.FromMicroseconds(52), result.Report.Plan!.Times.ProgramFloor);
        var finding = ((UnitResult.Failed)result).Verify!.Diagnosis.Finding;
        Assert.Matches(@"^Writing took 0\.[34][0-9]* s, faster than this flash can be \(min 2\.7 s\)\. Nothing was written", finding);
        Assert.Equal(119_108u, result.Report.Plan.ImageBytes);
    }

    [Fact]
    public async Task S5_4_faster_than_the_flash_can_be_is_a_note_where_every_byte_is_right()
    {
        var bench = Bench(board => board with { Media = new MediaKind.Honest(), ProgramTimeFactor = 0.01 });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        Assert.Contains(Passed(result).Notes, note => note.Contains("faster than this flash can be (min 2.7 s)", StringComparison.Ordinal));
        Holds(bench.Board(1), Image);
    }

    const string SampleLayout = "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg";

    [Fact]
    public async Task S5_5_the_unchanged_sample_layout_says_that_its_first_48_kib_are_readable_only()
    {
        var bench = Bench(board => board with { Alternates = [SampleLayout] });

        var result = await bench.FlashOneAsync(SomeOrder.Of("", Image));

        var refusal = Assert.Single(Refused(result, "preflight.protected-range"));
        Says(refusal.Message, "0x08000000–0x0800BFFF", "readable only");
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S5_6_a_layout_that_cannot_belong_to_the_chip_of_the_recipe_is_a_wrong_device()
    {
        var bench = Bench(board => board with { Alternates = ["@Internal Flash   /0x08000000/04*016Kg,01*064Kg,07*128Kg"] });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var refusal = Assert.Single(Refused(result, "preflight.wrong-device"));
        Says(refusal.Message, "4 × 16 KiB, 1 × 64 KiB, 7 × 128 KiB", "STM32F105 with 128 × 2 KiB");
        Assert.Equal(Outcome.Fail, result.Outcome);
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task S5_7_without_verify_the_liar_is_an_unverified_pass_and_the_recipe_check_says_so()
    {
        var bench = Bench();
        var order = SomeOrder.Of(Chip, Image, "verify: none");

        var result = await bench.FlashOneAsync(order);

        PassedUnverified(result);
        var warning = Assert.Single(RecipeReader.Read("test.yaml", Encoding.UTF8.GetBytes(order.Recipe.Source.Text)).Problems);
        Assert.Equal((ProblemSeverity.Warning, $"recipe.{RecipeCode.Unverified}"), (warning.Severity, warning.Code));
        Says(warning.Message, "acknowledges everything and stores nothing cannot be noticed", "PASS (unverified)");
    }

    [Fact]
    public void S5_8_a_recipe_cannot_ask_for_samples()
    {
        var recipe = SomeOrder.Of(Chip, Image, "verify: full").Recipe.Source.Text.Replace("verify: full", "verify: sample", StringComparison.Ordinal);

        var reading = RecipeReader.Read("test.yaml", Encoding.UTF8.GetBytes(recipe));

        Assert.Null(reading.Recipe);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal($"recipe.{RecipeCode.SampledVerify}", problem.Code);
        Says(problem.Message, "samples can miss");
    }

    [Fact]
    public async Task S5_8_a_device_that_stores_only_the_first_64_kib_fails()
    {
        var bench = Bench(board => board with { Media = new MediaKind.StoresFirst(64 << 10) });
        bench.Board(1).Memory.Put(0x0800_0000, s_image.AsSpan(0, 0x1E4));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var verify = FailedCompare(result, "verify.mismatch", MismatchPattern.FirstPartOnly);
        Assert.Equal(0x0801_0000u, verify.First);
        Says(result.Detail, "Good up to 0x08010000 and blank from there: only the first 64 KiB were stored");
    }

    [Fact]
    public async Task S5_9_the_true_rom_of_the_part_erases_59_pages_and_passes()
    {
        var bench = new TestBench(Rom(Chip));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var report = Passed(result);
        Assert.Equal("STM32 0x418 DFU Bootloader", report.Device!.Product.Text);
        Assert.Equal(59, report.ErasedSectors);
        Assert.Equal(Enumerable.Range(0, 59).Select(page => 0x0800_0000u + (uint)page * 2048), ErasedAddresses(bench.Board(1)));
        Holds(bench.Board(1), Image);
    }
}
