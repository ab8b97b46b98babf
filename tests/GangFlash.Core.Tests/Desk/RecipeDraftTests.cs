using System.Text;
using GangFlash.Chips;
using GangFlash.Desk;
using GangFlash.DfuSe;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Tests.FieldCases;

namespace GangFlash.Tests.Desk;

/// <summary>The recipe that a new engineer begins with: it must be one that works.</summary>
public sealed class RecipeDraftTests
{
    public static TheoryData<string> Chips => [.. ChipCatalogue.All.Where(chip => chip.Rom is not null).Select(chip => chip.Name).Distinct()];

    static Recipe Read(string text)
    {
        var reading = RecipeReader.Read("new.yaml", Encoding.UTF8.GetBytes(text));

        Assert.Empty(reading.Problems);
        return reading.Recipe!;
    }

    static string Draft(DeviceIdentity? board, ChipChoice? chip = null) => RecipeDraft.Of("new", [new("app.bin", 0x0800_0000)], board, chip, null);

    static async Task<DeviceIdentity> BoardAsync(string model)
    {
        var bench = new TestBench(SimulatedFleet.Find(model)!.Make(1));
        return await Expect.IdentifyAsync(bench, bench.Board(1).Model.Usb);
    }

    [Theory]
    [MemberData(nameof(Chips))]
    public void Of_every_chip_it_is_sound_takes_a_program_at_the_start_of_what_can_be_written_and_leaves_option_bytes_out(string part)
    {
        var chip = TestBench.Chip(part);
        var recipe = Read(Draft(null, chip));
        var start = recipe.Ranges.Write[0].Range.Start;
        var order = new FlashOrder(recipe, [ImageReader.Read("app.bin", SomeOrder.Program(3000), start)], chip);

        var finding = Assert.Single(RecipeCheck.Of(order, new()));

        Assert.IsType<Planned.Ready>(finding.Planned);
        Assert.DoesNotContain(recipe.Ranges.Write, rule => rule.Range.Start >= 0x1FFF_0000);
        Assert.DoesNotContain(finding.Problems, problem => problem.Severity == GangFlash.Documents.ProblemSeverity.Error);
    }

    public static TheoryData<string> ChipsWithOptionBytes => [.. ChipCatalogue.All.Where(chip => chip.Rom is not null && OptionBytes(new(chip, chip.Name, null)).Any()).Select(chip => chip.Name).Distinct()];

    static IEnumerable<MemoryLayout> OptionBytes(ChipChoice chip) => DeskTarget.Of(chip).Alternates.Select(alternate => alternate.Layout).Where(layout => layout.IsOptionBytes);

    /// <summary>Also where the string calls them erasable, as those of AT32F437 and GD32F303 do.</summary>
    [Theory]
    [MemberData(nameof(ChipsWithOptionBytes))]
    public void An_image_never_reaches_option_bytes(string part)
    {
        var chip = TestBench.Chip(part);

        Assert.All(OptionBytes(chip), layout => Assert.Contains(
            Assert.IsType<Planned.Refused>(FlashPlanner.Plan(
                new(Read("recipe: r\nrevision: 1\nimages: [ { file: r.bin, at: 0x08000000 } ]"), [ImageReader.Read("r.bin", new byte[16], layout.Runs[0].Address)], chip), DeskTarget.Of(chip))).Refusals,
            refusal => refusal is Refusal.NotErasable or Refusal.OutsideMemory));
    }

    [Fact]
    public async Task A_board_in_its_rom_is_named_by_its_chip()
    {
        var recipe = Read(Draft(await BoardAsync("STM32F746")));

        Assert.Equal(("STM32F746", true, null), (recipe.Device.Chip, recipe.Device.Layout.IsEmpty, recipe.Device.Product));
    }

    [Fact]
    public async Task A_customers_bootloader_is_named_by_what_it_says_and_only_its_share_may_be_written()
    {
        var recipe = Read(Draft(await BoardAsync("h563-loader")));

        Assert.Null(recipe.Device.Chip);
        Assert.Equal("STM32 custom DFU", recipe.Device.Product?.Text);
        Assert.Equal("@Internal Flash   /0x08000000/16*08Ka,112*08Kg", Assert.Single(recipe.Device.Layout).Text);
        Assert.Equal(new AddressRange(0x0802_0000, 0x0810_0000), Assert.Single(recipe.Ranges.Write).Range);
    }

    [Theory]
    [InlineData("x\"\nverify: none\n#", "x??verify: none?#")]
    [InlineData("\u001b[2J\\u0022", "?[2J?u0022")]
    [InlineData("Bootloader \u00E4\u202E", "Bootloader ??")]
    [InlineData("a\": b", "a?: b")]
    public async Task What_a_board_calls_itself_stays_a_text(string product, string pattern)
    {
        var board = await BoardAsync("h563-loader");

        var recipe = Read(Draft(board with { Product = new(product, []) }));

        Assert.Equal(pattern, recipe.Device.Product?.Text);
        Assert.Equal(VerifyPolicy.Full, recipe.Verify);
        Assert.True(recipe.Device.Product!.Matches(product));
    }

    [Fact]
    public async Task A_rom_of_several_chips_leaves_the_choice_to_the_engineer()
    {
        var board = await BoardAsync("STM32F746");
        var several = ChipCatalogue.All.Select(chip => chip.Rom).OfType<RomBootloader>()
            .Select(rom => board with
            {
                Descriptor = board.Descriptor with { BcdDevice = rom.BcdDevice },
                Product = new(rom.Product, []),
                Serial = new("204F35A13051", []),
                Alternates = [.. rom.Alternates.Select((text, i) => new AlternateMemory((byte)i, new(text, []), LayoutString.Parse(text), null))],
            })
            .First(some => ChipCatalogue.Candidates(some).Length > 1);

        var text = Draft(several);

        Assert.Contains("# chip: ", text, StringComparison.Ordinal);
        Assert.Null(Read(text).Device.Chip);
        Assert.NotEmpty(Read(text).Device.Layout);
    }

    [Theory]
    [InlineData("images/app-1.2.elf", "app-1.2")]
    [InlineData("m\u00E4\u00DF ig.bin", "m---ig")]
    [InlineData(".elf", "recipe")]
    public void A_name_is_made_of_the_files(string file, string name) => Assert.Equal(name, RecipeDraft.NameOf(file));
}
