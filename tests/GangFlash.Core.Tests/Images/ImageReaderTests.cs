using System.Reflection;
using System.Text;
using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class ImageReaderTests
{
    static readonly byte[] s_hex = Encoding.ASCII.GetBytes(RecordText.Hex(":0100000011??", ":00000001??"));
    static readonly byte[] s_srec = Encoding.ASCII.GetBytes(RecordText.S("S104000011??", "S9030000??"));
    static readonly byte[] s_dfu = DfuBytes.DfuSe(new DfuTarget(0, "", (0, [0x11])));

    [Theory]
    [InlineData(ImageFormat.Elf, ".elf", ".axf", ".out", ".ELF", "", ".fw")]
    [InlineData(ImageFormat.IntelHex, ".hex", ".ihex", ".ihx", ".Hex", "", ".fw")]
    [InlineData(ImageFormat.SRecord, ".s19", ".s28", ".s37", ".srec", ".mot", ".sx", "", ".fw")]
    [InlineData(ImageFormat.DfuSe, ".dfu", ".DFU", "", ".fw")]
    [InlineData(ImageFormat.Raw, ".bin", ".BIN", "", ".fw")]
    public void Knows_a_format_by_its_extension_or_else_by_its_content(ImageFormat format, params string[] extensions)
    {
        uint? at = format is ImageFormat.Raw ? 0x08000000 : null;

        var formats = extensions.Select(extension => Reading.Of("app" + extension, Some(format), at).Format);

        Assert.All(formats, read => Assert.Equal(format, read));
    }

    [Theory]
    [InlineData(ImageFormat.Elf, "elf", "ELF")]
    [InlineData(ImageFormat.IntelHex, "hex", "Intel HEX")]
    [InlineData(ImageFormat.SRecord, "s19", "S-record")]
    [InlineData(ImageFormat.DfuSe, "dfu", "DfuSe")]
    public void Refuses_every_name_that_says_another_format_than_the_content(ImageFormat format, string extension, string called)
    {
        string[] others = [.. ((string[])["elf", "hex", "s19", "dfu", "bin"]).Where(other => other != extension)];

        var problems = others.Select(other => Reading.Refused("app." + other, Some(format), at: other is "bin" ? 0 : null));

        Assert.Equal(
            others.Select(other => $"app.{other}: The name ends in .{other}, but the content is {called}. Choose the other file, or rename this one to end in .{extension}."),
            problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Takes_the_whole_file_for_its_hash_and_its_name_as_given()
    {
        var image = Reading.Of("app.hex", s_hex);

        Assert.Equal("app.hex", image.Name);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(s_hex)), image.Sha256);
    }

    public static TheoryData<Malformed> Refused =>
    [
        new("empty", "a.elf", [], At: null, ImageCode.NoData,
            "a.elf: The image holds no data: the file is empty. Build or copy it again."),
        new("raw without an address", "a.bin", [1], At: null, ImageCode.AddressNeeded,
            "a.bin: Raw bytes don't say where they belong. Give their target address: 'at: 0x08000000' in the recipe, or '--at 0x08000000'."),
        new("plain DFU without an address", "a.dfu", DfuBytes.Suffixed([1], 0x0100), At: null, ImageCode.AddressNeeded,
            "a.dfu: Raw bytes don't say where they belong. Give their target address: 'at: 0x08000000' in the recipe, or '--at 0x08000000'."),
        new("HEX with an address", "a.hex", s_hex, At: 0x08000000, ImageCode.AddressUnwanted,
            "a.hex: The file is Intel HEX, which carries its own addresses, so 0x08000000 can't be its address. Leave the address away: 'at:' in the recipe, or '--at'."),
        new("unknown, without an address", "a.fw", [1], At: null, ImageCode.UnknownFormat,
            "a.fw: Neither the name nor the content tells the format. For raw bytes give their target address; otherwise rename the file to end in .elf, .hex, .s19, .dfu or .bin."),
        new("damaged HEX under a name that says nothing", "a.fw", Encoding.ASCII.GetBytes(":01000000"), At: null, ImageCode.Malformed,
            "a.fw:1: The record has 4 bytes; even an empty one has 5. The file is damaged: copy or build it again."),
        new("damaged S-record under a name that says nothing", "a.fw", Encoding.ASCII.GetBytes("S1040"), At: null, ImageCode.Malformed,
            "a.fw:1: The record has 3 hex digits, and an odd one out makes no byte. The file is damaged: copy or build it again."),
        new("raw bytes called ELF", "a.elf", [1, 2, 3], At: null, ImageCode.WrongFormat,
            "a.elf: The name ends in .elf, but the content doesn't start like an ELF file. Choose the linker's output, or rename raw bytes to end in .bin."),
        new("raw bytes called DFU", "a.dfu", new byte[64], At: null, ImageCode.WrongFormat,
            "a.dfu: The name ends in .dfu, but the content neither starts like a DfuSe file nor ends in a DFU suffix. Build or copy it again."),
        new("raw bytes called HEX", "a.hex", [0x7F, 1], At: null, ImageCode.Malformed,
            "a.hex:1: A record starts with ':', and this line starts with '\\x7F\\x01'. The file is damaged: copy or build it again."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_rather_than_guesses(Malformed file) => file.Check();

    [Fact]
    public void Every_code_has_a_file_that_shows_it()
    {
        var codes = typeof(ImageCode).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        TheoryData<Malformed>[] tables =
            [Refused, IntelHexReaderTests.Refused, SRecordReaderTests.Refused, ElfReaderTests.Refused, DfuSeFileReaderTests.Refused, RawBinaryReaderTests.Refused];

        var shown = tables.SelectMany(table => (IEnumerable<object[]>)table).Select(row => ((Malformed)row[0]).Code);

        Assert.Equal(codes.Order(), shown.Append(ImageCode.TooLarge).Distinct().Order());       // ImageLimitsTests have the last one
    }

    static byte[] Some(ImageFormat format) => format switch
    {
        ImageFormat.Elf => ElfBytes.Good(),
        ImageFormat.IntelHex => s_hex,
        ImageFormat.SRecord => s_srec,
        ImageFormat.DfuSe => s_dfu,
        _ => [0x11],
    };
}
