using System.Collections.Immutable;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of trying again.</summary>
static class RetryKeys
{
    const int MostRetries = 5;
    const int MostCodes = 16;

    static readonly Reading<int?> s_count = Readings.Count(MostRetries);

    static readonly DocumentKey<int?> s_most = new("most", s_count, "How often.") { Needed = "'most: 1'" };

    static readonly DocumentKey<ImmutableArray<TextPattern>?> s_on = new("on", Readings.OneOrSeveral(MostCodes, Readings.Pattern.Then(Code)),
        "Only after failures with these codes; * is a wildcard, as in usb.*. Without it: after every failure of the unit.");

    static readonly DocumentTable s_table = new("'retries'", [s_most, s_on]);

    public static Reading<RetryPolicy> Reading { get; } = Readings.Either(
        new Reading<RetryPolicy>(s_count.Shape, value => s_count.Read(value) is { } most ? new RetryPolicy(most) : null),
        Readings.Keys(s_table, keys => new RetryPolicy(keys.Of(s_most) ?? 0) { On = keys.Of(s_on) ?? [] }));

    /// <summary>A code that no failure has would never be retried on: that is a slip.</summary>
    static TextPattern? Code(DocumentValue value, TextPattern pattern)
    {
        if (FlashFailure.Codes.Any(pattern.Matches))
            return pattern;
        value.Error(RecipeCode.Retries, $"no failure has the code '{DocumentScalars.Show(pattern.Text)}'{(Suggestion.Nearest(pattern.Text, FlashFailure.Codes) is { } near ? $"; did you mean '{near}'?" : "; the codes stand in the README of src/GangFlash.Core")}");
        return null;
    }
}
