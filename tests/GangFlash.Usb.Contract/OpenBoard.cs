using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.Contract;

/// <summary>A board that was opened and claimed, with the few requests that the checks need.</summary>
public sealed class OpenBoard(IUsbDevice device, TimeProvider clock) : IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public IUsbDevice Device => device;

    public static Task<OpenBoard> AtAsync(IContractBench bench) => AtAsync(bench.Bus, bench.Port, bench.Clock);

    public static async Task<OpenBoard> AtAsync(IUsbBus bus, UsbPortPath port, TimeProvider clock)
    {
        var board = await UnclaimedAtAsync(bus, port, clock);
        Demand.Equal(UsbTransferStatus.Completed, await board.Device.ClaimAsync(0, default), $"claiming at {port}");
        return board;
    }

    public static async Task<OpenBoard> UnclaimedAtAsync(IUsbBus bus, UsbPortPath port, TimeProvider clock) =>
        await bus.OpenAsync(port, default) is var opening && opening is UsbOpening.Opened { Device: var device }
            ? new(device, clock)
            : throw new ContractException($"{port} cannot be opened: {opening}");

    public Task<UsbTransfer> InAsync(DfuRequest request, ushort value, Memory<byte> data, TimeSpan? timeout = null, CancellationToken ct = default) =>
        device.ControlAsync(new(0xA1, (byte)request, value, 0, (ushort)data.Length), data, timeout ?? s_patience, ct).AsTask();

    public Task<UsbTransfer> OutAsync(DfuRequest request, ushort value, byte[] data) =>
        device.ControlAsync(new(0x21, (byte)request, value, 0, (ushort)data.Length), data, s_patience, default).AsTask();

    /// <summary>GETSTATUS without looking at what it says.</summary>
    public Task<UsbTransfer> AskAsync(TimeSpan? timeout = null, CancellationToken ct = default) => InAsync(DfuRequest.GetStatus, 0, new byte[DfuStatusReport.Length], timeout, ct);

    public async Task<DfuStatusReport> StatusAsync()
    {
        var reply = new byte[DfuStatusReport.Length];
        Demand.Equal(new(UsbTransferStatus.Completed, DfuStatusReport.Length), await InAsync(DfuRequest.GetStatus, 0, reply), "GETSTATUS");
        return DfuStatusReport.Parse(reply)!.Value;
    }

    /// <summary>Sends a command and asks once, which starts it: the board is at work afterwards.</summary>
    public async Task BeginAsync(byte[] command)
    {
        Demand.Equal(UsbTransferStatus.Completed, (await OutAsync(DfuRequest.Download, 0, command)).Status, "DNLOAD");
        Demand.Equal(DfuState.DownloadBusy, (await StatusAsync()).State, "the state after a command");
    }

    /// <summary>A GETSTATUS that the board answers only when an erase is over: of a second, or of the whole flash, which takes several.</summary>
    public async Task<Task<UsbTransfer>> AskWhileErasingAsync(TimeSpan? timeout = null, bool everything = false, CancellationToken ct = default)
    {
        await ToIdleAsync();
        await BeginAsync(everything ? [DfuSeCommand.Erase] : DfuSeCommand.EraseSector(0x0804_0000));
        var pending = AskAsync(timeout, ct);
        await Task.Delay(TimeSpan.FromMilliseconds(20), clock, CancellationToken.None);
        Demand.That(!pending.IsCompleted, "the erase was too short for this check");
        return pending;
    }

    public async Task RunToEndAsync(byte[] command)
    {
        await BeginAsync(command);
        while ((await StatusAsync()).State == DfuState.DownloadBusy)
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock);
    }

    public async Task ToIdleAsync()
    {
        for (var round = 0; round < 300; round++)
        {
            switch ((await StatusAsync()).State)
            {
                case DfuState.Idle:
                    return;
                case DfuState.Error:
                    _ = await OutAsync(DfuRequest.ClearStatus, 0, []);
                    break;
                case DfuState.DownloadBusy or DfuState.DownloadSync:
                    await Task.Delay(TimeSpan.FromMilliseconds(20), clock);
                    break;
                default:
                    _ = await OutAsync(DfuRequest.Abort, 0, []);
                    break;
            }
        }

        throw new ContractException("the board does not come to idle");
    }

    public ValueTask DisposeAsync() => device.DisposeAsync();
}
