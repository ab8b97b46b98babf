using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GangFlash.Fuzz;

/// <summary>What one input did to a parser.</summary>
/// <param name="Outcome">In a word; empty if it broke something.</param>
/// <param name="Broken">The promise that does not hold; none if all do.</param>
readonly record struct TrialResult(string Outcome, Finding? Broken, long Allocated, bool IsNew);

/// <summary>A promise that an input breaks.</summary>
/// <param name="Signature">The same for inputs that break it in the same place.</param>
sealed record Finding(string Signature, string Details);

/// <summary>Gives a parser one input and looks at all that it promises: a value or a documented complaint, soon, and for little memory.</summary>
sealed partial class Trial(Parser parser, CoverageMap map)
{
    /// <summary>What is too slow or too much is tried again: the first time may compile code, or build the tables of a regular expression.</summary>
    const int Rechecks = 4;

    static readonly TimeSpan s_mostTime = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan s_mostTimePerByte = TimeSpan.FromMicroseconds(20);

    public TrialResult Run(byte[] input)
    {
        map.BeginInput();
        var (first, value, broken) = Measure(input);
        var isNew = map.EndInput();
        if (broken is not null)
            return new("", broken, first.Allocated, isNew);

        // A machine that does other things too is slow at times, so the clock on the wall only asks the question; the processor's answers it.
        var least = first;
        for (var again = 0; again < Rechecks && Exceeded(least, input.Length) is not null; again++)
        {
            var before = Environment.CpuUsage.TotalTime;
            var (next, _, _) = Measure(input);
            var worked = Environment.CpuUsage.TotalTime - before;
            least = new(Math.Min(least.Allocated, next.Allocated), worked < least.Time ? worked : least.Time);
        }

        if (Exceeded(least, input.Length) is { } exceeded)
            return new("", exceeded, least.Allocated, isNew);
        try
        {
            return new(parser.Judge(value), null, least.Allocated, isNew);
        }
        catch (BrokenPromiseException promise)
        {
            return new("", new($"promise: {Digits.Replace(promise.Message, "#")}", promise.Message), least.Allocated, isNew);
        }
        catch (Exception crash)
        {
            return new("", new($"crash of what was read: {crash.GetType().Name} in {Place(crash)}", crash.ToString()), least.Allocated, isNew);
        }
    }

    (Cost Cost, object? Value, Finding? Broken) Measure(byte[] input)
    {
        object? value = null;
        Finding? broken = null;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        try
        {
            value = parser.Parse(input);
        }
        catch (Exception crash)
        {
            broken = new($"crash: {crash.GetType().Name} in {Place(crash)}", crash.ToString());
        }

        return (new(GC.GetAllocatedBytesForCurrentThread() - before, Stopwatch.GetElapsedTime(started)), value, broken);
    }

    Finding? Exceeded(Cost cost, int length) =>
        cost.Allocated > parser.Bound.For(length) ? new("memory", $"{cost.Allocated:N0} bytes were allocated for an input of {length:N0}; the bound is {parser.Bound.For(length):N0}")
        : cost.Time > s_mostTime + s_mostTimePerByte * length ? new("time", $"{cost.Time.TotalMilliseconds:N0} ms of work for an input of {length:N0} bytes, each of {Rechecks + 1} times")
        : null;

    /// <summary>The innermost method of ours.</summary>
    static string Place(Exception crash) =>
        new StackTrace(crash).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(method => method?.DeclaringType?.Namespace?.StartsWith("GangFlash", StringComparison.Ordinal) == true) is { } ours
            ? $"{ours.DeclaringType!.Name}.{ours.Name}"
            : "no code of ours";

    readonly record struct Cost(long Allocated, TimeSpan Time);

    [GeneratedRegex("[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*", RegexOptions.NonBacktracking)]
    private static partial Regex Digits { get; }
}
