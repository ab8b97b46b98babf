using System.Collections.Immutable;
using System.Security.Cryptography;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>
/// Reads a recipe file and reports all of its problems at once.
/// </summary>
public sealed class RecipeReader
{
    static readonly DocumentKind s_kind = new("recipe", "recipe", "'recipe: name-of-the-recipe'", ForeignKeys.Find);

    const int MostImages = 16;
    const int MostLayouts = 16;
    const int MostRanges = 64;
    const int MostIdentities = 16;
    const int MostRetries = 5;

    readonly DocumentProblems problems;

    RecipeReader(DocumentProblems problems) => this.problems = problems;

    /// <summary>Never throws: a file that is no recipe gives none, and says why.</summary>
    /// <param name="file">For the messages and the record; nothing is opened.</param>
    /// <param name="bytes">The whole file, as it was on the disk.</param>
    public static RecipeReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var found = new DocumentProblems(s_kind, file);
        Recipe? recipe = null;
        if (DocumentText.Decode(bytes, found) is { } text && YamlDocument.Load(text[DocumentText.WithoutMark(text)..], found) is { } root)
        {
            var source = new RecipeSource(file, text, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            recipe = new DocumentValue(root, "a recipe", found).Keys(keys => new RecipeReader(found).Recipe(keys, source));
        }

        return new(found.HasErrors ? null : recipe, found.InOrder());
    }

    // Stand-ins such as "" and 0 never leave this class: what they stand in for was complained about.
    Recipe Recipe(DocumentKeys keys, RecipeSource source)
    {
        var recipe = new Recipe
        {
            Name = keys.Required("recipe", "'recipe: ' and its name", name => name.Name()) ?? "",
            Revision = keys.Required("revision", "'revision: ' and a number or a short text", revision => revision.Text(32)) ?? "",
            Description = keys.Optional("description", description => description.Prose(4000)) ?? "",
            Images = keys.Required("images", "'images:' and below it '  - file: images/app.elf'", Images) ?? [],
            Device = keys.Optional("device", device => device.Keys(Device)) ?? new(),
            Ranges = keys.Optional("ranges", ranges => ranges.Keys(Ranges)) ?? new(),
            Erase = keys.Optional("erase", erase => erase.Choice<ErasePolicy>()) ?? default,
            BlankCheck = keys.Optional("blank-check", check => check.Choice<BlankCheckPolicy>()) ?? default,
            Verify = keys.Optional("verify", Verify) ?? default,
            Serial = keys.Optional("serial", Serial) ?? new(),
            After = keys.Optional("after", After) ?? new(),
            Pace = keys.Optional("pace", pace => pace.Choice<Pace>()) ?? default,
            Retries = keys.Optional("retries", retries => retries.Count(MostRetries)) ?? 0,
            Source = source,
        };
        if (recipe.Erase is ErasePolicy.All && recipe.Ranges.Protect is [var reached, ..])
        {
            problems.Error(RecipeCode.MassErase, keys.PlaceOf("erase"),
                $"a mass erase reaches everything, the protected range {reached.Range} too; write 'erase: touched', which erases only what the images need");
        }

        return recipe;
    }

    ImmutableArray<RecipeImage>? Images(DocumentValue value)
    {
        var images = value.Several(MostImages, image => image.Keys(keys => Image(keys, image.Place)));
        RefuseTwins(images, image => (image.File, image.At), image => image.Place, image => $"the image '{DocumentScalars.Show(image.File)}'");
        return images;
    }

    static RecipeImage? Image(DocumentKeys keys, SourcePlace place)
    {
        var file = keys.Required("file", "'file: images/app.elf'", path => path.RelativePath());
        var at = keys.Optional("at", address => address.Address());
        return file is null ? null : new(file, at, place);
    }

    ExpectedDevice Device(DocumentKeys keys) => new()
    {
        Usb = keys.Optional("usb", usb => usb.Usb()) ?? UsbId.StDfu,
        Chip = keys.Optional("chip", chip => chip.Text(32)),
        ChipPlace = keys.PlaceOf("chip"),
        Layout = keys.Optional("layout", layout => layout.OneOrSeveral(MostLayouts, Layout)) ?? [],
        Product = keys.Optional("product", product => product.Pattern()),
        Serial = keys.Optional("serial", serial => serial.Pattern()),
        Identity = keys.Optional("identity", Identity) ?? [],
    };

    static LayoutReading? Layout(DocumentValue value)
    {
        if (value.Text(512) is not { } text)
            return null;
        var reading = LayoutString.Parse(text);
        if (reading.Layout is null)
        {
            value.Error(RecipeCode.Layout,
                $"'{DocumentScalars.Show(text)}' describes no memory ({string.Join("; ", reading.Warnings)}); copy the string that 'gangflash devices' shows");
        }

        return reading;
    }

    ImmutableArray<IdentityRead>? Identity(DocumentValue value)
    {
        var reads = value.Several(MostIdentities, read => read.Keys(keys => IdentityRead(keys, read.Place)));
        RefuseTwins(reads, read => (read.At, read.Mask), read => read.Place, read => $"the word at 0x{read.At:X8}");
        return reads;
    }

    IdentityRead? IdentityRead(DocumentKeys keys, SourcePlace place)
    {
        var address = keys.Required("at", "'at: 0xE0042000'", number => number.Address());
        var mask = keys.Optional("mask", number => number.Word()) ?? uint.MaxValue;
        var word = keys.Required("value", "'value: ' and what the word must be", number => number.Word());
        if (address is not { } at || word is not { } value)
            return null;
        if (at % 4 != 0)
            problems.Error(RecipeCode.Identity, keys.PlaceOf("at"), $"0x{at:X8} is not a multiple of 4; a word is read at 0x{at & ~3u:X8}");
        if (mask == 0)
            problems.Error(RecipeCode.Identity, keys.PlaceOf("mask"), "a mask of 0 checks nothing; set the bits that count");
        else if ((value & ~mask) != 0)
            problems.Error(RecipeCode.Identity, keys.PlaceOf("value"), $"0x{value:X8} has bits outside of the mask 0x{mask:X8}, so no device could match");
        return new(at, mask, value, place);
    }

    RangeRules Ranges(DocumentKeys keys)
    {
        var ranges = new RangeRules
        {
            Write = keys.Optional("write", Rules) ?? [],
            Protect = keys.Optional("protect", Rules) ?? [],
            Drop = keys.Optional("drop", Drops) ?? [],
        };
        foreach (var kept in ranges.Protect)
        {
            if (ranges.Write.FirstOrDefault(write => write.Range.Overlaps(kept.Range)) is not { } written)
                continue;
            problems.Error(RecipeCode.Overlap, kept.Place,
                $"{written.Range.Intersect(kept.Range)} is protected here and may be written by line {written.Place.Line}; narrow one of the two");
        }

        return ranges;
    }

    ImmutableArray<RangeRule>? Rules(DocumentValue value)
    {
        var rules = value.OneOrSeveral(MostRanges, entry => entry.Range() is { } range ? new RangeRule(range, entry.Place) : null);
        RefuseTwins(rules, rule => rule.Range, rule => rule.Place, rule => $"the range {rule.Range}");
        return rules;
    }

    ImmutableArray<DropRule>? Drops(DocumentValue value)
    {
        var drops = value.OneOrSeveral(MostRanges, entry => entry.HasKeys
            ? entry.Keys(keys => Drop(
                keys.Required("range", "'range: 0x0800C000-0x0800C023'", range => range.Range()),
                keys.Optional("flash-data", flash => flash.Truth()) ?? false,
                entry.Place))
            : Drop(entry.Range(), flashData: false, entry.Place));
        RefuseTwins(drops, drop => drop.Range, drop => drop.Place, drop => $"the range {drop.Range}");
        return drops;

        static DropRule? Drop(AddressRange? range, bool flashData, SourcePlace place) => range is { } given ? new(given, flashData, place) : null;
    }

    static VerifyPolicy? Verify(DocumentValue value)
    {
        if (value.Says("sample", "sampled", "sampling", "partial"))
        {
            value.Error(RecipeCode.SampledVerify,
                "samples can miss a device that stores only a part of what it acknowledges; write 'verify: full', which reads every byte back");
            return null;
        }

        var policy = value.Choice<VerifyPolicy>();
        if (policy is VerifyPolicy.None)
        {
            value.Warn(RecipeCode.Unverified,
                "a device that acknowledges everything and stores nothing cannot be noticed; every pass will be 'PASS (unverified)'. Write 'verify: full' where the bootloader can be read");
        }

        return policy;
    }

    SerialPolicy? Serial(DocumentValue value) => value.HasKeys ? value.Keys(Serial) : SerialFrom(value) is { } from ? new(from) : null;

    SerialPolicy? Serial(DocumentKeys keys)
    {
        var from = keys.Required("from", "'from: given', 'from: usb' or 'from: none'", SerialFrom);
        var pattern = keys.Optional("pattern", text => text.Pattern());
        var unique = keys.Optional("unique", truth => truth.Truth()) ?? false;
        if (from is not { } source)
            return null;
        if (unique && source is SerialSource.Usb)
        {
            problems.Error(RecipeCode.UniqueSerial, keys.PlaceOf("unique"),
                "USB serials can't be unique: bootloaders make them by a formula that gives different chips the same one. Write 'from: given' and scan a label for each board");
        }
        else if (unique && source is SerialSource.None)
        {
            problems.Error(RecipeCode.UniqueSerial, keys.PlaceOf("unique"), "units without a serial can't have a unique one; write 'from: given', or remove 'unique'");
        }

        if (source is SerialSource.None)
            keys.Unused("pattern", "checks nothing where units have no serial");
        return new(source, pattern, unique);
    }

    static SerialSource? SerialFrom(DocumentValue value)
    {
        var from = value.Choice<SerialSource>();
        if (from is SerialSource.Usb)
            value.Warn(RecipeCode.UsbSerial, "USB serial strings are not unique: two boards of a batch may show the same one. Where a record must name one board, take serials that are given, and scan a label");
        return from;
    }

    AfterPolicy? After(DocumentValue value) => value.HasKeys ? value.Keys(After) : new(value.Choice<AfterAction>() ?? default);

    AfterPolicy After(DocumentKeys keys)
    {
        var after = new AfterPolicy(
            keys.Optional("do", action => action.Choice<AfterAction>()) ?? default,
            keys.Optional("to", to => to.Address()),
            keys.Optional("expect", expect => expect.Usb()),
            keys.Optional("required", required => required.Truth()) ?? false);
        if (after.Action is AfterAction.Stay)
        {
            foreach (var key in (ReadOnlySpan<string>)["to", "expect", "required"])
                keys.Unused(key, "says nothing where the bootloader stays");
        }
        else if (after.Required && !keys.Has("expect"))
        {
            problems.Error(RecipeCode.NothingExpected, keys.PlaceOf("required"), "'required' needs 'expect', the USB ID that the board shows when it runs, such as 'expect: 0483:5740'");
        }

        return after;
    }

    // The second of two equal entries is a slip: somebody meant another one.
    void RefuseTwins<T, TKey>(ImmutableArray<T>? entries, Func<T, TKey> key, Func<T, SourcePlace> placeOf, Func<T, string> describe)
        where TKey : notnull
    {
        var lines = new Dictionary<TKey, int>();
        foreach (var entry in entries ?? [])
        {
            if (!lines.TryAdd(key(entry), placeOf(entry).Line))
                problems.Error(DocumentCode.Duplicate, placeOf(entry), $"{describe(entry)} stands in line {lines[key(entry)]} already; remove one of the two");
        }
    }
}
