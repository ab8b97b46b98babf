using GangFlash.Chips;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

public sealed class PaceTests
{
    static readonly byte[] s_noise = [.. Enumerable.Range(0, 40_000).Select(i => (byte)(1 + i * 31 % 254))];

    static async Task<JobReport> FlashAsync(BoardModel board, string rest) =>
        Passed(await new TestBench(board).FlashOneAsync(TestBench.Order(0x0800_0000, s_noise, rest)));

    static TimeSpan WriteTime(JobReport report) => report.Phases.Single(timing => timing.Phase == JobPhase.Write).Duration;

    [Fact]
    public async Task Obeying_waits_as_long_as_the_device_announces()
    {
        var report = await FlashAsync(Rom("STM32F746"), "device: { chip: STM32F746 }");

        Assert.True(WriteTime(report) >= 20 * TimeSpan.FromMilliseconds(104));
        Assert.DoesNotContain(report.Notes, note => note.Contains("eager", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eager_waits_only_as_long_as_the_device_works()
    {
        var report = await FlashAsync(Rom("STM32F746"), "device: { chip: STM32F746 }\npace: eager");

        Assert.True(WriteTime(report) < TimeSpan.FromSeconds(0.7), $"{WriteTime(report)}");
        Assert.Contains("Blocks were written with pace: eager.", report.Notes);
    }

    [Theory]
    [InlineData("STM32L476")]
    [InlineData("STM32G474")]
    public async Task Eager_is_not_used_where_nothing_proves_that_it_is_safe(string part)
    {
        var report = await FlashAsync(Rom(part), $"device: {{ chip: {part} }}\npace: eager");

        Assert.Contains(report.Notes, note => note.StartsWith("pace: eager is not used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eager_is_not_used_on_a_customer_bootloader()
    {
        var report = await FlashAsync(Rom("STM32F746") with { Product = "Our own loader" }, "device: { chip: STM32F746 }\npace: eager");

        Assert.Contains(report.Notes, note => note.StartsWith("pace: eager is not used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_surprise_ends_it()
    {
        var bench = new TestBench(Rom("STM32F746") with { Busy = BusyHabit.Honest });

        var report = Passed(await bench.FlashOneAsync(TestBench.Order(0x0800_0000, s_noise, "device: { chip: STM32F746 }\npace: eager")));

        Assert.Contains(report.Notes, note => note.Contains("from there on its waits were obeyed", StringComparison.Ordinal));
        Assert.True(WriteTime(report) >= 19 * TimeSpan.FromMilliseconds(104));
    }
}
