using System.Buffers.Binary;
using GangFlash.Devices;
using GangFlash.Fuzz.Mutations;
using GangFlash.Simulator;
using GangFlash.Simulator.UsbIp;
using GangFlash.Testing;

namespace GangFlash.Fuzz.Parsers;

/// <summary>
/// A client of the USB/IP server: its greeting, and then commands that a virtual board carries out. Without sockets and without the queue between them, so that one
/// thread does all, the same every time.
/// </summary>
static class UsbIpParser
{
    const int GreetingLength = UsbIpProtocol.OperationLength + UsbIpProtocol.BusIdLength;

    /// <summary>Of one connection that is fuzzed.</summary>
    const int MostCommands = 64;

    public static Parser Make()
    {
        var model = VirtualBoards.Rom(VirtualBoards.Chip("STM32F042x6"), 1);
        var device = UsbIpProtocol.DeviceId(UsbPortPath.Parse("1-1"));
        byte[][] commands =
        [
            Submit(device, 1, new(0x80, 6, 0x0100, 0, 18)), Submit(device, 2, new(0x80, 6, 0x0200, 0, 255)), Submit(device, 3, new(0x80, 6, 0x0304, 0x0409, 255)),
            Submit(device, 4, new(0xA1, 3, 0, 0, 6)), Submit(device, 5, new(0x21, 1, 0, 0, 5), 0x21, 0, 0, 0, 8), Submit(device, 6, new(0x21, 1, 0, 0, 5), 0x41, 0, 0, 0, 8), Submit(device, 7, new(0xA1, 2, 2, 0, 64)),
            Submit(device, 8, new(0x21, 4, 0, 0, 0)), Submit(device, 9, new(0x21, 6, 0, 0, 0)), Submit(device, 10, new(0x01, 11, 1, 0, 0)), Submit(device, 11, new(0x21, 1, 0, 0, 0)), Unlink(device, 12, 11),
        ];
        return new(
            "usbip",
            [[0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0], Greeting("1-1"), Greeting("9-9"), [.. Greeting("1-1"), .. commands.SelectMany(command => command)], .. commands.Select(command => (byte[])[.. Greeting("1-1"), .. command])],
            [ByteMutations.Any, new UnitMutations(LengthAt, commands).Any, new UnitMutations(LengthAt, commands).Any, new FieldMutations(Fields).Any, new FieldMutations(Fields).Any],
            input => Converse(model, input),
            answer => Judge((Conversation)answer!))
        {
            LongestInput = 8 * 1024,

            // A board with its memories is made for each input.
            Bound = new(2 * 1024 * 1024, 512),
        };
    }

    /// <param name="Ended">In a word.</param>
    /// <param name="Sent">Bytes of answers.</param>
    sealed record Conversation(string Ended, int Commands, long Sent);

    static Conversation Converse(BoardModel model, byte[] input)
    {
        var clock = new VirtualClock();
        var bus = new VirtualBus(clock);
        bus.Plug(UsbPortPath.Parse("1-1"), new(model));
        var (commands, sent) = (0, 0L);
        try
        {
            if (input.Length < UsbIpProtocol.OperationLength)
                return new("nothing", 0, 0);
            if (UsbIpProtocol.ParseOperation(input.AsSpan(0, UsbIpProtocol.OperationLength)) == UsbIpOperation.RequestDevices)
                return new("list", 0, UsbIpProtocol.DeviceList(bus.Shown()).Length);
            if (input.Length < GreetingLength)
                return new("cut", 0, 0);
            if (!UsbPortPath.TryParse(UsbIpProtocol.ParseBusId(input.AsSpan(UsbIpProtocol.OperationLength, UsbIpProtocol.BusIdLength)), out var port) || bus.Open(port) is not { } device)
                return new("no device", 0, UsbIpProtocol.NotImported(UsbIpImportStatus.NoDevice).Length);
            sent += UsbIpProtocol.Imported(device.Port, device.Identity).Length;
            for (var at = GreetingLength; at + UsbIpCommand.HeaderLength <= input.Length && commands < MostCommands; commands++)
            {
                var command = UsbIpCommand.Parse(input.AsSpan(at, UsbIpCommand.HeaderLength), UsbIpProtocol.DeviceId(device.Port));
                at += UsbIpCommand.HeaderLength;
                if (command is not UsbIpCommand.Submit { Endpoint: 0 } submit)
                    continue;
                if (at + submit.Following > input.Length)
                    return new("cut", commands, sent);
                var data = new byte[submit.Length];
                input.AsSpan(at, submit.Following).CopyTo(data);
                at += submit.Following;
                var result = clock.RunAsync(async () => await device.TransferAsync(submit.Setup, data, Timeout.InfiniteTimeSpan, CancellationToken.None).ConfigureAwait(false)).GetAwaiter().GetResult();
                Promise.Holds(result.Length >= 0 && result.Length <= submit.Length, "a transfer moves no more than was asked for");
                sent += UsbIpReply.ToSubmit(submit.Sequence, UsbIpStatus.Ok, result.Length, submit.IsIn ? data.AsSpan(0, result.Length) : []).Length;
            }

            return new("served", commands, sent);
        }
        catch (UsbIpViolationException violation)
        {
            return new($"violation: {violation.Message.Split(' ')[0]}", commands, sent);
        }
    }

    static string Judge(Conversation conversation)
    {
        Promise.Holds(conversation.Sent <= 1024 + (long)conversation.Commands * (ushort.MaxValue + UsbIpCommand.HeaderLength), "an answer is no longer than what was asked for");
        return conversation.Ended;
    }

    static byte[] Greeting(string busId)
    {
        byte[] greeting = [0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, .. new byte[UsbIpProtocol.BusIdLength]];
        System.Text.Encoding.ASCII.GetBytes(busId, greeting.AsSpan(UsbIpProtocol.OperationLength));
        return greeting;
    }

    static byte[] Submit(uint device, uint sequence, UsbSetup setup, params byte[] data)
    {
        var header = Header(1, sequence, device);
        var span = header.AsSpan();
        BinaryPrimitives.WriteUInt32BigEndian(span[12..], setup.IsIn ? 1u : 0u);
        BinaryPrimitives.WriteUInt32BigEndian(span[24..], setup.Length);
        (header[40], header[41]) = (setup.RequestType, setup.Request);
        BinaryPrimitives.WriteUInt16LittleEndian(span[42..], setup.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(span[44..], setup.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(span[46..], setup.Length);
        return [.. header, .. data];
    }

    static byte[] Unlink(uint device, uint sequence, uint victim)
    {
        var header = Header(2, sequence, device);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(20), victim);
        return header;
    }

    static byte[] Header(uint code, uint sequence, uint device)
    {
        var header = new byte[UsbIpCommand.HeaderLength];
        BinaryPrimitives.WriteUInt32BigEndian(header, code);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(8), device);
        return header;
    }

    /// <summary>The greeting first, then commands with the data that their headers announce.</summary>
    static int LengthAt(byte[] input, int at)
    {
        if (at == 0)
            return GreetingLength;
        if (at + UsbIpCommand.HeaderLength > input.Length)
            return input.Length - at;
        var (direction, length) = (BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at + 12)), BinaryPrimitives.ReadUInt32BigEndian(input.AsSpan(at + 24)));
        return UsbIpCommand.HeaderLength + (direction == 0 ? (int)Math.Min(length, 4096) : 0);
    }

    static List<Field> Fields(byte[] input)
    {
        List<Field> fields = [new(0, 2, IsBigEndian: true), new(2, 2, IsBigEndian: true)];
        for (var at = GreetingLength; at < input.Length; at += LengthAt(input, at))
        {
            fields.AddRange(Enumerable.Range(0, 10).Select(word => new Field(at + 4 * word, 4, IsBigEndian: true)));
            fields.AddRange([new(at + 40, 1), new(at + 41, 1), new(at + 42, 2), new(at + 44, 2), new(at + 46, 2)]);
            if (at + UsbIpCommand.HeaderLength < input.Length)
                fields.AddRange([new(at + UsbIpCommand.HeaderLength, 1), new(at + UsbIpCommand.HeaderLength + 1, 4)]);
        }

        return fields;
    }
}
