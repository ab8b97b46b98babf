using GangFlash.DfuSe;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Gang;

public sealed class NeverAFalsePassTests
{
    static readonly byte[] s_data = [.. Enumerable.Range(0, 5000).Select(i => (byte)(1 + i % 250))];

    static FlashOrder Order(string rest) => TestBench.Order(0x0800_0000, s_data, $"device: {{ chip: STM32F746 }}\nafter: stay\n{rest}");

    [Fact]
    public async Task A_pass_that_cannot_be_recorded_is_no_pass()
    {
        var bench = new TestBench(Rom("STM32F746"));
        bench.Recorder.LosesEnds = true;

        var outcome = Assert.Single(await bench.FlashAllAsync(Order("")));

        Assert.Equal(("record.lost", false), (outcome.Verdict.Code, outcome.Verdict.IsPass));
    }

    [Fact]
    public async Task An_attempt_that_cannot_be_recorded_is_not_begun()
    {
        var bench = new TestBench(Rom("STM32F746"));
        bench.Recorder.LosesBegins = true;

        var outcome = Assert.Single(await bench.FlashAllAsync(Order("")));

        Assert.Equal("record.lost", outcome.Verdict.Code);
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task A_recorder_that_breaks_down_on_one_slot_costs_that_slot_alone()
    {
        var bench = new TestBench(Enumerable.Range(1, 4).Select(number => Rom("STM32F746", number)));
        bench.Recorder.BreaksOnSlot = 2;

        var outcomes = await bench.FlashAllAsync(Order(""));

        Assert.Equal([true, false, true, true], outcomes.Select(outcome => outcome.Verdict.IsPass));
        Assert.Equal("record.lost", outcomes[1].Verdict.Code);
        Assert.Contains("A mistake of ours.", outcomes[1].Verdict.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify: none", "dfu.stuck-busy")]
    [InlineData("verify: full", "")]
    public async Task A_device_that_hung_in_an_erase_passes_only_where_it_is_read_back(string verify, string code)
    {
        var bench = new TestBench(Rom("STM32F746") with { Profile = BootloaderProfile.RomNewLine, WedgesFrom = 0x0800_0000 });

        var outcome = Assert.Single(await bench.FlashAllAsync(Order(verify)));

        Assert.Equal(code, outcome.Verdict.Code);
        if (code.Length > 0)
            Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.Request == DfuRequest.Download && entry.IsDataBlock);
    }
}
