namespace GangFlash.Testing;

/// <summary>
/// A clock that stands still until everybody waits, then jumps to the next alarm. Work that is started under it and only ever awaits runs on
/// one thread, in an order that is the same every time: an hour of sixteen slots takes milliseconds.
/// </summary>
public sealed class VirtualClock : TimeProvider
{
    static readonly DateTimeOffset s_begin = new(2026, 1, 5, 6, 0, 0, TimeSpan.Zero);

    readonly Lock gate = new();
    readonly PriorityQueue<Alarm, (TimeSpan At, long Order)> alarms = new();
    TimeSpan now;
    long order;

    public TimeSpan Elapsed
    {
        get
        {
            lock (gate)
                return now;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Elapsed.Ticks;

    public override DateTimeOffset GetUtcNow() => s_begin + Elapsed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        _ = alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Starts the work and rings alarms, earliest first, until it is done.</summary>
    public async Task RunAsync(Func<Task> work) => await RunAsync(async () =>
    {
        await work().ConfigureAwait(false);
        return 0;
    });

    /// <summary>Starts the work and rings alarms, earliest first, until it is done.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            var running = work();
            while (!running.IsCompleted)
            {
                if (Next() is { } alarm)
                    alarm.Ring();
                else if (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(1))).ConfigureAwait(false) != running)
                    ThrowIfStuck();
            }

            return await running.ConfigureAwait(false);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    int idle;

    /// <summary>Work on another thread (a database) may hold everything up for a while; for ever is a dead lock.</summary>
    void ThrowIfStuck()
    {
        if (++idle > 20_000)
            throw new InvalidOperationException($"Everybody waits and no alarm is set, at {Elapsed}.");
    }

    Alarm? Next()
    {
        lock (gate)
        {
            while (alarms.TryDequeue(out var alarm, out var key))
            {
                if (alarm.IsDue(key.Order))
                {
                    now = key.At > now ? key.At : now;
                    idle = 0;
                    return alarm;
                }
            }

            return null;
        }
    }

    sealed class Alarm(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        long current = -1;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                current = -1;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
                    throw new NotSupportedException("Nobody here uses periodic timers.");
                current = clock.order++;
                clock.alarms.Enqueue(this, (clock.now + dueTime, current));
                return true;
            }
        }

        public bool IsDue(long key) => current == key;

        public void Ring()
        {
            current = -1;
            callback(state);
        }

        public void Dispose() => current = -1;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
