using System.Collections.Immutable;
using GangFlash.Devices;

namespace GangFlash.Documents;

/// <summary>The readings that files share, from which those of a language are put together.</summary>
public static class Readings
{
    const string HexByte = "[0-9A-Fa-f]";

    public static Reading<string> Name { get; } = new(new ValueShape.Formed("a name", DocumentScalars.NamePattern, []), value => value.Name());

    public static Reading<string> RelativePath { get; } = new(new ValueShape.Text(1, 256), value => value.RelativePath());

    /// <summary>Text with <c>*</c> and <c>?</c>.</summary>
    public static Reading<TextPattern> Pattern { get; } = new(new ValueShape.Text(0, 128), value => value.Pattern());

    public static Reading<uint?> Address { get; } = new(new ValueShape.Number(0, uint.MaxValue, HexDigits: 8), value => value.Address());

    public static Reading<uint?> Word { get; } = new(new ValueShape.Number(0, uint.MaxValue, HexDigits: null), value => value.Word());

    public static Reading<bool?> Truth { get; } = new(new ValueShape.Truth(), value => value.Truth());

    public static Reading<UsbId?> Usb { get; } = new(
        new ValueShape.Formed("a USB ID, vendor and product", $"^{HexByte}{{4}}:{HexByte}{{4}}$", ["0483:df11"]), value => value.Usb());

    public static Reading<AddressRange?> Range { get; } = new(
        new ValueShape.Formed(
            "a range of addresses: the last address belongs to it, or a size follows a plus",
            $"^0[xX]{HexByte}{{8}} *([-–] *0[xX]{HexByte}{{8}}|\\+ *(0[xX]{HexByte}+|0|[1-9][0-9]*)[KM]?)$",
            ["0x08000000-0x0801FFFF", "0x08000000+128K"]),
        value => value.Range());

    public static Reading<string> Text(int most) => new(new ValueShape.Text(1, most), value => value.Text(most));

    public static Reading<string> Prose(int most) => new(new ValueShape.Prose(most), value => value.Prose(most));

    public static Reading<int?> Count(int most, int least = 0) => new(new ValueShape.Number((uint)least, (uint)most, HexDigits: null), value => value.Count(most, least));

    /// <param name="says">What each member means: a sentence.</param>
    public static Reading<T?> Choice<T>(Func<T, string> says)
        where T : struct, Enum => new(
            new ValueShape.Choice([.. DocumentScalars.Words<T>().Select(word => new ChoiceWord(word.Key, says(word.Value)))]),
            value => value.Choice<T>());

    public static Reading<ImmutableArray<T>?> Several<T>(int most, Reading<T> entry)
        where T : class => new(new ValueShape.Several(entry.Shape, most, OrOne: false), value => value.Several(most, entry.Read));

    /// <summary>A single entry needs no brackets.</summary>
    public static Reading<ImmutableArray<T>?> OneOrSeveral<T>(int most, Reading<T> entry)
        where T : class => new(new ValueShape.Several(entry.Shape, most, OrOne: true), value => value.OneOrSeveral(most, entry.Read));

    public static Reading<T> Keys<T>(DocumentTable table, Func<DocumentKeys, T?> read)
        where T : class => new(new ValueShape.Keys(table), value => value.Keys(table, read));

    /// <summary>A mapping is the long form, everything else the short one.</summary>
    public static Reading<T> Either<T>(Reading<T> shortForm, Reading<T> longForm)
        where T : class => new(new ValueShape.Either(shortForm.Shape, longForm.Shape), value => (value.HasKeys ? longForm : shortForm).Read(value));

    /// <summary>A mapping from names of the author's to texts.</summary>
    /// <param name="key">What a name stands for, in words.</param>
    public static Reading<ImmutableSortedDictionary<string, T>> Names<T>(string key, Reading<T> entry, int most)
        where T : class => new(new ValueShape.Names(key, entry.Shape, most), value => value.Names(most, entry.Read));

    /// <summary>The same reading with a rule on top: the reading of the shape first, then the rule.</summary>
    public static Reading<T> Then<T>(this Reading<T> reading, Func<DocumentValue, T, T?> rule)
    {
        ArgumentNullException.ThrowIfNull(reading);
        return reading with { Read = value => reading.Read(value) is { } read ? rule(value, read) : default };
    }
}
