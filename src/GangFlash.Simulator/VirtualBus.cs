using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GangFlash.Chips;
using GangFlash.Devices;

namespace GangFlash.Simulator;

/// <summary>A bus with virtual boards in its ports. Boards can be plugged and pulled at any time; each port lives by itself.</summary>
/// <param name="events">Told of everything that happens to a board here, outside of every lock.</param>
public sealed class VirtualBus(TimeProvider clock, IProgress<BoardEvent>? events = null) : IUsbBus
{
    /// <summary>How long a board needs from leaving or power-up to its next enumeration.</summary>
    static readonly TimeSpan s_enumeration = TimeSpan.FromMilliseconds(400);

    readonly Lock gate = new();
    readonly SortedDictionary<UsbPortPath, VirtualPort> ports = [];
    readonly HashSet<VirtualDevice> open = [];
    readonly long began = clock.GetTimestamp();
    TaskCompletionSource changed = NewSignal();
    long enumerations;
    volatile bool closed;

    /// <summary>Time since the bus began; what the wire log counts in.</summary>
    public TimeSpan Now => clock.GetElapsedTime(began);

    /// <summary>How many handles are open, for those who look for leaks.</summary>
    public int OpenDevices
    {
        get
        {
            lock (gate)
                return open.Count;
        }
    }

    /// <summary>Why the bus as a whole does not answer, from now on; none: it does.</summary>
    public string? Failing { get; set; }

    /// <summary>Plugs a board in. Whatever sat at the port is pulled first.</summary>
    public void Plug(UsbPortPath port, VirtualBoard board)
    {
        ArgumentNullException.ThrowIfNull(board);
        Unplug(port);
        board.PowerUp();
        lock (gate)
            ports[port] = new(port, board, Bootloader(board), TimeSpan.Zero, ++enumerations);
        Signal();
        Happened(port, BoardHappening.Plugged);
    }

    public void Unplug(UsbPortPath port)
    {
        VirtualPort? pulled;
        lock (gate)
            _ = ports.Remove(port, out pulled);
        if (pulled is null)
            return;
        pulled.Dispose();
        Signal();
        Happened(port, BoardHappening.Unplugged);
    }

    /// <summary>The board at a port, whatever it shows now.</summary>
    public VirtualBoard? BoardAt(UsbPortPath port)
    {
        lock (gate)
            return ports.GetValueOrDefault(port)?.Board;
    }

    public ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        ThrowIfFailing();
        return ValueTask.FromResult<IReadOnlyList<UsbDeviceEntry>>([.. Look().Present.Select(presence => presence.Device)]);
    }

    public async IAsyncEnumerable<UsbBusEvent> WatchAsync([EnumeratorCancellation] CancellationToken ct)
    {
        IReadOnlyList<UsbPresence> known = [];
        while (true)
        {
            ThrowIfClosed();
            ct.ThrowIfCancellationRequested();
            ThrowIfFailing();
            var (present, change, next) = Look();
            foreach (var happened in UsbPresence.Changes(known, present))
                yield return happened;
            known = present;
            try
            {
                await (next is { } pause ? change.WaitAsync(pause, clock, ct) : change.WaitAsync(ct)).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // A board that was powered up before the last look enumerates now.
            }
        }
    }

    public ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct)
    {
        ThrowIfClosed();
        ct.ThrowIfCancellationRequested();
        if (Open(port) is not { } device)
            return ValueTask.FromResult<UsbOpening>(new UsbOpening.Refused(UsbOpenError.NoDevice, $"no device at {port}"));
        lock (gate)
            _ = open.Add(device);
        return ValueTask.FromResult<UsbOpening>(new UsbOpening.Opened(device));
    }

    /// <summary>Every port with something enumerated, and what that is.</summary>
    internal ImmutableArray<(UsbPortPath Path, VirtualIdentity Identity)> Shown()
    {
        lock (gate)
        {
            return
            [
                .. from port in ports.Values
                   let identity = port.Shown(Now)
                   where identity is not null
                   select (port.Path, identity),
            ];
        }
    }

    /// <summary>The device that is enumerated at a port; none if there is nothing.</summary>
    internal VirtualDevice? Open(UsbPortPath port)
    {
        lock (gate)
            return ports.GetValueOrDefault(port) is { } found && found.Shown(Now) is { } identity ? new(this, found, identity, clock) : null;
    }

    /// <summary>Closes what is open. The boards stay as they are, plain memory.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        List<VirtualDevice> devices;
        lock (gate)
            devices = [.. open];
        foreach (var device in devices)
            await device.DisposeAsync().ConfigureAwait(false);
        Signal();
    }

    internal void Closed(VirtualDevice device)
    {
        lock (gate)
            _ = open.Remove(device);
    }

    /// <summary>The bootloader at this port was told to go: it is gone now and something else enumerates a little later.</summary>
    internal void Left(VirtualPort port) => Restart(port, port.Board.Model.Leave switch
    {
        LeaveHabit.ReturnsAsBootloader => VirtualPort.Shows.Bootloader,
        LeaveHabit.Vanishes => VirtualPort.Shows.Nothing,
        _ => Program(port.Board, port.Board.Bootloader.Pointer),
    }, BoardHappening.Leaves);

    /// <summary>The host reset this port: the board is gone now and enumerates as its habit says. A program starts where the board does after power-up.</summary>
    internal void Reset(VirtualPort port) => Restart(port, port.Board.Model.Reset switch
    {
        ResetHabit.Bootloader => VirtualPort.Shows.Bootloader,
        ResetHabit.Application => Program(port.Board, port.Board.Model.DefaultPointer),
        ResetHabit.Nothing => VirtualPort.Shows.Nothing,
        _ => throw new System.Diagnostics.UnreachableException(),
    }, BoardHappening.Resets);

    /// <summary>The board reset itself to take its option bytes.</summary>
    internal void TookOptionBytes(VirtualPort port) => Restart(port, port.Board.Model.AfterOptionBytes switch
    {
        OptionBytesHabit.StartsApplication => Program(port.Board, port.Board.Model.DefaultPointer),
        OptionBytesHabit.Vanishes => VirtualPort.Shows.Nothing,
        _ => VirtualPort.Shows.Bootloader,
    }, BoardHappening.Resets);

    /// <summary>At read protection level 2 the bootloader is never entered again: the program starts, or nothing does.</summary>
    static VirtualPort.Shows Bootloader(VirtualBoard board) => board.Protection != RdpLevel.Two ? VirtualPort.Shows.Bootloader
        : Program(board, board.Model.DefaultPointer) is VirtualPort.Shows.Application ? VirtualPort.Shows.Application : VirtualPort.Shows.Nothing;

    void Restart(VirtualPort port, VirtualPort.Shows next, BoardHappening why)
    {
        if (next == VirtualPort.Shows.Bootloader)
            next = Bootloader(port.Board);
        lock (gate)
        {
            if (!ports.TryGetValue(port.Path, out var current) || current != port)
                return;
            port.Board.PowerUp();
            ports[port.Path] = new(port.Path, port.Board, next, Now + s_enumeration, ++enumerations);
        }

        port.Dispose();
        Signal();
        Happened(port.Path, why);
    }

    internal void Happened(UsbPortPath port, BoardHappening what) => events?.Report(new(port, what));

    /// <summary>What shows itself now, what will tell of the next change, and how long until a board that has power enumerates.</summary>
    (IReadOnlyList<UsbPresence> Present, Task Change, TimeSpan? Next) Look()
    {
        lock (gate)
        {
            var now = Now;
            var coming = ports.Values.Where(port => port.From > now).Select(port => port.From - now).DefaultIfEmpty().Min();
            return (
                [
                    .. from port in ports.Values
                       let identity = port.Shown(now)
                       where identity is not null
                       select new UsbPresence(new(port.Path, identity.Device.AsMemory(), identity.Configuration.AsMemory()), port.Enumeration),
                ],
                changed.Task,
                coming > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Ceiling(coming.TotalMilliseconds)) : null);
        }
    }

    void ThrowIfFailing()
    {
        if (Failing is { } why)
            throw new UsbBusException(why);
    }

    void ThrowIfClosed() => ObjectDisposedException.ThrowIf(closed, this);

    void Signal() => Interlocked.Exchange(ref changed, NewSignal()).TrySetResult();

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    static VirtualPort.Shows Program(VirtualBoard board, uint vectors) =>
        !HasProgram(board, vectors) ? VirtualPort.Shows.Bootloader : board.Model.Application is null ? VirtualPort.Shows.Nothing : VirtualPort.Shows.Application;

    /// <summary>A ROM that jumps to a pointer without a vector table resets instead (AN2606): stack pointer in RAM, odd reset vector.</summary>
    static bool HasProgram(VirtualBoard board, uint at)
    {
        if (at > uint.MaxValue - 8)
            return false;
        var vectors = board.Memory.Read(AddressRange.Of(at, 8));
        var (stack, reset) = (BitConverter.ToUInt32(vectors, 0), BitConverter.ToUInt32(vectors, 4));
        return stack >> 28 is 0x1 or 0x2 or 0x3 && (reset & 1) == 1 && reset != uint.MaxValue;
    }
}

/// <summary>Something that happened to the board at a port.</summary>
public sealed record BoardEvent(UsbPortPath Port, BoardHappening What);

public enum BoardHappening
{
    Plugged,
    Unplugged,

    /// <summary>It was told to leave the bootloader, and did.</summary>
    Leaves,

    /// <summary>Its port was reset by the host, or it reset itself to take its option bytes.</summary>
    Resets,

    /// <summary>The first data block since it was powered up came.</summary>
    Written,
}
