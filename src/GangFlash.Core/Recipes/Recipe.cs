using System.Collections.Immutable;
using System.Globalization;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Recipes;

/// <summary>What an engineer decides once, so that nobody has to decide it at the line: which bytes, for which device, where, and what counts as proof.</summary>
public sealed record Recipe
{
    public required string Name { get; init; }

    /// <summary>Free text; together with the name it says which recipe this is.</summary>
    public required string Revision { get; init; }

    public string Description { get; init; } = "";

    /// <summary>At least one.</summary>
    public required ImmutableArray<RecipeImage> Images { get; init; }

    public OverlapPolicy Overlap { get; init; }

    public ExpectedDevice Device { get; init; } = new();

    public RangeRules Ranges { get; init; } = new();

    public ErasePolicy Erase { get; init; }

    public BlankCheckPolicy BlankCheck { get; init; }

    public VerifyPolicy Verify { get; init; }

    public SerialPolicy Serial { get; init; } = new();

    /// <summary>Numbers that units take, each once.</summary>
    public ImmutableArray<NumberRange> Numbers { get; init; } = [];

    /// <summary>What differs from unit to unit, in the order in which it is made.</summary>
    public ImmutableArray<UnitField> UnitData { get; init; } = [];

    public AfterPolicy After { get; init; } = new();

    public Pace Pace { get; init; }

    public RetryPolicy Retries { get; init; } = new();

    /// <summary>The same recipe for boards that differ; empty where all are alike. Exactly one is flashed.</summary>
    public ImmutableArray<RecipeVariant> Variants { get; init; } = [];

    /// <summary>The variant that this is; none before one was chosen, or where there are none.</summary>
    public string? Variant { get; init; }

    public required RecipeSource Source { get; init; }

    /// <summary>Where its keys stand, for complaints of those who know more than the reader.</summary>
    public ImmutableDictionary<string, SourcePlace> Places { get; init; } = ImmutableDictionary<string, SourcePlace>.Empty;

    /// <summary>Where a key stands; the first line where it does not.</summary>
    public SourcePlace PlaceOf(string key) => Places.GetValueOrDefault(key, new(1, 1));

    /// <summary>The names of all values that it takes from the work order, in order.</summary>
    public ImmutableSortedSet<string> OrderValues =>
    [
        .. Variants.SelectMany(variant => variant.When.Order.Keys.Concat(variant.Recipe.OrderValues)),
        .. UnitData.Select(datum => datum.Value).OfType<UnitValue.Order>().Select(value => value.Name),
    ];

    /// <summary>The ranges of which each unit takes a number.</summary>
    public IEnumerable<NumberRange> NumbersTaken =>
        UnitData.Select(datum => datum.Value).OfType<UnitValue.Number>().Select(value => value.Range).Append(Serial.Range).OfType<NumberRange>().DistinctBy(range => range.Name);
}

/// <summary>The file that a recipe was read from.</summary>
/// <param name="File">Path as it was given; relative image files are relative to its folder.</param>
/// <param name="Text">The whole text, as it goes into the record; its UTF-8 bytes are the file's, byte order mark and line ends included.</param>
/// <param name="Sha256">Of the file's bytes, 64 lower-case hex digits.</param>
public sealed record RecipeSource(string File, string Text, string Sha256);

/// <param name="File">As the recipe writes it, relative to the recipe's folder.</param>
/// <param name="At">Target address of a raw binary; must be absent for formats that carry addresses.</param>
public sealed record RecipeImage(string File, uint? At, SourcePlace Place);

/// <summary>What becomes of addresses for which two images have data.</summary>
public enum OverlapPolicy
{
    Refuse,

    /// <summary>Taken where both say the same.</summary>
    Same,

    /// <summary>The image that stands later in the recipe wins, and the record says of what.</summary>
    Later,
}

/// <summary>What must be plugged in before anything is erased. Every rule that is given must hold.</summary>
public sealed record ExpectedDevice
{
    public UsbId Usb { get; init; } = UsbId.StDfu;

    /// <summary>A part of the catalogue, as the recipe writes it: <c>STM32F746</c> or with package and flash size <c>STM32F746ZG</c>.</summary>
    public string? Chip { get; init; }

    /// <summary>Where the recipe names its chip, for whoever looks it up.</summary>
    public SourcePlace ChipPlace { get; init; }

    /// <summary>Alternate-setting strings that the device must have, in order. They narrow what is used and never widen it.</summary>
    public ImmutableArray<LayoutReading> Layout { get; init; } = [];

    /// <summary>For the product string; <c>*</c> and <c>?</c> are wildcards, runs of white space count as one space.</summary>
    public TextPattern? Product { get; init; }

    /// <summary>For the USB serial string, as above.</summary>
    public TextPattern? Serial { get; init; }

    /// <summary>Words to read from the device, where its bootloader allows it.</summary>
    public ImmutableArray<IdentityRead> Identity { get; init; } = [];
}

/// <summary>A little-endian 32-bit word that must have a value under a mask.</summary>
public sealed record IdentityRead(uint At, uint Mask, uint Value, SourcePlace Place);

/// <summary>Which addresses a job may use.</summary>
public sealed record RangeRules
{
    /// <summary>If given, only these may be erased or written.</summary>
    public ImmutableArray<RangeRule> Write { get; init; } = [];

    /// <summary>What must be after the job as it was before, bit for bit.</summary>
    public ImmutableArray<ProtectRule> Protect { get; init; } = [];

    /// <summary>Image data here is left out of the job, and the record says how much.</summary>
    public ImmutableArray<DropRule> Drop { get; init; } = [];
}

public sealed record RangeRule(AddressRange Range, SourcePlace Place);

/// <param name="Shared">What is done where a sector that has to be erased reaches into the range.</param>
public sealed record ProtectRule(AddressRange Range, SharedSector Shared, SourcePlace Place);

/// <summary>What becomes of protected bytes in a sector that the images need erased.</summary>
public enum SharedSector
{
    /// <summary>The job is not begun.</summary>
    Refuse,

    /// <summary>They are read before, kept in the record, written back and verified.</summary>
    Restore,
}

/// <param name="FlashData">True where the engineer confirmed that data for writable flash is left out.</param>
public sealed record DropRule(AddressRange Range, bool FlashData, SourcePlace Place);

public enum ErasePolicy
{
    /// <summary>The sectors that the image touches, each by itself.</summary>
    Touched,

    /// <summary>As touched; but a sector that holds already what it is to hold is left as it is, and a blank one is not erased again.</summary>
    Auto,

    /// <summary>One mass erase. Refused on customer bootloaders.</summary>
    All,

    /// <summary>Nothing: the engineer knows that the target is blank.</summary>
    None,
}

/// <summary>Whether erased sectors are read back as blank before the first write.</summary>
public enum BlankCheckPolicy
{
    /// <summary>On parts whose layout string may not show the real sectors.</summary>
    Auto,
    Always,
    Never,
}

public enum VerifyPolicy
{
    /// <summary>Every written byte is read back and equal, padding included.</summary>
    Full,

    /// <summary>Every byte of an image is read back and equal; padding is not looked at.</summary>
    Images,

    /// <summary>As full; but a bootloader that cannot be read gives <c>PASS (unverified)</c>.</summary>
    NoneAllowed,

    /// <summary>Nothing is read back: every pass is <c>PASS (unverified)</c>.</summary>
    None,
}

public static class VerifyPolicies
{
    /// <summary>Whether a unit that cannot be read back cannot pass.</summary>
    public static bool DemandsReadBack(this VerifyPolicy policy) => policy is VerifyPolicy.Full or VerifyPolicy.Images;
}

/// <summary>Whether the waits that a device announces are obeyed while blocks are written.</summary>
public enum Pace
{
    /// <summary>Always. The default: some bootloaders ignore USB while they work, and some boards suffer when they are asked again.</summary>
    Obey,

    /// <summary>
    /// The device is asked again at once, but only where the catalogue says that its bootloader answers when the work is done; from the first
    /// surprise on its waits are obeyed. The record says so.
    /// </summary>
    Eager,
}

/// <summary>Whether a failed unit is tried again by itself.</summary>
/// <param name="Most">How often, each time as an attempt of its own: 0 to 5.</param>
public sealed record RetryPolicy(int Most = 0)
{
    /// <summary>Only after failures with these codes; empty: after every failure.</summary>
    public ImmutableArray<TextPattern> On { get; init; } = [];

    /// <param name="attempts">How many there were.</param>
    /// <param name="code">Of the last one.</param>
    public bool Allows(int attempts, string code) => attempts <= Most && (On.IsEmpty || On.Any(pattern => pattern.Matches(code)));
}

/// <summary>Where a unit's serial comes from.</summary>
/// <param name="Pattern">What the serial must look like, as for the product string.</param>
/// <param name="Unique">True where a serial that has passed before is refused.</param>
public sealed record SerialPolicy(SerialSource From = SerialSource.None, TextPattern? Pattern = null, bool Unique = false)
{
    /// <summary>Where serials are numbers: of which range.</summary>
    public NumberRange? Range { get; init; }

    /// <summary>The serial around the number, which stands where the <c>#</c> are, filled up with zeros; empty for the number alone.</summary>
    public string Template { get; init; } = "";

    public string TextOf(ulong number)
    {
        if (Template.Length == 0)
            return Range!.TextOf(number);
        var (at, digits) = (Template.IndexOf('#', StringComparison.Ordinal), Template.Count(letter => letter == '#'));
        return $"{Template[..at]}{number.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}{Template[(at + digits)..]}";
    }
}

public enum SerialSource
{
    /// <summary>Units have none yet.</summary>
    None,

    /// <summary>The USB serial string: a hint and never an identity, since it collides (dfuse.md 16.3).</summary>
    Usb,

    /// <summary>Given per slot when the gang starts.</summary>
    Given,

    /// <summary>The next number of a range, taken when the attempt begins.</summary>
    Numbers,
}

/// <summary>What happens after the verdict.</summary>
/// <param name="LeaveTo">Address of the vector table; none: the lowest address written.</param>
/// <param name="Expect">The USB identity that the port must show next.</param>
/// <param name="Required">True where a unit that does not show it fails.</param>
public sealed record AfterPolicy(AfterAction Action = AfterAction.Leave, uint? LeaveTo = null, UsbId? Expect = null, bool Required = false);

public enum AfterAction
{
    /// <summary>The application is started.</summary>
    Leave,

    /// <summary>The bootloader keeps waiting.</summary>
    Stay,
}
