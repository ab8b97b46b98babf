using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.Documents;

namespace GangFlash.Simulator.Scenarios;

/// <summary>Boards in ports, and what happens to them as time goes by. Plain data; <see cref="VirtualBench"/> plays it.</summary>
/// <param name="Boards">In the order of their numbers, from 1; no two have one port.</param>
/// <param name="Timeline">Each act by itself: their order says nothing.</param>
public sealed record Scenario(string Name, ImmutableArray<SceneBoard> Boards, ImmutableArray<SceneAct> Timeline)
{
    /// <summary>Boards side by side, and nothing happens.</summary>
    public static Scenario Of(ImmutableArray<BoardSource> boards) =>
        new("", [.. boards.Select((source, i) => new SceneBoard(SimulatedFleet.PortOf(i), i + 1, source))], []);

    /// <summary>The same with one more fault.</summary>
    /// <param name="text"><c>BOARD:FAULT</c>: a number, a port or <c>all</c>, then a fault as <see cref="FaultText"/> reads it.</param>
    public ScenarioChange WithFault(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return new(null, $"'{DocumentScalars.Show(text)}' is not BOARD:FAULT, such as 1:unplug@write=50 or all:slow=3s@leave");
        var who = text[..colon].Trim();
        if (FaultText.Parse(text[(colon + 1)..]) is not { Fault: { } fault } reading)
            return new(null, FaultText.Parse(text[(colon + 1)..]).Problem);
        var chosen = who == "all" ? Boards : [.. Boards.Where(board => board.Goes(who))];
        if (chosen.IsEmpty)
            return new(null, $"there is no board '{DocumentScalars.Show(who)}'; there are 1 to {Boards.Length} ({Boards[0].Port} to {Boards[^1].Port})");
        return chosen.Select(board => fault.Against(board.Model)).FirstOrDefault(problem => problem is not null) is { } against
            ? new(null, $"'{DocumentScalars.Show(text)}': {against}")
            : new(this with { Boards = [.. Boards.Select(board => chosen.Contains(board) ? board with { Faults = board.Faults.Add(fault) } : board)] }, null);
    }
}

/// <param name="Problem">What to write instead; none if the scenario could be changed.</param>
public sealed record ScenarioChange(Scenario? Scenario, string? Problem);

/// <summary>A board of a scenario, as it is at the beginning.</summary>
public sealed record SceneBoard(UsbPortPath Port, int Number, BoardSource Source)
{
    /// <summary>What is wrong with this one. A board that replaces it comes without.</summary>
    public ImmutableArray<BoardFault> Faults { get; init; } = [];

    /// <summary>False for a board that lies beside its port.</summary>
    public bool Plugged { get; init; } = true;

    public BoardModel Model => Faults.Aggregate(Source.Make(Number), (board, fault) => fault.Apply(board));

    /// <summary>Whether it is called like this: its number, or its port.</summary>
    public bool Goes(string name) => name == $"{Number}" || name == Port.ToString();
}

/// <summary>Something that is done to a board when its time has come.</summary>
/// <param name="Cue">None for the beginning.</param>
/// <param name="After">That long after the cue, in simulated time.</param>
public sealed record SceneAct(SceneCue? Cue, TimeSpan After, UsbPortPath Port, SceneDeed Deed);

/// <summary>What an act waits for.</summary>
/// <param name="EachTime">Whether the act is repeated each time that this happens.</param>
public sealed record SceneCue(UsbPortPath Port, BoardHappening What, bool EachTime);

/// <summary>What can be done to the board at a port.</summary>
public abstract record SceneDeed
{
    private SceneDeed() { }

    public sealed record Unplug : SceneDeed;

    public sealed record Plug : SceneDeed;

    /// <summary>Another board takes its place.</summary>
    /// <param name="By">None for a fresh one of the same kind, without the faults of the first.</param>
    public sealed record Replace(BoardSource? By, ImmutableArray<BoardFault> Faults) : SceneDeed;

    public sealed record Suffer(BoardFault Fault) : SceneDeed;
}
