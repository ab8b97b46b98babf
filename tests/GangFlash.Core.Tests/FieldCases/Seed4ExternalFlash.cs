using GangFlash.DfuSe;
using GangFlash.Flashing;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.FieldCases;

/// <summary>ST community, January 2022 and July 2024: an image for external flash, and a ROM that cannot reach it.</summary>
public sealed class Seed4ExternalFlash
{
    const string Chip = "STM32F769NI";
    const string Image = "f769-qspi.elf";
    const uint External = 0x9000_0000;

    [Fact]
    public async Task S4_1_external_flash_is_refused_where_the_rom_does_not_offer_it()
    {
        var bench = new TestBench(Rom(Chip));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var refusal = Assert.Single(Refused(result, "preflight.outside-memory"));
        Says(refusal.Message,
            "f769-qspi.elf puts 24,576 bytes at 0x90000000–0x90005FFF (section .qspi)",
            "external QSPI flash",
            "0x08000000–0x081FFFFF",
            "use a bootloader that offers it as an alternate setting");
        Untouched(bench.Board(1));
        Assert.DoesNotContain(bench.Board(1).Wire, entry => entry.CommandAddress == External);
    }

    [Fact]
    public async Task S4_2_a_loader_that_offers_both_memories_gets_each_run_under_its_own_alternate_setting()
    {
        var bench = new TestBench(Named("qspi-loader"));

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var plan = Passed(result).Plan!;
        Assert.Equal([(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0)], plan.Erases.Select(erase => ((int)erase.Alternate, erase.Number)));
        Assert.Equal([32u, 32, 32, 32, 128, 64], plan.Erases.Select(erase => erase.Sector.Size >> 10));
        Assert.Equal([0x0800_0000u, 0x0800_8000u, 0x0801_0000u, 0x0801_8000u, 0x0802_0000u, External], ErasedAddresses(bench.Board(1)));
        Assert.All(AddressesByAlternate(bench.Board(1)), at => Assert.Equal(at.Address >= External ? 1 : 0, at.Alternate));
        Holds(bench.Board(1), Image);
    }

    [Fact]
    public async Task S4_3_a_slow_external_erase_that_keeps_saying_busy_is_waited_for()
    {
        var loader = Named("qspi-loader");
        var bench = new TestBench(loader with { LeastBusyAnswers = 40, Poll = loader.Poll with { Erase = TimeSpan.FromMilliseconds(50) } });

        var result = await bench.FlashOneAsync(SomeOrder.Of(Chip, Image));

        var erase = Assert.Single(Passed(result).Phases, phase => phase.Phase == JobPhase.Erase);
        Assert.True(erase.Duration >= 6 * 40 * TimeSpan.FromMilliseconds(50), $"{erase.Duration}");
        Assert.Equal(40, bench.Board(1).Wire.SkipWhile(entry => entry is not { Command: DfuSeCommand.Erase, CommandAddress: External }).Skip(1)
            .TakeWhile(entry => entry.Request == DfuRequest.GetStatus).Count() - 2);
        Holds(bench.Board(1), Image);
    }

    [Fact]
    public async Task S4_4_a_device_that_was_left_in_upload_is_aborted_before_anything_is_sent()
    {
        var bench = new TestBench(Rom("STM32F746") with { FirstState = DfuState.UploadIdle });

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F746", "f746-app.elf"));

        Passed(result);
        Assert.Equal([DfuRequest.GetStatus, DfuRequest.Abort, DfuRequest.GetStatus], FirstRequests(bench.Board(1), 3));
    }

    [Fact]
    public async Task S4_5_the_greeting_errFIRMWARE_is_cleared_and_is_no_alarm()
    {
        var bench = new TestBench(Rom("STM32F746") with { FirstState = DfuState.Error, FirstStatus = DfuStatus.ErrFirmware });

        var result = await bench.FlashOneAsync(SomeOrder.Of("STM32F746", "f746-app.elf"));

        var report = Passed(result);
        Assert.Equal([DfuRequest.GetStatus, DfuRequest.ClearStatus, DfuRequest.GetStatus], FirstRequests(bench.Board(1), 3));
        Assert.Equal((0, 0), (report.Recoveries, report.WireRetries));
        Assert.Empty(report.Notes);
    }

    [Fact]
    public async Task S4_6_a_set_address_that_is_refused_although_the_layout_covers_it_fails_that_slot_alone()
    {
        var order = SomeOrder.Of("STM32F746", "f746-app.elf");
        var answer = (await WireOfAsync(Rom("STM32F746"), order))
            .SkipWhile(entry => entry.Command != DfuSeCommand.SetAddressPointer).First(entry => entry.Request == DfuRequest.GetStatus);
        var bench = new TestBench(
            Rom("STM32F746"), Rom("STM32F746") with { Faults = [new Fault.WrongStatus(answer.Index, DfuStatus.ErrTarget)] }, Rom("STM32F746"));

        var outcomes = await bench.FlashAllAsync(order);

        var failure = Failed<FlashFailure.Refused>(ResultOf(outcomes[1]), "dfu.err-target");
        Assert.Equal(new FlashFailure.Refused("set address 0x08000000", DfuStatus.ErrTarget, DfuState.Error, ""), failure);
        Untouched(bench.Board(2));
        Assert.All([1, 3], slot =>
        {
            Passed(outcomes[slot - 1]);
            Holds(bench.Board(slot), "f746-app.elf");
        });
    }

    [Fact]
    public async Task S4_7_two_boards_with_the_serial_00000008FFFF_are_two_passes_and_two_records()
    {
        var bench = new TestBench(Rom("STM32F746", 1), Rom("STM32F746", 2));

        var outcomes = await bench.FlashAllAsync(SomeOrder.Of("STM32F746", "f746-app.elf"));

        Assert.All(outcomes, outcome => Assert.Equal("00000008FFFF", Passed(outcome).Device!.Serial.Text));
        Assert.Equal([1, 2], bench.Recorder.Starts.Select(start => start.Slot));
        Assert.Equal(2, bench.Recorder.Ends.Select(end => end.Attempt).Distinct().Count());
        Assert.All([1, 2], slot => Holds(bench.Board(slot), "f746-app.elf"));
    }

    [Fact]
    public void S4_8_the_pointer_is_set_again_before_block_numbers_wrap()
    {
        const int Stride = 2048;
        var stretches = BlockStretch.Cover(AddressRange.Of(External, 134_217_728), Stride).ToList();

        Assert.Equal([External, External + 65_534u * Stride], stretches.Select(stretch => stretch.Pointer));
        Assert.Equal([65_534, 2], stretches.Select(stretch => stretch.Count));
        Assert.Equal([(2, 65_535), (2, 3)], stretches.Select(stretch => ((int)stretch[0].Number, (int)stretch[^1].Number)));
        Assert.Equal(0x9800_0000u, stretches[^1].Range.End);
    }

    static IEnumerable<DfuRequest> FirstRequests(VirtualBoard board, int count) =>
        board.Wire.Where(entry => entry.Request is not null).Take(count).Select(entry => entry.Request!.Value);

    /// <summary>Every address that was set or erased, with the alternate setting that was selected then.</summary>
    static IEnumerable<(int Alternate, uint Address)> AddressesByAlternate(VirtualBoard board)
    {
        var alternate = 0;
        foreach (var entry in board.Wire)
        {
            if (entry.Setup is { RequestType: 0x01, Request: 0x0B })
                alternate = entry.Setup.Value;
            if (entry.CommandAddress is { } address)
                yield return (alternate, address);
        }
    }
}
