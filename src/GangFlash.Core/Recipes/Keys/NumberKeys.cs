using System.Collections.Immutable;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of numbers that units take.</summary>
static class NumberKeys
{
    const int MostRanges = 16;

    static readonly Reading<Written> s_number = new(new ValueShape.Text(1, 24), Number);

    static readonly DocumentKey<string> s_name = new("name", Readings.Name, "The name that the record knows the numbers by; recipes that name one range share its numbers.") { Needed = "'name: mac'" };

    static readonly DocumentKey<Written> s_first = new("first", s_number, "The first number: decimal, hex such as 0x1000, or a MAC address or EUI-64 such as 00:80:E1:00:00:00.") { Needed = "'first: 100000'" };

    static readonly DocumentKey<Written> s_last = new("last", s_number, "The last number; it belongs to the range.") { Needed = "'last: 199999'" };

    static readonly DocumentKey<int?> s_step = new("step", Readings.Count(1_000_000, least: 1), "From one number to the next.") { Usual = "1" };

    static readonly DocumentTable s_table = new("an entry of 'numbers'", [s_name, s_first, s_last, s_step]);

    public static Reading<ImmutableArray<NumberRange>?> Reading { get; } = Readings.Several(MostRanges, Readings.Keys(s_table, Range)).Then(RefuseTwins);

    sealed record Written(ulong Value, NumberNotation Notation);

    static Written? Number(DocumentValue value)
    {
        if (value.Text(24) is not { } text)
            return null;
        if (NumberRange.Parse(text, out var number, out var notation) is not { } why)
            return new(number, notation);
        value.Error(DocumentCode.Number, $"'{DocumentScalars.Show(text)}' {why}");
        return null;
    }

    static NumberRange? Range(DocumentKeys keys)
    {
        var (name, first, last, step) = (keys.Of(s_name), keys.Of(s_first), keys.Of(s_last), keys.Of(s_step) ?? 1);
        if (name is null || first is null || last is null)
            return null;
        if (first.Notation != last.Notation)
            keys.Error(RecipeCode.Numbers, s_last.Name, "'first' and 'last' are written differently; write both in the same way");
        else if (last.Value < first.Value)
            keys.Error(RecipeCode.Numbers, s_last.Name, "'last' comes before 'first'; swap the two");
        else if (last.Value > long.MaxValue)
            keys.Error(RecipeCode.Numbers, s_last.Name, "numbers are kept in 63 bits, and this one is larger");
        else
            return new(name, first.Value, last.Value, (uint)step, first.Notation, keys.Place);
        return null;
    }

    static ImmutableArray<NumberRange>? RefuseTwins(DocumentValue value, ImmutableArray<NumberRange>? ranges)
    {
        value.Problems.RefuseTwins(ranges, range => range.Name, range => range.Place, range => $"the numbers '{range.Name}'");
        return ranges;
    }
}
