using GangFlash.Planning;
using GangFlash.Testing;

namespace GangFlash.Tests.Planning;

/// <summary>Two images that have data for one address.</summary>
public sealed class OverlapTests
{
    static readonly TargetMemory s_target = TargetMemory.Of(TestBench.Chip("STM32F746"))!;

    /// <summary>Sixteen bytes at 0x08000000 and sixteen at 0x08000008.</summary>
    static Planned Plan(string policy, byte[] first, byte[] second) => FlashPlanner.Plan(
        TestBench.Order(
            $$"""
            recipe: r
            revision: 1
            device: { chip: STM32F746 }
            overlap: {{policy}}
            images:
              - { file: one.bin, at: 0x08000000 }
              - { file: two.bin, at: 0x08000008 }
            """,
            name => name == "one.bin" ? first : second),
        s_target);

    static byte[] Counting(byte from) => [.. Enumerable.Range(from, 16).Select(value => (byte)value)];

    [Fact]
    public void Refused_both_are_named()
    {
        var refused = Assert.IsType<Planned.Refused>(Plan("refuse", Counting(0), Counting(8)));

        Assert.Equal(
            "preflight.overlap: one.bin (bytes from offset 0x8) and two.bin (bytes from offset 0x0) both have data at 0x08000008–0x0800000F.",
            Assert.Single(refused.Refusals).ToString());
    }

    [Fact]
    public void What_is_the_same_is_taken_once()
    {
        var plan = Assert.IsType<Planned.Ready>(Plan("same", Counting(0), Counting(8))).Plan;

        Assert.Equal(Enumerable.Range(0, 24).Select(value => (byte)value), Assert.Single(plan.Runs).Data.ToArray());
        Assert.Equal(24u, plan.ImageBytes);
        Assert.Empty(plan.Dropped);
    }

    [Fact]
    public void What_was_to_be_the_same_and_is_not_is_refused_with_the_first_difference()
    {
        var refused = Assert.IsType<Planned.Refused>(Plan("same", Counting(0), [8, 9, 0xAA, .. Counting(8)[3..]]));

        Assert.EndsWith("both have data at 0x08000008–0x0800000F, and from 0x0800000A on it is not the same.", Assert.Single(refused.Refusals).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_later_image_wins_and_the_plan_says_of_what()
    {
        var plan = Assert.IsType<Planned.Ready>(Plan("later", Counting(0), Counting(100))).Plan;

        Assert.Equal([.. Counting(0)[..8], .. Counting(100)], Assert.Single(plan.Runs).Data.ToArray());
        Assert.Equal(new DroppedData("one.bin", "bytes from offset 0x8, replaced by two.bin", AddressRange.Of(0x0800_0008, 8)), Assert.Single(plan.Dropped));
        Assert.Contains("8 bytes of one.bin at 0x08000008–0x0800000F (bytes from offset 0x8, replaced by two.bin) are dropped.", plan.Notes);
    }

    [Fact]
    public void An_image_of_which_nothing_is_left_is_a_mistake()
    {
        var order = TestBench.Order(
            "recipe: r\nrevision: 1\ndevice: { chip: STM32F746 }\noverlap: later\nimages: [ { file: one.bin, at: 0x08000000 }, { file: two.bin, at: 0x08000000 } ]\n", _ => Counting(0));

        var refused = Assert.IsType<Planned.Refused>(FlashPlanner.Plan(order, s_target));

        Assert.Equal("preflight.no-data: one.bin holds no data to write.", Assert.Single(refused.Refusals).ToString());
    }
}
