using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class RawBinaryReaderTests
{
    [Fact]
    public void Places_all_bytes_at_the_address()
    {
        var image = Reading.Of("app.bin", [1, 2, 3, 4], at: 0xFFFFFFFC);

        var segment = Assert.Single(image.Segments);
        Assert.Equal(["0xFFFFFFFC–0xFFFFFFFF 01020304"], Reading.Contents(image));
        Assert.Equal("bytes from offset 0x2", segment.Origin.Place(AddressRange.Of(0xFFFFFFFE, 1)));
        Assert.Equal("9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a", image.Sha256);
        Assert.Null(image.Device);
    }

    [Theory]
    [InlineData("app.bin", 0x0100)]
    [InlineData("app.dfu", 0x0110)]
    public void Leaves_a_DFU_suffix_away_and_says_so(string name, ushort version)
    {
        var image = Reading.Of(name, DfuBytes.Suffixed([1, 2, 3], version), at: 0x08000000);

        Assert.Equal(["0x08000000–0x08000002 010203"], Reading.Contents(image));
        Assert.Equal(new DfuSuffix(0x0483, 0xDF11, 0xFFFF), image.Device);
        Assert.Equal("The last 16 bytes are a DFU suffix (for device 0483:df11); they are not part of the data and were left out.", Assert.Single(image.Warnings));
    }

    [Fact]
    public void Shows_the_wildcards_and_the_version_of_a_suffix()
    {
        Assert.Equal("any:any", new DfuSuffix(0xFFFF, 0xFFFF, 0xFFFF).ToString());
        Assert.Equal("0483:any version 2200", new DfuSuffix(0x0483, 0xFFFF, 0x2200).ToString());
    }

    public static TheoryData<Malformed> Refused =>
    [
        new("beyond 4 GiB", "a.bin", [1, 2], 0xFFFFFFFF, ImageCode.OutOfRange,
            "a.bin: 2 bytes from 0xFFFFFFFF would end beyond 0xFFFFFFFF. Correct the address or the file."),
        new("suffix with a wrong CRC", "a.bin", [0, .. DfuBytes.Suffixed([1], 0x0100)], 0x08000000, ImageCode.Checksum,
            "a.bin at offset 0x2: The file ends in a DFU suffix with CRC 0x1710FD14, but its bytes give 0xC9DFC251. The file is damaged, or was changed by hand: copy or build it again."),
        new("suffix of another version", "a.bin", DfuBytes.Suffixed([1], 0x011A), 0x08000000, ImageCode.Malformed,
            "a.bin at offset 0x1: The file ends in a DFU suffix of version 0x011A, which doesn't belong behind raw data (0x0100 or 0x0110 do). Build the file again."),
        new("nothing but a suffix", "a.bin", DfuBytes.Suffixed([], 0x0100), 0x08000000, ImageCode.NoData,
            "a.bin: The image holds no data, so there is nothing to program. The file is nothing but a DFU suffix: dfu-suffix ran on an empty file. Build it again."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_what_it_would_have_to_guess(Malformed file) => file.Check();
}
