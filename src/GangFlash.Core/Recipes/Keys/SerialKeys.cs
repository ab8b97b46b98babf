using System.Diagnostics;
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
        _ => throw new UnreachableException(),
    });

    static readonly DocumentKey<SerialSource?> s_from = new("from", s_source with { Read = From }, "Where it comes from.") { Needed = "'from: given', 'from: usb' or 'from: none'" };

    static readonly DocumentKey<TextPattern> s_pattern = new("pattern", Readings.Pattern, "What it must look like; * and ? are wildcards. Anything else is refused at the scan.");

    static readonly DocumentKey<bool?> s_unique = new("unique", Readings.Truth, "A serial that has passed before is refused.") { Usual = "false" };

    static readonly DocumentTable s_table = new("'serial'", [s_from, s_pattern, s_unique]);

    public static Reading<SerialPolicy> Reading { get; } = Readings.Either(
        new Reading<SerialPolicy>(s_source.Shape, value => From(value) is { } from ? new SerialPolicy(from) : null),
        Readings.Keys(s_table, Serial));

    static SerialPolicy? Serial(DocumentKeys keys)
    {
        var (from, pattern, unique) = (keys.Of(s_from), keys.Of(s_pattern), keys.Of(s_unique) ?? false);
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
        return new(source, pattern, unique);
    }

    static SerialSource? From(DocumentValue value)
    {
        var from = s_source.Read(value);
        if (from is SerialSource.Usb)
            value.Warn(RecipeCode.UsbSerial, "USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label");
        return from;
    }
}
