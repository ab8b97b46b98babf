using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator;

/// <summary>One control transfer as the device saw it.</summary>
/// <param name="Index">Since the board was made, from 0: what <see cref="FaultPlace.Transfer"/> counts by.</param>
/// <param name="At">Since the bus began.</param>
/// <param name="Head">The first bytes of what was sent to the device.</param>
/// <param name="Length">Bytes moved.</param>
public sealed record WireEntry(int Index, TimeSpan At, UsbSetup Setup, ImmutableArray<byte> Head, UsbTransferStatus Status, int Length)
{
    const byte ClassToInterface = 0x21;

    /// <summary>The class request; none for standard requests.</summary>
    public DfuRequest? Request => (Setup.RequestType & 0x7F) == ClassToInterface ? (DfuRequest)Setup.Request : null;

    /// <summary>The command byte of a block-0 download.</summary>
    public byte? Command => this is { Request: DfuRequest.Download, Setup.Value: 0, Head: [var command, ..] } ? command : null;

    /// <summary>The address of Set Address or Erase.</summary>
    public uint? CommandAddress => this is { Command: not null, Head: [_, var a, var b, var c, var d, ..] } ? (uint)(a | b << 8 | c << 16 | d << 24) : null;

    /// <summary>A download that could change memory: anything but Set Address, Get Commands and leave.</summary>
    public bool Alters => Request == DfuRequest.Download
        && Setup.Length > 0
        && (Setup.Value != 0 || Command is not (DfuSeCommand.SetAddressPointer or DfuSeCommand.GetCommands));

    public bool IsDataBlock => Request == DfuRequest.Download && Setup is { Value: >= 2, Length: > 0 };

    public override string ToString() =>
        $"{Index,5} {At.TotalMilliseconds,10:0.0} ms {(Request is { } request ? request.ToString() : $"standard {Setup.Request}"),-11} {Setup.Value,5} {Setup.Length,4}  {Convert.ToHexString(Head.AsSpan())} {(Status == UsbTransferStatus.Completed ? "" : Status)}";
}
