using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

/// <summary>A device that gives the answers of a script, one for each request, and writes down what it heard and when. Asked for more, it fails the test.</summary>
sealed class ScriptedDevice(TimeProvider clock, params IEnumerable<Answer> script) : IUsbDevice
{
    readonly Queue<Answer> answers = new(script);
    readonly long began = clock.GetTimestamp();

    /// <summary>Request, wValue, and what was sent: <c>Download 0 4100C00008</c>.</summary>
    public List<string> Heard { get; } = [];

    /// <summary>When each request came.</summary>
    public List<TimeSpan> At { get; } = [];

    /// <summary>How long the host was willing to wait for each.</summary>
    public List<TimeSpan> Patience { get; } = [];

    public int Unasked => answers.Count;

    /// <summary>Given when the script is over; without one that is an error.</summary>
    public Answer? Afterwards { get; init; }

    public UsbPortPath Port => UsbPortPath.Parse("1-1");

    public ReadOnlyMemory<byte> DeviceDescriptor => ReadOnlyMemory<byte>.Empty;

    public ReadOnlyMemory<byte> ConfigurationDescriptor => ReadOnlyMemory<byte>.Empty;

    public DfuSession Session => new(this, new(0, [new(0, 4)], new(0x0B, 255, 2048, DfuFunctionalDescriptor.DfuSeVersion)), clock);

    public ValueTask<UsbTransferStatus> ClaimAsync(byte interfaceNumber, CancellationToken ct) => ValueTask.FromResult(UsbTransferStatus.Completed);

    public async ValueTask<UsbTransferStatus> SetAlternateAsync(byte interfaceNumber, byte alternate, TimeSpan timeout, CancellationToken ct) =>
        (await ControlAsync(new(0x01, 0x0B, alternate, interfaceNumber, 0), Memory<byte>.Empty, timeout, ct)).Status;

    public async ValueTask<UsbTransfer> ControlAsync(UsbSetup setup, Memory<byte> data, TimeSpan timeout, CancellationToken ct)
    {
        At.Add(clock.GetElapsedTime(began));
        Patience.Add(timeout);
        var name = setup.RequestType switch { 0x21 or 0xA1 => ((DfuRequest)setup.Request).ToString(), 0x01 => "Select", _ => "String" };
        Heard.Add($"{name} {(name == "String" ? (byte)setup.Value : setup.Value)} {(setup.IsIn ? "" : Convert.ToHexString(data.Span))}".TrimEnd());
        var answer = answers.Count > 0 ? answers.Dequeue() : Afterwards ?? throw new InvalidOperationException($"Nothing is scripted for {Heard[^1]}; heard so far:\n{string.Join('\n', Heard)}");
        await Task.Delay(answer.Status == UsbTransferStatus.TimedOut ? timeout : answer.After, clock, ct);
        if (setup.IsIn)
            answer.Bytes.CopyTo(data);
        return new(answer.Status, setup.IsIn ? answer.Bytes.Length : data.Length);
    }

    public ValueTask<UsbTransferStatus> ResetAsync(CancellationToken ct) => throw new InvalidOperationException("No script resets a port.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

/// <param name="After">How long the device holds the answer back.</param>
sealed record Answer(UsbTransferStatus Status, byte[] Bytes, TimeSpan After)
{
    public static Answer Taken { get; } = new(UsbTransferStatus.Completed, [], TimeSpan.Zero);

    public static Answer Stalls { get; } = new(UsbTransferStatus.Stalled, [], TimeSpan.Zero);

    public static Answer Breaks { get; } = new(UsbTransferStatus.Failed, [], TimeSpan.Zero);

    public static Answer Gone { get; } = new(UsbTransferStatus.NoDevice, [], TimeSpan.Zero);

    public static Answer Silent { get; } = new(UsbTransferStatus.TimedOut, [], TimeSpan.Zero);

    public static Answer Done { get; } = Is(DfuState.DownloadIdle);

    public static Answer Busy(int poll) => Is(DfuState.DownloadBusy, DfuStatus.Ok, poll);

    public static Answer Is(DfuState state, DfuStatus status = DfuStatus.Ok, int poll = 0, byte text = 0) =>
        Data(new DfuStatusReport(status, TimeSpan.FromMilliseconds(poll), state, text).ToBytes());

    public static Answer Data(params byte[] bytes) => new(UsbTransferStatus.Completed, bytes, TimeSpan.Zero);

    public static Answer Text(string text) => Data([(byte)(2 + 2 * text.Length), 3, .. Encoding.Unicode.GetBytes(text)]);

    public Answer Later(int milliseconds) => this with { After = TimeSpan.FromMilliseconds(milliseconds) };
}
