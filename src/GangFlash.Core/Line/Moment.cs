namespace GangFlash.Line;

/// <summary>A time as the station knows it.</summary>
/// <param name="Wall">For the record and the screen; it can be set while the station runs.</param>
/// <param name="Uptime">For every interval: it never goes back. Counted from whenever the program likes.</param>
public readonly record struct Moment(DateTimeOffset Wall, TimeSpan Uptime)
{
    public TimeSpan Since(Moment earlier) => Uptime - earlier.Uptime;

    /// <summary>How far the wall clock was set between two moments; forward is positive.</summary>
    public TimeSpan Step(Moment earlier) => Wall - earlier.Wall - Since(earlier);

    /// <summary>So much later, on both clocks.</summary>
    public Moment After(TimeSpan time) => new(Wall + time, Uptime + time);
}
