using System.Collections.Immutable;
using System.Text;
using GangFlash.Chips;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Planning;

/// <summary>One recipe for boards that differ.</summary>
public sealed class VariantTests
{
    const string ByUnit = """
        recipe: pump
        revision: 1
        serial: { from: given, pattern: "PC-*" }
        device: { chip: STM32F746 }
        variants:
          - { variant: eu, when: { unit: "PC-EU-*" }, images: [ { file: eu.bin, at: 0x08000000 } ] }
          - { variant: us, when: { unit: "PC-US-*" }, images: [ { file: us.bin, at: 0x08000000 } ] }
        """;

    const string ByChip = """
        recipe: pump
        revision: 1
        variants:
          - variant: large
            when: { chip: STM32F746 }
            device: { chip: STM32F746 }
            images: [ { file: large.bin, at: 0x08000000 } ]
          - variant: small
            when: { chip: STM32F072 }
            device: { chip: STM32F072 }
            images: [ { file: small.bin, at: 0x08000000 } ]
        """;

    const string ByOrder = """
        recipe: pump
        revision: 1
        device: { chip: STM32F746 }
        images: [ { file: old.bin, at: 0x08000000 } ]
        variants:
          - { variant: old, when: { order: { hw: "1.*" } } }
          - { variant: new, when: { order: { hw: "2.*" } }, images: [ { file: new.bin, at: 0x08000000 } ] }
        """;

    /// <summary>Each image is another one.</summary>
    static byte[] Image(string name) => FieldCases.SomeOrder.Program(800 + name.Sum(letter => letter));

    static FlashOrder Order(string recipe)
    {
        var read = RecipeReader.Read("pump.yaml", Encoding.UTF8.GetBytes(recipe)).Recipe!;
        return Of(read) with { Variants = [.. read.Variants.Select(variant => Of(variant.Recipe))] };

        static FlashOrder Of(Recipe recipe) => new(
            recipe,
            [.. recipe.Images.Select(image => ImageReader.Read(image.File, Image(image.File), image.At))],
            recipe.Device.Chip is { } chip ? ChipCatalogue.Find(chip) : null);
    }

    static async Task<ImmutableArray<SlotOutcome>> FlashAsync(TestBench bench, FlashOrder order, params string[] units) => await bench.Clock.RunAsync(async () =>
    {
        var found = await GangLoader.FindAsync(bench.Bus, order.Recipe.Device.Usb, default).ConfigureAwait(false);
        var slots = GangLoader.Load(found, order, SlotMap.Untaught, units.Select((unit, i) => (i + 1, unit)).ToDictionary(given => given.Item1, given => given.unit));
        return await new GangRunner(bench.Bus, bench.Recorder, bench.Clock, new Quiet<GangEvent>()).RunAsync(slots, TestBench.Context, default).ConfigureAwait(false);
    });

    [Fact]
    public async Task The_scanned_code_decides_and_the_record_knows_the_image()
    {
        var bench = new TestBench(Rom("STM32F746", 1), Rom("STM32F746", 2));

        var outcomes = await FlashAsync(bench, Order(ByUnit), "PC-EU-1", "PC-US-7");

        Assert.All(outcomes, outcome => Passed(outcome));
        Holds(bench.Board(1), 0x0800_0000, Image("eu.bin"));
        Holds(bench.Board(2), 0x0800_0000, Image("us.bin"));
        Assert.Equal([("eu", "eu.bin"), ("us", "us.bin")], bench.Recorder.Starts.Select(start => (start.Order.Recipe.Variant!, start.Order.Images.Single().Name)));
        Assert.Contains("Variant us.", ResultOf(outcomes[1]).Report.Notes);
    }

    [Fact]
    public async Task The_chip_decides()
    {
        var bench = new TestBench(Rom("STM32F072", 1), Rom("STM32F746", 2));

        Assert.All(await FlashAsync(bench, Order(ByChip)), outcome => Passed(outcome));

        Holds(bench.Board(1), 0x0800_0000, Image("small.bin"));
        Holds(bench.Board(2), 0x0800_0000, Image("large.bin"));
    }

    [Fact]
    public async Task The_work_order_decides()
    {
        var bench = new TestBench(Rom("STM32F746"));
        var order = Order(ByOrder) with { Values = ImmutableSortedDictionary<string, string>.Empty.Add("hw", "1.4") };

        _ = Passed(Assert.Single(await FlashAsync(bench, order)));

        Holds(bench.Board(1), 0x0800_0000, Image("old.bin"));
        Assert.Equal(["hw"], order.Recipe.OrderValues);
    }

    [Fact]
    public async Task A_board_that_no_variant_means_is_the_wrong_board_and_is_not_touched()
    {
        var bench = new TestBench(Rom("STM32F405"));

        var result = ResultOf(Assert.Single(await FlashAsync(bench, Order(ByChip))));

        var refusal = Assert.Single(Refused(result, "preflight.no-variant"));
        Assert.StartsWith("None of the variants large, small is meant by this board: no unit, product \"STM32  BOOTLOADER\", ROM of STM32F405", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((Outcome.Fail, Instruction.WrongBoard), (result.Outcome, SlotVerdict.InstructionOf(result)));
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task Without_the_value_that_decides_nothing_is_meant()
    {
        var bench = new TestBench(Rom("STM32F746"));

        _ = Refused(ResultOf(Assert.Single(await FlashAsync(bench, Order(ByOrder)))), "preflight.no-variant");
    }

    [Fact]
    public void A_variant_takes_from_the_recipe_what_it_does_not_say()
    {
        var recipe = RecipeReader.Read("pump.yaml", Encoding.UTF8.GetBytes(ByOrder)).Recipe!;

        Assert.Equal(["old.bin", "new.bin"], recipe.Variants.Select(variant => variant.Recipe.Images.Single().File));
        Assert.All(recipe.Variants, variant => Assert.Equal(("pump", "STM32F746"), (variant.Recipe.Name, variant.Recipe.Device.Chip)));
    }

    [Theory]
    [InlineData("{ unit: \"A-*\" }", "{ unit: \"B-*\" }", null)]
    [InlineData("{ unit: \"A-*\" }", "{ unit: \"A-1*\" }", "the unit 'A-1'")]
    [InlineData("{ unit: \"A-*\" }", "{ chip: STM32F746 }", "any board")]
    [InlineData("{ chip: STM32F405 }", "{ chip: STM32F746 }", null)]
    [InlineData("{ chip: STM32F746, order: { hw: \"1*\" } }", "{ chip: STM32F746, order: { hw: \"2*\" } }", null)]
    [InlineData("{ unit: \"A*\", order: { hw: \"1*\" } }", "{ unit: \"*B\", order: { hw: \"*2\" } }", "the unit 'AB' and 'hw' of the order '12'")]
    [InlineData("{ order: { hw: \"1\" } }", "{ order: { board: \"1\" } }", "any board")]
    public void Variants_that_could_both_be_meant_are_a_mistake(string one, string other, string? both)
    {
        var reading = RecipeReader.Read("pump.yaml", Encoding.UTF8.GetBytes($"""
            recipe: pump
            revision: 1
            images: [ file: app.elf ]
            variants:
              - variant: one
                when: {one}
              - variant: other
                when: {other}
            """));

        Assert.Equal(both is null ? [] : [$"pump.yaml:7:5: error: 'other' and 'one' of line 5 are both meant by {both}; make 'when' of one of them narrower"], reading.Problems.Select(problem => problem.ToString()));
    }
}
