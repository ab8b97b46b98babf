using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using GangFlash.Tests.FieldCases;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary><c>finish: option-bytes</c>: the last step, after everything was verified, and never a pass that is not proven.</summary>
public sealed class OptionBytesTests
{
    const uint Block = 0x1FFF_C000;
    const string Factory = "FF AA FF FF FF FF FF FF FF FF FF FF FF FF FF FF";
    const string BrownOut3 = "E3 AA FF FF FF FF FF FF FF 0F FF FF FF FF FF FF";
    const string Level1 = "EF BB FF FF FF FF FF FF FF 0F FF FF FF FF FF FF";
    const string Level2 = "EF CC FF FF FF FF FF FF FF 0F FF FF FF FF FF FF";

    static readonly byte[] s_program = SomeOrder.Program(6000);

    static BoardModel F405 => Rom("STM32F405");

    [Fact]
    public async Task They_are_written_last_and_read_back()
    {
        var bench = new TestBench(F405);

        var result = await bench.FlashOneAsync(Order(BrownOut3));

        var report = Passed(result);
        Assert.Equal(OptionBytesState.ReadBack, report.OptionBytes!.State);
        Assert.Equal(Factory, PlannedOptionBytes.Hex(report.OptionBytes.Before));
        Says(result.Detail, "Every byte was read back and equal.", "The option bytes were written, read back and equal.");
        Holds(bench.Board(1), Block, Bytes(BrownOut3));
        Holds(bench.Board(1), 0x0800_0000, s_program);
        var last = Reached(bench.Board(1)).Last(step => step.Request == DfuRequest.Download);
        Assert.Equal(AddressRange.Of(Block, 16), last.Range);
        Assert.Equal([JobPhase.Finish, JobPhase.Leave], report.Phases.TakeLast(2).Select(phase => phase.Phase));
        Assert.Equal("left; the port shows 0483:5740", report.Leave!.Text);
        NeverUnprotected(bench.Board(1));
    }

    [Fact]
    public async Task Those_that_are_there_already_are_not_written_and_the_result_says_so()
    {
        var bench = new TestBench(F405);
        bench.Board(1).Memory.Put(Block, Bytes(BrownOut3));

        var result = await bench.FlashOneAsync(Order(BrownOut3, expect: Factory));

        Assert.Equal(OptionBytesState.AlreadyThere, Passed(result).OptionBytes!.State);
        Says(result.Detail, "were what they are to be already, and were not written");
        Assert.DoesNotContain(Reached(bench.Board(1)), step => step.Request == DfuRequest.Download && step.Range.Start == Block);
    }

    [Theory]
    [InlineData(OptionBytesHabit.StartsApplication, "", "option-bytes.not-read", "left its bootloader, and its port shows 0483:5740")]
    [InlineData(OptionBytesHabit.StartsApplication, "written", "pass.option-bytes-not-read", "left its bootloader, and its port shows 0483:5740")]
    [InlineData(OptionBytesHabit.Vanishes, "", "option-bytes.not-read", "nothing enumerated on the port within 10 s")]
    [InlineData(OptionBytesHabit.Vanishes, "written", "pass.option-bytes-not-read", "nothing enumerated on the port within 10 s")]
    [InlineData(OptionBytesHabit.Answers, "", "", "read back and equal")]
    [InlineData(OptionBytesHabit.ReturnsAsBootloader, "written", "", "read back and equal")]
    public async Task What_cannot_be_read_back_is_a_result_of_its_own_and_only_where_the_recipe_says_so(OptionBytesHabit habit, string verify, string code, string says)
    {
        var bench = new TestBench(F405 with { AfterOptionBytes = habit });

        var result = await bench.FlashOneAsync(Order(BrownOut3, verify: verify));

        Assert.Equal(code, result.Code);
        Says(result.Detail, says);
        Assert.Equal(code.Length == 0, result is UnitResult.Passed { Verified: true });
        Assert.Equal(code.StartsWith("pass", StringComparison.Ordinal) || code.Length == 0 ? Outcome.Pass : Outcome.Fail, result.Outcome);
        Assert.True(result.Report.IsFlashProven);
    }

    [Fact]
    public async Task Bytes_that_come_back_different_fail_the_unit()
    {
        var bench = new TestBench(F405 with { Faults = [new Fault.StuckBit(Block + 9, 0x10, High: true)] });

        var result = await bench.FlashOneAsync(Order(BrownOut3, verify: "written"));

        var failure = Failed<FlashFailure.OptionBytesDiffer>(result, "option-bytes.differs");
        Assert.Equal((Block + 9, BrownOut3, BrownOut3.Replace("0F", "1F", StringComparison.Ordinal)), (failure.Address, failure.Expected, failure.Actual));
        Assert.Equal(OptionBytesState.NotProven, result.Report.OptionBytes!.State);
    }

    [Fact]
    public async Task A_board_that_holds_what_nobody_expects_is_left_as_it_came()
    {
        var bench = new TestBench(F405);

        var result = await bench.FlashOneAsync(Order(BrownOut3, expect: Level1));

        var failure = Failed<FlashFailure.OptionBytesUnexpected>(result, "option-bytes.unexpected");
        Assert.Equal((Level1, Factory), (failure.Expected, failure.Actual));
        Untouched(bench.Board(1));
        Assert.False(result.Report.Touched);
    }

    [Fact]
    public async Task Level_1_is_active_when_reads_are_refused_and_that_is_no_plain_pass()
    {
        var bench = new TestBench(F405);

        var result = await bench.FlashOneAsync(Order(Level1, verify: "written", irreversible: true));

        Assert.Equal("pass.option-bytes-not-read", result.Code);
        Says(result.Detail, "reads are refused since, as read protection does");
        Holds(bench.Board(1), Block, Bytes(Level1));
        NeverUnprotected(bench.Board(1));

        var again = await bench.FlashOneAsync(Order(Level1, verify: "written", irreversible: true));

        Assert.NotEqual(Outcome.Pass, again.Outcome);
    }

    [Fact]
    public async Task A_board_at_level_1_is_refused_by_its_own_answer_and_stays_as_it_is()
    {
        var bench = new TestBench(F405);
        bench.Board(1).Memory.Put(Block, Bytes(Level1));
        bench.Bus.Plug(SimulatedFleet.PortOf(0), bench.Board(1));

        var result = await bench.FlashOneAsync(Order(BrownOut3));

        Assert.Equal("device.read-protected", result.Code);
        Untouched(bench.Board(1));
        NeverUnprotected(bench.Board(1));
    }

    [Fact]
    public async Task A_bootloader_in_flash_that_reads_at_level_1_is_not_made_to_erase_itself()
    {
        // What an application does with its own flash read protection does not hinder; the chip erases itself when its level goes down.
        var bench = new TestBench(VirtualBoards.CubeMx(TestBench.Chip("STM32F405"), "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", 1) with
        {
            Alternates = ["@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg", "@Option Bytes  /0x1FFFC000/01*016 e"],
            Memories = [TestBench.Chip("STM32F405").Maps[0], LayoutString.Parse("@Option Bytes  /0x1FFFC000/01*016 e").Layout!],
        });
        bench.Board(1).Memory.Put(Block, Bytes(Level1));

        var result = await bench.FlashOneAsync(Order(BrownOut3));

        _ = Failed<FlashFailure.OptionBytesLift>(result, "option-bytes.lifts-protection");
        Untouched(bench.Board(1));
        Holds(bench.Board(1), Block, Bytes(Level1));
    }

    [Fact]
    public async Task Level_2_is_for_ever()
    {
        var bench = new TestBench(F405 with { Application = null });

        var result = await bench.FlashOneAsync(Order(Level2, verify: "written", irreversible: true) with { AllowIrreversible = true });

        Assert.Equal("pass.option-bytes-not-read", result.Code);
        Assert.Equal(RdpLevel.Two, bench.Board(1).Protection);
        var board = bench.Board(1);
        bench.Bus.Plug(SimulatedFleet.PortOf(0), board);
        Assert.Empty(await bench.Bus.ListAsync(default));
    }

    [Fact]
    public async Task Level_2_that_the_bootloader_outlives_is_none()
    {
        // What the recipe writes is level 2, and one bit of the chip makes level 1 of it.
        var bench = new TestBench(F405 with { Faults = [new Fault.StuckBit(Block + 1, 0x04, High: false)] });

        var result = await bench.FlashOneAsync(Order(Level2, verify: "written", irreversible: true) with { AllowIrreversible = true });

        Assert.Equal("option-bytes.not-read", result.Code);
    }

    [Theory]
    [InlineData("power is cut before the block", 0)]
    [InlineData("power is cut while the board has it", 1)]
    public async Task A_power_cut_between_verify_and_the_end_is_no_pass(string when, int later)
    {
        var wire = (await DryRunAsync()).Board(1).Wire;
        var block = wire.Last(entry => entry.IsDataBlock).Index;

        var bench = new TestBench(F405 with { Faults = [new Fault.Unplug(block + later)] });
        var result = await bench.FlashOneAsync(Order(BrownOut3, verify: "written"));

        Assert.True(result.Outcome is Outcome.Error or Outcome.Fail, $"{when}: {result.Outcome} {result.Code}");
        Assert.True(result.Report.IsFlashProven);
        Assert.Equal(OptionBytesState.NotProven, result.Report.OptionBytes!.State);
    }

    [Fact]
    public async Task Wherever_the_cable_is_pulled_from_there_on_nothing_is_a_verified_pass_that_does_not_hold_both()
    {
        var wire = (await DryRunAsync()).Board(1).Wire;
        var from = wire.Last(entry => entry.Request == DfuRequest.Download && entry.IsDataBlock).Index - 3;
        var leave = wire.Last(entry => entry.Request == DfuRequest.Download && entry.Setup.Length == 0).Index;

        for (var at = from; at < leave; at++)
        {
            var bench = new TestBench(F405 with { Faults = [new Fault.Unplug(at)] });
            var result = await bench.FlashOneAsync(Order(BrownOut3));
            if (result.Outcome != Outcome.Pass)
                continue;
            Holds(bench.Pulled[1], Block, Bytes(BrownOut3));
            Holds(bench.Pulled[1], 0x0800_0000, s_program);
        }
    }

    [Fact]
    public async Task A_unit_whose_flash_does_not_verify_never_gets_them()
    {
        var bench = new TestBench(F405 with { Faults = [new Fault.StuckBit(0x0800_0100, 0x01, High: (s_program[0x100] & 1) == 0)] });

        var result = await bench.FlashOneAsync(Order(BrownOut3));

        Assert.Equal("verify.mismatch", result.Code);
        Holds(bench.Board(1), Block, Bytes(Factory));
    }

    [Fact]
    public async Task A_recipe_that_reads_nothing_back_has_its_option_bytes_read_back_all_the_same()
    {
        var bench = new TestBench(F405);

        var result = await bench.FlashOneAsync(Order(BrownOut3, rest: "verify: none"));

        Assert.Equal("pass.unverified", result.Code);
        Says(result.Detail, "Written and not read back: the recipe allows it.", "The option bytes were written, read back and equal.");
    }

    [Fact]
    public async Task A_new_ROM_resets_before_it_has_answered()
    {
        var bench = new TestBench(Rom("STM32G474"));
        var wanted = Factory474();
        wanted[8] = 0x7F;

        var result = await bench.FlashOneAsync(Order(PlannedOptionBytes.Hex(wanted), chip: "STM32G474", at: 0x1FFF_7800));

        Assert.Equal(OptionBytesState.ReadBack, Passed(result).OptionBytes!.State);
        Holds(bench.Board(1), 0x1FFF_7800, wanted);
    }

    [Fact]
    public async Task What_was_gone_before_it_answered_and_stays_away_is_no_pass_of_any_kind()
    {
        var bench = new TestBench(Rom("STM32G474") with { AfterOptionBytes = OptionBytesHabit.Vanishes });
        var wanted = Factory474();
        wanted[8] = 0x7F;

        var result = await bench.FlashOneAsync(Order(PlannedOptionBytes.Hex(wanted), chip: "STM32G474", at: 0x1FFF_7800, verify: "written"));

        Assert.Equal("option-bytes.not-read", result.Code);
    }

    [Fact]
    public async Task An_application_that_is_demanded_is_looked_for_also_where_the_option_bytes_made_the_board_leave()
    {
        var bench = new TestBench(F405 with { AfterOptionBytes = OptionBytesHabit.StartsApplication });

        var result = await bench.FlashOneAsync(Order(BrownOut3, verify: "written", rest: "after: { expect: 1234:5678, required: true }"));

        Assert.Equal("leave.no-application", result.Code);
    }

    [Fact]
    public async Task A_gang_is_refused_before_anything_is_touched_where_the_station_does_not_permit_it()
    {
        var bench = new TestBench(F405, F405);
        var order = Order(Level2, verify: "written", irreversible: true);

        var outcomes = await bench.FlashAllAsync(order);

        Assert.All(outcomes, outcome => Assert.Equal("preflight.irreversible", outcome.Verdict.Code));
        Untouched(bench.Board(1));
        var slots = outcomes.Select(outcome => outcome.Loaded);
        var refusal = Assert.Single(GangPreflight.Check([.. slots]));
        Says(refusal.Refusals.Single().Message, "RDP level 2, for ever", "--allow-irreversible");
    }

    async Task<TestBench> DryRunAsync()
    {
        var bench = new TestBench(F405);
        Passed(await bench.FlashOneAsync(Order(BrownOut3)));
        return bench;
    }

    static byte[] Factory474()
    {
        var bytes = Enumerable.Repeat((byte)0xFF, 48).ToArray();
        (bytes[0], bytes[4]) = (0xAA, 0x55);
        return bytes;
    }

    static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    static FlashOrder Order(string bytes, string expect = "", string verify = "", bool irreversible = false, string rest = "", string chip = "STM32F405", uint at = Block) => SomeOrder.Of(
        chip,
        0x0800_0000,
        s_program,
        $"""
        {rest}
        finish:
          option-bytes:
            at: 0x{at:X8}
            bytes: {bytes}
            {(expect.Length > 0 ? $"expect: {expect}" : "")}
            {(verify.Length > 0 ? $"verify: {verify}" : "")}
          {(irreversible ? "irreversible: accepted" : "")}
        """);
}
