using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using GangFlash.Images;
using GangFlash.Testing;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class ImageProperties
{
    [Fact]
    public void Intel_HEX_reads_back_as_it_was_written() =>
        Prop.ForAll(Written(AddressRange.AddressSpace), written =>
            Flashed(written) == Flashed("a.hex", RecordText.Hex(written.Segments, written.RecordLength))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void S_records_read_back_as_they_were_written(int type) =>
        Prop.ForAll(Written(1UL << (type + 1) * 8), written =>
            Flashed(written) == Flashed("a.s19", RecordText.S(written.Segments, Math.Min(written.RecordLength, 250), type))).QuickCheckThrowOnFailure();

    [Fact]
    public void DfuSe_reads_back_as_it_was_written() =>
        Prop.ForAll(Written(AddressRange.AddressSpace), written =>
            Flashed(written) == Flashed(Reading.Of("a.dfu", DfuBytes.DfuSe([.. written.Segments.Select(segment => new DfuTarget(0, "", segment))])))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_segment_knows_the_line_of_each_of_its_bytes() =>
        Prop.ForAll(Written(1UL << 16), written =>
        {
            var text = RecordText.S(written.Segments, Math.Min(written.RecordLength, 250), type: 1);
            var lines = text.Split('\n');
            return Reading.Of("a.s19", text).Segments.All(segment => Enumerable.Range(0, segment.Data.Length).All(index =>
            {
                var address = segment.Address + (uint)index;
                var line = lines[((SegmentOrigin.Records)segment.Origin).LineOf(address) - 1];
                var start = Convert.ToUInt32(line[4..8], 16);
                return line.Substring(8 + (int)(address - start) * 2, 2) == segment.Data.Span[index].ToString("X2");
            }));
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("boot-heap.elf", 12)]
    [InlineData("h747-cm4.hex", 200)]
    [InlineData("f746-app.s19", 200)]
    [InlineData("small.elf", 1)]
    [InlineData("small.dfu", 1)]
    [InlineData("small.bin", 1)]
    public void Whatever_happens_to_a_file_it_reads_or_says_why_not_and_soon(string name, int part)
    {
        var whole = Sound(name);
        // The start and the end of a file are where its tables are; what lies between is payload.
        byte[] content = part is 1 || name.EndsWith(".elf", StringComparison.Ordinal) ? whole : [.. whole.AsSpan(0, whole.Length / part), .. whole.AsSpan(whole.Length - 200)];
        var clock = Stopwatch.StartNew();

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Mutations(content), mutated => ReadsOrRefuses(name, mutated)));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("small.elf")]
    [InlineData("small.dfu")]
    public void Every_single_byte_may_be_anything_extreme(string name)
    {
        var content = Sound(name);

        for (var at = 0; at < content.Length; at++)
        {
            foreach (var value in (byte[])[0x00, 0x01, 0x7F, 0x80, 0xFF])
            {
                var mutated = content.ToArray();
                mutated[at] = value;
                Assert.True(ReadsOrRefuses(name, mutated));
                Assert.True(ReadsOrRefuses(name, mutated[..at]));
            }
        }
    }

    static byte[] Sound(string name) => name switch
    {
        "small.elf" => ElfBytes.Good(),
        "small.dfu" => DfuBytes.DfuSe(new(0, "@Internal Flash", (0x08000000, new byte[40]), (0x08004000, [1, 2])), new(1, Name: null, (0x1FFF7800, [3]))),
        "small.bin" => DfuBytes.Suffixed([1, 2, 3, 4], 0x0100),
        _ => TestImages.Bytes(name),
    };

    static bool ReadsOrRefuses(string name, byte[] content)
    {
        try
        {
            var image = ImageReader.Read(name, content, name.EndsWith(".bin", StringComparison.Ordinal) ? 0x08000000 : null);
            return image.Segments.All(segment => !segment.Data.IsEmpty && segment.Origin.Place(segment.Range).Length > 0);
        }
        catch (ImageException refused)
        {
            return refused.Problem.Message.EndsWith('.') || refused.Problem.Message.EndsWith('?');
        }
    }

    /// <summary>Up to four changes in a row: bytes changed, cut out, put in, or all from a place on lost. A DfuSe file gets its CRC mended, half of the time.</summary>
    static Arbitrary<byte[]> Mutations(byte[] content)
    {
        var change = from kind in Gen.Choose(0, 3)
                     from place in Gen.Choose(0, content.Length)
                     from bytes in Gen.Choose(0, 255).ArrayOf(8)
                     select (Kind: kind, Place: place, Bytes: bytes.Select(value => (byte)value).ToArray());
        return (from changes in change.NonEmptyListOf()
                from mended in Gen.Elements(true, false)
                select Mended(changes.Take(4).Aggregate(content, (now, next) => Changed(now, next.Kind, Math.Min(next.Place, now.Length), next.Bytes)), mended)).ToArbitrary();
    }

    static byte[] Changed(byte[] content, int kind, int at, byte[] bytes) => kind switch
    {
        0 => [.. content[..at], .. bytes.Take(Math.Min(1 + bytes[0] % 8, content.Length - at)), .. content[Math.Min(at + 1 + bytes[0] % 8, content.Length)..]],
        1 => [.. content[..at], .. content[Math.Min(at + bytes[0], content.Length)..]],
        2 => [.. content[..at], .. bytes, .. content[at..]],
        _ => content[..at],
    };

    static byte[] Mended(byte[] content, bool mended)
    {
        if (mended && content.Length >= 4)
            BitConverter.GetBytes(DfuBytes.Crc(content.AsSpan(0, content.Length - 4))).CopyTo(content = [.. content], content.Length - 4);
        return content;
    }

    /// <summary>One to six segments with gaps of at least a byte, in any order, somewhere in <paramref name="space"/>, often at its end.</summary>
    static Arbitrary<WrittenImage> Written(ulong space) =>
        (from parts in Gen.Choose(1, 200).SelectMany(gap => Gen.Choose(1, 300).SelectMany(length => Gen.Choose(0, 255).ArrayOf(length)).Select(data => (Gap: gap, Data: data))).NonEmptyListOf()
         from slack in Gen.Frequency((1, Gen.Constant(0)), (3, Gen.Choose(0, 10_000)))
         from recordLength in Gen.Choose(1, 255)
         from order in Gen.Choose(0, 1000)
         select Place(space, [.. parts.Take(6).Select(part => (part.Gap, part.Data.Select(value => (byte)value).ToArray()))], slack, recordLength, order)).ToArbitrary();

    static WrittenImage Place(ulong space, (int Gap, byte[] Data)[] parts, int slack, int recordLength, int order)
    {
        var segments = new List<(uint Address, byte[] Data)>();
        var end = space - (ulong)slack;
        foreach (var (gap, data) in parts)
        {
            segments.Add(((uint)(end - (ulong)data.Length), data));
            end -= (ulong)(data.Length + gap);
        }

        return new([.. segments.OrderBy(segment => (segment.Address * 31 + (uint)order) % 7)], recordLength);
    }

    static string Flashed(WrittenImage written) =>
        string.Join('\n', written.Segments.OrderBy(segment => segment.Address).Select(segment => $"{AddressRange.Of(segment.Address, (ulong)segment.Data.Length)} {Convert.ToHexString(segment.Data)}"));

    static string Flashed(string name, string text) => Flashed(Reading.Of(name, Encoding.ASCII.GetBytes(text)));

    static string Flashed(FirmwareImage image) => string.Join('\n', Reading.Flashed(image));

    sealed record WrittenImage((uint Address, byte[] Data)[] Segments, int RecordLength)
    {
        public override string ToString() => $"records of {RecordLength}: {string.Join(", ", Segments.Select(segment => $"0x{segment.Address:X8}+{segment.Data.Length}"))}";
    }
}
