using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests;

/// <summary>One virtual board with an open handle, and somebody who sends it requests by hand.</summary>
sealed class Desk
{
    public Desk(BoardModel model)
    {
        Bus = new(Clock);
        Board = new(model);
        Bus.Plug(Port, Board);
        Device = Open();
    }

    public static UsbPortPath Port { get; } = UsbPortPath.Parse("1-1");

    public VirtualClock Clock { get; } = new();

    public VirtualBus Bus { get; }

    public VirtualBoard Board { get; }

    public IUsbDevice Device { get; private set; }

    public static BoardModel Rom(string part) => VirtualBoards.Rom(VirtualBoards.Chip(part), 1);

    public static BoardModel CubeMx(string layout = "@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg") => VirtualBoards.CubeMx(VirtualBoards.Chip("STM32F746"), layout, 1);

    public IUsbDevice Open() => Device = ((UsbOpening.Opened)Bus.OpenAsync(Port, default).AsTask().GetAwaiter().GetResult()).Device;

    public UsbTransferStatus Send(DfuRequest request, ushort value = 0, params byte[] data) =>
        Clock.RunAsync(() => Device.ControlAsync(new(0x21, (byte)request, value, 0, (ushort)data.Length), data, TimeSpan.FromSeconds(60), default).AsTask()).GetAwaiter().GetResult().Status;

    public UsbTransferStatus Download(ushort block, params byte[] data) => Send(DfuRequest.Download, block, data);

    /// <summary>The bytes that came; none if the request was not completed.</summary>
    public byte[]? Fetch(DfuRequest request, ushort value, int length)
    {
        var reply = new byte[length];
        var answer = Clock.RunAsync(() => Device.ControlAsync(new(0xA1, (byte)request, value, 0, (ushort)length), reply, TimeSpan.FromSeconds(60), default).AsTask()).GetAwaiter().GetResult();
        return answer.Status == UsbTransferStatus.Completed ? reply[..answer.Length] : null;
    }

    public DfuStatusReport Status() => DfuStatusReport.Parse(Fetch(DfuRequest.GetStatus, 0, DfuStatusReport.Length)) ?? throw new InvalidOperationException("GETSTATUS was not answered.");

    /// <summary>What GETSTATE says, which changes nothing.</summary>
    public DfuState State() => (DfuState)Fetch(DfuRequest.GetState, 0, 1)![0];

    /// <summary>A download and the GETSTATUS that it takes; the last of them.</summary>
    public DfuStatusReport Run(ushort block, params byte[] data)
    {
        if (Download(block, data) != UsbTransferStatus.Completed)
            throw new InvalidOperationException("The download was refused.");
        var report = Status();
        for (var i = 0; i < 1000 && report.State == DfuState.DownloadBusy; i++)
        {
            Clock.RunAsync(() => Task.Delay(TimeSpan.FromMilliseconds(1), Clock)).GetAwaiter().GetResult();
            report = Status();
        }

        return report;
    }

    public DfuStatusReport Point(uint address) => Run(0, DfuSeCommand.SetAddress(address));

    public DfuStatusReport Erase(uint address) => Run(0, DfuSeCommand.EraseSector(address));

    public byte[]? Read(uint address, int length)
    {
        _ = Point(address);
        _ = Send(DfuRequest.Abort);
        return Fetch(DfuRequest.Upload, 2, length);
    }

    public IReadOnlyList<UsbDeviceEntry> Listed() => Bus.ListAsync(default).AsTask().GetAwaiter().GetResult();

    /// <summary>What the port shows; nothing while nothing is enumerated.</summary>
    public UsbId? Shown() => Listed() is [var entry] ? UsbDeviceDescriptor.Parse(entry.DeviceDescriptor.Span)!.Value.Id : null;

    public void Wait(int milliseconds) => Clock.RunAsync(() => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Clock)).GetAwaiter().GetResult();
}
