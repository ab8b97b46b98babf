using System.Text;
using GangFlash.Testing;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>SRecord's srec_cat reads what we read, and we read whatever it writes.</summary>
public sealed class SRecCatTests
{
    /// <summary>Of random images for each flavour.</summary>
    const int Seeds = 8;

    public static TheoryData<string> RecordFiles => [.. TestImages.Names(".hex", ".s19")];

    [NeedsTheory(Tool.SRecCat)]
    [MemberData(nameof(RecordFiles))]
    public void Reads_the_same_bytes_and_start_address_from_every_image_in_the_tests(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));

        witness.Told("srec_cat", name, Kind(name), "-o", "out.s37", "-motorola", "-address-length=4");

        var (flashed, entry) = PlainRecords.Read(witness.Text("out.s37"));
        var image = Reading.Of(name, TestImages.Bytes(name));
        Assert.Equal(flashed, Reading.Flashed(image));
        Assert.Equal(entry, image.EntryPoint);
    }

    public static TheoryData<string> RawFiles => [.. TestImages.Names(".bin")];

    [NeedsTheory(Tool.SRecCat)]
    [MemberData(nameof(RawFiles))]
    public void Places_raw_bytes_where_we_do(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));

        witness.Told("srec_cat", name, "-binary", "-offset", "0x08020000", "-o", "out.s37", "-motorola", "-address-length=4");

        Assert.Equal(PlainRecords.Read(witness.Text("out.s37")).Flashed, Reading.Flashed(Reading.Of(name, TestImages.Bytes(name), 0x08020000)));
    }

    [NeedsFact(Tool.SRecCat)]
    public void Reads_what_our_own_writers_wrote()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            using var witness = new Witness();
            witness.Put("a.hex", Encoding.ASCII.GetBytes(RecordText.Hex(segments, 1 + seed * 9)));
            witness.Put("a.s37", Encoding.ASCII.GetBytes(RecordText.S(segments, 1 + seed * 9, type: 3)));
            foreach (var name in (string[])["a.hex", "a.s37"])
            {
                witness.Told("srec_cat", name, Kind(name), "-o", "out.s37", "-motorola", "-address-length=4");
                Assert.Equal(PlainRecords.Flashed(segments), PlainRecords.Read(witness.Text("out.s37")).Flashed);
            }
        }
    }

    /// <summary>Bits of the addresses that the flavour can write, then its options.</summary>
    public static TheoryData<int, string, string> Flavours => new()
    {
        { 32, "a.hex", "-intel" },
        { 16, "a.hex", "-intel -address-length=2" },
        { 20, "a.hex", "-intel -address-length=3" },
        { 32, "a.hex", "-intel -address-length=4" },
        { 32, "a.hex", "-intel -line-length=24" },
        { 32, "a.hex", "-intel -line-length=255" },
        { 32, "a.hex", "-intel -obs=1" },
        { 32, "a.hex", "-intel -obs=255" },
        { 20, "a.hex", "-intel -address-length=3 -obs=32" },
        { 32, "a.hex", "-intel -line-termination=CRLF" },
        { 32, "a.hex", "-intel -disable=execution-start-address" },
        { 16, "a.s19", "-motorola" },
        { 24, "a.s28", "-motorola" },
        { 32, "a.s37", "-motorola" },
        { 32, "a.s37", "-motorola -address-length=4" },
        { 24, "a.s28", "-motorola -address-length=3" },
        { 16, "a.s19", "-motorola -address-length=2" },
        { 32, "a.s37", "-motorola -line-length=60" },
        { 32, "a.s37", "-motorola -obs=250" },
        { 32, "a.s37", "-motorola -obs=1" },
        { 32, "a.s37", "-motorola -header=application-1.4" },
        { 32, "a.s37", "-motorola -disable=header" },
        { 32, "a.s37", "-motorola -disable=data-count" },
        { 32, "a.s37", "-motorola -line-termination=CRLF" },
    };

    [NeedsTheory(Tool.SRecCat)]
    [MemberData(nameof(Flavours))]
    public void Every_flavour_that_it_writes_reads_to_the_same_bytes(int bits, string name, string options)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << bits);
            var entry = segments[0].Address;
            using var witness = new Witness();
            witness.Put("in.s37", Encoding.ASCII.GetBytes(RecordText.S(segments, 16, type: 3)));
            var says = !options.Contains("execution-start", StringComparison.Ordinal) && !options.Contains("-intel -address-length=2", StringComparison.Ordinal);      // there 16 bits have no record for it

            witness.Told("srec_cat", ["in.s37", "-motorola", "-execution-start-address", $"0x{entry:X}", "-o", name, .. options.Split(' ')]);

            var image = Reading.Of(name, witness.Get(name));
            Assert.Equal(PlainRecords.Flashed(segments), Reading.Flashed(image));
            Assert.Equal(says ? EntryOf(bits, entry) : null, image.EntryPoint);
            Assert.Empty(image.Warnings);
        }
    }

    /// <summary>
    /// In its 20-bit flavour srec_cat writes the number as it is into a record of type 03. That record holds CS and IP (Intel, 1988, "Start segment address record"), and so we read it.
    /// </summary>
    static uint EntryOf(int bits, uint entry) => bits == 20 ? ((entry >> 16) << 4) + (ushort)entry : entry;

    static string Kind(string name) => name.EndsWith(".hex", StringComparison.Ordinal) ? "-intel" : "-motorola";
}
