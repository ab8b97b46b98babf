using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;

namespace GangFlash.Simulator.Tests.UsbIp;

/// <summary>The other side of a USB/IP connection, as a kernel speaks it; or says anything at all, as a kernel would not.</summary>
sealed class UsbIpClient : IDisposable
{
    readonly NetworkStream stream;
    readonly Dictionary<uint, UsbSetup> pending = [];
    uint sequence = 1000;
    uint device;

    UsbIpClient(Socket socket) => stream = new(socket, ownsSocket: true);

    public static async Task<UsbIpClient> ConnectAsync(IPEndPoint server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        return new(socket);
    }

    public static async Task<UsbIpClient> AttachAsync(IPEndPoint server, string busId)
    {
        var client = await ConnectAsync(server);
        Assert.Equal(0u, await client.ImportAsync(busId));
        return client;
    }

    public static async Task<List<UsbIpRecord>> ListAsync(IPEndPoint server)
    {
        using var client = await ConnectAsync(server);
        await client.SendAsync([0x01, 0x11, 0x80, 0x05, 0, 0, 0, 0]);
        Assert.Equal("0111000500000000", Convert.ToHexString(await client.ReadAsync(8)));
        var records = new List<UsbIpRecord>();
        for (var left = Number(await client.ReadAsync(4), 0); left > 0; left--)
        {
            var record = UsbIpRecord.Parse(await client.ReadAsync(312));
            records.Add(record with { InterfaceClasses = Convert.ToHexString(await client.ReadAsync(4 * record.Interfaces)) });
        }

        await client.ExpectEndAsync();
        return records;
    }

    /// <returns>0, or why not.</returns>
    public async Task<uint> ImportAsync(string busId)
    {
        var name = new byte[32];
        Encoding.ASCII.GetBytes(busId, name);
        await SendAsync([0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, .. name]);
        var reply = await ReadAsync(8);
        Assert.Equal("01110003", Convert.ToHexString(reply[..4]));
        var status = Number(reply, 4);
        if (status == 0)
        {
            var record = UsbIpRecord.Parse(await ReadAsync(312));
            Assert.Equal(busId, record.BusId);
            device = record.Device;
        }

        return status;
    }

    /// <summary>One control transfer, waited for.</summary>
    public async Task<UsbIpAnswer> ControlAsync(UsbSetup setup, params byte[] data)
    {
        await SubmitAsync(++sequence, setup, data);
        var answer = await AnswerAsync();
        Assert.Equal((3u, sequence), (answer.Command, answer.Sequence));
        return answer;
    }

    /// <summary>DFU_GETSTATE, which must succeed.</summary>
    public async Task<DfuState> StateAsync()
    {
        var answer = await ControlAsync(new(0xA1, (byte)DfuRequest.GetState, 0, 0, 1));
        Assert.Equal((0, 1), (answer.Status, answer.Length));
        return (DfuState)answer.Data[0];
    }

    public Task SubmitAsync(uint number, UsbSetup setup, params byte[] data) => SendAsync([.. SubmitHeader(number, setup), .. data]);

    public byte[] SubmitHeader(uint number, UsbSetup setup)
    {
        var header = new byte[48];
        Write(header, 0, 1);
        Write(header, 4, number);
        Write(header, 8, device);
        Write(header, 12, setup.IsIn ? 1u : 0);
        Write(header, 24, setup.Length);
        Write(header, 32, uint.MaxValue);
        (header[40], header[41]) = (setup.RequestType, setup.Request);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(42), setup.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(44), setup.Index);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(46), setup.Length);
        return header;
    }

    public Task UnlinkAsync(uint number, uint victim)
    {
        var header = new byte[48];
        Write(header, 0, 2);
        Write(header, 4, number);
        Write(header, 8, device);
        Write(header, 20, victim);
        return SendAsync(header);
    }

    public async Task<UsbIpAnswer> AnswerAsync()
    {
        var header = await ReadAsync(48);
        var (command, status, length) = (Number(header, 0), (int)Number(header, 20), (int)Number(header, 24));
        pending.Remove(Number(header, 4), out var setup);
        return new(command, Number(header, 4), status, length, command == 3 && setup.IsIn ? await ReadAsync(length) : []);
    }

    public async Task SendAsync(byte[] bytes)
    {
        if (bytes is [0, 0, 0, 1, ..] and { Length: >= 48 })
            pending[Number(bytes, 4)] = new(bytes[40], bytes[41], 0, 0, 0);
        await stream.WriteAsync(bytes);
    }

    /// <summary>Nothing more will be sent; what was sent can still be answered.</summary>
    public void Hush() => stream.Socket.Shutdown(SocketShutdown.Send);

    /// <summary>Reads on until the server closes the connection, however it does that.</summary>
    public async Task ExpectEndAsync()
    {
        try
        {
            var rest = new byte[4096];
            while (await stream.ReadAsync(rest) > 0)
            {
                // What it said before does not matter here.
            }
        }
        catch (IOException)
        {
            // Reset, because it did not read all that was sent.
        }
    }

    public void Dispose() => stream.Dispose();

    async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes);
        return bytes;
    }

    static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    static void Write(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(at), value);
}

/// <summary>RET_SUBMIT (3) or RET_UNLINK (4).</summary>
sealed record UsbIpAnswer(uint Command, uint Sequence, int Status, int Length, byte[] Data);

/// <summary>A device as a server describes it.</summary>
sealed record UsbIpRecord(string BusId, uint Device, uint Speed, UsbId Id, int Configuration, int Interfaces, string InterfaceClasses = "")
{
    public static UsbIpRecord Parse(byte[] record) => new(
        Encoding.ASCII.GetString(record, 256, 32).TrimEnd('\0'),
        BinaryPrimitives.ReadUInt32BigEndian(record.AsSpan(288)) << 16 | BinaryPrimitives.ReadUInt32BigEndian(record.AsSpan(292)),
        BinaryPrimitives.ReadUInt32BigEndian(record.AsSpan(296)),
        new(BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(300)), BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(302))),
        record[309],
        record[311]);
}
