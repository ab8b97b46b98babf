using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of data that differ from unit to unit.</summary>
static class UnitDataKeys
{
    const int MostFields = 64;
    const int MostRanges = 16;
    const int MostBytes = 4096;

    /// <summary>The words of <c>value</c>.</summary>
    enum Source
    {
        Unit,
        UnitNumber,
        Number,
        Order,
        Text,
        Date,
        Time,
        Uuid,
        Random,
        Checksum,
    }

    static readonly Reading<Source?> s_source = Readings.Choice<Source>(source => source switch
    {
        Source.Unit => "The unit's serial.",
        Source.UnitNumber => "The digits at the end of the unit's serial, as a number.",
        Source.Number => "The number that the unit takes from 'numbers'.",
        Source.Order => "The value of the work order that 'order' names.",
        Source.Text => "What 'text' says, on every unit.",
        Source.Date => "The day at the station, 2026-11-28 as text and 20261128 in BCD.",
        Source.Time => "The moment in UTC: seconds since 1970 in binary, 2026-11-28T06:00:00Z as text.",
        Source.Uuid => "A random UUID, another one for each attempt.",
        Source.Random => "Random bytes, such as a key: in no record and no log, only their SHA-256 is.",
        Source.Checksum => "A checksum over what the flash holds after the job in the ranges of 'over'.",
        _ => throw new UnreachableException(),
    });

    static readonly Reading<UnitFormat?> s_formats = Readings.Choice<UnitFormat>(format => format switch
    {
        UnitFormat.Ascii => "As text.",
        UnitFormat.Bcd => "Two decimal digits a byte, the first one high, zeros in front.",
        UnitFormat.Le => "Binary, the lowest byte first.",
        UnitFormat.Be => "Binary, the highest byte first; a UUID and a MAC address in their own order.",
        _ => throw new UnreachableException(),
    });

    static readonly Reading<ChecksumKind?> s_checksums = Readings.Choice<ChecksumKind>(kind => kind switch
    {
        ChecksumKind.Crc32 => "CRC-32/ISO-HDLC: zip, Ethernet.",
        ChecksumKind.Crc32Mpeg2 => "CRC-32/MPEG-2, byte by byte.",
        ChecksumKind.Crc32Stm32 => "What an STM32's CRC unit gives after reset: CRC-32/MPEG-2 over 32-bit words.",
        ChecksumKind.Crc16Ccitt => "CRC-16/IBM-3740, often called CCITT-FALSE.",
        ChecksumKind.Crc16Modbus => "CRC-16/MODBUS.",
        _ => throw new UnreachableException(),
    });

    static readonly DocumentKey<string> s_name = new("name", Readings.Name, "The field's name, as the record knows it.") { Needed = "'name: serial'" };

    static readonly DocumentKey<uint?> s_at = new("at", Readings.Address, "Where its first byte goes.") { Needed = "'at: 0x0801FF00'" };

    static readonly DocumentKey<int?> s_length = new("length", Readings.Count(MostBytes, least: 1), "Its length in bytes. Not needed where value and format say it: UUID, date, time, checksum, MAC address.");

    static readonly DocumentKey<Source?> s_value = new("value", s_source, "What is written.") { Needed = "'value: unit'" };

    static readonly DocumentKey<UnitFormat?> s_format = new("format", s_formats, "How it is written. Without it: texts as ascii, a UUID and MAC addresses as be, other numbers as le, random bytes as they are.");

    static readonly DocumentKey<uint?> s_pad = new("pad", new Reading<uint?>(new ValueShape.Number(0, 255, HexDigits: null), Byte), "Fills a text up to its length, behind it.") { Usual = "0x00" };

    static readonly DocumentKey<bool?> s_replaces = new("replaces", Readings.Truth, "It may lie over data of an image, such as a placeholder of the linker script. Without it an overlap is refused.") { Usual = "false" };

    static readonly DocumentKey<string> s_numbers = new("numbers", Readings.Name, "For 'value: number': the name of an entry of the recipe's 'numbers'.");

    static readonly DocumentKey<string> s_order = new("order", Readings.Name, "For 'value: order': the name of a value of the work order.");

    static readonly DocumentKey<string> s_text = new("text", Readings.Text(256), "For 'value: text'.");

    static readonly DocumentKey<ChecksumKind?> s_checksum = new("checksum", s_checksums, "For 'value: checksum': which one.") { Usual = "crc32" };

    static readonly DocumentKey<ImmutableArray<RangeRule>?> s_over = new("over", Readings.OneOrSeveral(MostRanges, RangeKeys.Rule),
        "For 'value: checksum': the ranges, one after the other. All of them must be written or erased by the job.");

    static readonly DocumentTable s_table = new(
        "an entry of 'unit-data'",
        [s_name, s_at, s_length, s_value, s_format, s_pad, s_replaces, s_numbers, s_order, s_text, s_checksum, s_over]);

    public static Reading<ImmutableArray<Draft>?> Reading { get; } = Readings.Several(MostFields, Readings.Keys(s_table, Field)).Then(RefuseTwins);

    /// <summary>A field before the ranges of numbers are known.</summary>
    public sealed record Draft(UnitField Field, string? Numbers, SourcePlace NumbersPlace, bool HasLength, bool HasFormat);

    /// <summary>Puts the ranges of numbers into the fields, and refuses what does not fit.</summary>
    public static ImmutableArray<UnitField> Resolve(DocumentProblems problems, ImmutableArray<Draft> drafts, ImmutableArray<NumberRange> numbers)
    {
        ImmutableArray<UnitField> fields = [.. drafts.Select(draft => Resolve(problems, draft, numbers)).OfType<UnitField>()];
        foreach (var (field, i) in fields.Select((field, i) => (field, i)))
        {
            if (fields.Take(i).FirstOrDefault(other => other.Range.Overlaps(field.Range)) is { } other)
                problems.Error(RecipeCode.UnitData, field.Place, $"'{field.Name}' and '{other.Name}' of line {other.Place.Line} both lie at {field.Range.Intersect(other.Range)}; move one of them");
            if (field.Value is UnitValue.Checksum sum && fields.Skip(i).Where(later => later.Value is UnitValue.Checksum).FirstOrDefault(later => sum.Over.Any(range => range.Overlaps(later.Range))) is { } covered)
            {
                problems.Error(RecipeCode.UnitData, field.Place, covered == field
                    ? $"the checksum '{field.Name}' lies inside of what it is over; leave its own bytes out of 'over'"
                    : $"the checksum '{field.Name}' is over '{covered.Name}' of line {covered.Place.Line}, a checksum that is made after it; write that one first");
            }
        }

        return fields;
    }

    static UnitField? Resolve(DocumentProblems problems, Draft draft, ImmutableArray<NumberRange> numbers)
    {
        var field = draft.Field;
        if (draft.Numbers is { } name)
        {
            if (numbers.FirstOrDefault(range => range.Name == name) is not { } range)
            {
                problems.Error(RecipeCode.UnitData, draft.NumbersPlace, $"the recipe has no numbers '{DocumentScalars.Show(name)}'{(Suggestion.Nearest(name, numbers.Select(known => known.Name)) is { } near ? $"; did you mean '{near}'?" : "; list them below 'numbers'")}");
                return null;
            }

            var isEui = range.Notation is NumberNotation.Eui48 or NumberNotation.Eui64;
            var format = draft.HasFormat ? field.Format : isEui ? UnitFormat.Be : UnitFormat.Le;
            field = field with { Value = new UnitValue.Number(range), Format = format, Length = draft.HasLength ? field.Length : isEui ? (format == UnitFormat.Ascii ? 3 * (int)range.Notation - 1 : (int)range.Notation) : 0 };
            if (field.Length > 0 && !Fits(range, field))
                problems.Error(RecipeCode.UnitData, field.Place, $"{range.TextOf(range.Last)}, the last of '{range.Name}', does not fit into {field.Length} bytes of {DocumentScalars.Word(field.Format)}");
        }

        if (field.Length > 0)
            return field;
        problems.Error(DocumentCode.NeededKey, field.Place, $"'length' is missing; write how many bytes '{field.Name}' has");
        return null;
    }

    static bool Fits(NumberRange range, UnitField field) => field.Format switch
    {
        UnitFormat.Ascii => range.TextOf(range.Last).Length <= field.Length,
        UnitFormat.Bcd => range.Last.ToString(CultureInfo.InvariantCulture).Length <= 2 * field.Length,
        _ => field.Length >= sizeof(ulong) || range.Last >> (8 * field.Length) == 0,
    };

    static Draft? Field(DocumentKeys keys)
    {
        var (name, at, length, source, format) = (keys.Of(s_name), keys.Of(s_at), keys.Of(s_length), keys.Of(s_value), keys.Of(s_format));
        var (pad, replaces) = (keys.Of(s_pad) ?? 0, keys.Of(s_replaces) ?? false);
        var (numbers, order, text, checksum, over) = (keys.Of(s_numbers), keys.Of(s_order), keys.Of(s_text), keys.Of(s_checksum), keys.Of(s_over));
        if (name is null || at is not { } address || source is not { } from)
            return null;
        DemandParameters(keys, from);
        UnitValue? value = from switch
        {
            Source.Unit => new UnitValue.Serial(),
            Source.UnitNumber => new UnitValue.SerialNumber(),
            Source.Number => numbers is null ? null : new UnitValue.Serial(),       // stands in until the range is known
            Source.Order => order is null ? null : new UnitValue.Order(order),
            Source.Text => text is null ? null : new UnitValue.Constant(text),
            Source.Date => new UnitValue.Date(),
            Source.Time => new UnitValue.Time(),
            Source.Uuid => new UnitValue.Uuid(),
            Source.Random => new UnitValue.Secret(),
            Source.Checksum => over is not { } ranges ? null : new UnitValue.Checksum(checksum ?? default, [.. ranges.Select(rule => rule.Range)]),
            _ => throw new UnreachableException(),
        };
        if (value is null || FormatOf(keys, from, format) is not { } written)
            return null;
        var size = length ?? NaturalLength(from, written, checksum ?? default);
        if (address + (ulong)size > AddressRange.AddressSpace)
        {
            keys.Error(RecipeCode.UnitData, s_at.Name, $"{size} bytes from 0x{address:X8} reach beyond 0xFFFFFFFF");
            return null;
        }

        DemandLength(keys, from, written, size, checksum ?? default, over ?? []);
        return new(new(name, address, size, value, written, (byte)pad, replaces, keys.Place), numbers, keys.PlaceOf(s_numbers.Name), length is not null, format is not null);
    }

    /// <summary>A parameter of another value is a slip: somebody meant another value.</summary>
    static void DemandParameters(DocumentKeys keys, Source source)
    {
        foreach (var (key, of) in (ReadOnlySpan<(DocumentKey, Source)>)[(s_numbers, Source.Number), (s_order, Source.Order), (s_text, Source.Text), (s_over, Source.Checksum), (s_checksum, Source.Checksum)])
        {
            var word = DocumentScalars.Word(of);
            if (source != of)
                keys.Unused(key.Name, $"belongs to 'value: {word}'");
            else if (key != s_checksum && !keys.Has(key.Name))
                keys.Problems.Error(DocumentCode.NeededKey, keys.Place, $"'{key.Name}' is missing; 'value: {word}' needs it");
        }
    }

    /// <summary>How the value is written; none where it can't be written so.</summary>
    static UnitFormat? FormatOf(DocumentKeys keys, Source source, UnitFormat? asked)
    {
        UnitFormat[] possible = source switch
        {
            Source.Unit or Source.Order or Source.Text => [UnitFormat.Ascii],
            Source.UnitNumber or Source.Number => [UnitFormat.Le, UnitFormat.Be, UnitFormat.Bcd, UnitFormat.Ascii],
            Source.Date => [UnitFormat.Ascii, UnitFormat.Bcd],
            Source.Time => [UnitFormat.Le, UnitFormat.Be, UnitFormat.Ascii],
            Source.Uuid => [UnitFormat.Be, UnitFormat.Ascii],
            Source.Random => [UnitFormat.Be],
            Source.Checksum => [UnitFormat.Le, UnitFormat.Be],
            _ => throw new UnreachableException(),
        };
        if (asked is not { } format)
            return possible[0];
        if (possible.Contains(format))
            return format;
        keys.Error(RecipeCode.UnitData, s_format.Name, $"'value: {DocumentScalars.Word(source)}' can't be written as {DocumentScalars.Word(format)}; write {string.Join(" or ", possible.Select(DocumentScalars.Word))}");
        return null;
    }

    /// <summary>Zero where the author must say it.</summary>
    static int NaturalLength(Source source, UnitFormat format, ChecksumKind checksum) => (source, format) switch
    {
        (Source.Date, UnitFormat.Ascii) => 10,
        (Source.Date, _) => 4,
        (Source.Time, UnitFormat.Ascii) => 20,
        (Source.Time, _) => 4,
        (Source.Uuid, UnitFormat.Ascii) => 36,
        (Source.Uuid, _) => 16,
        (Source.Checksum, _) => Checksum.LengthOf(checksum),
        _ => 0,
    };

    static void DemandLength(DocumentKeys keys, Source source, UnitFormat format, int length, ChecksumKind checksum, ImmutableArray<RangeRule> over)
    {
        if (NaturalLength(source, format, checksum) is var natural and > 0 && (source == Source.Time && format != UnitFormat.Ascii ? length is not (4 or 8) : length != natural) && (format != UnitFormat.Ascii || length < natural))
            keys.Error(RecipeCode.UnitData, s_length.Name, $"'value: {DocumentScalars.Word(source)}' as {DocumentScalars.Word(format)} has {(source == Source.Time && format != UnitFormat.Ascii ? "4 or 8" : natural)} bytes, and 'length' is {length}");
        if (source is Source.UnitNumber or Source.Number && format is UnitFormat.Le or UnitFormat.Be && length > sizeof(ulong))
            keys.Error(RecipeCode.UnitData, s_length.Name, $"a binary number has at most 8 bytes, and 'length' is {length}");
        if (source == Source.Checksum && checksum == ChecksumKind.Crc32Stm32 && over.FirstOrDefault(rule => rule.Range.Start % 4 != 0 || rule.Range.Length % 4 != 0) is { } odd)
            keys.Problems.Error(RecipeCode.UnitData, odd.Place, $"the CRC unit takes words: {odd.Range} must begin at a multiple of 4 and have a multiple of 4 bytes");
    }

    static uint? Byte(DocumentValue value)
    {
        if (value.Word() is not { } word)
            return null;
        if (word <= byte.MaxValue)
            return word;
        value.Error(DocumentCode.Number, $"'pad' is one byte, and this is 0x{word:X}");
        return null;
    }

    static ImmutableArray<Draft>? RefuseTwins(DocumentValue value, ImmutableArray<Draft>? drafts)
    {
        value.Problems.RefuseTwins(drafts, draft => draft.Field.Name, draft => draft.Field.Place, draft => $"the field '{draft.Field.Name}'");
        return drafts;
    }
}
