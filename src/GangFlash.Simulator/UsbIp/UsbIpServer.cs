using System.Net;
using System.Net.Sockets;
using GangFlash.Devices;

namespace GangFlash.Simulator.UsbIp;

/// <summary>
/// Serves the boards of a virtual bus over USB/IP, so that a kernel can attach them: each at the bus id that is its port path, each on a
/// connection of its own. Whatever a client sends ends at most its own connection.
/// </summary>
public sealed class UsbIpServer : IDisposable
{
    /// <summary>The registered port of USB/IP.</summary>
    public const int UsualPort = 3240;

    /// <summary>Every board and as many clients that only look.</summary>
    const int MostConnections = 2 * SimulatedFleet.MostBoards;

    /// <summary>How long a client may take to say what it wants.</summary>
    static readonly TimeSpan s_handshake = TimeSpan.FromSeconds(10);

    readonly VirtualBus bus;
    readonly TimeProvider clock;
    readonly IProgress<UsbIpEvent> events;
    readonly TcpListener listener;
    readonly Lock gate = new();
    readonly HashSet<UsbPortPath> attached = [];

    /// <summary>Listens at once; connections are answered by <see cref="RunAsync"/>.</summary>
    /// <param name="clock">For the patience with clients; boards live by the clock of their bus.</param>
    /// <exception cref="SocketException">The address is not of this machine, or the port is taken.</exception>
    public UsbIpServer(VirtualBus bus, IPEndPoint at, TimeProvider clock, IProgress<UsbIpEvent> events)
    {
        (this.bus, this.clock, this.events) = (bus, clock, events);
        listener = new(at);
        listener.Start();
    }

    /// <summary>Where the server listens; with port 0 asked for, the one that the system chose.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>Serves until cancelled; then every connection is closed.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await AcceptAsync(ct).ConfigureAwait(false);
                foreach (var ended in connections.Where(connection => connection.IsCompleted).ToList())
                {
                    _ = connections.Remove(ended);
                    await ended.ConfigureAwait(false);
                }

                connections.Add(ServeAsync(client, connections.Count < MostConnections, stopping.Token));
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Told to stop.
        }
        finally
        {
            await stopping.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(connections).ConfigureAwait(false);
        }
    }

    public void Dispose() => listener.Dispose();

    /// <summary>A client that is gone before it was accepted is none; when the system has no more sockets, some will end soon.</summary>
    async Task<Socket> AcceptAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return await listener.AcceptSocketAsync(ct).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), clock, ct).ConfigureAwait(false);
            }
        }
    }

    async Task ServeAsync(Socket socket, bool hasRoom, CancellationToken ct)
    {
        using (socket)
        {
            var client = socket.RemoteEndPoint ?? EndPoint;
            try
            {
                if (!hasRoom)
                    throw new UsbIpViolationException($"is one connection too many, {MostConnections} are open");
                socket.NoDelay = true;
                var stream = new NetworkStream(socket);
                await using (stream.ConfigureAwait(false))
                    await ConverseAsync(stream, client, ct).ConfigureAwait(false);
            }
            catch (UsbIpViolationException violation)
            {
                events.Report(new UsbIpEvent.Violated(violation.Message, client));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                events.Report(new UsbIpEvent.Broke(e.Message, client));
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                // The server stops.
            }
        }
    }

    /// <summary>One question, and for an import everything that follows.</summary>
    async Task ConverseAsync(NetworkStream stream, EndPoint client, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(s_handshake, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
        VirtualDevice? device;
        try
        {
            device = await GreetAsync(stream, client, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new UsbIpViolationException($"does not say what it wants within {s_handshake.TotalSeconds:0} s");
        }

        if (device is not null)
            await AttachAsync(device, stream, client, ct).ConfigureAwait(false);
    }

    /// <summary>Answers what can be answered at once. The device, if that was an import that succeeded.</summary>
    async Task<VirtualDevice?> GreetAsync(NetworkStream stream, EndPoint client, CancellationToken ct)
    {
        var operation = new byte[UsbIpProtocol.OperationLength];
        if (!await UsbIpStream.ReadAsync(stream, operation, ct).ConfigureAwait(false))
            return null;
        if (UsbIpProtocol.ParseOperation(operation) == UsbIpOperation.RequestDevices)
        {
            await stream.WriteAsync(UsbIpProtocol.DeviceList(bus.Shown()), ct).ConfigureAwait(false);
            return null;
        }

        var field = new byte[UsbIpProtocol.BusIdLength];
        await stream.ReadExactlyAsync(field, ct).ConfigureAwait(false);
        var busId = UsbIpProtocol.ParseBusId(field);
        var (device, status) = Take(busId);
        if (device is not null)
            return device;
        events.Report(new UsbIpEvent.Refused(busId, status == UsbIpImportStatus.Busy, client));
        await stream.WriteAsync(UsbIpProtocol.NotImported(status), ct).ConfigureAwait(false);
        return null;
    }

    /// <summary>A board belongs to one client at a time.</summary>
    (VirtualDevice? Device, UsbIpImportStatus Status) Take(string busId)
    {
        if (!UsbPortPath.TryParse(busId, out var port) || bus.Open(port) is not { } device)
            return (null, UsbIpImportStatus.NoDevice);
        lock (gate)
            return attached.Add(port) ? (device, UsbIpImportStatus.Ok) : (null, UsbIpImportStatus.Busy);
    }

    async Task AttachAsync(VirtualDevice device, NetworkStream stream, EndPoint client, CancellationToken ct)
    {
        events.Report(new UsbIpEvent.Attached(device.Port, client));
        var boardLeft = false;
        try
        {
            await stream.WriteAsync(UsbIpProtocol.Imported(device.Port, device.Identity), ct).ConfigureAwait(false);
            using var attachment = new UsbIpAttachment(device, stream, clock);
            boardLeft = await attachment.RunAsync(ct).ConfigureAwait(false);
            if (boardLeft)
                stream.Socket.Shutdown(SocketShutdown.Send);        // after the last answer, not instead of it
        }
        finally
        {
            lock (gate)
                _ = attached.Remove(device.Port);
            events.Report(new UsbIpEvent.Released(device.Port, boardLeft, client));
        }
    }
}
