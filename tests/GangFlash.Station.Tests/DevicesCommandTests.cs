using System.Text.Json;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

public sealed class DevicesCommandTests
{
    static readonly UsbPortPath s_port = UsbPortPath.Parse("1-1");

    [Fact]
    public async Task Lists_what_each_board_says_and_which_share_a_serial()
    {
        var run = await StationRun.Of("devices", "--simulate", "2xSTM32F746,STM32F405,h563-loader,STM32G0B1,qspi-loader");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task Raw_shows_descriptors_and_strings_as_they_came()
    {
        var run = await StationRun.Of("devices", "--simulate", "STM32F746", "--raw");

        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task The_json_of_a_board_is_a_contract()
    {
        var run = await StationRun.Of("devices", "--simulate", "2xSTM32F746", "--json");

        Assert.Equal(2, run.Lines.Count());
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task No_device_ends_with_5()
    {
        var run = await StationRun.Of("devices");

        Assert.Equal((5, ""), (run.Exit, run.Out));
        Assert.NotEmpty(run.Error);
    }

    [Theory]
    [InlineData(DfuState.Error, DfuStatus.ErrFirmware, "10 (Error), ErrFirmware (0x0A)")]
    [InlineData(DfuState.UploadIdle, DfuStatus.Ok, "9 (UploadIdle), Ok (0x00)")]
    [InlineData(DfuState.DownloadIdle, DfuStatus.Ok, "5 (DownloadIdle), Ok (0x00)")]
    public async Task A_board_is_left_in_the_state_in_which_it_was_found(DfuState state, DfuStatus status, string shown)
    {
        var clock = new VirtualClock();
        var board = new VirtualBoard(VirtualBoards.Rom(TestBench.Chip("STM32F746"), 1) with { FirstState = state, FirstStatus = status });
        var bus = new VirtualBus(clock);
        bus.Plug(s_port, board);

        var run = await clock.RunAsync(() => Look());
        var again = await clock.RunAsync(() => Look());

        Assert.Contains($"    state           {shown}\n", run, StringComparison.Ordinal);
        Assert.Equal(run, again);
        var classRequests = board.Wire.Where(entry => (entry.Setup.RequestType & 0x60) == 0x20).Select(entry => entry.Request);
        Assert.Equal([DfuRequest.GetStatus, DfuRequest.GetStatus], classRequests);

        async Task<string> Look()
        {
            var devices = await GangFlash.Gang.DeviceSurvey.LookAsync(bus, clock, default);
            return string.Concat(devices.Select(device => Listings.DeviceListing.Text(device, new(1, device.Port, null), devices, raw: false)));
        }
    }

    [Fact]
    public async Task A_board_that_may_not_be_opened_is_listed_with_the_reason()
    {
        // A command ends the bus that it was given.
        await using var one = LockedBoard();
        await using var other = LockedBoard();

        var text = await StationRun.On(one, "devices");
        var json = await StationRun.On(other, "devices", "--json");

        Assert.Equal(0, text.Exit);
        Golden.Matches(text.Out);
        var device = JsonDocument.Parse(json.Out).RootElement;
        Assert.Equal(("usb.access-denied", "0483:df11"), (device.GetProperty("code").GetString(), device.GetProperty("usbId").GetString()));
    }

    static LockedBus LockedBoard() => new(new VirtualBoard(VirtualBoards.Rom(TestBench.Chip("STM32F746"), 1)));

    /// <summary>A bus whose one board shows itself and lets nobody in.</summary>
    sealed class LockedBus : IUsbBus
    {
        readonly VirtualBus inner = new(new VirtualClock());

        public LockedBus(VirtualBoard board) => inner.Plug(s_port, board);

        public ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct) => inner.ListAsync(ct);

        public ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct) =>
            ValueTask.FromResult<UsbOpening>(new UsbOpening.Refused(UsbOpenError.AccessDenied, $"LIBUSB_ERROR_ACCESS at {port}: this user may not open it."));

        public IAsyncEnumerable<UsbBusEvent> WatchAsync(CancellationToken ct) => inner.WatchAsync(ct);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
