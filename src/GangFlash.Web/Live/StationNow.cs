using System.Collections.Immutable;
using GangFlash.Line;

namespace GangFlash.Web.Live;

/// <summary>How a station stands at this moment, judged from what it said last and how long ago.</summary>
enum StationState
{
    Working,
    Idle,

    /// <summary>Nothing new starts there before somebody releases the line.</summary>
    Stopped,

    /// <summary>It said nothing for too long: its program was killed, or the machine is gone.</summary>
    Lost,
}

/// <param name="Says">The state in a sentence.</param>
sealed record StationNow(LineSnapshot Line, StationState State, string Says)
{
    /// <summary>Stations renew what they say every two seconds: three are missed.</summary>
    public static TimeSpan LostAfter { get; } = TimeSpan.FromSeconds(7);

    /// <summary>A station that was lost longer ago is not "now".</summary>
    public static TimeSpan ForgottenAfter { get; } = TimeSpan.FromDays(1);

    public static StationNow Of(LineSnapshot line, DateTimeOffset now)
    {
        var running = line.Slots.Count(slot => slot.Sign == SlotSign.Running);
        // A clock that was set back must not make a lost station a living one for ever.
        var state = (now - line.At).Duration() > LostAfter ? StationState.Lost : line.IsStopped ? StationState.Stopped : running > 0 ? StationState.Working : StationState.Idle;
        return new(line, state, state switch
        {
            StationState.Lost => $"Not heard from since {line.At.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. What is shown is what it said last.",
            StationState.Stopped => "Line stop.",
            StationState.Working => $"Working: {running} of {line.Slots.Length} {(line.Slots.Length == 1 ? "slot" : "slots")}.",
            _ => "Nothing is running.",
        });
    }
}

/// <summary>All stations of the record.</summary>
/// <param name="Problems">Why another one cannot be shown, a sentence each.</param>
sealed record LineNow(DateTimeOffset At, ImmutableArray<StationNow> Stations, ImmutableArray<string> Problems);
