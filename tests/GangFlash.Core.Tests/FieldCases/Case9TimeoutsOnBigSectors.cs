using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>fwupd 1944 (F745), dfu-util (F405), nanoFirmwareFlasher, ST 410209: sectors take longer than any usual time-out.</summary>
public sealed class Case9TimeoutsOnBigSectors
{
    const string AcrossBigSectors = "f746-app.bin@0x08020000";

    [Fact]
    public async Task C9_1_a_second_answer_that_takes_seconds_is_waited_for()
    {
        // 100 ms of each are announced and waited before the second question.
        var bench = new TestBench(Slow("STM32F745", (32, 1.1), (128, 2.3), (256, 4.1)));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F745", AcrossBigSectors));

        Assert.Equal([128u, 256], Passed(result).Plan!.Erases.Select(erase => erase.Sector.Size >> 10));
        Assert.Equal([2.2, 4.0], LongestAnswers(bench.Board(1), 2).Select(time => Math.Round(time.TotalSeconds, 1)));
        ExpectNoCancelledTransfer(bench.Board(1));
        Holds(bench.Board(1), "f746-app.bin", 0x0802_0000);
    }

    [Fact]
    public async Task C9_2_a_first_answer_that_takes_seconds_is_waited_for()
    {
        var bench = new TestBench(Slow("STM32H743", (128, 2.2)));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32H743", "h747-cm7-noload.elf"));

        Passed(result);
        Assert.Equal([2.2, 2.2], LongestAnswers(bench.Board(1), 2).Select(time => Math.Round(time.TotalSeconds, 1)));
        ExpectNoCancelledTransfer(bench.Board(1));
    }

    [Fact]
    public async Task C9_3_three_times_the_data_sheet_is_a_time_out_and_the_dead_handle_is_not_used_again()
    {
        var bench = new TestBench(Slow("STM32F745", (32, 3.0), (128, 6.6), (256, 12.0)));

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F745", AcrossBigSectors));

        var failure = Failed<FlashFailure.Overdue>(result, "dfu.timeout");
        Assert.Equal("erase 0x08020000", failure.During);
        Assert.Contains("After the time-out the device was opened anew and brought to idle.", result.Report.Notes);
        var after = bench.Board(1).Wire.SkipWhile(entry => entry.Status != UsbTransferStatus.TimedOut).Skip(1).ToList();
        Assert.Null(after[0].Request);      // a new handle begins with the device's strings
        Assert.DoesNotContain(after, entry => entry.Alters);
    }

    [Fact]
    public async Task C9_5_a_bootloader_that_announces_command_codes_as_times_is_asked_until_it_is_done()
    {
        const string Layout = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
        var mboot = VirtualBoards.CubeMx(VirtualBoards.Chip("STM32F405"), Layout, 1) with
        {
            Product = "Pyboard DFU Mode",
            TransferSize = 2048,
            Profile = BootloaderProfile.Mboot,
            Busy = BusyHabit.Honest,
            LeastBusyAnswers = 30,
        };
        var bench = new TestBench(mboot);

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F405", "boot-heap-fixed.elf"));

        Passed(result);
        Holds(bench.Board(1), "boot-heap-fixed.elf");
    }

    [Fact]
    public async Task C9_6_an_absurd_announced_time_is_cut_at_the_deadline()
    {
        var rom = Rom("STM32F405");
        var bench = new TestBench(rom with { Poll = rom.Poll with { Erase = TimeSpan.FromMilliseconds(0xFF_FFFF) } });

        var outcome = Assert.Single(await bench.FlashAllAsync(SomeOrder.Of("STM32F405", "boot-heap-fixed.elf")));

        var report = Passed(outcome);
        var erase = Assert.Single(report.Phases, phase => phase.Phase == JobPhase.Erase);
        var deadlines = report.Plan!.Erases.Aggregate(TimeSpan.Zero, (sum, planned) => sum + planned.Deadline);
        Assert.InRange(erase.Duration, deadlines, deadlines + TimeSpan.FromSeconds(1));
        Assert.Contains(bench.Events, happened => happened is GangEvent.Progressed { Progress: { Phase: JobPhase.Erase, Done: 0 } });
    }

    [Fact]
    public async Task C9_7_sixteen_boards_take_hardly_longer_than_one_since_addresses_are_set_once_per_run()
    {
        var order = SomeOrder.Of("STM32F405", "f746-app.elf");
        var one = new TestBench(Rom("STM32F405"));
        var gang = new TestBench(Enumerable.Range(1, 16).Select(number => Rom("STM32F405", number)));

        var single = Passed(Assert.Single(await one.FlashAllAsync(order)));
        var outcomes = await gang.FlashAllAsync(order);

        Assert.All(outcomes, outcome => Passed(outcome));
        Assert.True(gang.Clock.Elapsed <= one.Clock.Elapsed * 1.2, $"{gang.Clock.Elapsed} and {one.Clock.Elapsed}");
        Assert.True(single.Duration <= single.Plan!.Times.Total * 1.2, $"{single.Duration} and {single.Plan.Times.Total}");
        Assert.All(Enumerable.Range(1, 16), slot => ExpectOnePointerPerStretch(gang.Board(slot)));
    }

    /// <summary>200,608 bytes in blocks of 2048 are one stretch of full blocks and one short block.</summary>
    static void ExpectOnePointerPerStretch(VirtualBoard board)
    {
        var downloads = board.Wire.Where(entry => entry.Request == DfuRequest.Download && entry.Setup.Length > 0).ToList();
        var beforeData = downloads.Zip(downloads.Skip(1)).Where(pair => pair.Second.IsDataBlock && !pair.First.IsDataBlock).ToList();
        Assert.Equal([0x0803_0800u, 0x0800_0000u], beforeData.Select(pair => pair.First.CommandAddress!.Value));
        Assert.All(beforeData, pair => Assert.Equal(DfuSeCommand.SetAddressPointer, pair.First.Command));
        Assert.True(downloads.Count(entry => entry.Command == DfuSeCommand.SetAddressPointer) < 10);
    }

    /// <summary>A part whose sectors take as long as told, in seconds by their size in KiB. The data sheet's limits stay.</summary>
    static BoardModel Slow(string part, params IEnumerable<(int KiB, double Seconds)> erase)
    {
        var rom = Rom(part);
        return rom with
        {
            Physics = rom.Physics with { SectorErase = [.. erase.Select(time => new EraseTime((uint)time.KiB << 10, TimeSpan.FromSeconds(time.Seconds), TimeSpan.FromSeconds(time.Seconds)))] },
        };
    }

    /// <summary>How long the answers took that took longest, in their order.</summary>
    static IEnumerable<TimeSpan> LongestAnswers(VirtualBoard board, int count)
    {
        var waits = board.Wire.Zip(board.Wire.Skip(1))
            .Where(pair => pair.First.Request == DfuRequest.GetStatus)
            .Select(pair => (pair.First.Index, Took: pair.Second.At - pair.First.At)).ToList();
        return waits.OrderByDescending(wait => wait.Took).Take(count).OrderBy(wait => wait.Index).Select(wait => wait.Took);
    }

    static void ExpectNoCancelledTransfer(VirtualBoard board) =>
        Assert.DoesNotContain(board.Wire, entry => entry.Status == UsbTransferStatus.TimedOut);
}
