using System.Collections.Immutable;
using System.Diagnostics;
using GangFlash.Devices;

namespace GangFlash.Gang;

/// <summary>Something happened while slots are taught.</summary>
public abstract record TeachEvent
{
    private TeachEvent() { }

    /// <param name="IsBoard">False for a device that is not in DFU mode.</param>
    public sealed record Arrived(UsbPortPath Port, bool IsBoard) : TeachEvent;

    public sealed record Departed(UsbPortPath Port) : TeachEvent;

    /// <summary>The next slot is left as it is.</summary>
    public sealed record Skip : TeachEvent;

    /// <summary>The last slot was wrong.</summary>
    public sealed record Undo : TeachEvent;

    /// <summary>Enough.</summary>
    public sealed record Finish : TeachEvent;
}

/// <summary>One slot that was passed in this session.</summary>
/// <param name="Port">None if it was skipped.</param>
public readonly record struct TaughtStep(int Slot, UsbPortPath? Port);

/// <summary>A state and what to tell the person at the fixture about the way there, a sentence each.</summary>
public readonly record struct TeachStep(SlotTeaching State, ImmutableArray<string> Said);

/// <summary>
/// Teaching slots: boards are plugged in one after another, and each port gets the next number. Values only: an event and a state give
/// the next state and what to say.
/// </summary>
/// <param name="Before">The map as it is on disk.</param>
/// <param name="First">The slot that the first board gets.</param>
/// <param name="Count">How many slots are taught, skipped ones among them; none for as many as come.</param>
public sealed record SlotTeaching(SlotMap Before, int First, int? Count)
{
    /// <summary>What was done, in the order of slots.</summary>
    public ImmutableArray<TaughtStep> Steps { get; private init; } = [];

    /// <summary>Ports that were in use before the teaching began: they count only after they were empty.</summary>
    public ImmutableSortedSet<UsbPortPath> Occupied { get; private init; } = [];

    /// <summary>Nothing more is taken; what was taught is to be saved.</summary>
    public bool IsFinished { get; private init; }

    /// <summary>The slot that the next board gets.</summary>
    public int Next => First + Steps.Length;

    /// <summary>The map with all that was taught.</summary>
    public SlotMap After => Steps.Aggregate(Before, (map, step) => step.Port is { } port ? map.Teach(step.Slot, port) : map);

    /// <summary>False while every slot was skipped: there is nothing to save.</summary>
    public bool HasTaught => Steps.Any(step => step.Port is not null);

    /// <summary>How a session begins.</summary>
    /// <param name="present">What is plugged in already, and whether it is in DFU mode.</param>
    /// <param name="takePresent">Boards that are plugged in already get slots at once, in the order of ports.</param>
    public static TeachStep Begin(SlotMap before, int first, int? count, IReadOnlyCollection<(UsbPortPath Port, bool IsBoard)> present, bool takePresent)
    {
        ArgumentNullException.ThrowIfNull(present);
        var boards = present.Where(device => device.IsBoard).Select(device => device.Port).Order().ToImmutableArray();
        var step = new TeachStep(new(before, first, count) { Occupied = [.. present.Select(device => device.Port)] }, []);
        if (takePresent)
        {
            foreach (var port in boards.TakeWhile(_ => !step.State.IsFinished))
                step = step.State.Take(port, step.Said);
        }
        else if (!boards.IsEmpty)
        {
            step = step with
            {
                Said = [$"Plugged in already: {string.Join(", ", boards)}. {(boards.Length == 1 ? "It takes" : "They take")} no slot until plugged in again; --present takes boards that are there in the order of their ports."],
            };
        }

        return step.State.IsFinished ? step : step with { Said = [.. step.Said, step.State.Asks] };
    }

    /// <summary>The next state. Nothing changes any more once it is finished.</summary>
    public TeachStep On(TeachEvent happened) => happened switch
    {
        _ when IsFinished => new(this, []),
        TeachEvent.Arrived { Port: var port } when Occupied.Contains(port) => new(this, []),
        TeachEvent.Arrived { IsBoard: false } it => Say($"What came at {it.Port} is not in its bootloader, so it takes no slot (BOOT0 high, then reset)."),
        TeachEvent.Arrived { Port: var port } when Steps.FirstOrDefault(step => step.Port == port) is { Port: not null } earlier =>
            Say($"{port} is slot {earlier.Slot} already. {Asks}"),
        TeachEvent.Arrived it => Ask(Take(it.Port, [])),
        TeachEvent.Departed it => new(this with { Occupied = Occupied.Remove(it.Port) }, []),
        TeachEvent.Skip => Ask(new(Passed(new(Next, null)), [Before.Taught.TryGetValue(Next, out var kept) ? $"Slot {Next} is skipped and stays {kept}." : $"Slot {Next} is skipped."])),
        TeachEvent.Undo when Steps is [.., var last] => Ask(new(this with { Steps = Steps.RemoveAt(Steps.Length - 1) }, [$"Slot {last.Slot} is undone."])),
        TeachEvent.Undo => Say($"There is nothing to undo. {Asks}"),
        TeachEvent.Finish => new(this with { IsFinished = true }, []),
        _ => throw new UnreachableException(),
    };

    string Asks => $"Plug in the board of slot {Next}.";

    TeachStep Take(UsbPortPath port, ImmutableArray<string> said) => new(Passed(new(Next, port)), [.. said, $"Slot {Next} is {port}.{History(port)}"]);

    /// <summary>What a port or a slot was before, where that is another thing now.</summary>
    string History(UsbPortPath port)
    {
        var was = After.Taught.Where(taught => taught.Value == port && taught.Key != Next).Select(taught => $"It was slot {taught.Key}.");
        var had = Before.Taught.TryGetValue(Next, out var old) && old != port ? [$"The slot was {old}."] : Array.Empty<string>();
        return string.Concat(was.Concat(had).Select(sentence => $" {sentence}"));
    }

    SlotTeaching Passed(TaughtStep step)
    {
        var after = this with { Steps = Steps.Add(step) };
        return after with { IsFinished = after.Steps.Length == Count || after.Next > SlotMap.MostSlots };
    }

    static TeachStep Ask(TeachStep step) => step.State.IsFinished ? step : step with { Said = [.. step.Said, step.State.Asks] };

    TeachStep Say(string sentence) => new(this, [sentence]);
}
