using System.Collections.Immutable;
using System.CommandLine;
using GangFlash.Desk;
using GangFlash.Documents;
using GangFlash.Gang;
using GangFlash.Planning;
using GangFlash.Releases;
using GangFlash.Station.Listings;
using GangFlash.Station.Loading;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash recipe check</c>: everything that is wrong with recipes and their images, and what will bite later, without any device.</summary>
static class RecipeCheckCommand
{
    /// <summary>So long the record may think about what was run before.</summary>
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    public static Command Create(StationIo io)
    {
        var recipes = new Argument<string[]>("recipe") { Description = "The recipe files.", Arity = ArgumentArity.OneOrMore };
        var config = CommonOptions.Config();
        var database = CommonOptions.Database();
        var json = CommonOptions.Json();
        var command = new Command("check", "Find every mistake in recipes and their images, and what will bite later, without any device.") { recipes, config, database, json };
        command.SetAction(parsed =>
        {
            if (StationSetup.Load(io, parsed.GetValue(config)) is not { } setup)
                return (int)ExitCode.BadInput;
            return (int)parsed.GetRequiredValue(recipes).Select(recipe => Check(io, recipe, setup, setup.Database(parsed.GetValue(database)), parsed.GetValue(json))).ToList().Max();
        });
        return command;
    }

    static ExitCode Check(StationIo io, string recipe, StationSetup setup, string database, bool json)
    {
        return Tell(io, recipe, OrderLoader.Load(recipe, ReleaseRules.None), name => Knowledge(io, setup, database, name), json);
    }

    /// <summary>Checks a recipe that was loaded, and prints what was found.</summary>
    /// <param name="known">What the check can know beside the recipe, by its name.</param>
    public static ExitCode Tell(StationIo io, string recipe, OrderLoading loading, Func<string, DeskKnowledge> known, bool json)
    {
        if (loading.Seen is not { } seen)
        {
            foreach (var problem in loading.Problems)
                io.Error.WriteLine(problem);
            return ExitCode.BadInput;
        }

        var findings = seen.Order is { } order ? RecipeCheck.Of(order, known(order.Recipe.Name)) : [];
        ImmutableArray<DocumentProblem> problems =
        [
            .. seen.Problems.Concat(findings.SelectMany(finding => finding.Problems)).Distinct().OrderBy(problem => problem.Place.Line).ThenBy(problem => problem.Place.Column),
        ];
        if (loading.Order?.Release is { } release)
            io.Error.WriteLine(ReleaseListing.Line(release));
        io.Out.Write(json ? CheckListing.Json(problems) : CheckListing.Of(recipe, problems, findings, seen.Text));
        return loading.Order is null ? ExitCode.BadInput
            : findings.Any(finding => finding.Planned is Planned.Refused) ? ExitCode.Refused
            : ExitCode.Passed;
    }

    static DeskKnowledge Knowledge(StationIo io, StationSetup setup, string database, string recipe) => new()
    {
        Scans = setup.Settings.Scans.Codes,
        Badges = setup.Settings.Badges,
        Past = File.Exists(database) ? Past(io, database, recipe) : [],
    };

    static ImmutableArray<PastRun> Past(StationIo io, string database, string recipe)
    {
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            using var reader = TraceabilityReader.Open(database);
            return reader.RunsOf(recipe, patience.Token);
        }
        catch (RecordException unreadable)
        {
            io.Error.WriteLine($"What was run before is not known: {unreadable.Message}");
            return [];
        }
        catch (OperationCanceledException)
        {
            io.Error.WriteLine($"What was run before is not known: {Printable.Escape(database)} did not answer within {s_patience.TotalSeconds:0} s.");
            return [];
        }
    }
}
