using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Simulator.Scenarios;

/// <summary>
/// A bus with the boards of a scenario, and the hand that plugs and pulls them: by the timeline of the scenario, or when it is told to. A
/// board that was pulled, by whatever, lies beside its port and can be plugged in again.
/// </summary>
public sealed class VirtualBench : IUsbBus
{
    readonly Lock gate = new();
    readonly SortedDictionary<UsbPortPath, Place> places = [];
    readonly TimeProvider clock;
    readonly IProgress<BoardEvent>? events;
    readonly HashSet<Alarm> alarms = [];
    readonly List<SceneAct> waiting;
    int made;
    bool over;

    /// <summary>Plugs in the boards; from then on time runs.</summary>
    /// <param name="events">Told of everything that happens to a board afterwards.</param>
    public VirtualBench(Scenario scenario, TimeProvider clock, IProgress<BoardEvent>? events = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        (this.clock, made) = (clock, scenario.Boards.Length);
        Bus = new(clock, new Listener(this));
        waiting = [.. scenario.Timeline.Where(act => act.Cue is not null)];
        foreach (var board in scenario.Boards)
        {
            places[board.Port] = new(board.Number, board.Source, Make(board.Model, board.Source));
            if (board.Plugged)
                Bus.Plug(board.Port, places[board.Port].Board);
        }

        this.events = events;
        foreach (var act in scenario.Timeline.Where(act => act.Cue is null))
            Set(act);
    }

    public VirtualBus Bus { get; }

    /// <summary>Every port with the board that is in it or lies beside it.</summary>
    public ImmutableArray<BenchPlace> Look()
    {
        lock (gate)
            return [.. places.Select(place => new BenchPlace(place.Value.Number, place.Key, place.Value.Board, Bus.BoardAt(place.Key) == place.Value.Board))];
    }

    /// <summary>Pulls the board.</summary>
    /// <returns>Why not; none if it was done. The same holds for the other deeds.</returns>
    public string? Unplug(UsbPortPath port)
    {
        if (Bus.BoardAt(port) is null)
            return $"nothing is plugged in at {port}";
        Bus.Unplug(port);
        return null;
    }

    /// <summary>Plugs in again what lies beside the port.</summary>
    public string? Plug(UsbPortPath port)
    {
        if (Bus.BoardAt(port) is not null)
            return $"{port} has its board";
        if (BoardOf(port) is not { } place)
            return $"no board lies beside {port}; 'replace {port} STM32F746' brings one";
        Bus.Plug(port, place.Board);
        return null;
    }

    /// <summary>Takes away what is there and plugs in a board that nobody has had before.</summary>
    /// <param name="by">None for one of the same kind.</param>
    public string? Replace(UsbPortPath port, BoardSource? by, ImmutableArray<BoardFault> faults)
    {
        VirtualBoard board;
        lock (gate)
        {
            if ((by ?? places.GetValueOrDefault(port)?.Source) is not { } source)
                return $"no board was ever at {port}; say which one is to come";
            if (!places.ContainsKey(port) && places.Count == SimulatedFleet.MostBoards)
                return $"there are {SimulatedFleet.MostBoards} boards already";
            var model = source.Make(made + 1);
            if (faults.Select(fault => fault.Against(model)).FirstOrDefault(problem => problem is not null) is { } against)
                return against;
            made++;
            board = Make(faults.Aggregate(model, (model, fault) => fault.Apply(model)), source);
            places[port] = new(places.GetValueOrDefault(port)?.Number ?? places.Count + 1, source, board);
        }

        Bus.Plug(port, board);
        return null;
    }

    /// <summary>Gives the board a fault. What is wrong on the wire or with a bit is so at once, the rest from the next power-up on.</summary>
    public string? Suffer(UsbPortPath port, BoardFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (BoardOf(port) is not { Board: var board })
            return $"no board is at {port}";
        if (fault.Against(board.Model) is { } against)
            return against;
        board.Change(fault.Apply(board.Model));
        return null;
    }

    public ValueTask<IReadOnlyList<UsbDeviceEntry>> ListAsync(CancellationToken ct) => Bus.ListAsync(ct);

    public ValueTask<UsbOpening> OpenAsync(UsbPortPath port, CancellationToken ct) => Bus.OpenAsync(port, ct);

    public IAsyncEnumerable<UsbBusEvent> WatchAsync(CancellationToken ct) => Bus.WatchAsync(ct);

    /// <summary>The timeline ends.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (gate)
        {
            over = true;
            foreach (var alarm in alarms)
                alarm.Dispose();
            alarms.Clear();
        }

        await Bus.DisposeAsync().ConfigureAwait(false);
    }

    Place? BoardOf(UsbPortPath port)
    {
        lock (gate)
            return places.GetValueOrDefault(port);
    }

    static VirtualBoard Make(BoardModel model, BoardSource source)
    {
        var board = new VirtualBoard(model);
        foreach (var content in source.Content)
        {
            switch (content)
            {
                case FlashContent.Pattern(var range, var bytes):
                    board.Memory.Put(range.Start, [.. Enumerable.Range(0, (int)range.Length).Select(i => bytes[i % bytes.Length])]);
                    break;
                case FlashContent.Data(var address, var bytes):
                    board.Memory.Put(address, bytes.Span);
                    break;
                default:
                    throw new InvalidOperationException("An image of a scenario was not loaded.");
            }
        }

        return board;
    }

    void Happened(BoardEvent happened)
    {
        events?.Report(happened);
        lock (gate)
        {
            foreach (var act in waiting.Where(act => act.Cue!.Port == happened.Port && act.Cue.What == happened.What).ToList())
            {
                if (!act.Cue!.EachTime)
                    _ = waiting.Remove(act);
                Set(act);
            }
        }
    }

    /// <summary>Every act is done by an alarm, so that nothing is plugged or pulled inside of what tells of a plug or a pull.</summary>
    void Set(SceneAct act)
    {
        lock (gate)
        {
            if (!over)
                _ = alarms.Add(new(clock, act.After, alarm => Ring(alarm, act)));
        }
    }

    void Ring(Alarm alarm, SceneAct act)
    {
        lock (gate)
        {
            if (!alarms.Remove(alarm))
                return;
            alarm.Dispose();
        }

        // What cannot be done (a board that is gone already is pulled) is no act: people were faster than the timeline.
        _ = act.Deed switch
        {
            SceneDeed.Unplug => Unplug(act.Port),
            SceneDeed.Plug => Plug(act.Port),
            SceneDeed.Replace it => Replace(act.Port, it.By, it.Faults),
            SceneDeed.Suffer it => Suffer(act.Port, it.Fault),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    sealed record Place(int Number, BoardSource Source, VirtualBoard Board);

    sealed class Listener(VirtualBench bench) : IProgress<BoardEvent>
    {
        public void Report(BoardEvent value) => bench.Happened(value);
    }

    sealed class Alarm : IDisposable
    {
        readonly ITimer timer;

        public Alarm(TimeProvider clock, TimeSpan after, Action<Alarm> ring)
        {
            timer = clock.CreateTimer(_ => ring(this), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _ = timer.Change(after, Timeout.InfiniteTimeSpan);
        }

        public void Dispose() => timer.Dispose();
    }
}

/// <param name="Number">By which the board is called; one that replaces it inherits it.</param>
/// <param name="Board">In the port, or beside it.</param>
public sealed record BenchPlace(int Number, UsbPortPath Port, VirtualBoard Board, bool IsPlugged);
