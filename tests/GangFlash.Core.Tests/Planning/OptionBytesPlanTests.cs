using GangFlash.Chips;
using GangFlash.Planning;
using GangFlash.Tests.FieldCases;

namespace GangFlash.Tests.Planning;

/// <summary>What planning has against option bytes: everything that could make a board that nobody reaches any more.</summary>
public sealed class OptionBytesPlanTests
{
    const string Good = "FF AA FF FF FF FF FF FF FF FF FF FF FF FF FF FF";
    const string Level1 = "FF 00 FF FF FF FF FF FF FF FF FF FF FF FF FF FF";
    const string Level2 = "FF CC FF FF FF FF FF FF FF FF FF FF FF FF FF FF";

    [Theory]
    [InlineData("STM32F405", 0x1FFFC000u, Good, "", RdpLevel.Zero)]
    [InlineData("STM32F405", 0x1FFFC000u, Level1, "irreversible written", RdpLevel.One)]
    [InlineData("STM32F405", 0x1FFFC000u, Level2, "irreversible written", RdpLevel.Two)]
    [InlineData("STM32F105", 0x1FFFF800u, "A5 5A FF 00 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00", "", RdpLevel.Zero)]
    [InlineData("STM32F105", 0x1FFFF800u, "CC 33 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00", "irreversible written", RdpLevel.One)]      // F1 has no level 2
    [InlineData("STM32F072", 0x1FFFF800u, "AA 55 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00", "", RdpLevel.Zero)]
    [InlineData("STM32F072", 0x1FFFF800u, "CC 33 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00", "irreversible written", RdpLevel.Two)]
    [InlineData("STM32L152", 0x1FF80000u, "AA 00 55 FF 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", "", RdpLevel.Zero)]
    public void A_block_says_which_level_it_sets(string chip, uint at, string bytes, string accepts, RdpLevel level)
    {
        var plan = Assert.IsType<Planned.Ready>(Plan(chip, at, bytes, accepts)).Plan;

        Assert.Equal((level, level == RdpLevel.Two), (plan.OptionBytes!.Level, plan.OptionBytes.IsForEver));
        Assert.Contains(plan.Notes, note => note.Contains(plan.OptionBytes.Effect, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("STM32F405", 0x1FFFC000u, "FF AA FF", "", "preflight.option-bytes: * has 16 bytes and the recipe gives 3; only the whole block is written*")]
    [InlineData("STM32F405", 0x1FFFC008u, Good, "", "preflight.option-bytes: *0x1FFFC008 is the start of no block of option bytes of this device; it has 0x1FFFC000–0x1FFFC00F*")]
    [InlineData("STM32F405", 0x08000000u, Good, "", "preflight.option-bytes: *0x08000000 is the start of no block*")]
    [InlineData("STM32F405", 0x1FFF7800u, Good, "", "preflight.option-bytes: *0x1FFF7800 is the start of no block*")]
    [InlineData("STM32G0B1", 0x1FFF7800u, Good, "", "preflight.option-bytes: *offers no option bytes*")]
    [InlineData("STM32H563", 0x1FFF7800u, Good, "irreversible written", "preflight.option-bytes: *product state*")]
    [InlineData("STM32F072", 0x1FFFF800u, "AA AA FF 00 FF 00 FF 00 FF 00 FF 00 FF 00 FF 00", "", "preflight.option-bytes: *byte 0 is 0xAA and byte 1, which must be its complement, 0xAA*RM0091*")]
    [InlineData("STM32F405", 0x1FFFC000u, Level1, "", "preflight.irreversible: *RDP level 1*erases all of its flash*'irreversible: accepted'*")]
    [InlineData("STM32F405", 0x1FFFC000u, Level1, "irreversible", "preflight.option-bytes: *cannot be read back; 'verify: written'*")]
    [InlineData("STM32F405", 0x1FFFC000u, Level2, "written", "preflight.irreversible: *RDP level 2, for ever*")]
    [InlineData("STM32F429", 0x1FFEC000u, Good, "", "preflight.irreversible: *it is not known where this part keeps its read protection*")]
    [InlineData("STM32F405", 0x1FFFC000u, Good, "protected", "preflight.protected-range: 'finish' of the recipe has data at 0x1FFFC000*")]
    public void What_does_not_fit_or_was_not_accepted_is_refused(string chip, uint at, string bytes, string accepts, string says)
    {
        var refused = Assert.IsType<Planned.Refused>(Plan(chip, at, bytes, accepts)).Refusals;

        Assert.Contains(refused, refusal => new GangFlash.Documents.TextPattern(says).Matches(refusal.ToString()));
    }

    [Theory]
    [InlineData("STM32H743", 0x5200201Cu, 128)]
    [InlineData("STM32U575", 0x40022040u, 64)]
    [InlineData("STM32F429", 0x1FFEC000u, 16)]
    public void What_is_not_known_counts_as_for_ever(string chip, uint at, int length)
    {
        var order = Order(chip, at, string.Join(' ', Enumerable.Repeat("AA", length)), "irreversible");
        var plan = Assert.IsType<Planned.Ready>(FlashPlanner.Plan(order, TargetMemory.Of(order.Chip!)!)).Plan;

        Assert.True(plan.OptionBytes!.IsForEver);
        Assert.Null(plan.OptionBytes.Level);
    }

    [Theory]
    [InlineData("f405_21", 0x1FFFC000u)]
    [InlineData("f405", 0x1FFFC000u)]
    [InlineData("h743", 0x5200201Cu)]
    public void An_image_never_reaches_them_also_where_the_layout_calls_them_erasable(string chip, uint at)
    {
        var order = SomeOrder.Of(chip, at, new byte[16]);

        var refused = Assert.IsType<Planned.Refused>(FlashPlanner.Plan(order, TargetMemory.Of(order.Chip!)!)).Refusals;

        Assert.NotEmpty(refused);
        Assert.All(refused, refusal => Assert.True(refusal is Refusal.NotErasable or Refusal.ProtectedRange, refusal.ToString()));
    }

    [Theory]
    [InlineData("STM32F4", 0x1FFFC000u)]
    [InlineData("STM32F1", 0x1FFFF800u)]
    [InlineData("STM32L0", 0x1FF80000u)]
    [InlineData("STM32G4", 0x1FFF7800u)]
    public void Where_a_family_keeps_its_protection_has_a_source_and_is_option_bytes(string family, uint block)
    {
        var known = ReadProtection.Of(family)!;

        Assert.Equal(block, known.Block);
        Assert.Equal(RegionKind.OptionBytes, AddressMap.Classify(known.Block, family).Kind);
        Assert.Matches("^(RM|PM)[0-9]{4}", known.Source);
    }

    [Fact]
    public void Every_ROM_of_a_known_family_has_its_block_where_the_manual_says()
    {
        var blocks = from chip in ChipCatalogue.All
                     where chip.Rom is not null && ReadProtection.Of(chip.Family) is not null
                     let target = TargetMemory.Of(new ChipChoice(chip, chip.Name, null))!
                     let options = target.Alternates.Where(alternate => alternate.Layout.IsOptionBytes).ToList()
                     where options.Count > 0
                     select (chip.Key, Known: options.Exists(alternate => alternate.Layout.Runs.Any(run => run.Address == ReadProtection.Of(chip.Family)!.Block)));

        Assert.Equal([], blocks.Where(block => !block.Known));
    }

    static Planned Plan(string chip, uint at, string bytes, string accepts)
    {
        var order = Order(chip, at, bytes, accepts);
        return FlashPlanner.Plan(order, TargetMemory.Of(order.Chip!)!);
    }

    static FlashOrder Order(string chip, uint at, string bytes, string accepts) => SomeOrder.Of(
        chip,
        0x0800_0000,
        SomeOrder.Program(64),
        $$"""
        {{(accepts.Contains("protected", StringComparison.Ordinal) ? "ranges: { protect: 0x1FFFC000-0x1FFFC00F }" : "")}}
        finish:
          option-bytes:
            at: 0x{{at:X8}}
            bytes: {{bytes}}
            {{(accepts.Contains("written", StringComparison.Ordinal) ? "verify: written" : "")}}
          {{(accepts.Contains("irreversible", StringComparison.Ordinal) ? "irreversible: accepted" : "")}}
        """);
}
