using System.Collections.Immutable;
using System.Text;
using GangFlash.DfuSe;
using GangFlash.Documents;
using GangFlash.Flashing;
using GangFlash.Recipes;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>rusEFI 3597, ST 865318, ST 891644: boards that died of a protection being lifted that was never there.</summary>
public sealed class Case10TheCureThatBricks
{
    static readonly AddressRange s_flash = AddressRange.Of(0x0800_0000, 1 << 20);

    static readonly ImmutableDictionary<string, (string Chip, BoardModel Board)> s_unreadable = new Dictionary<string, (string, BoardModel)>
    {
        ["F767 under protection"] = ("STM32F767", Rom("STM32F767") with { ReadProtected = true }),
        ["F767 that refuses reads alone"] = ("STM32F767", Rom("STM32F767") with { Unreadable = [s_flash] }),
        ["F072 on a port that is too fast"] = ("STM32F072", Rom("STM32F072") with { ReadsFailOnWire = true }),
        ["F072 under protection"] = ("STM32F072", Rom("STM32F072") with { ReadProtected = true }),
        ["H563 of the new line under protection"] = ("STM32H563", Rom("STM32H563") with { ReadProtected = true }),
        ["customer bootloader without reads"] = ("STM32H563RG", Named("h563-loader") with { Unreadable = [s_flash], Alternates = ["@Internal Flash   /0x08000000/128*08Kg"] }),
        ["customer bootloader that reads rubbish"] = ("STM32F105", Named("lying-f105") with { Media = new MediaKind.EchoesLastBlock() }),
        ["reads that change"] = ("STM32F746", Rom("STM32F746") with { Media = new MediaKind.ReadsUnstably(0x0800_0B00) }),
    }.ToImmutableDictionary();

    public static TheoryData<string> Unreadable => [.. s_unreadable.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task C10_1_failing_reads_never_lead_to_read_unprotect_or_to_option_bytes(string name)
    {
        var (chip, board) = s_unreadable[name];
        foreach (var verify in (string[])["full", "none-allowed"])
        {
            var bench = new TestBench(board);
            var image = SomeOrder.Program(3000);

            var result = await bench.FlashOneAsync(SomeOrder.Of(chip, 0x0800_0000, image, $"verify: {verify}"));

            Assert.False(result is UnitResult.Passed { Verified: true }, result.Detail);
            NeverUnprotected(bench.Board(1));
            Assert.All(Reached(bench.Board(1)), block => Assert.True(AddressRange.Of(0x0800_0000, 3008).Contains(block.Range), $"{block}"));
            Assert.All(ErasedAddresses(bench.Board(1)), address => Assert.True(s_flash.Contains(address)));
            Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Setup is { RequestType: 0x01, Request: 0x0B, Value: not 0 });
        }
    }

    public static TheoryData<string> Faults => [.. EveryFault.Names];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task C10_1_neither_does_any_fault_at_any_transfer_to_a_rom(string fault)
    {
        foreach (var part in (string[])["STM32F746", "STM32H743", "STM32L152"])
            await HitEachTransferAsync(part, fault);
    }

    [Fact]
    public async Task C10_3_a_mass_erase_is_refused_on_a_bootloader_that_lives_in_the_flash_it_offers()
    {
        var bench = new TestBench(Named("h563-loader") with { Alternates = ["@Internal Flash   /0x08000000/128*08Kg"] });

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32H563RG", "h563-app1.bin@0x08020000", "erase: all"));

        Says(Assert.Single(Refused(result, "preflight.mass-erase")).Message, "STM32 custom DFU", "it may erase itself", "Use erase: touched");
        Untouched(bench.Board(1));
    }

    [Fact]
    public void C10_3_a_recipe_with_a_mass_erase_and_a_protected_range_contradicts_itself()
    {
        var problem = Assert.Single(ProblemsOf("erase: all", "ranges: { protect: 0x08000000-0x0801FFFF }"));

        Assert.Equal($"recipe.{RecipeCode.MassErase}", problem.Code);
    }

    [Theory]
    [InlineData("product-state: closed")]
    [InlineData("option-bytes: { 0x5200201C: 0x17 }")]
    [InlineData("unprotect: true")]
    [InlineData("read-unprotect: yes")]
    [InlineData("rdp: 0xAA")]
    public void C10_4_product_state_protection_and_option_bytes_cannot_be_said_in_a_recipe(string line)
    {
        var problem = Assert.Single(ProblemsOf(line));

        Assert.Equal((ProblemSeverity.Error, $"recipe.{RecipeCode.NotOverDfu}", 4), (problem.Severity, problem.Code, problem.Place.Line));
    }

    static async Task HitEachTransferAsync(string part, string fault)
    {
        var order = SomeOrder.Of(part, 0x0800_0000, SomeOrder.Program(3000));
        var transfers = (await WireOfAsync(Rom(part), order)).Count;

        for (var at = 0; at < transfers; at++)
        {
            var bench = new TestBench(Rom(part) with { Faults = [EveryFault.At(at, fault)] });
            var result = await bench.FlashOneAsync(order);

            NeverUnprotected(bench.Pulled[1]);
            Assert.All(Reached(bench.Pulled[1]).Where(block => block.Request == DfuRequest.Download), block => Assert.True(block.Range.Start < 0x0800_0C00, $"{block}"));
            if (result is UnitResult.Passed)
                Holds(bench.Pulled[1], order.Images[0].Segments[0]);
        }
    }

    static ImmutableArray<DocumentProblem> ProblemsOf(params IEnumerable<string> lines)
    {
        var text = $"recipe: h5\nrevision: 1\nimages: [ {{ file: h563-app2.hex }} ]\n{string.Join('\n', lines)}\n";
        return RecipeReader.Read("test.yaml", Encoding.UTF8.GetBytes(text)).Problems;
    }
}
