using System.Collections.Immutable;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Documents;

namespace GangFlash.Recipes.Keys;

/// <summary>What a recipe says of the device that must be plugged in.</summary>
static class DeviceKeys
{
    const int MostLayouts = 16;
    const int MostIdentities = 16;

    static readonly DocumentKey<UsbId?> s_usb = new("usb", Readings.Usb, "The USB ID of the bootloader. Every one of ST's in ROM shows 0483:df11.") { Usual = UsbId.StDfu.ToString() };

    static readonly DocumentKey<string> s_chip = new("chip", Readings.Text(32),
        "A part of the catalogue, with or without package and flash size: STM32F746 or STM32F746ZG. Brings its sector map, write granule, deadlines and what its ROM says.");

    static readonly DocumentKey<ImmutableArray<LayoutReading>?> s_layout = new("layout", Readings.OneOrSeveral(MostLayouts, new Reading<LayoutReading>(new ValueShape.Text(1, 512), Layout)),
        "Alternate-setting strings that the device must have, as 'gangflash devices' shows them. They narrow what is used and never widen it; for bootloaders of your own.");

    static readonly DocumentKey<TextPattern> s_product = new("product", Readings.Pattern, "What the USB product string must look like; * and ? are wildcards, runs of spaces count as one.");

    static readonly DocumentKey<TextPattern> s_serial = new("serial", Readings.Pattern, "What the USB serial string must look like, as for product. It is a check, never an identity: it is the same on many boards.");

    static readonly DocumentKey<uint?> s_identityAt = new("at", Readings.Address, "The address of the word, a multiple of 4.") { Needed = "'at: 0xE0042000'" };

    static readonly DocumentKey<uint?> s_identityMask = new("mask", Readings.Word, "Which bits count.") { Usual = "0xFFFFFFFF" };

    static readonly DocumentKey<uint?> s_identityValue = new("value", Readings.Word, "What those bits must be.") { Needed = "'value: ' and what the word must be" };

    static readonly DocumentTable s_identityTable = new("an entry of 'identity'", [s_identityAt, s_identityMask, s_identityValue]);

    static readonly DocumentKey<ImmutableArray<IdentityRead>?> s_identity = new("identity", Readings.Several(MostIdentities, Readings.Keys(s_identityTable, Identity)).Then(RefuseTwins),
        "Little-endian 32-bit words to read before anything is erased, where the bootloader permits it.");

    static readonly DocumentTable s_table = new("'device'", [s_usb, s_chip, s_layout, s_product, s_serial, s_identity]);

    public static Reading<ExpectedDevice> Reading { get; } = Readings.Keys(s_table, Device);

    static ExpectedDevice Device(DocumentKeys keys) => new()
    {
        Usb = keys.Of(s_usb) ?? UsbId.StDfu,
        Chip = keys.Of(s_chip),
        ChipPlace = keys.PlaceOf(s_chip.Name),
        Layout = keys.Of(s_layout) ?? [],
        Product = keys.Of(s_product),
        Serial = keys.Of(s_serial),
        Identity = keys.Of(s_identity) ?? [],
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

    static IdentityRead? Identity(DocumentKeys keys)
    {
        var (address, mask, word) = (keys.Of(s_identityAt), keys.Of(s_identityMask) ?? uint.MaxValue, keys.Of(s_identityValue));
        if (address is not { } at || word is not { } value)
            return null;
        if (at % 4 != 0)
            keys.Error(RecipeCode.Identity, s_identityAt.Name, $"0x{at:X8} is not a multiple of 4; a word is read at 0x{at & ~3u:X8}");
        if (mask == 0)
            keys.Error(RecipeCode.Identity, s_identityMask.Name, "a mask of 0 checks nothing; set the bits that count");
        else if ((value & ~mask) != 0)
            keys.Error(RecipeCode.Identity, s_identityValue.Name, $"0x{value:X8} has bits outside of the mask 0x{mask:X8}, so no device could match");
        return new(at, mask, value, keys.Place);
    }

    static ImmutableArray<IdentityRead>? RefuseTwins(DocumentValue value, ImmutableArray<IdentityRead>? reads)
    {
        value.Problems.RefuseTwins(reads, read => (read.At, read.Mask), read => read.Place, read => $"the word at 0x{read.At:X8}");
        return reads;
    }
}
