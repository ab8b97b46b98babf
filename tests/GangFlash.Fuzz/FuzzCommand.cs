using System.CommandLine;
using GangFlash.Fuzz.Parsers;

namespace GangFlash.Fuzz;

/// <summary>The command line.</summary>
public static class FuzzCommand
{
    const int ExitFound = 1;

    public static int Run(string[] arguments)
    {
        // Before any parser runs: instrumented code counts by a pointer that it expects to be set.
        var inputs = new Option<long>("--inputs") { Description = "For each parser.", DefaultValueFactory = _ => 1_000_000 };
        var names = new Option<string[]>("--parser") { Description = $"One or several of {string.Join(", ", AllParsers.Names)}; all without it.", AllowMultipleArgumentsPerToken = true };
        _ = names.AcceptOnlyFromAmong([.. AllParsers.Names]);
        var seed = new Option<int>("--seed") { Description = "The same seed gives the same inputs.", DefaultValueFactory = _ => 1 };
        var outcomes = new Option<bool>("--outcomes") { Description = "Say how often which answer was given." };
        var replay = new Option<string?>("--replay") { Description = "Give this file, or every file of this folder, to the parser, and nothing else; also one that a hung or lost process left as NAME.running." };
        var corpus = new Option<string?>("--corpus") { Description = "Begin with the inputs that earlier runs kept in this folder, and keep those of this run there." };
        var folder = new Option<string>("--failures") { Description = "Where inputs that break a promise are kept.", DefaultValueFactory = _ => Path.Combine("artifacts", "fuzz") };
        var root = new RootCommand("Gives every parser of untrusted bytes inputs that are nearly sound, and checks: a value or a documented complaint, soon, and for little memory.") { inputs, names, seed, outcomes, replay, corpus, folder };
        root.SetAction(parsed =>
        {
            var chosen = parsed.GetValue(names) is { Length: > 0 } some ? some : [.. AllParsers.Names];
            return parsed.GetValue(replay) is { } file
                ? Replay(chosen, file)
                : Fuzz(chosen, parsed.GetValue(inputs), parsed.GetValue(seed), parsed.GetValue(outcomes), parsed.GetRequiredValue(folder), parsed.GetValue(corpus));
        });
        return root.Parse(arguments).Invoke();
    }

    static int Fuzz(string[] names, long inputs, int seed, bool tellOutcomes, string folder, string? corpus)
    {
        _ = Directory.CreateDirectory(folder);
        var found = 0;
        Console.WriteLine(FuzzListing.Head);
        foreach (var name in names)
        {
            var map = new CoverageMap();
            var parser = AllParsers.Make(name);
            using var running = new RunningInput(Path.Combine(folder, $"{name}.running"), Math.Max(parser.LongestInput, parser.Seeds.Max(input => input.Length)));
            var kept = corpus is null ? null : Directory.CreateDirectory(Path.Combine(corpus, name)).FullName;
            var report = new FuzzRun(parser, map, seed, running, kept is null ? [] : [.. FilesIn(kept).Select(File.ReadAllBytes)]).Run(inputs);
            if (kept is not null)
                Save(report.Kept, kept);
            Console.WriteLine(FuzzListing.Row(report));
            if (tellOutcomes)
                Console.Write(FuzzListing.Outcomes(report));
            found += report.Findings.Count;
            foreach (var (input, finding) in report.Findings)
                Keep(parser, map, input, finding, seed, folder);
        }

        Console.WriteLine($"{found} findings");
        return found == 0 ? 0 : ExitFound;
    }

    static IEnumerable<string> FilesIn(string folder) => Directory.GetFiles(folder).Order(StringComparer.Ordinal);

    static void Save(IEnumerable<byte[]> inputs, string folder)
    {
        foreach (var input in inputs)
            File.WriteAllBytes(Path.Combine(folder, Name(input)), input);
    }

    static string Name(byte[] input) => $"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(input))[..16]}.input";

    static void Keep(Parser parser, CoverageMap map, byte[] input, Finding finding, int seed, string folder)
    {
        Console.WriteLine($"{parser.Name}, seed {seed}: {finding.Signature}\n{finding.Details}");
        var smallest = Minimiser.Smallest(input, finding, new Trial(parser, map));
        var path = Path.Combine(folder, $"{parser.Name}-{Name(smallest)}");
        File.WriteAllBytes(path, smallest);
        Console.WriteLine($"{smallest.Length:N0} bytes are enough: --parser {parser.Name} --replay {path}");
    }

    static int Replay(string[] names, string path)
    {
        string[] files = Directory.Exists(path) ? [.. FilesIn(path)] : [path];
        var found = 0;
        foreach (var name in names)
        {
            var parser = AllParsers.Make(name);
            var trial = new Trial(parser, new CoverageMap());
            foreach (var seed in parser.Seeds)
                _ = trial.Run(seed);
            foreach (var file in files)
            {
                var result = trial.Run(file.EndsWith(".running", StringComparison.Ordinal) ? RunningInput.Left(file) : File.ReadAllBytes(file));
                Console.WriteLine($"{name}: {(result.Broken is { } broken ? $"{broken.Signature}\n{broken.Details}" : result.Outcome)}, {result.Allocated:N0} bytes allocated");
                found += result.Broken is null ? 0 : 1;
            }
        }

        return found == 0 ? 0 : ExitFound;
    }
}
