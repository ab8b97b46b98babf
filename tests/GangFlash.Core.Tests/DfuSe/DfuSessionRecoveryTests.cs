using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator;
using GangFlash.Testing;
using static GangFlash.Tests.FieldCases.Expect;

namespace GangFlash.Tests.DfuSe;

/// <summary>A device is found in any state, behind any bootloader: it is idle afterwards, or there is one clear failure, and soon (dfuse.md 14).</summary>
public sealed class DfuSessionRecoveryTests
{
    public static TheoryData<BootloaderProfile, int> Found()
    {
        var found = new TheoryData<BootloaderProfile, int>();
        foreach (var profile in Enum.GetValues<BootloaderProfile>())
        {
            for (var state = 0; state <= 15; state++)
                found.Add(profile, state);
        }

        return found;
    }

    [Theory]
    [MemberData(nameof(Found))]
    public async Task A_bootloader_that_was_found_in_any_state_is_brought_to_idle_or_says_why_not(BootloaderProfile profile, int state)
    {
        var clock = new VirtualClock();
        var board = new VirtualBoard(Rom("STM32F746") with { Profile = profile, FirstState = (DfuState)state });

        var (code, after) = await clock.RunAsync(() => BringToIdleAsync(board, clock));

        Assert.Equal(Expected(profile, state), code);
        Assert.True(code.Length > 0 || after == DfuState.Idle, $"It is in {after}.");
        Assert.InRange(board.Wire.Count, 1, profile == BootloaderProfile.Mboot ? 640 : 160);       // mboot announces 8 ms, and that is obeyed
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(board.Wire, entry => entry.Request is DfuRequest.Download or DfuRequest.Detach);
    }

    /// <summary>Nothing cures a wedge where CLRSTATUS out of place is ignored or stalled; and a leave that was begun is not to be stopped.</summary>
    static string Expected(BootloaderProfile profile, int state) => (profile, state) switch
    {
        (_, 0 or 1) => "device.not-dfuse",
        (_, 6 or 7 or 8) => "dfu.not-idle",
        (BootloaderProfile.RomOldLine or BootloaderProfile.StrictRom or BootloaderProfile.Gd32, 4) => "dfu.stuck-busy",
        (BootloaderProfile.RomOldLine or BootloaderProfile.Gd32, > 10) => "dfu.not-idle",
        _ => "",
    };

    [Theory]
    [InlineData(DfuStatus.ErrFirmware)]
    [InlineData(DfuStatus.ErrPowerOnReset)]
    [InlineData(DfuStatus.ErrStalledPacket)]
    public async Task An_error_is_a_normal_greeting_and_costs_one_CLRSTATUS(DfuStatus greeting)
    {
        var clock = new VirtualClock();
        var board = new VirtualBoard(Rom("STM32F405") with { FirstState = DfuState.Error, FirstStatus = greeting });

        var (code, _) = await clock.RunAsync(() => BringToIdleAsync(board, clock));

        Assert.Equal("", code);
        Assert.Equal([DfuRequest.GetStatus, DfuRequest.ClearStatus, DfuRequest.GetStatus, DfuRequest.GetStatus], board.Wire.Select(entry => entry.Request));
    }

    [Fact]
    public async Task A_device_that_stalls_its_first_requests_is_asked_again_after_a_moment()
    {
        var clock = new VirtualClock();
        var device = new ScriptedDevice(clock, Answer.Stalls, Answer.Stalls, Answer.Is(DfuState.Idle));

        await clock.RunAsync(() => device.Session.BringToIdleAsync(default));

        Assert.Equal([0, 100, 200], device.At.Select(at => at.TotalMilliseconds));
    }

    [Fact]
    public async Task The_erase_of_a_former_host_is_waited_out()
    {
        var clock = new VirtualClock();
        var device = new ScriptedDevice(clock, Answer.Busy(300), Answer.Busy(300), Answer.Done, Answer.Done, Answer.Taken, Answer.Is(DfuState.Idle));

        await clock.RunAsync(() => device.Session.BringToIdleAsync(default));

        Assert.Equal(["GetStatus 0", "GetStatus 0", "GetStatus 0", "GetStatus 0", "Abort 0", "GetStatus 0"], device.Heard);
        Assert.Equal(600, clock.Elapsed.TotalMilliseconds);
    }

    [Fact]
    public async Task A_device_that_answers_nothing_but_stalls_is_given_up()
    {
        var clock = new VirtualClock();
        var device = new ScriptedDevice(clock) { Afterwards = Answer.Stalls };

        var error = await Assert.ThrowsAsync<FlashException>(() => clock.RunAsync(() => device.Session.BringToIdleAsync(default)));

        Assert.Equal("dfu.not-idle", error.Failure.Code);
        Assert.Equal(DfuTimeouts.RecoveryRounds, device.Heard.Count);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "erase.not-blank")]
    public async Task An_H743_that_hangs_in_its_second_bank_is_freed_and_its_sector_proven(bool eraseHappens, string code)
    {
        var bench = new TestBench(Rom("STM32H743") with { WedgesFrom = 0x0810_0000, WedgedEraseHappens = eraseHappens });
        bench.Board(1).Memory.Put(AddressRange.Of(0x0810_0000, 4096), 0x55);

        var result = await bench.FlashOneAsync(TestBench.Order(0x0810_0000, [1, 2, 3, 4], "device: { chip: STM32H743 }"));

        Assert.Equal(code, result.Code);
        Assert.Contains(result.Report.Notes, note => note.Contains("hung while it erased", StringComparison.Ordinal));
        Assert.Equal(1, result.Report.Recoveries);
    }

    [Fact]
    public async Task A_strict_ROM_that_hangs_gets_no_second_CLRSTATUS()
    {
        var bench = new TestBench(Rom("STM32C562") with { WedgesFrom = 0x0800_0000 });

        var result = await bench.FlashOneAsync(TestBench.Order(0x0800_0000, [1, 2, 3, 4], "device: { chip: STM32C562 }"));

        _ = Failed<FlashFailure.StuckBusy>(result, "dfu.stuck-busy");
        Assert.Single(bench.Board(1).Wire, entry => entry.Request == DfuRequest.ClearStatus);
    }

    static async Task<(string Code, DfuState After)> BringToIdleAsync(VirtualBoard board, VirtualClock clock)
    {
        var (bus, port) = (new VirtualBus(clock), UsbPortPath.Parse("1-1"));
        bus.Plug(port, board);
        var device = Assert.IsType<UsbOpening.Opened>(await bus.OpenAsync(port, default)).Device;
        var session = new DfuSession(device, DfuInterface.Find(device.ConfigurationDescriptor.Span)!, clock);
        try
        {
            await session.BringToIdleAsync(default);
        }
        catch (FlashException failed)
        {
            return (failed.Failure.Code, default);
        }

        // Asked with GETSTATUS, since mboot knows no GETSTATE; in an idle state it changes nothing.
        var reply = new byte[DfuStatusReport.Length];
        _ = await device.ControlAsync(new(0xA1, (byte)DfuRequest.GetStatus, 0, 0, DfuStatusReport.Length), reply, TimeSpan.FromSeconds(1), default);
        return ("", DfuStatusReport.Parse(reply)!.Value.State);
    }
}
