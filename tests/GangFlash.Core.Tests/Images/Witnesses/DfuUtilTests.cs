using System.Globalization;
using System.Text.RegularExpressions;
using GangFlash.Images;
using GangFlash.Testing;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>dfu-suffix and dfuse-pack, both of the package dfu-util, agree with us on suffixes and DfuSe files.</summary>
public sealed class DfuUtilTests
{
    [NeedsTheory(Tool.DfuSuffix)]
    [InlineData("0483", "df11", "2200", "0x0100")]
    [InlineData("ffff", "ffff", "ffff", "0x0100")]
    [InlineData("1209", "0001", "0001", "0x011a")]
    public void A_suffix_that_it_adds_says_the_same_to_us(string vendor, string product, string device, string version)
    {
        using var witness = new Witness();
        var data = TestImages.Bytes("h563-boot.bin");
        witness.Put("a.bin", data);

        witness.Told("dfu-suffix", "-v", vendor, "-p", product, "-d", device, "-S", version, "-a", "a.bin");

        var suffixed = witness.Get("a.bin");
        var found = DfuSuffixReader.Find(suffixed)!.Value;
        Assert.Equal((Hex(vendor), Hex(product), Hex(device), Hex(version[2..])), (found.Device.Vendor, found.Device.Product, found.Device.Device, found.Version));
        Assert.Equal(found.Crc, DfuSuffixReader.CrcOf(suffixed));
        if (version == "0x0100")
            Assert.Equal(Convert.ToHexString(data), Convert.ToHexString(Assert.Single(Reading.Of("a.bin", suffixed, 0x08000000).Segments).Data.Span));
        else
            Assert.Equal(ImageCode.Malformed, Reading.Refused("a.bin", suffixed, 0x08000000).Code);
    }

    [NeedsFact(Tool.DfuSuffix)]
    public void It_finds_our_suffixes_and_DfuSe_files_right()
    {
        for (var seed = 0; seed < 16; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            byte[][] files = [DfuBytes.DfuSe(new DfuTarget((byte)seed, "@Internal Flash", segments)), DfuBytes.Suffixed(segments[0].Data, 0x0100)];
            foreach (var file in files)
            {
                using var witness = new Witness();
                witness.Put("a.dfu", file);

                var told = Properties(witness.Told("dfu-suffix", "-c", "a.dfu"));

                var image = Reading.Of("a.dfu", file, file == files[0] ? null : 0x08000000);
                Assert.Equal(image.Device, new DfuSuffix((ushort)told["Vendor ID"], (ushort)told["Product ID"], (ushort)told["BCD device"]));
                Assert.Equal(told["CRC"], DfuSuffixReader.CrcOf(file));
            }
        }
    }

    [NeedsFact(Tool.DfuSuffix)]
    public void Files_that_dfuse_pack_makes_read_to_the_same_bytes()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            using var witness = new Witness();
            var parts = new List<string>();
            foreach (var (index, (address, data)) in segments.Index())
            {
                witness.Put($"{index}.bin", data);
                parts.AddRange(["-b", $"0x{address:X8}:{index}.bin"]);
            }

            witness.Told("dfuse-pack", [.. parts, "-a", "3", "-D", "0x1209:0x0001", "out.dfu"]);

            var image = Reading.Of("out.dfu", witness.Get("out.dfu"));
            Assert.Equal(PlainRecords.Flashed(segments), Reading.Flashed(image));
            Assert.Equal(new DfuSuffix(0x1209, 0x0001, 0x0000), image.Device);
            Assert.All(image.Segments, segment => Assert.Equal(3, ((SegmentOrigin.DfuElement)segment.Origin).Alternate));
        }
    }

    [NeedsFact(Tool.DfuSuffix)]
    public void Dfuse_pack_takes_our_DfuSe_files_apart_as_we_do()
    {
        for (var seed = 0; seed < 8; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            using var witness = new Witness();
            witness.Put("a.dfu", DfuBytes.DfuSe(new DfuTarget(0, "@Internal Flash", segments)));

            var listing = witness.Told("dfuse-pack", "-d", "a.dfu");

            var addresses = Regex.Matches(listing, "(?<=address: )0x[0-9a-f]{8}, size: [0-9]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(match => match.Value);
            Assert.Equal(segments.Select(segment => $"0x{segment.Address:x8}, size: {segment.Data.Length}"), addresses);
            Assert.All(segments.Index(), segment => Assert.Equal(Convert.ToHexString(segment.Item.Data), Convert.ToHexString(witness.Get($"a.dfu.target0.image{segment.Index}.bin"))));
        }
    }

    static ushort Hex(string digits) => ushort.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Lines such as <c>Product ID:	0xDF11</c>.</summary>
    static Dictionary<string, uint> Properties(string text) =>
        Regex.Matches(text, @"(?m)^(?<name>[A-Za-z ]+):\s+0x(?<value>[0-9A-F]+)$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).ToDictionary(match => match.Groups["name"].Value, match => uint.Parse(match.Groups["value"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
}
