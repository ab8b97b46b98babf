using GangFlash.Simulator;

namespace GangFlash.Station.Simulated;

/// <summary>What somebody at the keyboard asks of running virtual boards.</summary>
abstract record BenchCommand
{
    private BenchCommand() { }

    public sealed record Unplug(string Board) : BenchCommand;

    public sealed record Plug(string Board) : BenchCommand;

    /// <param name="By">None for one of the same kind.</param>
    public sealed record Replace(string Board, BoardSource? By) : BenchCommand;

    public sealed record Suffer(string Board, BoardFault Fault) : BenchCommand;

    public sealed record List : BenchCommand;

    public sealed record Help : BenchCommand;

    public sealed record Quit : BenchCommand;

    /// <summary>An empty line.</summary>
    public sealed record Nothing : BenchCommand;

    /// <param name="Problem">What is wrong and what to type instead; a sentence.</param>
    public sealed record Wrong(string Problem) : BenchCommand;

    /// <summary>Every command in the order in which help shows them.</summary>
    public static IReadOnlyList<(string Form, string Description)> Forms { get; } =
    [
        ("unplug BOARD", "pull the board; a board is its port, such as 1-1, or its number"),
        ("plug BOARD", "plug it in again"),
        ("replace BOARD [NAME]", "put another board into the port: of the same kind, or NAME, such as STM32F405"),
        ("fault BOARD FAULT", "give the board a fault, such as unplug@write=50; 'gangflash simulate --list' shows all"),
        ("list", "show every board"),
        ("help", "show this"),
        ("quit", "end, as Ctrl+C does"),
    ];

    public static BenchCommand Parse(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) switch
    {
        [] => new Nothing(),
        ["unplug", var board] => new Unplug(board),
        ["plug", var board] => new Plug(board),
        ["replace", var board] => new Replace(board, null),
        ["replace", var board, var name] => SimulatedFleet.Find(name) is { } source
            ? new Replace(board, source)
            : new Wrong($"There is no board \"{Printable.Escape(name, 64)}\" to simulate. {SimulatedFleet.Known(name)}"),
        ["fault", var board, var text] => FaultText.Parse(text) is { Fault: { } fault } ? new Suffer(board, fault) : new Wrong($"{Sentence(FaultText.Parse(text).Problem!)}"),
        ["list"] => new List(),
        ["help" or "?"] => new Help(),
        ["quit" or "exit"] => new Quit(),
        [var word, ..] => new Wrong(Form(word) is { } form ? $"Type: {form}." : Unknown(word)),
    };

    static string? Form(string word) => Forms.Select(known => known.Form).FirstOrDefault(form => form.Split(' ')[0] == word);

    static string Unknown(string word)
    {
        var names = Forms.Select(known => known.Form.Split(' ')[0]).ToList();
        return Suggestion.Nearest(word, names) is { } near
            ? $"\"{Printable.Escape(word, 32)}\" is no command; did you mean {Form(near)}?"
            : $"\"{Printable.Escape(word, 32)}\" is no command; there are {string.Join(", ", names)}.";
    }

    static string Sentence(string problem) => $"{char.ToUpperInvariant(problem[0])}{problem[1..]}.";
}
