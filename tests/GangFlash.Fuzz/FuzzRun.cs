using System.Diagnostics;
using GangFlash.Fuzz.Mutations;

namespace GangFlash.Fuzz;

/// <summary>Many inputs for one parser, each made of one that did something new before. The same seed gives the same inputs.</summary>
/// <param name="earlier">Inputs that an earlier run kept.</param>
sealed class FuzzRun(Parser parser, CoverageMap map, int seed, RunningInput running, IReadOnlyList<byte[]> earlier)
{
    /// <summary>Changes in a row to one input.</summary>
    const int MostChanges = 6;

    /// <summary>Different ones; whoever has so many has enough to do.</summary>
    const int MostFindings = 10;

    readonly Dice dice = new(seed);
    readonly Trial trial = new(parser, map);
    readonly List<byte[]> corpus = [];
    readonly Dictionary<string, long> outcomes = [];
    readonly Dictionary<string, (byte[] Input, Finding Finding)> findings = [];
    long most;
    int mostLength;
    double mostOfBound;

    public FuzzReport Run(long inputs)
    {
        var started = Stopwatch.GetTimestamp();
        foreach (var sound in parser.Seeds)
        {
            _ = trial.Run(sound);       // what is built once is not charged to the first input
            _ = Take(sound);
            corpus.Add(sound);
        }

        foreach (var kept in earlier)
        {
            if (Take(kept))
                corpus.Add(kept);
        }

        if (!map.IsCounting)
            throw new InvalidOperationException($"Nothing was counted while {parser.Name} ran: its assembly is not instrumented.");
        for (var done = parser.Seeds.Length; done < inputs && findings.Count < MostFindings; done++)
        {
            var input = Next();
            if (Take(input))
                corpus.Add(input);
        }

        return new(parser, seed, Math.Max(inputs, parser.Seeds.Length), Stopwatch.GetElapsedTime(started), map.Ways, corpus, outcomes, most, mostLength, mostOfBound, [.. findings.Values]);
    }

    byte[] Next()
    {
        var input = Parent();
        for (var changes = dice.Few(MostChanges); changes > 0; changes--)
            input = dice.Pick(parser.Mutations)(input, Parent(), dice);
        return input.Length <= parser.LongestInput ? input : input[..parser.LongestInput];
    }

    /// <summary>A seed, or something that was kept lately, or the shorter of any two that were kept: short inputs are tried faster, and say more.</summary>
    byte[] Parent()
    {
        switch (dice.Below(4))
        {
            case 0:
                return corpus[dice.Below(parser.Seeds.Length)];
            case 1:
                return corpus[^(1 + dice.Below(Math.Min(corpus.Count, 64)))];
            default:
                var (one, other) = (dice.Pick(corpus), dice.Pick(corpus));
                return one.Length <= other.Length ? one : other;
        }
    }

    /// <summary>Whether the input is worth keeping.</summary>
    bool Take(byte[] input)
    {
        running.Begin(input);
        var result = trial.Run(input);
        running.End();
        if (result.Broken is { } broken)
        {
            _ = findings.TryAdd(broken.Signature, (input, broken));
            return false;
        }

        outcomes[result.Outcome] = outcomes.GetValueOrDefault(result.Outcome) + 1;
        var ofBound = (double)result.Allocated / parser.Bound.For(input.Length);
        if (ofBound > mostOfBound)
            (mostOfBound, most, mostLength) = (ofBound, result.Allocated, input.Length);
        return result.IsNew;
    }
}

/// <summary>What came of a run.</summary>
/// <param name="Ways">From one branch of our code to the next, that some input went.</param>
/// <param name="Kept">Inputs that went a new way, seeds among them.</param>
/// <param name="Outcomes">How often which word was the answer.</param>
/// <param name="Most">Bytes allocated for the input that came nearest to its bound.</param>
sealed record FuzzReport(
    Parser Parser, int Seed, long Inputs, TimeSpan Time, int Ways, IReadOnlyList<byte[]> Kept, IReadOnlyDictionary<string, long> Outcomes, long Most, int MostLength, double MostOfBound,
    IReadOnlyList<(byte[] Input, Finding Finding)> Findings);
