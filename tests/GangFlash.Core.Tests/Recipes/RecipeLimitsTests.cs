using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Documents;
using GangFlash.Recipes;

namespace GangFlash.Tests.Recipes;

/// <summary>A recipe comes from a share or a mail: whatever it holds, reading it ends soon and without an exception.</summary>
public sealed class RecipeLimitsTests
{
    const string Marks = "-:[]{}!&*?|>'\"%@`,# \n\r\t~<=\\0xXa_é\u2028\uFEFF";

    // Generous, for a busy machine; alone each takes some milliseconds.
    static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_mutilated_recipe_never_throws() =>
        Prop.ForAll(Mutilated, text => Read(text) is { } reading && reading.Recipe is null == reading.Problems.Any(IsError))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Any_text_never_throws() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => Read(text ?? "").Recipe is null).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_never_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => RecipeReader.Read("demo.yaml", bytes).Recipe is null).QuickCheckThrowOnFailure();

    [Fact]
    public void The_same_bytes_give_the_same_problems() =>
        Prop.ForAll(Mutilated, text => Read(text).Problems.SequenceEqual(Read(text).Problems)).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_problem_has_a_place_in_the_text_or_right_behind_it() =>
        Prop.ForAll(Mutilated, text => Read(text).Problems.All(problem =>
            problem.Place is { Line: >= 1, Column: >= 1 } place && place.Line <= text.Count(c => c is '\r' or '\n') + 2)).QuickCheckThrowOnFailure();

    public static TheoryData<string, string> Bombs => new()
    {
        { "laughs", "a: &a [x, x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"b{i}: &b{i} [*a, *a, *a]\n")) },
        { "loop", "&a [ *a ]" },
        { "merges", Many("<<: { a: 1 }\n", 5000) },
        { "brackets", Many("[", 250_000) },
        { "braces", Many("{", 250_000) },
        { "brackets in lines", Many("[\n", 120_000) },
        { "dashes", Many("- ", 120_000) },
        { "questions", Many("? ", 120_000) },
        { "stairs", string.Concat(Enumerable.Range(0, 600).Select(i => new string(' ', i) + "a:\n")) },
        { "tags", Many("!", 250_000) },
        { "anchors", Many("&a ", 80_000) },
        { "quotes", Many("'", 250_000) },
        { "many keys", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"revisio{i}: 1\n")) },
        { "many values", "a: [" + Many("a,", 120_000) },
        { "long key", Many("a ", 120_000) + ": 1" },
        { "long number", "retries: 0x" + Many("0", 250_000) },
        { "documents", Many("a\n---\n", 40_000) },
        { "line ends in quotes", "\"" + Many("\n", 250_000) + "\"" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void A_bomb_is_refused_soon(string kind, string text)
    {
        var started = Stopwatch.GetTimestamp();

        var reading = Read(text);

        Assert.Null(reading.Recipe);
        Assert.True(Stopwatch.GetElapsedTime(started) < s_soon, kind);
    }

    [Fact]
    public void A_large_recipe_within_the_limits_is_fine() =>
        Assert.NotNull(Read(SomeRecipe.Full + "\n" + Many("# every line of this comment is allowed\n", 6000)).Recipe);

    /// <summary>The full recipe after one to six accidents: characters lost, added, replaced; a piece copied elsewhere; the end cut off.</summary>
    static Arbitrary<string> Mutilated { get; } = Arb.From(
        from accidents in Gen.Choose(1, 6).SelectMany(count => Accident.ListOf(count))
        select accidents.Aggregate(SomeRecipe.Full, (text, accident) => accident(text)));

    static Gen<Func<string, string>> Accident { get; } =
        from at in Gen.Choose(0, 10_000)
        from to in Gen.Choose(0, 10_000)
        from length in Gen.Choose(1, 30)
        from mark in Gen.Elements(Marks.ToCharArray())
        from kind in Gen.Choose(0, 8)
        select (Func<string, string>)(text => text is [] ? text : Hurt(text, kind, at % text.Length, to % text.Length, length, mark));

    static string Hurt(string text, int kind, int at, int to, int length, char mark) => kind switch
    {
        0 => text[..at],
        <= 2 => text.Remove(at, Math.Min(length, text.Length - at)),
        <= 4 => text.Insert(at, mark.ToString()),
        <= 6 => text[..at] + mark + text[(at + 1)..],
        _ => text.Insert(to, text.Substring(at, Math.Min(length, text.Length - at))),
    };

    static bool IsError(DocumentProblem problem) => problem.Severity is ProblemSeverity.Error;

    static string Many(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    static RecipeReading Read(string text) => RecipeReader.Read("demo.yaml", Encoding.UTF8.GetBytes(text));
}
