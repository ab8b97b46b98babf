using System.Collections.Immutable;
using GangFlash.Documents;
using GangFlash.Images;
using GangFlash.Simulator;
using GangFlash.Simulator.Scenarios;

namespace GangFlash.Station.Loading;

/// <summary>Which virtual boards a command line asks for.</summary>
/// <param name="Boards">As <see cref="SimulatedFleet"/> reads them.</param>
/// <param name="File">A scenario file.</param>
/// <param name="Faults">Each <c>BOARD:FAULT</c>.</param>
sealed record Simulation(string? Boards, string? File, ImmutableArray<string> Faults)
{
    /// <summary>What the command calls <see cref="Boards"/>.</summary>
    public string BoardsName { get; init; } = "--simulate";

    public bool IsNone => Boards is null && File is null && Faults.IsEmpty;
}

/// <summary>Makes a scenario of what a command line asks for, with the images that it names, and reports everything that is wrong with it at once.</summary>
static class ScenarioLoader
{
    /// <summary>A scenario is a page of text; the reader refuses more than this anyway.</summary>
    const long MostBytes = 1 << 20;

    /// <param name="usual">The part that a bare number of boards means.</param>
    public static ScenarioLoading Load(Simulation asked, string usual)
    {
        if (asked is { Boards: not null, File: not null })
            return Usage($"{asked.BoardsName} and --scenario: give one of the two.");
        if (asked is { Boards: null, File: null })
            return Usage($"--fault: there are no virtual boards; give {asked.BoardsName} or --scenario too.");
        var loading = asked.File is { } file ? FromFile(file) : FromText(asked, usual);
        return loading is ScenarioLoading.Loaded loaded ? WithFaults(loaded, asked.Faults) : loading;
    }

    static ScenarioLoading FromText(Simulation asked, string usual) => SimulatedFleet.Parse(asked.Boards!, usual) switch
    {
        { Problem: { } problem } => Usage($"{asked.BoardsName}: {problem}"),
        var fleet => new ScenarioLoading.Loaded(Scenario.Of(fleet.Sources), []),
    };

    static ScenarioLoading WithFaults(ScenarioLoading.Loaded loaded, ImmutableArray<string> faults)
    {
        var (scenario, problems) = (loaded.Scenario, new List<string>());
        foreach (var fault in faults)
        {
            var change = scenario.WithFault(fault);
            scenario = change.Scenario ?? scenario;
            if (change.Problem is { } problem)
                problems.Add($"--fault: {problem}");
        }

        if (problems.Count > 0)
            return Usage(string.Join('\n', [.. problems, "'gangflash simulate --list' shows every board and every fault."]));
        return new ScenarioLoading.Loaded(scenario, loaded.Warnings);
    }

    static ScenarioLoading FromFile(string path)
    {
        byte[] bytes;
        try
        {
            bytes = InputFile.Read(path, MostBytes);
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            return new ScenarioLoading.Refused(ExitCode.BadInput, $"{Printable.Escape(path)}: error: {InputFile.Reason(unreadable)}");
        }

        var reading = ScenarioReader.Read(path, bytes);
        var problems = new List<DocumentProblem>(reading.Problems);
        var scenario = reading.Scenario is { } read ? WithImages(read, path, problems) : null;
        var lines = problems.OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column).Distinct().Select(problem => problem.ToString()).ToImmutableArray();
        return scenario is null || problems.Exists(problem => problem.Severity == ProblemSeverity.Error)
            ? new ScenarioLoading.Refused(ExitCode.BadInput, string.Join('\n', lines))
            : new ScenarioLoading.Loaded(scenario, lines);
    }

    static Scenario WithImages(Scenario scenario, string path, List<DocumentProblem> problems) => scenario with
    {
        Boards = [.. scenario.Boards.Select(board => board with { Source = WithImages(board.Source, path, problems) })],
        Timeline =
        [
            .. scenario.Timeline.Select(act => act.Deed is SceneDeed.Replace { By: { } by } replace
                ? act with { Deed = replace with { By = WithImages(by, path, problems) } }
                : act),
        ],
    };

    static BoardSource WithImages(BoardSource source, string path, List<DocumentProblem> problems) => source with
    {
        Content = [.. source.Content.SelectMany(content => content is FlashContent.Image image ? Load(image, source.Make(1), path, problems) : [content])],
    };

    /// <summary>The segments of an image; none and a complaint if it is missing, no image, or for memory that the board does not have.</summary>
    static IEnumerable<FlashContent> Load(FlashContent.Image image, BoardModel board, string path, List<DocumentProblem> problems)
    {
        try
        {
            var segments = OrderLoader.LoadImage(Path.Combine(Path.GetDirectoryName(path) ?? "", image.File.Replace('/', Path.DirectorySeparatorChar)), image.At).Segments;
            foreach (var outside in segments.Where(segment => !ScenarioReading.Holds(board, segment.Range)))
                problems.Add(new(ProblemSeverity.Warning, $"scenario.{ScenarioCode.Address}", path, image.Place, $"{board.Name} has no memory at all of {outside.Range}; this part of the image is left out"));
            return [.. segments.Where(segment => ScenarioReading.Holds(board, segment.Range)).Select(segment => new FlashContent.Data(segment.Address, segment.Data))];
        }
        catch (ImageException bad)
        {
            problems.Add(new(ProblemSeverity.Error, $"scenario.{ScenarioCode.Image}", path, image.Place, $"the image cannot be used: {bad.Problem}"));
            return [];
        }
    }

    static ScenarioLoading.Refused Usage(string sentence) => new(ExitCode.Usage, sentence);
}

/// <summary>The outcome of loading a scenario.</summary>
abstract record ScenarioLoading
{
    private ScenarioLoading() { }

    /// <param name="Warnings">A line each.</param>
    public sealed record Loaded(Scenario Scenario, ImmutableArray<string> Warnings) : ScenarioLoading;

    public sealed record Refused(ExitCode Exit, string Sentence) : ScenarioLoading;
}
