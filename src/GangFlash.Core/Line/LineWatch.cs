namespace GangFlash.Line;

/// <summary>The counters behind the line-stop rules.</summary>
public sealed record LineWatchState
{
    public static LineWatchState Start { get; } = new();
}
