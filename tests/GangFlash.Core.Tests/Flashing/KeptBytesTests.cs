using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Flashing;

/// <summary>Calibration data that share a sector with the image: they are on the board after the job as they were before, whatever happens on the way.</summary>
public sealed class KeptBytesTests
{
    const uint Flash = 0x0800_0000;

    /// <summary>In the second sector of 32 KiB, which the image touches; neither end is at a granule of 8 bytes.</summary>
    static readonly AddressRange s_calibration = new(0x0800_F003, 0x0800_F0F5);

    static byte[] Program { get; } = FieldCases.SomeOrder.Program(40_000);

    static byte[] Calibration { get; } = [.. Enumerable.Range(0, (int)s_calibration.Length).Select(i => (byte)(i * 7 + 3))];

    static FlashOrder Order(string more = "") => TestBench.Order(
        Flash, Program, $"device: {{ chip: STM32F746 }}\nserial: given\nranges:\n  protect: {{ range: 0x{s_calibration.Start:X8}-0x{s_calibration.Last:X8}, shared-sector: restore }}\n{more}");

    static TestBench Bench(params Fault[] faults)
    {
        var bench = new TestBench(Rom("STM32F746") with { Faults = [.. faults] });
        bench.Board(1).Memory.Put(s_calibration.Start, Calibration);
        bench.Board(1).Memory.Put(0x0800_F200, [0x12, 0x34]);
        return bench;
    }

    static Task<ImmutableArray<SlotOutcome>> FlashAsync(TestBench bench, FlashOrder order, string? unit = "U-1") => bench.FlashAllAsync(order with { Unit = unit }, slot => slot with { Order = slot.Order with { Unit = unit } });

    [Fact]
    public async Task They_are_kept_in_the_record_before_the_erase_and_written_back_and_verified()
    {
        var bench = Bench();

        var report = Passed(Assert.Single(await FlashAsync(bench, Order())));

        Holds(bench.Board(1), Flash, Program);
        Holds(bench.Board(1), s_calibration.Start, Calibration);
        Holds(bench.Board(1), AddressRange.Of(0x0800_F200, 2), 0xFF);      // nothing else of the sector is promised
        var kept = Assert.Single(bench.Recorder.Kept);
        Assert.Equal("attempt-1", kept.Attempt);
        Assert.Equal(Calibration, kept.Bytes.Single().Data.ToArray());
        Assert.Equal((ulong)Program.Length + s_calibration.Length, report.Plan!.ImageBytes);
        Assert.Equal(report.Plan.WrittenBytes, report.VerifiedBytes);
        Assert.Contains("242 protected bytes in shared sectors were kept in the record, to be written back and verified.", report.Notes);
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_erased()
    {
        var bench = Bench();
        bench.Recorder.LosesKept = true;

        var result = ResultOf(Assert.Single(await FlashAsync(bench, Order())));

        _ = Failed<FlashFailure.NotKept>(result, "keep.not-recorded");
        Assert.Equal((Outcome.Error, Instruction.StopLine, false), (result.Outcome, SlotVerdict.InstructionOf(result), result.Report.Touched));
        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task A_bit_that_was_read_wrong_is_not_written_back()
    {
        var bench = Bench(new Fault.FlipReadBit(new FaultPlace.At(s_calibration.Start + 8, BoardStep.Read)));

        _ = Failed<FlashFailure.Unstable>(ResultOf(Assert.Single(await FlashAsync(bench, Order()))), "verify.unstable");

        Untouched(bench.Board(1));
    }

    [Fact]
    public async Task A_board_that_is_pulled_anywhere_and_comes_again_has_its_calibration_in_the_end()
    {
        var clean = Bench();
        Passed(Assert.Single(await FlashAsync(clean, Order("erase: auto"))));
        var transfers = clean.Board(1).Wire.Count;

        for (var at = 10; at < transfers; at += 3)
        {
            var bench = Bench(new Fault.Unplug(at));
            var first = Assert.Single(await FlashAsync(bench, Order("erase: auto")));
            if (first.Verdict.IsPass)
                continue;       // pulled after the verdict
            var board = bench.Pulled[1];
            bench.Bus.Plug(first.Loaded.Port, board);

            _ = Passed(Assert.Single(await FlashAsync(bench, Order("erase: auto"))));

            Holds(board, Flash, Program);
            Holds(board, s_calibration.Start, Calibration);
        }
    }

    [Fact]
    public async Task A_retry_puts_back_what_the_attempt_before_it_erased_also_without_a_serial()
    {
        var bench = Bench(new Fault.Stall(new FaultPlace.Nth(BoardStep.Write, 1)));
        var order = TestBench.Order(
            Flash, Program, $"device: {{ chip: STM32F746 }}\nretries: 1\nranges:\n  protect: {{ range: 0x{s_calibration.Start:X8}-0x{s_calibration.Last:X8}, shared-sector: restore }}");

        var outcome = Assert.Single(await bench.FlashAllAsync(order));

        Assert.Equal((2, true), (outcome.Attempts, outcome.Verdict.IsPass));
        Holds(bench.Board(1), s_calibration.Start, Calibration);
        Assert.Contains($"{s_calibration} was left erased by an earlier attempt; what that attempt kept is written back.", ResultOf(outcome).Report.Notes);
    }

    [Fact]
    public async Task Bytes_that_are_neither_kept_nor_erased_are_for_a_person_to_judge()
    {
        var bench = Bench(new Fault.Unplug(new FaultPlace.Nth(BoardStep.Write, 1)));
        var first = Assert.Single(await FlashAsync(bench, Order()));
        var board = bench.Pulled[1];
        board.Memory.Put(s_calibration.Start + 5, [0x00]);
        bench.Bus.Plug(first.Loaded.Port, board);

        var result = ResultOf(Assert.Single(await FlashAsync(bench, Order())));

        var failure = Failed<FlashFailure.KeptDiffers>(result, "keep.differs");
        Assert.Equal((s_calibration.Start + 5, Calibration[5], (byte)0), (failure.Address, failure.Kept, failure.Actual));
        Assert.Equal((Instruction.CallEngineer, false), (SlotVerdict.InstructionOf(result), result.Report.Touched));
    }

    [Fact]
    public async Task Without_the_word_restore_a_shared_sector_is_refused()
    {
        var order = TestBench.Order(Flash, Program, $"device: {{ chip: STM32F746 }}\nranges: {{ protect: 0x{s_calibration.Start:X8}-0x{s_calibration.Last:X8} }}");
        var bench = Bench();

        _ = Refused(await bench.FlashOneAsync(order), "preflight.protected-range");
    }

    [Theory]
    [InlineData("verify: none", "'verify: none' reads nothing, and what is not read back is not proven to be there")]
    public void What_cannot_be_read_first_cannot_be_kept(string more, string why)
    {
        var refused = Assert.IsType<Planned.Refused>(FlashPlanner.Plan(Order(more), TargetMemory.Of(TestBench.Chip("STM32F746"))!));

        var refusal = Assert.Single(refused.Refusals);
        Assert.Equal("preflight.cannot-keep", refusal.Code);
        Assert.EndsWith($"{why}.", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bootloader_that_cannot_be_read_is_not_erased_where_something_is_to_be_kept()
    {
        var loader = VirtualBoards.CubeMx(TestBench.Chip("STM32H743"), "@Internal Flash  /0x08000000/01*128Ka,15*128Kg", 1) with { Unreadable = [AddressRange.Of(0x0802_0000, 128 * 1024)] };
        var bench = new TestBench(loader);
        FlashOrder Loading(string more) => TestBench.Order(0x0802_0000, FieldCases.SomeOrder.Program(500), $"device: {{ chip: STM32H743 }}\nverify: none-allowed\n{more}");

        var kept = await bench.FlashOneAsync(Loading("ranges:\n  protect: { range: 0x08021000-0x080210FF, shared-sector: restore }"));

        _ = Failed<FlashFailure.Unreadable>(kept, "verify.unreadable");
        Assert.False(kept.Report.Touched);
        PassedUnverified(await bench.FlashOneAsync(Loading("")));
    }
}
