namespace GangFlash.Simulator;

/// <summary>
/// A clock that runs faster or slower than the wall: waits take <paramref name="scale"/> times as long, and measured times come out as if
/// they had not. The date stays the true one, so that records tell when things happened.
/// </summary>
/// <param name="scale">1 is real time, 0.01 a hundred times faster.</param>
public sealed class ScaledTime(TimeProvider wall, double scale) : TimeProvider
{
    public override long TimestampFrequency => wall.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => wall.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();

    public override long GetTimestamp() => (long)(wall.GetTimestamp() / scale);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new ScaledTimer(wall.CreateTimer(callback, state, Scale(dueTime), Scale(period)), this);

    TimeSpan Scale(TimeSpan time) => time == Timeout.InfiniteTimeSpan ? time : time * scale;

    sealed class ScaledTimer(ITimer inner, ScaledTime clock) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(clock.Scale(dueTime), clock.Scale(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
