using System.Collections.Immutable;

namespace GangFlash.Line;

/// <summary>What an event led to.</summary>
/// <param name="Effects">In the order in which they are to be done.</param>
public sealed record ShiftStep(ShiftState State, ImmutableArray<ShiftEffect> Effects);

/// <summary>The rules of the line. Pure: the same state and event always give the same step.</summary>
public static class ShiftRules
{
    public static ShiftStep On(ShiftState state, ShiftEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return new(state, []);
    }
}
