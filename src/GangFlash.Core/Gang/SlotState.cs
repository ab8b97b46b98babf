namespace GangFlash.Gang;

/// <summary>What a slot is doing in continuous mode.</summary>
public enum SlotState
{
    /// <summary>No board.</summary>
    Empty,

    /// <summary>A board that was not flashed yet; it starts when the desk says so.</summary>
    Waiting,

    /// <summary>An attempt runs, its record included.</summary>
    Running,

    /// <summary>The verdict stands. The board is not flashed again until it was removed, whatever it shows as.</summary>
    Done,

    /// <summary>The board was pulled before its verdict: the attempt is about to end.</summary>
    Pulled,
}

/// <summary>What happens to a slot in continuous mode.</summary>
public enum SlotChange
{
    /// <summary>A bootloader enumerates at the port.</summary>
    Arrived,

    /// <summary>The desk gave an order for the board.</summary>
    Started,

    /// <summary>The verdict was no verdict on the board, and it may be flashed again where it is.</summary>
    Reopened,

    /// <summary>Nothing enumerates at the port any more, for longer than a board needs to come back as its application.</summary>
    Removed,

    /// <summary>The attempt ended, and its record is on disk or known to be lost.</summary>
    Ended,
}

/// <summary>The rules of a slot in continuous mode, as a table.</summary>
public static class SlotRules
{
    public static SlotState Next(SlotState now, SlotChange happened) => (now, happened) switch
    {
        (SlotState.Empty, SlotChange.Arrived) => SlotState.Waiting,
        (SlotState.Waiting, SlotChange.Started) => SlotState.Running,
        (SlotState.Waiting, SlotChange.Removed) => SlotState.Empty,
        (SlotState.Running, SlotChange.Ended) => SlotState.Done,
        (SlotState.Running, SlotChange.Removed) => SlotState.Pulled,
        (SlotState.Pulled, SlotChange.Ended) => SlotState.Empty,
        (SlotState.Done, SlotChange.Removed) => SlotState.Empty,
        (SlotState.Done, SlotChange.Reopened) => SlotState.Waiting,

        // The bootloader comes and goes while its attempt runs, and comes back when BOOT0 is still high: no new board.
        (SlotState.Waiting or SlotState.Running or SlotState.Done or SlotState.Pulled, SlotChange.Arrived) => now,
        (SlotState.Empty or SlotState.Pulled, SlotChange.Removed) => now,
        _ => throw new InvalidOperationException($"A slot that is {now} cannot see {happened}."),
    };
}
