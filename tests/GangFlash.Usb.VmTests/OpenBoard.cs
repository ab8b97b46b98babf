using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Usb.VmTests;

/// <summary>A board that was opened and claimed, with the few requests that the checks need.</summary>
sealed class OpenBoard(IUsbDevice device) : IAsyncDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public IUsbDevice Device => device;

    public static async Task<OpenBoard> AtAsync(IUsbBus bus, UsbPortPath port)
    {
        var opening = await bus.OpenAsync(port, default);
        if (opening is not UsbOpening.Opened { Device: var device })
            throw new CheckException($"{port} cannot be opened: {opening}");
        var claim = await device.ClaimAsync(0, default);
        Check.That(claim == UsbTransferStatus.Completed, $"claim of {port} ended as {claim}");
        return new(device);
    }

    public ValueTask<UsbTransfer> InAsync(DfuRequest request, ushort value, Memory<byte> data, TimeSpan? timeout = null) =>
        device.ControlAsync(new(0xA1, (byte)request, value, 0, (ushort)data.Length), data, timeout ?? s_patience, default);

    public ValueTask<UsbTransfer> OutAsync(DfuRequest request, ushort value, byte[] data) =>
        device.ControlAsync(new(0x21, (byte)request, value, 0, (ushort)data.Length), data, s_patience, default);

    public async Task<DfuStatusReport> StatusAsync()
    {
        var reply = new byte[DfuStatusReport.Length];
        var transfer = await InAsync(DfuRequest.GetStatus, 0, reply);
        Check.That(transfer == new UsbTransfer(UsbTransferStatus.Completed, DfuStatusReport.Length), $"GETSTATUS ended as {transfer}");
        return DfuStatusReport.Parse(reply)!.Value;
    }

    /// <summary>Sends a command and asks once, which starts it: the board is at work afterwards.</summary>
    public async Task BeginAsync(byte[] command)
    {
        var sent = await OutAsync(DfuRequest.Download, 0, command);
        Check.That(sent.Status == UsbTransferStatus.Completed, $"DNLOAD ended as {sent}");
        var report = await StatusAsync();
        Check.That(report.State == DfuState.DownloadBusy, $"the command was answered with {report}");
    }

    public async Task ToIdleAsync()
    {
        for (var round = 0; round < 100; round++)
        {
            switch ((await StatusAsync()).State)
            {
                case DfuState.Idle:
                    return;
                case DfuState.Error:
                    _ = await OutAsync(DfuRequest.ClearStatus, 0, []);
                    break;
                case DfuState.DownloadBusy or DfuState.DownloadSync:
                    await Task.Delay(20);
                    break;
                default:
                    _ = await OutAsync(DfuRequest.Abort, 0, []);
                    break;
            }
        }

        throw new CheckException("the board does not come to idle");
    }

    public async Task PutAsync(DfuState state)
    {
        await ToIdleAsync();
        if (state == DfuState.UploadIdle)
        {
            _ = await InAsync(DfuRequest.Upload, 2, new byte[256]);
        }
        else
        {
            // An address that no memory has.
            _ = await OutAsync(DfuRequest.Download, 0, DfuSeCommand.EraseSector(0x6000_0000));
            for (var look = 0; look < 10 && (await StatusAsync()).State != DfuState.Error; look++)
                await Task.Delay(10);
        }

        var found = (await StatusAsync()).State;
        Check.That(found == state, $"the board is in {found}, not in {state}");
    }

    public ValueTask DisposeAsync() => device.DisposeAsync();
}

static class Check
{
    public static void That(bool holds, string otherwise)
    {
        if (!holds)
            throw new CheckException(otherwise);
    }
}

sealed class CheckException(string message) : Exception(message);
