using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>H743 and H750 of revision V (Betaflight PR 1861 and 5348, issue 1972): an erase in the second bank stays in dfuDNBUSY for ever.</summary>
public sealed class Case3StuckInDfuDnBusy
{
    const string Chip = "STM32H747";
    const string Image = "h747-cm4.elf";
    const uint Bank2 = 0x0810_0000;

    static readonly BoardModel s_wedges = Rom(Chip) with { WedgesFrom = Bank2 };

    [Fact]
    public async Task C3_1_a_wedged_erase_that_happened_is_freed_proven_and_passes()
    {
        var bench = new TestBench(s_wedges);
        bench.Board(1).Memory.Put(AddressRange.Of(Bank2, 128 << 10), 0x5A);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var report = Passed(result);
        Assert.Equal(1, report.Recoveries);
        Assert.Contains(report.Notes, note => note.Contains("hung while it erased 0x08100000–0x0811FFFF and was freed; the sector was read back", StringComparison.Ordinal));
        Assert.True(report.Duration < TimeSpan.FromSeconds(10), $"{report.Duration}");
        Assert.Equal(2, bench.Board(1).Wire.Count(entry => entry.Request == DfuRequest.ClearStatus));
        Holds(bench.Board(1), Image);
    }

    [Fact]
    public async Task C3_2_a_wedged_erase_that_did_not_happen_is_found_by_the_blank_check()
    {
        var bench = new TestBench(s_wedges with { WedgedEraseHappens = false });
        bench.Board(1).Memory.Put(AddressRange.Of(Bank2, 128 << 10), 0x5A);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var failure = Failed<FlashFailure.NotBlank>(result, "erase.not-blank");
        Assert.Equal(new FlashFailure.NotBlank(Bank2, 0x5A), failure);
        Assert.Empty(DataBlocks(bench.Board(1)));
    }

    [Fact]
    public async Task C3_3_a_strict_bootloader_that_refuses_the_cure_is_given_up_and_asked_for_again()
    {
        var bench = new TestBench(s_wedges with { Profile = BootloaderProfile.StrictRom });

        var outcome = Assert.Single(await bench.FlashAllAsync(SomeOrder.Of(Chip, Image)));

        var failure = Failed<FlashFailure.StuckBusy>(ResultOf(outcome), "dfu.stuck-busy");
        Assert.Equal(("erase 0x08100000", TimeSpan.FromSeconds(6.4)), (failure.During, failure.Deadline));
        Assert.Equal(Instruction.PlugAgain, outcome.Verdict.Instruction);
        Assert.True(bench.Clock.Elapsed < TimeSpan.FromSeconds(10), $"{bench.Clock.Elapsed}");
        Assert.Empty(DataBlocks(bench.Board(1)));
    }

    [Fact]
    public async Task C3_4_sixteen_boards_that_wedge_recover_side_by_side_while_the_screen_stays_live()
    {
        var bench = new TestBench(Enumerable.Repeat(s_wedges, 16));

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of(Chip, Image));

        Assert.All(outcomes, outcome => Assert.Equal(1, Passed(outcome).Recoveries));
        Assert.True(bench.Clock.Elapsed < TimeSpan.FromSeconds(10), $"{bench.Clock.Elapsed}");
        Assert.All(Enumerable.Range(1, 16), slot =>
        {
            Holds(bench.Board(slot), Image);
            Assert.Contains(bench.Events, happened => happened is GangEvent.Progressed { Progress.Phase: JobPhase.Erase } && happened.Slot == slot);
        });
    }
}
