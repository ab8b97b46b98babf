using System.Text;
using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class ImageLimitsTests
{
    [Fact]
    public void A_file_may_not_be_larger_than_any_image()
    {
        var content = GC.AllocateUninitializedArray<byte>((int)ImageLimits.FileLength + 1);

        var problem = Reading.Refused("a.bin", content, at: 0);

        Assert.Equal("a.bin: The file has 536,870,913 bytes; 536,870,912 is the most that is read. Is this the right file?", problem.ToString());
        Assert.Equal(ImageCode.TooLarge, problem.Code);
    }

    [Fact]
    public void The_data_of_an_image_is_limited_however_small_the_file_is()
    {
        uint[][] sameBytes = [.. Enumerable.Range(0, 257).Select(index => (uint[])[1, 0x4000, 0, (uint)index << 20, 1 << 20, 1 << 20])];

        var problem = Reading.Refused("a.elf", ElfBytes.Of(0x4000 + (1 << 20), sameBytes));

        Assert.Equal("a.elf: The image holds more than 268,435,456 bytes of data, the most that one image may have. Split it.", problem.ToString());
        Assert.Equal(ImageCode.TooLarge, problem.Code);
    }

    [Fact]
    public void The_segments_of_an_image_are_limited()
    {
        var records = Enumerable.Range(0, ImageLimits.Segments + 1).Select(index => ((uint)index * 2, (byte[])[1]));

        var problem = Reading.Refused("a.hex", Encoding.ASCII.GetBytes(RecordText.Hex(records, 1)));

        Assert.Equal("a.hex: The image has more than 65,536 separate segments. Write the file in ascending order of address.", problem.ToString());
        Assert.Equal(ImageCode.TooLarge, problem.Code);
    }

    [Fact]
    public void Sections_that_many_program_headers_share_are_limited()
    {
        const int Programs = 1000;
        const int Sections = 1000;
        var data = ElfBytes.ProgramHeader + Programs * 32;
        var bytes = ElfBytes.Of(
            data + Sections * (1 + ElfBytes.SectionLength),
            [.. Enumerable.Range(0, Programs).Select(index => (uint[])[1, (uint)data, 0, (uint)(index * Sections), Sections, Sections])]);
        ElfBytes.AddSections(bytes, table: data + Sections, count: Sections, data);

        var problem = Reading.Refused("a.elf", bytes);

        Assert.Equal("a.elf: The program headers load the same sections over and over. The file is damaged: copy or build it again.", problem.ToString());
        Assert.Equal(ImageCode.TooLarge, problem.Code);
    }

    public static TheoryData<string, byte[]> FourGibibytesClaimed => new()
    {
        { "a.elf", ElfBytes.Good((ElfBytes.ProgramHeader + 16, uint.MaxValue), (ElfBytes.ProgramHeader + 20, uint.MaxValue)) },
        { "a.elf", ElfBytes.Good((ElfBytes.Sections + ElfBytes.SectionLength + 20, uint.MaxValue)) },
        { "a.elf", ElfBytes.Good((ElfBytes.Sections + 2 * ElfBytes.SectionLength + 20, uint.MaxValue)) },
        { "a.elf", ElfBytes.With(44, 0xFFFE) },
        { "a.elf", ElfBytes.With(48, 0xFFFF) },
        { "a.dfu", DfuBytes.Bent(body => body.AsSpan(6, 4).Fill(0xFF), new DfuTarget(0, "", (0, [1]))) },
        { "a.dfu", DfuBytes.Bent(body => body.AsSpan(277, 4).Fill(0xFF), new DfuTarget(0, "", (0, [1]))) },
        { "a.dfu", DfuBytes.Bent(body => body.AsSpan(281, 4).Fill(0xFF), new DfuTarget(0, "", (0, [1]))) },
        { "a.dfu", DfuBytes.Bent(body => body.AsSpan(289, 4).Fill(0xFF), new DfuTarget(0, "", (0, [1]))) },
    };

    [Theory]
    [MemberData(nameof(FourGibibytesClaimed))]
    public void A_claim_of_4_GiB_costs_no_memory(string name, byte[] content)
    {
        _ = Reading.Refused(name, content);        // once to load what the reader needs
        var before = GC.GetAllocatedBytesForCurrentThread();

        _ = Reading.Refused(name, content);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 * 1024);
    }
}
