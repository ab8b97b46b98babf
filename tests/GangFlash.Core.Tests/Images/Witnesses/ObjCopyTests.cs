using System.Text;
using GangFlash.Testing;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>
/// objcopy of binutils reads what we read. Debian's plain package is enough: told "elf32-little", it reads ELF files of processors that it does not know, which is all that
/// converting needs.
/// </summary>
public sealed class ObjCopyTests
{
    public static TheoryData<string> ElfFiles => [.. TestImages.Names(".elf")];

    [NeedsTheory(Tool.ObjCopy)]
    [MemberData(nameof(ElfFiles))]
    public void Finds_the_same_bytes_and_start_address_in_every_ELF_file_of_the_tests(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));
        var image = Reading.Of(name, TestImages.Bytes(name));

        witness.Told("objcopy", "-I", "elf32-little", "-O", "srec", "--srec-forceS3", name, "out.s37");
        witness.Told("objcopy", "-I", "elf32-little", "-O", "ihex", name, "out.hex");

        var (flashed, entry) = PlainRecords.Read(witness.Text("out.s37"));
        Assert.Equal(flashed, Reading.Flashed(image));
        Assert.Equal(entry, image.EntryPoint);
        var (srec, hex) = (Reading.Of("out.s37", witness.Get("out.s37")), Reading.Of("out.hex", witness.Get("out.hex")));
        Assert.Equal(flashed, Reading.Flashed(srec));
        Assert.Equal(flashed, Reading.Flashed(hex));
        Assert.Equal((entry, entry), (srec.EntryPoint, hex.EntryPoint));
    }

    /// <summary>Those whose data lie close together: a binary has no gaps, and one over RAM and flash would have half a gigabyte.</summary>
    public static TheoryData<string> CompactElfFiles => [.. TestImages.Names(".elf").Where(name => Reading.Of(name, TestImages.Bytes(name)).Segments is var all && all[^1].Range.End - all[0].Address < 1 << 20)];

    [NeedsTheory(Tool.ObjCopy)]
    [MemberData(nameof(CompactElfFiles))]
    public void Makes_a_binary_of_the_same_bytes(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));
        var image = Reading.Of(name, TestImages.Bytes(name));

        witness.Told("objcopy", "-I", "elf32-little", "-O", "binary", "--gap-fill=0xC3", name, "out.bin");

        var binary = Reading.Of("out.bin", witness.Get("out.bin"), image.Segments[0].Address);
        var expected = new byte[binary.DataLength];
        Array.Fill(expected, (byte)0xC3);
        foreach (var segment in image.Segments)
            segment.Data.CopyTo(expected.AsMemory((int)(segment.Address - image.Segments[0].Address)));
        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Assert.Single(binary.Segments).Data.Span));
    }

    public static TheoryData<string> RecordFiles => [.. TestImages.Names(".hex", ".s19")];

    [NeedsTheory(Tool.ObjCopy)]
    [MemberData(nameof(RecordFiles))]
    public void Reads_the_same_from_every_record_file_of_the_tests(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));

        witness.Told("objcopy", "-I", name.EndsWith(".hex", StringComparison.Ordinal) ? "ihex" : "srec", "-O", "srec", "--srec-forceS3", name, "out.s37");

        var (flashed, entry) = PlainRecords.Read(witness.Text("out.s37"));
        var image = Reading.Of(name, TestImages.Bytes(name));
        Assert.Equal(flashed, Reading.Flashed(image));
        Assert.Equal(entry, image.EntryPoint);
    }

    [NeedsFact(Tool.ObjCopy)]
    public void Reads_random_records_as_we_do_and_writes_ELF_files_that_we_read_back()
    {
        for (var seed = 100; seed < 116; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            using var witness = new Witness();
            witness.Put("a.hex", Encoding.ASCII.GetBytes(RecordText.Hex(segments, 16)));
            witness.Put("a.s37", Encoding.ASCII.GetBytes(RecordText.S(segments, 16, type: 3)));
            foreach (var (name, kind) in ((string, string)[])[("a.hex", "ihex"), ("a.s37", "srec")])
            {
                witness.Told("objcopy", "-I", kind, "-O", "srec", "--srec-forceS3", name, "out.s37");
                Assert.Equal(PlainRecords.Flashed(segments), PlainRecords.Read(witness.Text("out.s37")).Flashed);
                Assert.Equal(PlainRecords.Flashed(segments), Reading.Flashed(Reading.Of(name, witness.Get(name))));
            }
        }
    }

    [NeedsFact(Tool.ObjCopy)]
    public void Reads_random_ELF_files_as_we_do()
    {
        for (var seed = 200; seed < 216; seed++)
        {
            var segments = RandomSegments.Of(seed, 1UL << 32);
            using var witness = new Witness();
            witness.Put("a.elf", ElfBytes.Linked(segments[0].Address, [.. segments.Select(segment => new ElfSegment(segment.Address, RandomSegments.Sections(seed, segment.Data)))]));

            witness.Told("objcopy", "-I", "elf32-little", "-O", "srec", "--srec-forceS3", "a.elf", "out.s37");

            var (flashed, entry) = PlainRecords.Read(witness.Text("out.s37"));
            var image = Reading.Of("a.elf", witness.Get("a.elf"));
            Assert.Equal(PlainRecords.Flashed(segments), flashed);
            Assert.Equal(flashed, Reading.Flashed(image));
            Assert.Equal(entry, image.EntryPoint);
        }
    }

    [NeedsFact(Tool.ObjCopy)]
    public void Reads_the_small_ELF_files_that_other_tests_bend()
    {
        using var witness = new Witness();
        witness.Put("good.elf", ElfBytes.Good());

        witness.Told("objcopy", "-I", "elf32-little", "-O", "srec", "--srec-forceS3", "good.elf", "out.s37");

        var (flashed, entry) = PlainRecords.Read(witness.Text("out.s37"));
        var image = Reading.Of("good.elf", ElfBytes.Good());
        Assert.Equal(flashed, Reading.Flashed(image));
        Assert.Equal(entry, image.EntryPoint);
    }

    [NeedsTheory(Tool.ObjCopy)]
    [MemberData(nameof(ElfFiles))]
    public void A_stripped_file_has_the_same_bytes(string name)
    {
        using var witness = new Witness();
        witness.Put(name, TestImages.Bytes(name));

        witness.Told("objcopy", "-I", "elf32-little", "-O", "elf32-little", "--strip-all", name, "stripped.elf");

        // For "elf32-little" it writes no machine, which we would refuse.
        var stripped = witness.Get("stripped.elf");
        stripped[18] = TestImages.Bytes(name)[18];
        Assert.Equal(Reading.Flashed(Reading.Of(name, TestImages.Bytes(name))), Reading.Flashed(Reading.Of("stripped.elf", stripped)));
    }
}
