using FsCheck;
using FsCheck.Fluent;
using GangFlash.DfuSe;

namespace GangFlash.Tests.DfuSe;

public class LayoutStringTests
{
    const string F405 = "@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg";
    const string F405Runs = "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 7*131072 REW";

    [Fact]
    public void However_many_slashes_stand_at_the_end_one_warning_says_so() =>
        Assert.Equal("slash at the end", Assert.Single(LayoutString.Parse("@X/0x08000000/4*16Kg" + new string('/', 90)).Warnings));

    [Theory]
    [InlineData(F405, F405Runs)]
    [InlineData("@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg", "08000000 4*16384 REW, 08010000 1*65536 REW, 08020000 3*131072 REW")]
    [InlineData("@Internal Flash  /0x08000000/04*032Kg,01*128Kg,03*256Kg", "08000000 4*32768 REW, 08020000 1*131072 REW, 08040000 3*262144 REW")]
    [InlineData("@Internal Flash  /0x08000000/04*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg", F405Runs + ", 08100000 4*16384 REW, 08110000 1*65536 REW, 08120000 7*131072 REW")]
    [InlineData("@Option Bytes  /0x1FFFC000/01*016 e/0x1FFEC000/01*016 e", "1FFEC000 1*16 RW, 1FFFC000 1*16 RW")]
    [InlineData("@OTP Memory /0x1FFF7800/01*512 e,01*016 e", "1FFF7800 1*512 RW, 1FFF7A00 1*16 RW")]
    [InlineData("@OTP Memory /0x1FF07800/01*528e", "1FF07800 1*528 RW")]
    [InlineData("@Device Feature/0xFFFF0000/01*004 e", "FFFF0000 1*4 RW")]
    [InlineData("@Internal Flash  /0x08000000/1536*128g", "08000000 1536*128 REW")]
    [InlineData("@Internal Flash  /0x08000000/1024*256 g", "08000000 1024*256 REW")]
    [InlineData("@DATA Memory /0x08080000/2*3Ke", "08080000 2*3072 RW")]
    [InlineData("@Internal Flash   /0x08000000/256*08Kg", "08000000 256*8192 REW")]
    [InlineData("@Internal Flash  /0x08000000/0128*0002Kg", "08000000 128*2048 REW")]
    [InlineData("@Option Bytes   /0x1FFF7800/01*40Be", "1FFF7800 1*40 RW")]
    [InlineData("@OTP Memory   /0x1FFF7000/01*01Ke", "1FFF7000 1*1024 RW")]
    [InlineData("@Option Bytes   /0x1FFF7800/01*048 e/0x1FFFF800/01*048 e", "1FFF7800 1*48 RW, 1FFFF800 1*48 RW")]
    [InlineData("@ENGI Bytes        /0x1FFF6C00/01*1024.e", "1FFF6C00 1*1024 RW")]
    [InlineData("@OB Bytes          /0x40022020/01*136 e", "40022020 1*136 RW")]
    [InlineData("@Option byte   /0x1FFFC000/01*4096 g", "1FFFC000 1*4096 REW")]
    [InlineData("@Option Byte   /0x1FFFF800/02*016 e", "1FFFF800 2*16 RW")]
    [InlineData("@Internal Flash  /0x08000000/ 128*1Kg", "08000000 128*1024 REW")]
    [InlineData("@Internal Flash  /0x8000000/06*002Kg,058*002Kg", "08000000 6*2048 REW, 08003000 58*2048 REW")]
    [InlineData("@Internal Flash/0x08000000/01*128Ka,04*128Kg,11*128Ka", "08000000 1*131072 R, 08020000 4*131072 REW, 080A0000 11*131072 R")]
    [InlineData(
        "@Internal Flash   /0x08000000/03*016Ka,01*016Kg,01*064Kg,07*128Kg,04*016Kg,01*064Kg,07*128Kg",
        "08000000 3*16384 R, 0800C000 1*16384 REW, 08010000 1*65536 REW, 08020000 7*131072 REW, 08100000 4*16384 REW, 08110000 1*65536 REW, 08120000 7*131072 REW")]
    [InlineData("@QSPI Flash       /0x90000000/512*64Kg", "90000000 512*65536 REW")]
    [InlineData("@External Flash /0x90000000/998*128Kg,1*128Kg,4*128Kg,21*128Ka", "90000000 998*131072 REW, 97CC0000 1*131072 REW, 97CE0000 4*131072 REW, 97D60000 21*131072 R")]
    [InlineData("@Flash /0x90000000/64*4Kg/0x90040000/60*64Kg/0x90400000/60*64Kg", "90000000 64*4096 REW, 90040000 60*65536 REW, 90400000 60*65536 REW")]
    [InlineData("@Bootloader version 22 /0x00000000/0*4Kg", "00000000 0*4096 REW")]
    [InlineData("@Flash /0xF000/1*4Ka/0xE000/1*4Kg/0x8000/1*24Kg", "00008000 1*24576 REW, 0000E000 1*4096 REW, 0000F000 1*4096 R")]
    public void Reads_what_real_devices_say_without_a_warning(string text, string runs)
    {
        var reading = LayoutString.Parse(text);

        Assert.Equal(runs, LayoutText.Describe(reading.Layout));
        Assert.Empty(reading.Warnings);
        Assert.Equal(text, reading.Text);
    }

    [Theory]
    [InlineData(F405 + "\u0000\u0000", F405Runs, "cut after 55 characters, where rubbish starts")]
    [InlineData(F405 + "\uD55C\uAE00/0x0/1*1Kg", F405Runs, "cut after 55 characters, where rubbish starts")]
    [InlineData(F405 + "\t", F405Runs, "cut after 55 characters, where rubbish starts")]
    [InlineData(F405 + "  ", F405Runs, "spaces around it")]
    [InlineData(F405 + ",", F405Runs, "comma at the end")]
    [InlineData(F405 + "/", F405Runs, "slash at the end")]
    [InlineData("Internal Flash/0x08000000/4*16Kg", "08000000 4*16384 REW", "no '@' before the name")]
    [InlineData("@/0x08000000/4*16Kg", "08000000 4*16384 REW", "no name")]
    [InlineData("@X/0x08000000/4*16kg", "08000000 4*16384 REW", "lower-case unit in \"4*16kg\"")]
    [InlineData("@X/0x08000000/4*1mg", "08000000 4*1048576 REW", "lower-case unit in \"4*1mg\"")]
    [InlineData("@X/0x08000000/1*40be", "08000000 1*40 RW", "lower-case unit in \"1*40be\"")]
    [InlineData("@X/0x08000000/4*16KG", "08000000 4*16384 REW", "upper-case type letter in \"4*16KG\"")]
    [InlineData("@X/ 0x08000000 /4*16Kg", "08000000 4*16384 REW", "spaces around address \"0x08000000\"")]
    [InlineData("@X/0x08000000/4*16Kg ,1*1Kg", "08000000 4*16384 REW, 08010000 1*1024 REW", "spaces behind \"4*16Kg\"")]
    [InlineData("@X /0x08000000/12*001a", "08000000 12*1 R", "\"12*001a\" has sectors of one byte")]
    public void Understands_a_harmless_departure_and_says_so(string text, string runs, string warning)
    {
        var reading = LayoutString.Parse(text);

        Assert.Equal(runs, LayoutText.Describe(reading.Layout));
        Assert.Equal(warning, Assert.Single(reading.Warnings));
    }

    [Theory]
    [InlineData("", "\"\" describes no memory: no address in it")]
    [InlineData("DFU MEDIA", "\"DFU MEDIA\" describes no memory: no address in it")]
    [InlineData("@Flash3", "\"@Flash3\" describes no memory: no address in it")]
    [InlineData("/0x08000000", "address \"0x08000000\" has no sector list")]
    [InlineData("@X /0x08000000", "address \"0x08000000\" has no sector list")]
    [InlineData("@X /0x08000000/", "address \"0x08000000\" has no sector list")]
    [InlineData("@X /0x08000000/4*16Kg/0x08100000", "address \"0x08100000\" has no sector list")]
    [InlineData("@X /08000000/4*16Kg", "\"08000000\" is no address: 0x and one to eight hex digits are needed")]
    [InlineData("@X /0x/4*16Kg", "\"0x\" is no address: 0x and one to eight hex digits are needed")]
    [InlineData("@X /0x108000000/4*16Kg", "\"0x108000000\" is no address: 0x and one to eight hex digits are needed")]
    [InlineData("@X /0x-8000000/4*16Kg", "\"0x-8000000\" is no address: 0x and one to eight hex digits are needed")]
    [InlineData("@X /0x08000000/4*16K", "\"4*16K\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed")]
    [InlineData("@X /0x08000000/4*16Kh", "\"4*16Kh\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed")]
    [InlineData("@X /0x08000000/4*16Kg,,1*1Kg", "\"\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed")]
    [InlineData("@X /0x08000000/???*08Kg", "\"???*08Kg\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed")]
    [InlineData("@X /0x08000000/-4*16Kg", "\"-4*16Kg\" is no segment: count*size, a unit (B, K, M or none) and one letter a to g are needed")]
    [InlineData("@X /0x08000000/4*16B", "\"4*16B\" has no type letter: its B is the unit")]
    [InlineData("@X /0x08000000/65536*1Kg", "\"65536*1Kg\" counts more than 65535 sectors")]
    [InlineData("@X /0x08000000/99999999999999999999*1Kg", "\"99999999999999999999*1Kg\" counts more than 65535 sectors")]
    [InlineData("@X /0x08000000/4*0Kg", "\"4*0Kg\" has sectors of no size")]
    [InlineData("@X /0x08000000/0*4096Mg", "\"0*4096Mg\" has sectors of more than 4 GiB")]
    [InlineData("@X /0x08000000/1*99999999999999999999g", "\"1*99999999999999999999g\" has sectors of more than 4 GiB")]
    [InlineData("@X /0x08000000/65535*1Mg", "\"65535*1Mg\" at 0x08000000 leaves the 32-bit address space")]
    [InlineData("@X /0xFFFF0000/1*64Kg,1*1Kg", "\"1*1Kg\" at 0x100000000 leaves the 32-bit address space")]
    [InlineData("@X /0x08000000/4*16Kg/0x0800C000/1*1Kg", "0x08000000–0x0800FFFF and 0x0800C000–0x0800C3FF overlap")]
    [InlineData("@X /0x0800C000/1*1Kg/0x08000000/4*16Kg", "0x08000000–0x0800FFFF and 0x0800C000–0x0800C3FF overlap")]
    [InlineData("@X /0x08000000/4*16Kg/0x08000000/4*16Kg", "0x08000000–0x0800FFFF and 0x08000000–0x0800FFFF overlap")]
    public void Refuses_what_leaves_a_doubt_and_says_why(string text, string reason)
    {
        var reading = LayoutString.Parse(text);

        Assert.Null(reading.Layout);
        Assert.Equal(reason, reading.Warnings[^1]);
    }

    [Fact]
    public void The_example_of_UM0424_is_refused_since_its_two_24_KiB_sectors_run_into_the_next_group() =>
        Assert.Equal(
            "0x00008000–0x00013FFF and 0x0000E000–0x0000EFFF overlap",
            Assert.Single(LayoutString.Parse("@Flash /0xF000/1*4Ka/0xE000/1*4Kg/0x8000/2*24Kg").Warnings));

    [Fact]
    public void An_empty_run_inside_another_overlaps_nothing() =>
        Assert.Equal("08000000 4*16384 REW, 08004000 0*4096 REW", LayoutText.Describe(LayoutString.Parse("@X/0x08004000/0*4Kg/0x08000000/4*16Kg").Layout));

    [Fact]
    public void A_memory_may_end_at_4_GiB() =>
        Assert.Equal("FFFF0000 1*65536 REW", LayoutText.Describe(LayoutString.Parse("@X/0xFFFF0000/1*64Kg").Layout));

    [Fact]
    public void More_segments_than_a_USB_string_can_name_are_refused()
    {
        var longest = LayoutString.Parse("@X/0x0/" + string.Join(',', Enumerable.Repeat("1*1g", 23)));
        Assert.Equal(23, longest.Layout!.Runs.Length);

        var longer = LayoutString.Parse("@X/0x0/" + string.Join(',', Enumerable.Repeat("1*1g", 65)));
        Assert.Null(longer.Layout);
        Assert.Equal("331 characters; a USB string can't hold more than 126", Assert.Single(longer.Warnings));
    }

    [Fact]
    public void Rubbish_behind_the_text_does_not_make_it_too_long() =>
        Assert.Equal(F405Runs, LayoutText.Describe(LayoutString.Parse(F405 + new string('\uBC31', 1000)).Layout));

    [Fact]
    public void A_type_letter_stands_for_three_bits()
    {
        var accesses = from letter in "abcdefg" select LayoutString.Parse($"@X/0x0/1*1K{letter}").Layout!.Runs[0].Access;

        Assert.Equal([.. Enumerable.Range(1, 7).Select(bits => (SectorAccess)bits)], accesses);
    }

    [Fact]
    public void No_text_makes_it_throw_or_say_more_than_a_screen_can_show() =>
        Prop.ForAll(Texts(), text =>
        {
            var reading = LayoutString.Parse(text);
            return (reading.Layout is not null || !reading.Warnings.IsEmpty)
                && reading.Warnings.Length <= 2 * LayoutString.LongestText
                && reading.Warnings.All(warning => warning.Length <= 256 && warning.All(c => c is (>= ' ' and <= '~') or '–'))
                && (reading.Layout is not { } layout || IsSound(layout));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_printed_layout_is_read_back_as_it_was() =>
        Prop.ForAll(Layouts().ToArbitrary(), layout =>
        {
            var reading = LayoutString.Parse(LayoutText.Print(layout));
            return reading.Layout is { } again && again.Name == layout.Name && again.Runs.SequenceEqual(layout.Runs);
        }).QuickCheckThrowOnFailure();

    static bool IsSound(MemoryLayout layout) =>
        layout.Runs.Length <= LayoutString.MostSegments
        && layout.Runs.All(run => run.Count <= LayoutString.MostSectors && run.SectorSize > 0 && run.Range.End <= AddressRange.AddressSpace)
        && layout.Runs.Zip(layout.Runs.Skip(1)).All(pair => pair.First.Address <= pair.Second.Address && !pair.First.Range.Overlaps(pair.Second.Range));

    /// <summary>Anything; pieces of the grammar in any order; and a real string with one place changed.</summary>
    static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
        Gen.Elements("@", "Internal Flash  ", "/", "0x08000000", "0xFFFFFFFF", "04*016Kg", "1*1", "K", "g", ",", "*", " ", "65535*", "4096M", "0", "\u0001").ListOf().Select(string.Concat),
        from at in Gen.Choose(0, F405.Length - 1)
        from character in Gen.Choose(0, 0x100)
        select F405[..at] + (char)character + F405[(at + 1)..]).ToArbitrary();

    static Gen<MemoryLayout> Layouts() =>
        from runs in (from gap in Gen.Choose(0, 0x10000)
                      from count in Gen.Choose(0, 300)
                      from size in Gen.Choose(1, 0x40000)
                      from access in Gen.Choose(1, 7)
                      select (gap, count, size, access)).ListOf(4)
        select new MemoryLayout("Some Flash", [.. Stack(runs)]);

    static IEnumerable<SectorRun> Stack(IEnumerable<(int Gap, int Count, int Size, int Access)> runs)
    {
        var at = 0x0800_0000u;
        foreach (var (gap, count, size, access) in runs)
        {
            at += (uint)gap;
            yield return new(at, (uint)size, count, (SectorAccess)access);
            at += (uint)(count * size);
        }
    }
}
