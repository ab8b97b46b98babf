using System.Net;
using System.Threading.Channels;
using GangFlash.Simulator.UsbIp;
using GangFlash.Testing;

namespace GangFlash.Simulator.Tests.UsbIp;

/// <summary>
/// A USB/IP server on loopback with virtual boards behind it. The boards live in virtual time, which stands still outside of
/// <see cref="VirtualClock.RunAsync(Func{Task})"/>: what a board works on then stays unfinished for as long as a test likes.
/// </summary>
sealed class ServerBench : IAsyncDisposable, IProgress<UsbIpEvent>
{
    readonly CancellationTokenSource stop = new();
    readonly Channel<UsbIpEvent> events = Channel.CreateUnbounded<UsbIpEvent>();
    readonly UsbIpServer server;
    readonly Task running;

    public ServerBench(params IEnumerable<BoardModel> boards)
        : this(TimeProvider.System, boards)
    {
    }

    public ServerBench(TimeProvider patience, params IEnumerable<BoardModel> boards)
    {
        Bench = new(boards);
        server = new(Bench.Bus, new(IPAddress.Loopback, 0), patience, this);
        running = server.RunAsync(stop.Token);
    }

    public TestBench Bench { get; }

    public IPEndPoint At => server.EndPoint;

    public static BoardModel F746(int number = 1) => VirtualBoards.Rom(TestBench.Chip("STM32F746"), number);

    public static BoardModel F405(int number = 1) => VirtualBoards.Rom(TestBench.Chip("STM32F405"), number);

    /// <summary>Waits for the next event of a kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : UsbIpEvent
    {
        while (true)
        {
            if (await events.Reader.ReadAsync() is T wanted)
                return wanted;
        }
    }

    public void Report(UsbIpEvent value) => events.Writer.TryWrite(value);

    /// <summary>Stops the server; whatever went wrong in it comes out here.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running;
        server.Dispose();
        stop.Dispose();
    }
}
