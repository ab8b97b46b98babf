using System.Threading.Channels;
using GangFlash.Line;
using GangFlash.Station.Screen;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Live;

/// <summary>
/// The one loop: events in, states out. Keys, boards, jobs and the clock all come through one channel; nothing here waits for a disk, a device
/// or the terminal.
/// </summary>
sealed class StationLoop(ScreenState start, ScannerSettings scanner, TimeProvider clock)
{
    /// <summary>The clock of the screen and of the rules moves on so often.</summary>
    static readonly TimeSpan s_tickEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>A pause of the scanner is noticed within this.</summary>
    static readonly TimeSpan s_pulse = TimeSpan.FromMilliseconds(20);

    readonly Channel<Func<Moment, Happening>> happenings = Channel.CreateUnbounded<Func<Moment, Happening>>(new() { SingleReader = true });
    readonly long began = clock.GetTimestamp();
    readonly InputDecoder decoder = new(scanner);
    ScreenState state = start;
    int isShut;

    abstract record Happening
    {
        public sealed record Screen(ScreenEvent Event) : Happening;

        /// <param name="Uptime">When they were read, not when the loop came to them.</param>
        public sealed record Bytes(ReadOnlyMemory<byte> Read, TimeSpan Uptime) : Happening;

        public sealed record Pulse : Happening;
    }

    /// <summary>The newest state; may be read by any thread at any time.</summary>
    public ScreenState State => Volatile.Read(ref state);

    public Moment Now => new(clock.GetUtcNow(), clock.GetElapsedTime(began));

    public void Tell(Func<Moment, ShiftEvent> happened) => Post(at => new Happening.Screen(new ScreenEvent.Line(happened(at))));

    public void Show(ScreenEvent happened) => Post(_ => new Happening.Screen(happened));

    public void Read(ReadOnlyMemory<byte> bytes)
    {
        var uptime = clock.GetElapsedTime(began);
        Post(_ => new Happening.Bytes(bytes, uptime));
    }

    /// <summary>The system or a lost terminal ends the program: nobody is asked, and what runs is stopped in order. Once is enough.</summary>
    public void Shut()
    {
        if (Interlocked.Exchange(ref isShut, 1) == 1)
            return;
        Tell(at => new ShiftEvent.QuitAsked(at));
        Tell(at => new ShiftEvent.Commanded(at, StationCommand.Yes));
    }

    /// <summary>Ends the loop with a mistake of ours.</summary>
    public void Fail(Exception bug) => happenings.Writer.TryComplete(bug);

    /// <summary>Runs until the rules say that the program may end.</summary>
    /// <param name="act">Does an effect, quickly; answers come back as events.</param>
    /// <param name="request">What the screen itself wants.</param>
    public async Task RunAsync(Action<ShiftState, ShiftEffect> act, Action<ScreenRequests> request)
    {
        using var stop = new CancellationTokenSource();
        var pulse = PulseAsync(stop.Token);
        try
        {
            var ticked = TimeSpan.MinValue;
            await foreach (var happening in happenings.Reader.ReadAllAsync(CancellationToken.None))
            {
                var now = Now;
                foreach (var happened in Events(happening(now), now, ref ticked))
                {
                    if (Take(happened, act, request))
                        return;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pulse;
        }
    }

    List<ScreenEvent> Events(Happening happening, Moment now, ref TimeSpan ticked)
    {
        switch (happening)
        {
            case Happening.Screen screen:
                return [screen.Event];
            case Happening.Bytes bytes:
                return [.. decoder.Feed(bytes.Read, bytes.Uptime).Select(input => new ScreenEvent.Input(now, input))];
            default:
                List<ScreenEvent> events = [.. decoder.Pass(now.Uptime).Select(input => new ScreenEvent.Input(now, input))];
                if (ticked == TimeSpan.MinValue || now.Uptime - ticked >= s_tickEvery)
                {
                    ticked = now.Uptime;
                    events.Add(new ScreenEvent.Line(new ShiftEvent.Ticked(now)));
                }

                return events;
        }
    }

    /// <summary>True if the program may end.</summary>
    bool Take(ScreenEvent happened, Action<ShiftState, ShiftEffect> act, Action<ScreenRequests> request)
    {
        var step = ScreenUpdate.On(State, happened);
        Volatile.Write(ref state, step.State);
        foreach (var effect in step.Effects)
            act(step.State.Shift, effect);
        if (step.Requests != ScreenRequests.None)
            request(step.Requests);
        return step.Effects.Any(effect => effect is ShiftEffect.Quit);
    }

    async Task PulseAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                Post(_ => new Happening.Pulse());
                await Task.Delay(s_pulse, clock, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The loop has ended.
        }
    }

    void Post(Func<Moment, Happening> happening) => happenings.Writer.TryWrite(happening);
}
