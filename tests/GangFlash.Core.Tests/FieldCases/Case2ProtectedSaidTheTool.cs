using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>F070, F072, F030 and F429 threads, and AN2606: "read protected" was a USB port that was too fast for an old ROM.</summary>
public sealed class Case2ProtectedSaidTheTool
{
    const string Chip = "STM32F072";
    const string Image = "h563-boot.bin@0x08000000";

    [Fact]
    public async Task C2_1_reads_that_break_on_the_wire_are_a_matter_of_hub_port_and_only_then_protection()
    {
        var bench = new TestBench(Rom(Chip) with { ReadsFailOnWire = true });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var failure = Failed<FlashFailure.TransferFailed>(result, "usb.transfer-failed");
        Assert.Equal(
            ["put a USB 2.0 hub between the PC and the board", "use another port and cable", "read protection, least likely"],
            failure.Hints.ToArray());
        Says(failure.Detail, "ErrStalledPacket");
        Assert.Equal(Outcome.Error, result.Outcome);
        Untouched(bench.Board(1));
    }

    public static TheoryData<string> Protections => ["the address is refused", "the read is refused"];

    [Theory]
    [MemberData(nameof(Protections))]
    public async Task C2_2_errVENDOR_from_a_rom_again_after_recovery_is_protection_and_is_left_as_it_is(string how)
    {
        var model = how == "the address is refused"
            ? Rom(Chip) with { ReadProtected = true }
            : Rom(Chip) with { Unreadable = [AddressRange.Of(0x0800_0000, 128 << 10)] };
        var bench = new TestBench(model);

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var failure = Failed<FlashFailure.ReadProtected>(result, "device.read-protected");
        Says(failure.Detail, "Reading 0x08000000 is refused with errVENDOR, again after recovery", "It was left as it is");
        Assert.Contains(bench.Board(1).Wire, entry => entry.Request == DfuRequest.ClearStatus);
        Untouched(bench.Board(1));
        NeverUnprotected(bench.Board(1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task C2_3_one_broken_transfer_in_forty_costs_retries_and_no_board(bool arrives)
    {
        var order = SomeOrder.Of(Chip, Image);
        for (var first = 0; first < 40; first++)
        {
            var faults = Enumerable.Range(0, 20).Select(i => new Fault.BreakTransfer(first + 40 * i, arrives));
            var bench = new TestBench(Rom(Chip) with { Faults = [.. faults] });

            var result = await bench.FlashOneAsync(order);

            var report = Passed(result);
            Assert.True(report.WireRetries > 0);
            Holds(bench.Board(1), "h563-boot.bin", 0x0800_0000);
            ExpectStatusAfterEachBrokenDownload(bench.Board(1));
        }
    }

    /// <summary>A block is never sent again blindly: what became of it is asked first.</summary>
    static void ExpectStatusAfterEachBrokenDownload(VirtualBoard board)
    {
        var requests = board.Wire.Where(entry => entry.Request is not null).ToList();
        foreach (var (broken, next) in requests.Zip(requests.Skip(1)).Where(pair => pair.First is { Request: DfuRequest.Download, Status: UsbTransferStatus.Failed }))
            Assert.True(next.Request == DfuRequest.GetStatus, $"{broken}\n{next}");
    }
}
