using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using GangFlash.Documents;
using GangFlash.Fuzz.Mutations;
using GangFlash.Line;
using GangFlash.Recipes;
using GangFlash.Reports;
using GangFlash.Simulator.Scenarios;
using GangFlash.Stations;
using GangFlash.Testing;

namespace GangFlash.Fuzz.Parsers;

/// <summary>The readers of files that people write. Every one of them gives a value or problems, and never throws.</summary>
static class DocumentParsers
{
    public static Parser Recipe() => Make("recipe", [Seed("recipe.yaml"), Seed("recipe-layout.yaml"), Seed("recipe-variants.yaml"), Shipped("recipes/demo-serial.yaml")], input =>
    {
        var reading = RecipeReader.Read("line.yaml", input);
        return new(reading.Recipe, reading.Problems);
    });

    public static Parser Station() => Make("station", [Seed("station.yaml"), .. Parts(Shipped("config/station.yaml"))], input =>
    {
        var reading = StationReader.Read("station.yaml", input);
        return new(reading.Settings, reading.Problems);
    });

    public static Parser Scenario() => Make("scenario", [Seed("scenario.yaml"), Seed("scenario-timeline.yaml"), Shipped("config/scenarios/bad-afternoon.yaml")], input =>
    {
        var reading = ScenarioReader.Read("afternoon.yaml", input);
        return new(reading.Scenario, reading.Problems);
    }) with
    {
        // A part that nobody knows is compared with the whole catalogue, each time that it stands there.
        Bound = new(8 * 1024 * 1024, 2048),
    };

    public static Parser Slots() => Make("slots", [Seed("slots.yaml"), Text("version: 1\n")], input =>
    {
        var reading = SlotFile.Read("slots.yaml", input);
        return new(reading.Slots, reading.Problems);
    });

    public static Parser WorkOrders()
    {
        var scans = new ScanReader(new() { Patterns = ScanSetup.UsualPatterns }, BadgeList.Empty, Recipe: null);
        return Make("work-orders", [Text("number,recipe,quantity\nWO-1001,f746-demo,500\nWO-1002,,\n"), Text("number;recipe;quantity\r\nWO-7;pump-c;1\r\n")], input =>
        {
            var reading = WorkOrderFile.Read("orders.csv", input, scans);
            return new(reading.Orders, reading.Problems);
        });
    }

    public static Parser Report() => Make("report", [Seed("report.sql"), .. ((string[])["yield", "pareto", "retests", "events"]).Select(name => Shipped($"reports/{name}.sql"))], input =>
    {
        var reading = ReportReader.Read("own-report.sql", input);
        return new(reading.Definition, reading.Problems);
    });

    static Parser Make(string name, ImmutableArray<byte[]> seeds, Func<byte[], Answer> read)
    {
        var text = new TextMutations(seeds);
        return new(name, seeds, [ByteMutations.Any, text.Any, text.Any, text.Any, text.Any], input => read(input), answer => Judge((Answer)answer!))
        {
            // A complaint has a few hundred characters, and one byte can be wrong by itself.
            Bound = new(1024 * 1024, 1024),
        };
    }

    sealed record Answer(object? Value, ImmutableArray<DocumentProblem> Problems);

    static string Judge(Answer answer)
    {
        foreach (var problem in answer.Problems)
        {
            Promise.IsClear(problem.ToString());
            Promise.Holds(problem.Place is { Line: >= 1, Column: >= 1 }, "a place counts from 1");
        }

        var first = answer.Problems.FirstOrDefault(problem => problem.Severity is ProblemSeverity.Error);
        Promise.Holds(answer.Value is null == first is not null, "there is a value or an error, and never both");
        return first?.Code ?? "read";
    }

    static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Seed(string name)
    {
        using var stream = typeof(DocumentParsers).Assembly.GetManifestResourceStream(name) ?? throw new FileNotFoundException($"There is no seed {name}.");
        using var reader = new StreamReader(stream);
        return Text(reader.ReadToEnd());
    }

    /// <summary>A file as it is shipped, without its comments: what a parser skips shows nothing of it.</summary>
    static byte[] Shipped(string path) =>
        Text(Regex.Replace(File.ReadAllText(Path.Combine(TestImages.RepositoryRoot(), path)), "(?m)^ *#.*\n|(?m) +# .*$|^\n", "", RegexOptions.None, TimeSpan.FromSeconds(1)));

    /// <summary>Each top-level key with what stands below it as an input of its own: small inputs are tried more often.</summary>
    static IEnumerable<byte[]> Parts(byte[] yaml) =>
        Regex.Split(Encoding.UTF8.GetString(yaml), "(?m)^(?=[a-z])", RegexOptions.None, TimeSpan.FromSeconds(1)).Where(part => part.Length > 0).Select(Text);
}
