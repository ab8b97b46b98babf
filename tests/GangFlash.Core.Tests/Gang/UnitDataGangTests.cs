using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.Gang;

/// <summary>Units of a gang with data of their own.</summary>
public sealed class UnitDataGangTests
{
    const uint Flash = 0x0800_0000;

    static byte[] Program { get; } = FieldCases.SomeOrder.Program(3000);

    static FlashOrder Order(string more = "") => TestBench.Order(
        Flash,
        Program,
        $$"""
        device: { chip: STM32F746 }
        serial: { from: numbers, numbers: sn, text: PC-#### }
        numbers:
          - { name: sn, first: 1, last: 9999 }
          - { name: mac, first: "00:80:E1:00:00:00", last: "00:80:E1:00:00:02" }
        unit-data:
          - { name: serial, at: 0x08002000, value: unit, length: 8 }
          - { name: mac, at: 0x08002008, value: number, numbers: mac }
          - { name: key, at: 0x08002010, value: random, length: 16 }
          - { name: sum, at: 0x08002020, value: checksum, over: 0x08002000+0x20 }
        {{more}}
        """);

    static string Serial(VirtualBoard board) => System.Text.Encoding.ASCII.GetString(board.Memory.Read(AddressRange.Of(0x0800_2000, 8))).TrimEnd('\0');

    static string Mac(VirtualBoard board) => Convert.ToHexString(board.Memory.Read(AddressRange.Of(0x0800_2008, 6)));

    [Fact]
    public async Task Each_has_its_serial_its_number_and_its_key_read_back_and_reported()
    {
        var bench = new TestBench(Rom("STM32F746", 1), Rom("STM32F746", 2));

        var outcomes = await bench.FlashAllAsync(Order());

        Assert.All(outcomes, outcome => Passed(outcome));
        Assert.Equal(["PC-0001", "PC-0002"], new[] { 1, 2 }.Select(slot => Serial(bench.Board(slot))).Order());
        Assert.Equal(["0080E1000000", "0080E1000001"], new[] { 1, 2 }.Select(slot => Mac(bench.Board(slot))).Order());
        Assert.NotEqual(bench.Board(1).Memory.Read(AddressRange.Of(0x0800_2010, 16)), bench.Board(2).Memory.Read(AddressRange.Of(0x0800_2010, 16)));
        Assert.Equal(Serial(bench.Board(1)), outcomes[0].Loaded.UnitSerial);
        var data = ResultOf(outcomes[0]).Report.Plan!.UnitData;
        Assert.Equal(["serial", "mac", "key", "sum"], data.Select(datum => datum.Field.Name));
        Assert.Equal((Serial(bench.Board(1)), ""), (data[0].Text, data[2].Text));
    }

    [Fact]
    public async Task A_retry_keeps_what_its_unit_has_taken()
    {
        var bench = new TestBench(Rom("STM32F746") with { Faults = [new Fault.Stall(new FaultPlace.Nth(BoardStep.Write, 1))] });

        var outcome = Assert.Single(await bench.FlashAllAsync(Order("retries: 1")));

        Assert.Equal((2, true), (outcome.Attempts, outcome.Verdict.IsPass));
        Assert.Equal(("PC-0001", "0080E1000000"), (Serial(bench.Board(1)), Mac(bench.Board(1))));
    }

    [Fact]
    public async Task Numbers_that_are_used_up_stop_a_slot_before_it_begins()
    {
        var bench = new TestBench(Enumerable.Range(1, 4).Select(number => Rom("STM32F746", number)));

        var outcomes = await bench.FlashAllAsync(Order());

        var spent = Assert.Single(outcomes, outcome => !outcome.Verdict.IsPass);
        Assert.Equal(("numbers.spent", Instruction.CallEngineer), (spent.Verdict.Code, spent.Verdict.Instruction));
        Untouched(bench.Board(spent.Loaded.Slot));
    }

    [Fact]
    public async Task A_key_that_did_not_arrive_is_in_no_evidence()
    {
        var stuck = new Fault.StuckBit(0x0800_2014, 0xFF, High: false);
        var bench = new TestBench(Rom("STM32F746") with { Faults = [stuck] });
        var key = new byte[] { 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF, 0xD0 };

        var outcome = Assert.Single(await bench.FlashAllAsync(Order(), random: length => key[..length]));

        var failed = Assert.IsType<UnitResult.Failed>(ResultOf(outcome));
        var (expected, actual) = (failed.Verify!.ExpectedAround, failed.Verify.ActualAround);
        Assert.Equal(0x0800_2014u, failed.Verify.First);
        Assert.DoesNotContain((byte)0xC3, expected.Concat(actual));
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal((0, 0), (expected[(int)(0x0800_2010 - failed.Verify.AroundStart) + i], actual[(int)(0x0800_2010 - failed.Verify.AroundStart) + i])));
        Assert.Equal((0, 0), (failed.Verify.Expected, failed.Verify.Actual));
        Assert.DoesNotContain("C5", failed.Failure.Detail, StringComparison.Ordinal);
    }
}
