using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GangFlash.Station.Tests;

public sealed class SimulateCommandTests
{
    [Fact]
    public async Task Says_where_each_board_is_serves_until_told_to_stop_and_ends_with_0()
    {
        using var stop = new CancellationTokenSource();
        using var output = new WatchedWriter("listening on ");
        using var error = new StringWriter();
        var running = StationProgram.RunAsync(["simulate", "STM32F746,2xSTM32F405", "--listen", "127.0.0.1:0", "--count"], new(output, error, IsTerminal: false, TimeProvider.System), stop.Token);
        var line = await output.Seen;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPEndPoint.Parse(line["listening on ".Length..]));
            await client.GetStream().WriteAsync(Convert.FromHexString("0111800500000000"));
            var reply = new byte[12];
            await client.GetStream().ReadExactlyAsync(reply);
            Assert.Equal("011100050000000000000003", Convert.ToHexString(reply));
        }

        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Equal(
            $"""
            1-1      0483:df11  STM32F746
            1-2      0483:df11  STM32F405
            1-3      0483:df11  STM32F405
            {line}
            1-1      0 DFU, 0 other control transfers
            1-2      0 DFU, 0 other control transfers
            1-3      0 DFU, 0 other control transfers

            """,
            output.ToString());
    }

    [Fact]
    public async Task A_port_that_is_taken_is_named_and_ends_with_2()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var run = await StationRun.Of("simulate", "1", "--listen", $"{other.LocalEndpoint}");

        Assert.Equal(2, run.Exit);
        Assert.Equal($"--listen: another program listens on {other.LocalEndpoint}. Stop it, or choose another port.\n", run.Error);
    }

    [Fact]
    public async Task An_address_of_another_machine_ends_with_2()
    {
        var run = await StationRun.Of("simulate", "1", "--listen", "203.0.113.1:3240");

        Assert.Equal(2, run.Exit);
        Assert.Equal("--listen: 203.0.113.1 is no address of this machine.\n", run.Error);
    }

    /// <summary>Keeps what is written, and tells when a line with a certain beginning was.</summary>
    sealed class WatchedWriter(string beginning) : StringWriter
    {
        readonly TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Seen => seen.Task;

        public override Encoding Encoding => Encoding.UTF8;

        public override void WriteLine(string? value)
        {
            base.Write($"{value}\n");
            if (value?.StartsWith(beginning, StringComparison.Ordinal) == true)
                _ = seen.TrySetResult(value);
        }
    }
}
