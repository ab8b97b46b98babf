using System.Text;
using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

/// <summary>
/// Whatever order and size of records a tool chooses, the image is the same, and knows of each byte where it stands in the file. Each test goes through so many random
/// images that it can do so at every build.
/// </summary>
public sealed class RoundTripTests
{
    const int Images = 60;

    [Fact]
    public void Any_order_and_any_split_of_records_gives_the_same_image()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            var random = new Random(seed);
            var expected = Written(segments);

            foreach (var length in (int[])[1, 7, 16, 250])
            {
                Assert.Equal(expected, Reading.Flashed(Reading.Of("a.hex", ShuffledHex(RecordText.Hex(segments, length), random))));
                Assert.Equal(expected, Reading.Flashed(Reading.Of("a.s37", ShuffledS(RecordText.S(segments, length, type: 3), random))));
            }
        }
    }

    [Fact]
    public void Every_format_gives_the_same_image_of_the_same_segments()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            FirmwareImage[] images =
            [
                Reading.Of("a.hex", RecordText.Hex(segments, 16)),
                Reading.Of("a.s37", RecordText.S(segments, 16, type: 3)),
                Reading.Of("a.dfu", DfuBytes.DfuSe(new DfuTarget(0, "@Internal Flash", segments))),
                Reading.Of("a.elf", ElfBytes.Linked(0, [.. segments.Select(segment => new ElfSegment(segment.Address, RandomSegments.Sections(seed, segment.Data)))])),
            ];

            Assert.All(images, image => Assert.Equal(Written(segments), Reading.Flashed(image)));
        }
    }

    [Fact]
    public void Reading_twice_gives_the_same_image_and_hash()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var content = Encoding.ASCII.GetBytes(RecordText.Hex(RandomSegments.Of(seed, 1UL << 32), 16));
            var (one, other) = (Reading.Of("a.hex", content), Reading.Of("a.hex", [.. content]));

            Assert.Equal(one.Sha256, other.Sha256);
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)), one.Sha256);
            Assert.Equal(Reading.Contents(one), Reading.Contents(other));
            Assert.Equal(one.Segments.Select(segment => segment.Origin.Place(segment.Range)), other.Segments.Select(segment => segment.Origin.Place(segment.Range)));
        }
    }

    [Fact]
    public void Each_byte_of_Intel_HEX_knows_the_line_of_its_record()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var text = ShuffledHex(RecordText.Hex(RandomSegments.Of(seed, 1UL << 32), 9), new Random(seed));
            var lines = text.Split('\n');

            foreach (var segment in Reading.Of("a.hex", text).Segments)
            {
                for (var i = 0; i < segment.Data.Length; i++)
                {
                    var address = segment.Address + (uint)i;
                    var line = ((SegmentOrigin.Records)segment.Origin).LineOf(address);
                    var start = Convert.ToUInt32(lines[line - 2][9..13] + lines[line - 1][3..7], 16);       // the 04 record stands before each record
                    Assert.Equal(segment.Data.Span[i].ToString("X2"), lines[line - 1].Substring(9 + (int)(address - start) * 2, 2));
                    Assert.Equal($"line {line}", segment.Origin.Place(AddressRange.Of(address, 1)));
                }
            }
        }
    }

    [Fact]
    public void Each_byte_of_an_ELF_file_knows_its_section()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            ElfSegment[] segments = [.. RandomSegments.Of(seed, 1UL << 32).Select((segment, index) => new ElfSegment(segment.Address, [.. RandomSegments.Sections(seed, segment.Data).Select(section => ($"{section.Name}_{index}", section.Data))]))];
            var image = Reading.Of("a.elf", ElfBytes.Linked(0, segments));

            foreach (var (address, sections) in segments)
            {
                var at = address;
                foreach (var (name, data) in sections)
                {
                    foreach (var place in (uint[])[at, at + (uint)data.Length - 1])
                    {
                        var segment = Assert.Single(image.Segments, segment => segment.Range.Contains(place));
                        Assert.Equal($"section {name}", segment.Origin.Place(AddressRange.Of(place, 1)));
                        Assert.Equal(data[place - at], segment.Data.Span[(int)(place - segment.Address)]);
                    }

                    at += (uint)data.Length;
                }
            }
        }
    }

    [Fact]
    public void Each_byte_of_a_DfuSe_file_knows_its_target_and_element()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            DfuTarget[] targets = [.. segments.Select((segment, index) => new DfuTarget((byte)(10 + index), null, (segment.Address, segment.Data)))];

            var image = Reading.Of("a.dfu", DfuBytes.DfuSe(targets));

            foreach (var (index, (address, data)) in segments.Index())
            {
                var segment = Assert.Single(image.Segments, segment => segment.Address == address);
                Assert.Equal(Convert.ToHexString(data), Convert.ToHexString(segment.Data.Span));
                Assert.Equal($"element 1 of target {index + 1} (alternate setting {10 + index})", segment.Origin.Place(segment.Range));
            }
        }
    }

    [Fact]
    public void Each_raw_byte_knows_its_offset()
    {
        for (var seed = 0; seed < Images; seed++)
        {
            var (address, data) = RandomSegments.Of(seed, 1UL << 32)[0];
            var segment = Assert.Single(Reading.Of("a.bin", data, address).Segments);

            Assert.All(Enumerable.Range(0, data.Length), offset => Assert.Equal($"bytes from offset 0x{offset:X}", segment.Origin.Place(AddressRange.Of(address + (uint)offset, 1))));
        }
    }

    static string[] Written(IEnumerable<(uint Address, byte[] Data)> segments) =>
        [.. segments.OrderBy(segment => segment.Address).Select(segment => $"{AddressRange.Of(segment.Address, (ulong)segment.Data.Length)} {Convert.ToHexString(segment.Data)}")];

    /// <summary>Each data record travels with the address record in front of it.</summary>
    static string ShuffledHex(string text, Random random)
    {
        var pairs = text.TrimEnd('\n').Split('\n')[..^1].Chunk(2).ToArray();
        random.Shuffle(pairs);
        return string.Join('\n', [.. pairs.SelectMany(pair => pair), ":00000001FF\n"]);
    }

    static string ShuffledS(string text, Random random)
    {
        var lines = text.TrimEnd('\n').Split('\n');
        var data = lines[1..^2];
        random.Shuffle(data);
        return string.Join('\n', [lines[0], .. data, .. lines[^2..]]) + "\n";
    }
}
