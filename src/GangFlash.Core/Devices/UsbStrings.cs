using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace GangFlash.Devices;

/// <summary>A string descriptor as it was decoded and as it was received; the bytes are kept for the record.</summary>
public sealed record UsbString(string Text, ImmutableArray<byte> Raw)
{
    public static UsbString None { get; } = new("", []);

    public override string ToString() => Text;

    /// <summary>
    /// Decodes a string descriptor as real devices send it: up to the smaller of bLength and the bytes that came, cut at the first
    /// unit that is no printable ASCII character, trimmed. STM32F42x announces 166 bytes of which 112 are valid
    /// (ST community, "STM32F42x ROM DFU descriptor"); GD32 sends its serial as plain bytes (dfu-util's quirk table).
    /// </summary>
    public static UsbString Decode(ReadOnlySpan<byte> received)
    {
        if (received.Length < 2 || received[1] != (byte)UsbDescriptorType.String)
            return new("", [.. received]);
        var payload = received[2..Math.Max(2, Math.Min((int)received[0], received.Length))];
        var text = payload.Length > 1 && payload.IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0
            ? Encoding.ASCII.GetString(payload)
            : DecodeUnits(payload);
        return new(text.Trim(), [.. received]);
    }

    static string DecodeUnits(ReadOnlySpan<byte> payload)
    {
        var text = new StringBuilder();
        for (; payload.Length >= 2; payload = payload[2..])
        {
            var unit = BinaryPrimitives.ReadUInt16LittleEndian(payload);
            if (unit is < ' ' or > '~')
                break;
            text.Append((char)unit);
        }

        return text.ToString();
    }
}

/// <summary>Reads string descriptors with standard requests (USB 2.0, 9.4.3).</summary>
public static class UsbStringReader
{
    const byte GetDescriptor = 6;
    const ushort AmericanEnglish = 0x0409;

    /// <summary>For each string.</summary>
    public static TimeSpan Deadline { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The first language that the device offers; American English where it does not say.</summary>
    public static async ValueTask<ushort> LanguageAsync(IUsbDevice device, CancellationToken ct)
    {
        var reply = new byte[255];
        var answer = await RequestAsync(device, 0, 0, reply, ct).ConfigureAwait(false);
        return answer is { Status: UsbTransferStatus.Completed, Length: >= 4 } && reply[1] == (byte)UsbDescriptorType.String
            ? BinaryPrimitives.ReadUInt16LittleEndian(reply.AsSpan(2))
            : AmericanEnglish;
    }

    /// <summary>String <paramref name="index"/>; nothing for index 0, and for a string that the device refuses to send.</summary>
    public static async ValueTask<(UsbString Text, UsbTransferStatus Status)> ReadAsync(IUsbDevice device, byte index, ushort language, CancellationToken ct)
    {
        if (index == 0)
            return (UsbString.None, UsbTransferStatus.Completed);
        var reply = new byte[255];
        var answer = await RequestAsync(device, index, language, reply, ct).ConfigureAwait(false);
        return (answer.Status == UsbTransferStatus.Completed ? UsbString.Decode(reply.AsSpan(0, answer.Length)) : UsbString.None, answer.Status);
    }

    /// <summary>Asks twice: one in ten first requests fails on an L152 (AN2606).</summary>
    static async ValueTask<UsbTransfer> RequestAsync(IUsbDevice device, byte index, ushort language, byte[] reply, CancellationToken ct)
    {
        var setup = new UsbSetup(0x80, GetDescriptor, (ushort)((byte)UsbDescriptorType.String << 8 | index), language, (ushort)reply.Length);
        var answer = await device.ControlAsync(setup, reply, Deadline, ct).ConfigureAwait(false);
        return answer.Status is UsbTransferStatus.Stalled or UsbTransferStatus.Failed
            ? await device.ControlAsync(setup, reply, Deadline, ct).ConfigureAwait(false)
            : answer;
    }
}
