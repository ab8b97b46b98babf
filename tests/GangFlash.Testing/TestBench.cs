using System.Collections.Immutable;
using System.Text;
using GangFlash.Chips;
using GangFlash.Devices;
using GangFlash.Flashing;
using GangFlash.Gang;
using GangFlash.Images;
using GangFlash.Planning;
using GangFlash.Recipes;
using GangFlash.Simulator;

namespace GangFlash.Testing;

/// <summary>A bench with virtual boards in virtual time: plug in, flash, look.</summary>
public sealed class TestBench
{
    readonly List<UsbPortPath> ports = [];

    public TestBench(params IEnumerable<BoardModel> boards)
    {
        Bus = new(Clock);
        foreach (var board in boards)
            _ = Plug(board);
    }

    public VirtualClock Clock { get; } = new();

    public VirtualBus Bus { get; }

    public MemoryRecorder Recorder { get; } = new();

    public List<GangEvent> Events { get; } = [];

    /// <summary>Puts a board into the next port.</summary>
    public VirtualBoard Plug(BoardModel model)
    {
        var port = SimulatedFleet.PortOf(ports.Count);
        ports.Add(port);
        var board = new VirtualBoard(model);
        Bus.Plug(port, board);
        Pulled[ports.Count] = board;
        return board;
    }

    /// <summary>The board in a slot, counted from 1.</summary>
    public VirtualBoard Board(int slot) => Bus.BoardAt(ports[slot - 1]) ?? Pulled[slot];

    /// <summary>Every board that was ever plugged in, so that one that was pulled can still be looked at.</summary>
    public Dictionary<int, VirtualBoard> Pulled { get; } = [];

    /// <summary>Runs the recipe on the board in slot 1, without a gang around it.</summary>
    public Task<UnitResult> FlashOneAsync(FlashOrder order, CancellationToken ct = default) =>
        Clock.RunAsync(() => new FlashJob(order, ports[0], [], Bus, Clock, new Quiet<JobProgress>(), KeepAsync).RunAsync(ct));

    async Task<string?> KeepAsync(ImmutableArray<Segment> kept, CancellationToken ct)
    {
        await Recorder.KeepAsync("alone", kept, ct);
        return null;
    }

    /// <summary>Loads and runs everything that is plugged in.</summary>
    public Task<ImmutableArray<SlotOutcome>> FlashAllAsync(
        FlashOrder order, Func<LoadedSlot, LoadedSlot>? change = null, IAttemptRecorder? recorder = null, Action<GangEvent>? watch = null, Func<int, byte[]>? random = null, CancellationToken ct = default) => Clock.RunAsync(async () =>
    {
        var found = await GangLoader.FindAsync(Bus, order.Recipe.Device.Usb, ct).ConfigureAwait(false);
        var slots = GangLoader.Load(found, order, SlotMap.Untaught, new Dictionary<int, string>());
        var runner = new GangRunner(Bus, recorder ?? Recorder, Clock, new Listener(Events, watch), random: random);
        return await runner.RunAsync([.. slots.Select(change ?? (slot => slot))], Context, ct).ConfigureAwait(false);
    });

    public static GangContext Context { get; } = new("TEST-1", "B-1001", "WO-7", "production", "0.0-test");

    /// <summary>An order from recipe text as an engineer writes it, with images of <c>tests/Images</c>.</summary>
    public static FlashOrder Order(string recipe) => Order(recipe, name => TestImages.Bytes(name));

    public static FlashOrder Order(string recipe, Func<string, byte[]> load)
    {
        var reading = RecipeReader.Read("test.yaml", Encoding.UTF8.GetBytes(recipe));
        var read = reading.Recipe ?? throw new InvalidOperationException(string.Join('\n', reading.Problems));
        ImmutableArray<FirmwareImage> images = [.. read.Images.Select(image => ImageReader.Read(image.File, load(image.File), image.At))];
        return new(read, images, read.Device.Chip is { } chip ? VirtualBoards.Chip(chip) : null);
    }

    /// <summary>An order for bytes at an address, with the rest of the recipe as given.</summary>
    public static FlashOrder Order(uint at, byte[] data, string rest) => Order(
        $"""
        recipe: test
        revision: 1
        images:
          - file: data.bin
            at: 0x{at:X8}
        {rest}
        """,
        _ => data);

    public static ChipChoice Chip(string part) => VirtualBoards.Chip(part);

    sealed class Listener(List<GangEvent> events, Action<GangEvent>? watch) : IProgress<GangEvent>
    {
        public void Report(GangEvent value)
        {
            events.Add(value);
            watch?.Invoke(value);
        }
    }
}

/// <summary>Takes progress and says nothing.</summary>
public sealed class Quiet<T> : IProgress<T>
{
    public void Report(T value)
    {
    }
}

/// <summary>Keeps records in memory, in the order in which they were committed; can be told to lose them.</summary>
public sealed class MemoryRecorder : IAttemptRecorder
{
    public List<AttemptStart> Starts { get; } = [];

    public List<(string Attempt, AttemptEnd End)> Ends { get; } = [];

    public bool LosesBegins { get; set; }

    public bool LosesEnds { get; set; }

    public bool LosesKept { get; set; }

    /// <summary>Protected bytes by attempt, in the order in which they were committed.</summary>
    public List<(string Attempt, ImmutableArray<Segment> Bytes)> Kept { get; } = [];

    /// <summary>A slot whose end this recorder breaks down on, as a mistake of ours would make it.</summary>
    public int? BreaksOnSlot { get; set; }

    public Task<AttemptBegin> BeginAsync(AttemptStart start, CancellationToken ct)
    {
        if (LosesBegins)
            throw new RecordException("The disk is full.");
        Starts.Add(start);
        var begun = new AttemptBegin.Begun($"attempt-{Starts.Count}")
        {
            Kept = start.UnitSerial is { } unit ? KeptOf(unit) : [],
            Numbers = start.Order.Recipe.NumbersTaken.ToImmutableSortedDictionary(range => range.Name, range => start.Previous is { } previous ? Numbers[previous][range.Name] : Next(range)),
        };
        if (begun.Numbers.FirstOrDefault(taken => taken.Value > start.Order.Recipe.Numbers.First(range => range.Name == taken.Key).Last) is { Key: { } spent })
            return Task.FromResult<AttemptBegin>(new AttemptBegin.NumbersSpent(spent, "the last"));
        Numbers[begun.Attempt] = begun.Numbers;
        return Task.FromResult<AttemptBegin>(begun);
    }

    /// <summary>What each attempt has taken.</summary>
    public Dictionary<string, ImmutableSortedDictionary<string, ulong>> Numbers { get; } = [];

    ulong Next(NumberRange range) =>
        Numbers.Values.SelectMany(taken => taken).Where(taken => taken.Key == range.Name).Select(taken => (ulong?)taken.Value + range.Step).Max() ?? range.First;

    /// <summary>Of the last attempt on a unit that kept something, if that attempt touched the unit and none has passed since.</summary>
    ImmutableArray<Segment> KeptOf(string unit)
    {
        foreach (var (start, i) in Starts.Select((start, i) => (start, i)).SkipLast(1).Reverse().Where(item => item.start.UnitSerial == unit))
        {
            var end = Ends.Find(end => end.Attempt == $"attempt-{i + 1}").End;
            if (end?.Result is UnitResult.Passed)
                return [];
            if (end?.Result.Report.Touched != false && Kept.Find(kept => kept.Attempt == $"attempt-{i + 1}").Bytes is { IsDefaultOrEmpty: false } kept)
                return kept;
        }

        return [];
    }

    public Task KeepAsync(string attempt, ImmutableArray<Segment> kept, CancellationToken ct)
    {
        if (LosesKept)
            throw new RecordException("The disk is full.");
        Kept.Add((attempt, kept));
        return Task.CompletedTask;
    }

    public Task EndAsync(string attempt, AttemptEnd end, CancellationToken ct)
    {
        if (LosesEnds)
            throw new RecordException("The disk is full.");
        if (Starts[int.Parse(attempt["attempt-".Length..]) - 1].Slot == BreaksOnSlot)
            throw new InvalidOperationException("A mistake of ours.");
        Ends.Add((attempt, end));
        return Task.CompletedTask;
    }
}
