using System.Buffers.Binary;
using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Simulator.UsbIp;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests.UsbIp;

/// <summary>A client can say what it likes: it loses its own connection, and nobody else notices.</summary>
public sealed class HostileClientTests
{
    static readonly UsbSetup s_getState = new(0xA1, (byte)DfuRequest.GetState, 0, 0, 1);

    [Theory]
    [InlineData("\u0001\u0006\u0080\u0005\0\0\0\0", "version 0x0106")]
    [InlineData("\u0001\u0011\u0080\u0007\0\0\0\0", "unknown operation 0x8007")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "version 0x4745")]
    public async Task What_is_no_question_closes_the_connection(string said, string told)
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.ConnectAsync(bench.At);

        await client.SendAsync(Encoding.Latin1.GetBytes(said));

        await client.ExpectEndAsync();
        Assert.Contains(told, (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
        Assert.Single(await UsbIpClient.ListAsync(bench.At));
    }

    [Theory]
    [InlineData(0, 5u, "unknown command")]
    [InlineData(0, uint.MaxValue, "unknown command")]
    [InlineData(8, 0x0001_0003u, "addresses device")]
    [InlineData(12, 2u, "direction 2")]
    [InlineData(16, 16u, "endpoint 16")]
    [InlineData(24, 65536u, "65,536 bytes at once")]
    [InlineData(24, uint.MaxValue, "bytes at once")]
    [InlineData(24, 2u, "set-up packet for 1 bytes")]
    [InlineData(12, 0u, "direction 0 with a set-up packet")]
    [InlineData(32, 1024u, "1,024 isochronous packets")]
    public async Task A_transfer_that_makes_no_sense_closes_the_connection(int at, uint value, string told)
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        var header = client.SubmitHeader(1, s_getState);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(at), value);

        await client.SendAsync(header);

        await client.ExpectEndAsync();
        Assert.Contains(told, (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
        Assert.Empty(bench.Bench.Board(1).Wire);
        using var next = await UsbIpClient.AttachAsync(bench.At, "1-1");
        Assert.Equal(DfuState.Idle, await next.StateAsync());
    }

    [Fact]
    public async Task An_endpoint_that_no_board_has_is_stalled()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        var header = client.SubmitHeader(7, s_getState);
        header[19] = 1;

        await client.SendAsync(header);

        Assert.Equal(-32, (await client.AnswerAsync()).Status);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8 + 5)]
    public async Task Half_a_question_is_a_broken_connection(int length)
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.ConnectAsync(bench.At);

        await client.SendAsync([.. new byte[] { 0x01, 0x11, 0x80, 0x03, 0, 0, 0, 0, (byte)'1', (byte)'-', (byte)'1', 0, 0 }[..length]]);
        client.Hush();

        await client.ExpectEndAsync();
        _ = await bench.NextAsync<UsbIpEvent.Broke>();
        Assert.Single(await UsbIpClient.ListAsync(bench.At));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(48)]
    [InlineData(48 + 100)]
    public async Task Half_a_transfer_never_reaches_the_board(int length)
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
        byte[] whole = [.. client.SubmitHeader(1, new(0x21, (byte)DfuRequest.Download, 2, 0, 2048)), .. new byte[2048]];

        await client.SendAsync(whole[..length]);
        client.Hush();

        await client.ExpectEndAsync();
        _ = await bench.NextAsync<UsbIpEvent.Broke>();
        Assert.Empty(bench.Bench.Board(1).Wire);
    }

    [Fact]
    public async Task Who_says_nothing_is_not_waited_for()
    {
        var patience = new VirtualClock();
        await using var bench = new ServerBench(patience, ServerBench.F746());
        using var client = await UsbIpClient.ConnectAsync(bench.At);

        await patience.RunAsync(client.ExpectEndAsync);

        Assert.Contains("within 10 s", (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_connections_are_turned_away_and_the_old_ones_live()
    {
        await using var bench = new ServerBench(ServerBench.F746());
        using var board = await UsbIpClient.AttachAsync(bench.At, "1-1");
        var crowd = new List<UsbIpClient>();
        for (var i = 1; i < 2 * SimulatedFleet.MostBoards; i++)
            crowd.Add(await UsbIpClient.ConnectAsync(bench.At));

        using (var tooMany = await UsbIpClient.ConnectAsync(bench.At))
            await tooMany.ExpectEndAsync();

        Assert.Contains("one connection too many", (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
        Assert.Equal(DfuState.Idle, await board.StateAsync());
        crowd.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Too_many_transfers_at_once_close_the_connection()
    {
        await using var bench = new ServerBench(ServerBench.F746() with { Faults = [new Fault.Silence(0)] });
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");

        for (var i = 0u; i <= 256; i++)
            await client.SubmitAsync(i, s_getState);

        await client.ExpectEndAsync();
        Assert.Contains("more than 256 transfers", (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_number_for_two_transfers_closes_the_connection()
    {
        await using var bench = new ServerBench(ServerBench.F746() with { Faults = [new Fault.Silence(0)] });
        using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");

        await client.SubmitAsync(5, s_getState);
        await client.SubmitAsync(5, s_getState);

        await client.ExpectEndAsync();
        Assert.Contains("sequence number 5 twice", (await bench.NextAsync<UsbIpEvent.Violated>()).What, StringComparison.Ordinal);
    }

    /// <summary>Real transfers with some of their bytes changed at random, a thousand of them; the seed makes every run the same.</summary>
    [Fact]
    public async Task No_transfer_however_garbled_brings_the_server_down()
    {
        const int Transfers = 1000;
        var chance = new Random(1);
        await using var bench = new ServerBench(ServerBench.F746());
        for (var i = 0; i < Transfers; i++)
        {
            bench.Bench.Bus.Plug(SimulatedFleet.PortOf(0), new(chance.Next(2) == 0 ? ServerBench.F746() : VirtualBoards.CubeMx(TestBench.Chip("STM32F105"), "@Internal Flash  /0x08000000/128*002Kg", 1)));
            using var client = await UsbIpClient.AttachAsync(bench.At, "1-1");
            var length = (ushort)chance.Next(65);
            var isIn = chance.Next(2) == 0;
            var setup = new UsbSetup((byte)(isIn ? 0xA1 : 0x21), (byte)chance.Next(8), (ushort)chance.Next(4), 0, length);
            var message = client.SubmitHeader(1, setup).Concat(isIn ? [] : new byte[length]).ToArray();
            for (var changes = chance.Next(4); changes > 0; changes--)
                message[chance.Next(message.Length)] = (byte)chance.Next(256);

            await client.SendAsync(message);
            client.Hush();
            await client.ExpectEndAsync();
            _ = await bench.NextAsync<UsbIpEvent.Released>();
        }

        Assert.Single(await UsbIpClient.ListAsync(bench.At));
    }
}
