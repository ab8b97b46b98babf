using System.Collections.Immutable;
using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using GangFlash.Devices;
using GangFlash.Gang;
using GangFlash.Simulator;
using GangFlash.Station.Loading;
using GangFlash.Stations;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash slots teach</c>: boards are plugged in one after another, and each port gets the next slot.</summary>
sealed class SlotsTeachCommand
{
    static readonly TimeSpan s_lookForKeysEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>How long a simulated pair of hands takes for a board.</summary>
    static readonly TimeSpan s_handling = TimeSpan.FromSeconds(1);

    readonly StationIo io;
    readonly Option<int> from = new("--from") { Description = "The slot that the first board gets.", DefaultValueFactory = _ => 1, HelpName = "SLOT" };
    readonly Option<int?> count = new("--count") { Description = "End and save after so many slots.", HelpName = "N" };
    readonly Option<bool> present = new("--present") { Description = "Take boards that are plugged in already, in the order of their ports." };
    readonly Option<string?> simulate = CommonOptions.Simulate("Teach with virtual boards, plugged in one a second; kept apart from real slots.");
    readonly Option<string?> config = CommonOptions.Config();

    SlotsTeachCommand(StationIo io) => this.io = io;

    public static Command Create(StationIo io)
    {
        var it = new SlotsTeachCommand(io);
        it.from.Validators.Add(result => InRange(result, it.from.Name, result.GetValueOrDefault<int>()));
        it.count.Validators.Add(result => InRange(result, it.count.Name, result.GetValueOrDefault<int?>() ?? 1));
        var command = new Command(
            "teach",
            """
            Plug boards in one after another; each port gets the next slot number.

            Keys (lines, where input is no terminal): s or Enter skips a slot, u undoes the last one, q ends and saves. Ctrl+C ends and saves nothing.
            """)
        {
            it.from, it.count, it.present, it.simulate, it.config,
        };
        command.SetAction(async (parsed, ct) => (int)await it.RunAsync(parsed, ct));
        return command;
    }

    static void InRange(System.CommandLine.Parsing.OptionResult result, string name, int number)
    {
        if (number is < 1 or > SlotMap.MostSlots)
            result.AddError($"{name} takes a number from 1 to {SlotMap.MostSlots}.");
    }

    async Task<ExitCode> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var boards = parsed.GetValue(simulate);
        if (StationSetup.Load(io, parsed.GetValue(config), simulated: boards is not null) is not { } setup)
            return ExitCode.BadInput;
        var opening = boards is not null && !parsed.GetValue(present) ? OpenHands(boards) : Open(boards);
        switch (opening)
        {
            case TeachBus.Opened { Bus: var bus, Hands: var hands }:
                await using (bus)
                {
                    return await TeachAsync(parsed, setup, bus, hands, ct);
                }

            case TeachBus.Refused refused:
                io.Error.WriteLine(refused.Sentence);
                return refused.Exit;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    async Task<ExitCode> TeachAsync(ParseResult parsed, StationSetup setup, IUsbBus bus, Func<CancellationToken, Task> hands, CancellationToken ct)
    {
        var found = await bus.ListAsync(ct);
        var step = SlotTeaching.Begin(setup.Slots, parsed.GetValue(from), parsed.GetValue(count), [.. found.Select(entry => (entry.Port, DeviceSurvey.IsBoard(entry)))], parsed.GetValue(present));
        Say(step);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var events = Channel.CreateUnbounded<TeachEvent>();
        Task[] sources = step.State.IsFinished ? [] : [TellAsync(Arrivals(bus, done.Token), events.Writer, done.Token), TellAsync(Wishes(done.Token), events.Writer, done.Token), hands(done.Token)];
        try
        {
            while (!step.State.IsFinished)
            {
                step = step.State.On(await events.Reader.ReadAsync(ct));
                Say(step);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            io.Error.WriteLine("Stopped. Nothing is saved.");
            return ExitCode.SomeFailed;
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(sources).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Save(setup, step.State);
    }

    ExitCode Save(StationSetup setup, SlotTeaching teaching)
    {
        if (!teaching.HasTaught)
        {
            io.Say("No slot was taught. Nothing is changed.");
            return ExitCode.Passed;
        }

        var now = io.Clock.GetUtcNow();
        var fresh = teaching.Steps.Where(step => step.Port is not null).Select(step => step.Slot).ToHashSet();
        var before = setup.Taught.ToDictionary(slot => slot.Slot, slot => slot.At);
        ImmutableArray<TaughtSlot> slots = [.. teaching.After.Taught.Select(slot => new TaughtSlot(slot.Key, slot.Value, fresh.Contains(slot.Key) ? now : before[slot.Key]))];
        if (SlotStore.Save(setup.SlotsFile, slots) is { } why)
        {
            io.Error.WriteLine(why);
            return ExitCode.BadInput;
        }

        var kept = slots.Select(slot => slot.Slot).Except(fresh).ToList();
        var lost = before.Keys.Except(slots.Select(slot => slot.Slot)).ToList();
        io.Say($"Saved {(fresh.Count == 1 ? "slot" : "slots")} {SlotNumbers.Text(fresh)} in {Printable.Escape(setup.SlotsFile, 1000)}.{(kept.Count > 0 ? $" As before: {SlotNumbers.Text(kept)}." : "")}{(lost.Count > 0 ? $" Slots no more, since their ports are others now: {SlotNumbers.Text(lost)}." : "")}");
        return ExitCode.Passed;
    }

    void Say(TeachStep step)
    {
        foreach (var sentence in step.Said)
            io.Say(sentence);
        io.Out.Flush();
    }

    static async Task TellAsync(IAsyncEnumerable<TeachEvent> source, ChannelWriter<TeachEvent> events, CancellationToken ct)
    {
        try
        {
            await foreach (var happened in source.WithCancellation(ct))
                _ = events.TryWrite(happened);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The teaching is over.
        }
        catch (Exception broken)
        {
            _ = events.TryComplete(broken);     // the reader ends with it
            throw;
        }
    }

    static async IAsyncEnumerable<TeachEvent> Arrivals(IUsbBus bus, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var happened in bus.WatchAsync(ct))
        {
            // A hub that is plugged in is no board that somebody forgot to start; its boards come by themselves.
            if (happened is UsbBusEvent.Arrived { Device: var entry } && !IsHub(entry))
                yield return new TeachEvent.Arrived(entry.Port, DeviceSurvey.IsBoard(entry));
            else if (happened is UsbBusEvent.Departed { Port: var port })
                yield return new TeachEvent.Departed(port);
        }
    }

    // USB 2.0, 11.23.1: bDeviceClass of a hub.
    static bool IsHub(UsbDeviceEntry entry) => entry.DeviceDescriptor.Span is [_, _, _, _, 9, ..];

    /// <summary>What the person wants, by keys on a terminal and by lines elsewhere. Ends where the lines end.</summary>
    async IAsyncEnumerable<TeachEvent> Wishes([EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            string? wish;
            if (io.PressedKey is { } pressed)
            {
                for (wish = null; wish is null; wish = pressed() is { } key ? key.ToString() : null)
                    await Task.Delay(s_lookForKeysEvery, io.Clock, ct);
            }
            else if ((wish = await io.ReadLine(ct)) is null)
            {
                yield break;
            }

            switch (wish.Trim())
            {
                case "" or "s" or "S":
                    yield return new TeachEvent.Skip();
                    break;
                case "u" or "U":
                    yield return new TeachEvent.Undo();
                    break;
                case "q" or "Q":
                    yield return new TeachEvent.Finish();
                    break;
                default:
                    io.Error.WriteLine("s or Enter skips a slot, u undoes the last one, q ends and saves, Ctrl+C ends and saves nothing.");
                    break;
            }
        }
    }

    TeachBus Open(string? boards) => StationBus.Open(io, new(boards, null, []), timeScale: 1, expected: null) switch
    {
        StationBusOpening.Opened opened => new TeachBus.Opened(opened.Bus, static _ => Task.CompletedTask),
        StationBusOpening.Refused refused => new TeachBus.Refused(refused.Exit, refused.Sentence),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>An empty virtual bus, and hands that plug the boards in.</summary>
    TeachBus OpenHands(string boards)
    {
        var fleet = SimulatedFleet.Parse(boards, SimulatedFleet.UsualPart);
        if (fleet.Problem is { } problem)
            return new TeachBus.Refused(ExitCode.Usage, $"--simulate: {problem}");
        var bus = new VirtualBus(io.Clock);
        return new TeachBus.Opened(bus, async ct =>
        {
            foreach (var (board, i) in fleet.Boards.Select((board, i) => (board, i)))
            {
                await Task.Delay(s_handling, io.Clock, ct);
                bus.Plug(SimulatedFleet.PortOf(i), new(board));
            }
        });
    }

    /// <summary>A bus to teach on.</summary>
    abstract record TeachBus
    {
        private TeachBus() { }

        /// <param name="Hands">Plugs boards in, where nobody is there to do it.</param>
        public sealed record Opened(IUsbBus Bus, Func<CancellationToken, Task> Hands) : TeachBus;

        public sealed record Refused(ExitCode Exit, string Sentence) : TeachBus;
    }
}
