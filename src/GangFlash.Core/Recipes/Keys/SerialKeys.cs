using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>Where a recipe takes a unit's serial from.</summary>
static class SerialKeys
{
    static readonly Reading<SerialSource?> s_source = Readings.Choice<SerialSource>(source => source switch
    {
        SerialSource.None => "Units have none yet.",
        SerialSource.Usb => "The USB serial string: a hint and never an identity, since it is the same on many boards.",
        SerialSource.Given => "Scanned, or given for each slot when the gang starts.",
        SerialSource.Numbers => "The next number of a range, taken when the attempt begins; for labels that are printed afterwards.",
        _ => throw new UnreachableException(),
    });

    static readonly DocumentKey<SerialSource?> s_from = new("from", s_source with { Read = From }, "Where it comes from.") { Needed = "'from: given', 'from: usb', 'from: numbers' or 'from: none'" };

    static readonly DocumentKey<TextPattern> s_pattern = new("pattern", Readings.Pattern, "What it must look like; * and ? are wildcards. Anything else is refused at the scan.");

    static readonly DocumentKey<bool?> s_unique = new("unique", Readings.Truth, "A serial that has passed before is refused.") { Usual = "false" };

    static readonly DocumentKey<string> s_numbers = new("numbers", Readings.Name, "For 'from: numbers': the name of an entry of the recipe's 'numbers'.");

    static readonly DocumentKey<string> s_text = new("text", Readings.Text(64).Then(Template), "For 'from: numbers': the serial around the number, which stands where the # are, filled up with zeros: PC-######. Without it: the number alone.");

    static readonly DocumentTable s_table = new("'serial'", [s_from, s_pattern, s_unique, s_numbers, s_text]);

    public static Reading<Draft> Reading { get; } = Readings.Either(
        new Reading<Draft>(s_source.Shape, Short),
        Readings.Keys(s_table, Serial));

    /// <summary>A policy before the ranges of numbers are known.</summary>
    public sealed record Draft(SerialPolicy Policy, string? Numbers = null, SourcePlace NumbersPlace = default);

    public static SerialPolicy Resolve(DocumentProblems problems, Draft draft, ImmutableArray<NumberRange> numbers)
    {
        if (draft.Numbers is not { } name)
            return draft.Policy;
        if (numbers.FirstOrDefault(range => range.Name == name) is not { } range)
        {
            problems.Error(RecipeCode.Numbers, draft.NumbersPlace, $"the recipe has no numbers '{DocumentScalars.Show(name)}'{(Suggestion.Nearest(name, numbers.Select(known => known.Name)) is { } near ? $"; did you mean '{near}'?" : "; list them below 'numbers'")}");
            return draft.Policy;
        }

        var policy = draft.Policy with { Range = range };
        var digits = policy.Template.Count(letter => letter == '#');
        if (digits > 0 && range.Last.ToString(CultureInfo.InvariantCulture).Length > digits)
            problems.Error(RecipeCode.Numbers, draft.NumbersPlace, $"{range.Last}, the last of '{name}', has more digits than the {digits} # of 'text'");
        if (policy.Pattern is { } pattern && !(pattern.Matches(policy.TextOf(range.First)) && pattern.Matches(policy.TextOf(range.Last))))
            problems.Error(RecipeCode.Numbers, draft.NumbersPlace, $"'{policy.TextOf(range.First)}' or '{policy.TextOf(range.Last)}' does not fit 'pattern'");
        return policy;
    }

    static Draft? Short(DocumentValue value)
    {
        if (From(value) is not { } from)
            return null;
        if (from is SerialSource.Numbers)
            value.Error(RecipeCode.Numbers, "'numbers' needs to know which; write 'serial: { from: numbers, numbers: NAME }'");
        return new(new(from));
    }

    static string? Template(DocumentValue value, string text)
    {
        var (first, last) = (text.IndexOf('#', StringComparison.Ordinal), text.LastIndexOf('#'));
        if (first >= 0 && last - first + 1 == text.Count(letter => letter == '#'))
            return text;
        value.Error(RecipeCode.Numbers, $"'{DocumentScalars.Show(text)}' must have one run of # for the number, such as PC-######");
        return null;
    }

    static Draft? Serial(DocumentKeys keys)
    {
        var (from, pattern, unique) = (keys.Of(s_from), keys.Of(s_pattern), keys.Of(s_unique) ?? false);
        var (numbers, text) = (keys.Of(s_numbers), keys.Of(s_text));
        if (from is not { } source)
            return null;
        if (unique && source is SerialSource.Usb)
        {
            keys.Error(RecipeCode.UniqueSerial, s_unique.Name,
                "USB serials can't be unique: bootloaders make them by a formula that gives different chips the same one. Write 'from: given' and scan a label for each board");
        }
        else if (unique && source is SerialSource.None)
        {
            keys.Error(RecipeCode.UniqueSerial, s_unique.Name, "units without a serial can't have a unique one; write 'from: given', or remove 'unique'");
        }

        if (source is SerialSource.None)
            keys.Unused(s_pattern.Name, "checks nothing where units have no serial");
        if (source is SerialSource.Numbers && !keys.Has(s_numbers.Name))
            keys.Problems.Error(DocumentCode.NeededKey, keys.Place, "'numbers' is missing; 'from: numbers' needs it");
        if (source is not SerialSource.Numbers)
        {
            keys.Unused(s_numbers.Name, "belongs to 'from: numbers'");
            keys.Unused(s_text.Name, "belongs to 'from: numbers'");
        }

        return new(new(source, pattern, unique) { Template = text ?? "" }, source is SerialSource.Numbers ? numbers : null, keys.PlaceOf(s_numbers.Name));
    }

    static SerialSource? From(DocumentValue value)
    {
        var from = s_source.Read(value);
        if (from is SerialSource.Usb)
            value.Warn(RecipeCode.UsbSerial, "USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label");
        return from;
    }
}
