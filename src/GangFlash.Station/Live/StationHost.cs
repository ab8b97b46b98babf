using System.Collections.Immutable;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Simulator.Scenarios;
using GangFlash.Station.Doctor.Checks;
using GangFlash.Station.Loading;
using GangFlash.Station.Progress;
using GangFlash.Station.Screen;
using GangFlash.Station.Terminal;
using GangFlash.Traceability;

namespace GangFlash.Station.Live;

/// <summary>What the command line and the station's configuration say.</summary>
/// <param name="WorkOrders">None: every number is a work order.</param>
/// <param name="Map">Which port is which slot.</param>
/// <param name="Simulated">The chip of fresh virtual boards; none where boards are real.</param>
sealed record HostSettings(StationRules Rules, RecipeShelf Shelf, WorkOrderShelf? WorkOrders, SlotMap Map, string Database, LineMode Mode, ScannerSettings Scanner, ChipChoice? Simulated)
{
    /// <summary>Where virtual boards sit, by slot.</summary>
    public IReadOnlyDictionary<int, UsbPortPath> Places { get; init; } = new Dictionary<int, UsbPortPath>();

    /// <summary>What of the numbers of recipes this station may take, by their names.</summary>
    public ImmutableSortedDictionary<string, NumberShare> Shares { get; init; } = ImmutableSortedDictionary<string, NumberShare>.Empty;
}

/// <summary>Joins the loop, the terminal, the bus and the record, and takes them apart again.</summary>
sealed class StationHost(StationIo io, HostSettings settings, IUsbBus bus, TimeProvider busClock)
{
    static readonly TimeSpan s_lookAround = TimeSpan.FromSeconds(2);

    static readonly TimeSpan s_bellEvery = TimeSpan.FromSeconds(3);

    /// <summary>A shift is not longer.</summary>
    static readonly TimeSpan s_shift = TimeSpan.FromHours(12);

    const int MostHistory = 2000;

    /// <summary>Recipe and images are read again so often, in looks around.</summary>
    const int LooksPerRecipe = 5;

    public async Task<ExitCode> RunAsync(CancellationToken ct)
    {
        try
        {
            var store = await RecordOpening.OpenAsync(io, settings.Database, json: false, ct);
            await using (store)
                return await RunAsync(store, ct);
        }
        catch (RecordException lost)
        {
            io.Error.WriteLine(lost.Message);
            return ExitCode.NoRecord;
        }
        catch (IOException noTerminal)
        {
            io.Error.WriteLine(noTerminal.Message);
            return ExitCode.Usage;
        }
    }

    async Task<ExitCode> RunAsync(TraceabilityStore store, CancellationToken ct)
    {
        var rules = settings.Rules;
        var interrupted = await store.CloseInterruptedAsync(rules.Station, rules.Language, ct);
        var answers = new RecordAnswers(settings.Database, rules.Station);
        var saved = SavedShiftFile.Beside(settings.Database);
        var before = saved.Read(out var unreadable);
        var start = ScreenState.Begin(rules, new(io.Clock.GetUtcNow(), TimeSpan.Zero)) with
        {
            Simulated = settings.Simulated is not null,
            Mode = settings.Mode,
            Zone = TimeZoneInfo.Local.GetUtcOffset(io.Clock.GetUtcNow()),
        };
        var loop = new StationLoop(start, settings.Scanner, io.Clock);
        using var desk = new StationDesk(loop.Tell);
        using var end = new CancellationTokenSource();
        using var stopRequested = ct.Register(loop.Shut);

        ScreenPainter? painter = null;
        using var output = Console.OpenStandardOutput();
        var modes = TerminalModes.OfThisMachine();
        using var terminal = new TerminalSession(modes, output, loop.Shut, () => painter?.Forget());
        painter = new(terminal, ColourProfiles.Of(Environment.GetEnvironmentVariable), () => loop.State, () => (Console.WindowWidth, Console.WindowHeight), io.Clock);
        var work = new StationWork(desk, settings.Shelf, settings.WorkOrders, store, answers, saved, loop.Tell, terminal.Bell, loop.Fail, end.Token) { StationId = rules.Station, Shares = settings.Shares };

        var filter = new GangEvents(loop.Tell);
        var runner = new ContinuousRunner(bus, new(bus, store, busClock, filter, rules.Language), busClock, filter, settings.Map);
        Reading(loop, modes);
        loop.Tell(at => new ShiftEvent.Resumed(at, before, [.. interrupted.Select(attempt => new InterruptedUnit(attempt.Attempt, attempt.Slot, attempt.UnitSerial, attempt.StartedAt))]));
        if (unreadable is not null)
            loop.Tell(at => new ShiftEvent.FactSeen(at, new LineFact.FilesChanged(at, unreadable)));
        Task[] around =
        [
            Guarded(() => painter.RunAsync(end.Token), loop),
            Guarded(() => runner.RunAsync(desk, end.Token), loop),
            Guarded(() => LookAroundAsync(loop, desk, work, end.Token), loop),
            Guarded(() => AlarmAsync(loop, terminal, end.Token), loop),
            Guarded(() => PrepareAsync(loop, answers, end.Token), loop),
            Guarded(() => PublishAsync(loop, end.Token), loop),
            Guarded(work.WriteRecordsAsync, loop),
        ];
        try
        {
            await loop.RunAsync(work.Do, request => Request(request, loop, painter, end.Token));
        }
        finally
        {
            await end.CancelAsync();
            await work.EndAsync();
            await Task.WhenAll(around);
        }

        return ExitCode.Passed;
    }

    /// <summary>Work beside the loop; a mistake of ours in it ends the loop.</summary>
    static Task Guarded(Func<Task> work, StationLoop loop) => Task.Run(async () =>
    {
        try
        {
            await work();
        }
#pragma warning disable CA1031 // Handed to the loop, which ends with it.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            loop.Fail(bug);
        }
    });

    /// <summary>Reads what is typed, on a thread of its own: a read of a terminal cannot be cancelled.</summary>
    static void Reading(StationLoop loop, ITerminalModes modes) => new Thread(() =>
    {
        using var input = modes.OpenInput();
        var buffer = new byte[4096];
        try
        {
            while (input.Read(buffer) is > 0 and var count)
                loop.Read(buffer.AsMemory(0, count).ToArray());
        }
        catch (IOException)
        {
            // The terminal went away: the hang-up signal ends the program in order.
        }

        loop.Shut();
    })
    { IsBackground = true, Name = "keys" }.Start();

    void Request(ScreenRequests requests, StationLoop loop, ScreenPainter painter, CancellationToken ct)
    {
        if (requests.HasFlag(ScreenRequests.Redraw))
            painter.Forget();
        if (requests.HasFlag(ScreenRequests.SwapBoards) && bus is VirtualBench bench && settings.Simulated is { } chip)
            _ = Guarded(() => new SimulatedHands(bench, chip, settings.Places, busClock).SwapAsync(loop.State.Shift, ct), loop);
    }

    /// <summary>Lists recipes and reads back the shift; the screen is there before.</summary>
    Task PrepareAsync(StationLoop loop, RecordAnswers answers, CancellationToken ct)
    {
        loop.Show(new ScreenEvent.RecipesListed(settings.Shelf.List()));
        loop.Show(new ScreenEvent.HistoryRead(answers.Since(io.Clock.GetUtcNow() - s_shift, MostHistory, ct)));
        return Task.CompletedTask;
    }

    /// <summary>Disk, database, boards: what the top line shows, and what stops the line.</summary>
    async Task LookAroundAsync(StationLoop loop, StationDesk desk, StationWork work, CancellationToken ct)
    {
        var wasFull = false;
        Planning.FlashOrder? checkedOrder = null;
        var isValid = false;
        try
        {
            for (var look = 0; ; look++)
            {
                var order = loop.State.Shift.Batch is null ? null : desk.Order;
                if (order != checkedOrder || look % LooksPerRecipe == 0)
                    (checkedOrder, isValid) = (order, order is not null && settings.Shelf.Changed(order) is null);
                var free = FreeBytes();
                var isFull = free < RecordChecks.NoRoom;
                if (isFull && !wasFull)
                    loop.Tell(at => new ShiftEvent.FactSeen(at, new LineFact.RecordNotWritable(at, $"{free >> 20} MB are free on the disk of the database")));
                wasFull = isFull;
                loop.Show(new ScreenEvent.Looked(new(desk.Present.Count, desk.UsbIsWell, work.RecordIsWell, !isFull, free, isValid, null)));
                await Task.Delay(s_lookAround, io.Clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <summary>For screens at other desks. That they cannot be reached stops no line: it is a line of the history, and no fact for the rules.</summary>
    Task PublishAsync(StationLoop loop, CancellationToken ct)
    {
        return new LinePublisher(new(settings.Database, settings.Rules.Station), Look, why => loop.Show(new ScreenEvent.Noticed(loop.Now.Wall, why)), io.WorldClock).RunAsync(ct);

        LineSnapshot Look()
        {
            var state = loop.State;
            return LineSnapshot.Of(state.Shift, loop.Now, StationVersion.Text, state.Simulated, slot => state.Stories.GetValueOrDefault(slot)?.Device?.Serial.Text);
        }
    }

    /// <summary>On the disk of the database; none where the system does not tell.</summary>
    long? FreeBytes()
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(settings.Database)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>An alarm sounds until somebody has heard it.</summary>
    async Task AlarmAsync(StationLoop loop, TerminalSession terminal, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_bellEvery, io.Clock, ct);
                if (loop.State.Shift.Alarms.Exists(alarm => alarm is { Acknowledged: false, Class: not AlarmClass.Inform }))
                    terminal.Bell();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    /// <summary>Gang events for the rules; progress at most once per percent and slot.</summary>
    sealed class GangEvents(Action<Func<Moment, ShiftEvent>> tell) : IProgress<GangEvent>
    {
        readonly Lock gate = new();
        readonly ProgressFilter filter = new(stepPercent: 1);

        public void Report(GangEvent value)
        {
            lock (gate)
            {
                if (filter.Passes(value))
                    tell(at => new ShiftEvent.Gang(at, value));
            }
        }
    }
}
