using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Planning;

public sealed class FlashOrderTests
{
    static readonly byte[] s_data = [.. Enumerable.Range(1, 100).Select(value => (byte)value)];

    [Fact]
    public async Task A_recipe_without_a_chip_takes_the_one_that_the_strings_can_only_mean()
    {
        var bench = new TestBench(Rom("STM32F405"));

        var result = await bench.FlashOneAsync(TestBench.Order(0x0800_0000, s_data, "after: stay"));

        var report = Passed(result);
        Assert.Equal(104ul, Assert.Single(report.Plan!.Runs).Range.Length);
        Assert.Contains(report.Notes, note => note.Contains("can only mean STM32F405", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Strings_that_several_chips_have_leave_the_chip_open()
    {
        var bench = new TestBench(Rom("STM32H743"));

        var result = await bench.FlashOneAsync(TestBench.Order(0x0800_0000, s_data, "after: stay"));

        Assert.Contains(Passed(result).Notes, note => note.Contains("an unknown part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customer_bootloader_proves_no_chip_by_its_strings()
    {
        var bench = new TestBench(Rom("STM32F746") with { Product = "Our own loader" });

        var result = await bench.FlashOneAsync(TestBench.Order(0x0800_0000, s_data, "after: stay"));

        Assert.Contains(Passed(result).Notes, note => note.Contains("an unknown part", StringComparison.Ordinal));
    }
}
