using GangFlash.Chips;
using GangFlash.DfuSe;
using GangFlash.Tests.DfuSe;

namespace GangFlash.Tests.Chips;

public class ChipCatalogueTests
{
    /// <summary>ROMs whose string is known not to show the die.</summary>
    static readonly Dictionary<string, string> s_lies = new()
    {
        ["h750"] = "08000000 16*131072 REW",            // the H743's 2 MB; one sector is guaranteed
        ["gd32vf103"] = "08000000 512*2048 REW",        // 1 MiB in 2 KiB pages; the die has 1 KiB pages
    };

    /// <summary>ROMs whose only known listing is that of a smaller part than the largest.</summary>
    static readonly HashSet<string> s_smaller = ["l476"];

    public static TheoryData<string> Keys => [.. ChipCatalogue.All.Select(chip => chip.Key)];

    public static TheoryData<string> KeysWithRom => [.. ChipCatalogue.All.Where(chip => chip.Rom is not null).Select(chip => chip.Key)];

    [Fact]
    public void Knows_these_chips_and_their_parts() => GangFlash.Testing.Golden.Matches(string.Join('\n', ChipCatalogue.All.Select(Listing)));

    [Fact]
    public void No_two_chips_share_a_key() =>
        Assert.Equal(ChipCatalogue.All.Length, ChipCatalogue.All.Select(chip => chip.Key).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_chip_is_physically_possible(string key)
    {
        var (chip, flash) = (ChipOf(key), ChipOf(key).Flash);

        Assert.NotEmpty(chip.Parts);
        Assert.NotEmpty(flash.Maps);
        Assert.NotEmpty(flash.Source);
        Assert.All(MapsOfAllSizes(flash), map =>
        {
            Assert.All(map.Runs, run => Assert.Equal(0u, run.SectorSize % (uint)flash.Granule));
            Assert.All(map.Runs, run => Assert.Equal(0u, run.Address % run.SectorSize));
            Assert.All(map.Runs.Zip(map.Runs.Skip(1)), pair => Assert.True(pair.First.Range.End <= pair.Second.Address));
            Assert.All(map.Runs, run => Assert.True(flash.SectorErase.Any(time => time.SectorSize <= run.SectorSize)));
        });
        Assert.All(
            [.. flash.SectorErase.Select(time => (time.Typical, time.Maximum)), (flash.ProgramTypical, flash.ProgramMaximum), (flash.MassEraseTypical, flash.MassEraseMaximum)],
            time => Assert.True(TimeSpan.Zero < time.Item1 && time.Item1 <= time.Item2));
        Assert.Equal(flash.Rewrite == RewriteRule.SetsBits ? 0x00 : 0xFF, flash.Erased);
        Assert.True(flash.BlankCheck || !flash.Maps.Skip(1).Any(other => MissesSectorsOf(flash.Maps[0], other)), "where the default map misses sectors of another, only a blank check proves an erase");
    }

    [Theory]
    [MemberData(nameof(KeysWithRom))]
    public void A_ROMs_strings_are_well_formed_and_agree_with_the_die(string key)
    {
        var (chip, rom) = (ChipOf(key), ChipOf(key).Rom!);
        var listings = rom.AlsoSeen.Select(listing => listing.Alternates).Prepend(rom.Alternates).ToList();

        Assert.All(listings.SelectMany(alternates => alternates), text =>
        {
            Assert.NotNull(LayoutString.Parse(text).Layout);
            Assert.Empty(LayoutString.Parse(text).Warnings);
        });
        Assert.InRange(rom.KnownAlternates, 0, rom.Alternates.Length);
        Assert.NotEmpty(rom.Source);
        Assert.True(rom.TransferSize is 1024 or 2048);
        var dice = chip.Flash.Maps.Select(Sectors).ToList();
        var told = Sectors(LayoutString.Parse(rom.Alternates[0]).Layout!);
        if (s_lies.TryGetValue(key, out var lie))
            Assert.Equal(lie, LayoutText.Describe(LayoutString.Parse(rom.Alternates[0]).Layout));
        else if (s_smaller.Contains(key))
            Assert.Contains(dice, die => die.Take(told.Count).SequenceEqual(told));
        else
            Assert.Contains(dice, die => die.SequenceEqual(told));
    }

    [Theory]
    [InlineData("f74x", "f74x", "STM32F746", null)]
    [InlineData("F74X", "f74x", "STM32F746", null)]
    [InlineData("f746", "f74x", "STM32F746", null)]
    [InlineData("STM32F746", "f74x", "STM32F746", null)]
    [InlineData("stm32f746zg", "f74x", "STM32F746ZG", 1024)]
    [InlineData(" STM32F746ZGT6 ", "f74x", "STM32F746ZGT6", 1024)]
    [InlineData("STM32F746xx", "f74x", "STM32F746XX", null)]
    [InlineData("STM32F746xE", "f74x", "STM32F746XE", 512)]
    [InlineData("STM32H563RGT6", "h563", "STM32H563RGT6", 1024)]
    [InlineData("STM32H747XIH6", "h743", "STM32H747XIH6", 2048)]
    [InlineData("h743y", "h743y", "STM32H743", null)]
    [InlineData("STM32F105RBT6", "f105", "STM32F105RBT6", 128)]
    [InlineData("STM32F107", "f105", "STM32F107", null)]
    [InlineData("STM32F407VE", "f405", "STM32F407VE", 512)]
    [InlineData("STM32F429", "f429_2m", "STM32F429", null)]
    [InlineData("STM32F429ZG", "f427_1m", "STM32F429ZG", 1024)]
    [InlineData("STM32F429ZI", "f429_2m", "STM32F429ZI", 2048)]
    [InlineData("STM32F401CC", "f401c", "STM32F401CC", 256)]
    [InlineData("STM32F401RE", "f401e", "STM32F401RE", 512)]
    [InlineData("STM32F303CC", "f303xc", "STM32F303CC", 256)]
    [InlineData("STM32F303RE", "f303xe", "STM32F303RE", 512)]
    [InlineData("STM32F070F6", "f042", "STM32F070F6", 32)]
    [InlineData("STM32F070RB", "f072", "STM32F070RB", 128)]
    [InlineData("STM32L072RZ", "l07x", "STM32L072RZ", 192)]
    [InlineData("STM32L152RC", "l1xxc", "STM32L152RC", 256)]
    [InlineData("STM32U5A5ZJ", "u59x", "STM32U5A5ZJ", 4096)]
    [InlineData("STM32WB55VY", "wb55", "STM32WB55VY", 640)]
    [InlineData("wb55", "wb55", "STM32WB55", null)]
    [InlineData("GD32VF103CBT6", "gd32vf103", "GD32VF103CBT6", 128)]
    [InlineData("AT32F437ZMT7", "at32f437", "AT32F437ZMT7", 4032)]
    public void Finds_a_part_however_it_is_written(string written, string key, string part, int? flashKiB)
    {
        var choice = ChipCatalogue.Find(written)!;

        Assert.Equal(key, choice.Chip.Key);
        Assert.Equal(part, choice.Part);
        Assert.Equal((ulong?)flashKiB * 1024, choice.FlashLength);
    }

    [Theory]
    [InlineData("")]
    [InlineData("STM32")]
    [InlineData("STM32F7")]
    [InlineData("STM32F764")]
    [InlineData("STM32F746Z?")]
    [InlineData("STM32F746ZQ")]                     // no such size letter
    [InlineData("STM32F746ZI")]                     // 2 MB do not exist
    [InlineData("STM32F746ZGT6 or so")]
    [InlineData("STM32F303K8")]                     // a die without USB
    [InlineData("STM32L151RB")]
    [InlineData("STM32F103C8")]
    [InlineData("nonsense that is much longer than any part number could ever be written")]
    public void Finds_no_part_where_there_is_none(string written) => Assert.Null(ChipCatalogue.Find(written));

    [Theory]
    [InlineData("STM32F746ZG", "08000000 4*32768 REW, 08020000 1*131072 REW, 08040000 3*262144 REW")]
    [InlineData("STM32F746ZE", "08000000 4*32768 REW, 08020000 1*131072 REW, 08040000 1*262144 REW")]
    [InlineData("STM32F750Z8", "08000000 2*32768 REW")]
    [InlineData("STM32F407VE", "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 3*131072 REW")]
    [InlineData("STM32L072RB", "08000000 1024*128 REW")]
    [InlineData("STM32H750VB", "08000000 1*131072 REW")]
    [InlineData("STM32H563RG", "08000000 128*8192 REW")]
    [InlineData("STM32H743VG", "08000000 4*131072 REW, 08100000 4*131072 REW")]
    [InlineData("STM32G474RC", "08000000 128*2048 REW", "08000000 64*4096 REW")]
    [InlineData("STM32F429VE", "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 3*131072 REW")]
    [InlineData(
        "STM32F429ZG",
        "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 7*131072 REW",
        "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 3*131072 REW, 08080000 4*16384 REW, 08090000 1*65536 REW, 080A0000 3*131072 REW")]
    [InlineData(
        "STM32F767ZG",
        "08000000 4*32768 REW, 08020000 1*131072 REW, 08040000 3*262144 REW",
        "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 3*131072 REW, 08080000 4*16384 REW, 08090000 1*65536 REW, 080A0000 3*131072 REW")]
    [InlineData(
        "STM32F767ZI",
        "08000000 4*32768 REW, 08020000 1*131072 REW, 08040000 7*262144 REW",
        "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 7*131072 REW, 08100000 4*16384 REW, 08110000 1*65536 REW, 08120000 7*131072 REW")]
    public void A_size_letter_narrows_the_maps_of_the_die(string part, params string[] maps) =>
        Assert.Equal(maps, ChipCatalogue.Find(part)!.Maps.Select(LayoutText.Describe));

    [Theory]
    [InlineData("STM32F764", "STM32F746")]
    [InlineData("STM32F764ZG", "STM32F746")]
    [InlineData("STM32F746ZI", "STM32F746")]
    [InlineData("STM32H774XI", "STM32H747")]
    [InlineData("STMF405", "STM32F405")]
    [InlineData("g447", "STM32G474")]
    public void Suggests_what_was_probably_meant(string written, string suggestion) => Assert.Contains(suggestion, ChipCatalogue.Suggest(written));

    [Theory]
    [InlineData("")]
    [InlineData("ATmega328P")]
    [InlineData("nonsense that is much longer than any part number could ever be written")]
    public void Suggests_nothing_for_what_resembles_nothing(string written) => Assert.Empty(ChipCatalogue.Suggest(written));

    [Theory]
    [InlineData("STM32F103C8T6", "has USB, but its bootloader in ROM does not use it")]
    [InlineData("g031", "has no USB")]
    [InlineData("STM32L053", "has USB, but its bootloader in ROM does not use it")]
    [InlineData("STM32F303K8", "has no USB")]
    [InlineData("STM32WBA52CG", "has no USB")]
    [InlineData("STM32F303CC", null)]
    [InlineData("STM32L152RC", null)]
    [InlineData("STM32F999", null)]
    public void Knows_which_parts_have_no_USB_bootloader(string part, string? why) => Assert.Equal(why, ChipCatalogue.FindWithoutUsbBootloader(part)?.Why);

    [Fact]
    public void Erase_times_are_those_of_the_nearest_sector_size() =>
        Assert.Equal(TimeSpan.FromSeconds(4), ChipOf("f405").Flash.SectorEraseOf(256 * 1024).Maximum);

    static Chip ChipOf(string key) => ChipCatalogue.All.Single(chip => chip.Key == key);

    static IEnumerable<MemoryLayout> MapsOfAllSizes(FlashPhysics flash) => flash.Maps.Concat(flash.SmallerParts.SelectMany(smaller => smaller.Maps));

    /// <summary>By address and size: what may be done with a sector is the bootloader's word, not the die's.</summary>
    /// <summary>Whether erasing at the starts of one map's sectors leaves a sector of the other map unerased.</summary>
    static bool MissesSectorsOf(MemoryLayout erased, MemoryLayout other) => other.Sectors.Any(sector => !erased.Sectors.Any(start => sector.Range.Contains(start.Address)));

    static List<(uint Address, uint Size)> Sectors(MemoryLayout map) => [.. map.Sectors.Select(sector => (sector.Address, sector.Size))];

    static string Listing(Chip chip) => $"""
        {chip.Key}  {chip.Family}  0x{chip.ProductId:X3}  {string.Join(' ', chip.Parts)}
            {chip.Flash.Granule} B at once in {Time(chip.Flash.ProgramTypical)} to {Time(chip.Flash.ProgramMaximum)}, erased 0x{chip.Flash.Erased:X2}, {chip.Flash.Rewrite}{(chip.Flash.BlankCheck ? ", blank check" : "")}
            {string.Join("; ", chip.Flash.SectorErase.Select(time => $"{time.SectorSize} B {Time(time.Typical)} to {Time(time.Maximum)}"))}; all {Time(chip.Flash.MassEraseTypical)} to {Time(chip.Flash.MassEraseMaximum)}
        {Lines(chip.Flash.Maps.Select(LayoutText.Describe).Concat(from smaller in chip.Flash.SmallerParts from map in smaller.Maps select $"{smaller.FlashLength / 1024} KiB part: {LayoutText.Describe(map)}"))}
        {Lines(RomListing(chip.Rom))}

        """;

    static IEnumerable<string> RomListing(RomBootloader? rom) => rom is null
        ? ["no listing of its ROM"]
        : [
            $"{rom.Usb} {rom.BcdUsb:X4} {rom.BcdDevice:X4} \"{rom.Product}\" {rom.TransferSize} B, serial {rom.Serial} {rom.SerialText}, {rom.Busy} {rom.Poll.SetAddress.TotalMilliseconds}/{rom.Poll.Erase.TotalMilliseconds}/{rom.Poll.MassErase.TotalMilliseconds}/{rom.Poll.Write.TotalMilliseconds} ms",
            .. rom.Alternates.Select((text, number) => $"{number}{(number < rom.KnownAlternates ? " " : "?")} {text}"),
            .. rom.AlsoSeen.SelectMany(other => other.Alternates.Select((text, number) => $"{number}  {text}  ({other.BcdDevice:X4})")),
        ];

    static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "    " + line));

    static string Time(TimeSpan time) => time.TotalMilliseconds >= 1000 ? $"{time.TotalSeconds:0.##} s" : time.TotalMilliseconds >= 1 ? $"{time.TotalMilliseconds:0.##} ms" : $"{time.TotalMicroseconds:0.#} µs";
}
