using System.Buffers.Binary;
using GangFlash.Devices;

namespace GangFlash.Simulator.UsbIp;

/// <summary>What a client sends for a device that it has: a transfer to carry out, or one to give up.</summary>
abstract record UsbIpCommand(uint Sequence)
{
    /// <summary>Of every message in both directions, without the data behind it.</summary>
    public const int HeaderLength = 48;

    const uint SubmitCode = 1;
    const uint UnlinkCode = 2;
    const uint MostEndpoints = 15;
    const uint NotIsochronous = uint.MaxValue;

    /// <param name="Length">Bytes to move, from 0 to 65,535: wLength for a control transfer.</param>
    public sealed record Submit(uint Sequence, uint Endpoint, bool IsIn, int Length, UsbSetup Setup) : UsbIpCommand(Sequence)
    {
        /// <summary>How many bytes follow the header.</summary>
        public int Following => IsIn ? 0 : Length;
    }

    public sealed record Unlink(uint Sequence, uint Victim) : UsbIpCommand(Sequence);

    /// <summary>Takes a header apart. Whatever it claims is checked here, before anybody reserves memory or waits for data.</summary>
    public static UsbIpCommand Parse(ReadOnlySpan<byte> header, uint device)
    {
        var (code, sequence, addressed) = (Number(header, 0), Number(header, 4), Number(header, 8));
        if (code is not (SubmitCode or UnlinkCode))
            throw new UsbIpViolationException($"sends the unknown command 0x{code:X8}");
        if (addressed != device)
            throw new UsbIpViolationException($"addresses device 0x{addressed:X8} on the connection of device 0x{device:X8}");
        return code == UnlinkCode ? new Unlink(sequence, Number(header, 20)) : ParseSubmit(header, sequence);
    }

    static Submit ParseSubmit(ReadOnlySpan<byte> header, uint sequence)
    {
        var (direction, endpoint, length, packets) = (Number(header, 12), Number(header, 16), Number(header, 24), Number(header, 32));
        if (direction > 1 || endpoint > MostEndpoints)
            throw new UsbIpViolationException($"submits to endpoint {endpoint}, direction {direction}");
        if (length > ushort.MaxValue)
            throw new UsbIpViolationException($"submits {length:N0} bytes at once");
        if (packets is not (0 or NotIsochronous))
            throw new UsbIpViolationException($"submits {packets:N0} isochronous packets");
        var setup = header[40..];
        var parsed = new UsbSetup(
            setup[0], setup[1], BinaryPrimitives.ReadUInt16LittleEndian(setup[2..]), BinaryPrimitives.ReadUInt16LittleEndian(setup[4..]), BinaryPrimitives.ReadUInt16LittleEndian(setup[6..]));
        if (endpoint == 0 && (parsed.Length != length || (length > 0 && parsed.IsIn != (direction == 1))))
            throw new UsbIpViolationException($"submits {length:N0} bytes in direction {direction} with a set-up packet for {parsed.Length:N0} bytes, request type 0x{parsed.RequestType:X2}");
        return new(sequence, endpoint, direction == 1, (int)length, parsed);
    }

    static uint Number(ReadOnlySpan<byte> header, int at) => BinaryPrimitives.ReadUInt32BigEndian(header[at..]);
}

/// <summary>What goes back to a client.</summary>
static class UsbIpReply
{
    const uint SubmitCode = 3;
    const uint UnlinkCode = 4;

    /// <summary>RET_SUBMIT.</summary>
    /// <param name="data">What came from the device; nothing for transfers to it.</param>
    public static byte[] ToSubmit(uint sequence, UsbIpStatus status, int length, ReadOnlySpan<byte> data)
    {
        var message = new byte[UsbIpCommand.HeaderLength + data.Length];
        Start(message, SubmitCode, sequence, status);
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(24), length);
        data.CopyTo(message.AsSpan(UsbIpCommand.HeaderLength));
        return message;
    }

    /// <summary>RET_UNLINK.</summary>
    public static byte[] ToUnlink(uint sequence, UsbIpStatus status)
    {
        var message = new byte[UsbIpCommand.HeaderLength];
        Start(message, UnlinkCode, sequence, status);
        return message;
    }

    static void Start(Span<byte> message, uint code, uint sequence, UsbIpStatus status)
    {
        BinaryPrimitives.WriteUInt32BigEndian(message, code);
        BinaryPrimitives.WriteUInt32BigEndian(message[4..], sequence);
        BinaryPrimitives.WriteInt32BigEndian(message[20..], (int)status);
    }
}

/// <summary>Linux's own numbers for how a transfer ended, negative as they stand in messages.</summary>
enum UsbIpStatus
{
    Ok = 0,

    /// <summary>-ENODEV: the device is gone.</summary>
    NoDevice = -19,

    /// <summary>-EPIPE: stalled.</summary>
    Stalled = -32,

    /// <summary>-EPROTO: broken on the wire.</summary>
    Broken = -71,

    /// <summary>-ECONNRESET: given up before it was done.</summary>
    Unlinked = -104,
}
