using System.Net;
using System.Net.Sockets;
using System.Text;
using GangFlash.Testing;

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
    public async Task Boards_are_pulled_and_changed_by_typed_commands_until_quit()
    {
        using var output = new WatchedWriter("listening on ");
        using var error = new StringWriter();
        var io = new StationIo(output, error, IsTerminal: false, TimeProvider.System)
        {
            OpenInput = () => new StringReader("unplug 1-1\nlist\nplug 1\nreplace 1-2 STM32F405\nfault 1-2 unplug@write=50\nfault 2 read-protected\n\nunplgu 1-1\nunplug\nplug 9\nreplace 1-1 STM32F764\nfault 1-1 stall\nhelp\nquit\nlist\n"),
        };

        var exit = await StationProgram.RunAsync(["simulate", "2", "--listen", "127.0.0.1:0", "--control"], io, CancellationToken.None);

        Assert.Equal((0, "1-1 unplugged\n1-1 plugged in\n1-2 unplugged\n1-2 plugged in\n"), (exit, error.ToString().ReplaceLineEndings("\n")));
        Golden.Matches(output.ToString().Replace((await output.Seen)["listening on ".Length..], "127.0.0.1:<port>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_every_board_and_every_fault()
    {
        var run = await StationRun.Of("simulate", "--list");

        Assert.Equal((0, ""), (run.Exit, run.Error));
        Golden.Matches(run.Out);
    }

    [Fact]
    public async Task Every_wrong_fault_is_named_with_what_to_write()
    {
        var run = await StationRun.Of("simulate", "2", "--fault", "1:unplg@write=3", "--fault", "3:stall@leave", "--fault", "all:bit-flip@0x09000000", "--fault", "1-2:stall@leave", "--fault", "unplug");

        Assert.Equal(2, run.Exit);
        Golden.Matches(run.Error);
    }

    [Theory]
    [InlineData("4242 (dotnet) S 4000 4242 4000 34816 4242 4194304", true)]
    [InlineData("4242 (dotnet) S 4000 4242 4000 34816 4000 4194304", false)]
    [InlineData("4242 (a ) b) c) S 4000 4242 4000 34816 4000 4194304", false)]
    [InlineData("", true)]
    public void A_process_in_the_background_leaves_the_terminal_alone(string stat, bool mayRead) => Assert.Equal(mayRead, ForegroundProcess.IsForeground(stat));

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
