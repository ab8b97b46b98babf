using System.Collections.Immutable;
using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class ElfReaderTests
{
    [Fact]
    public void Places_the_bytes_of_the_file_at_the_physical_address()
    {
        var image = Reading.Of("app.elf", ElfBytes.Good());

        var segment = Assert.Single(image.Segments);
        Assert.Equal(AddressRange.Of(0x08000000, 16), segment.Range);
        Assert.Equal(0x08000001u, image.EntryPoint);
        Assert.Equal("section .text", segment.Origin.Place(segment.Range));
        Assert.Equal(new LoadedSection(".text", AddressRange.Of(0x08000000, 16)), Assert.Single(Sections(segment)));
    }

    [Fact]
    public void Reads_RISC_V_and_no_entry_point()
    {
        var bytes = ElfBytes.With(18, 243);
        bytes.AsSpan(24, 4).Clear();

        var image = Reading.Of("app.axf", bytes);

        Assert.Null(image.EntryPoint);
        Assert.Equal(16UL, image.DataLength);
    }

    [Fact]
    public void A_program_header_without_file_bytes_is_no_data_whatever_else_it_says()
    {
        var bytes = ElfBytes.Of(0x100,
            [1, 0xFFFFFFFF, 0, 0x38000000, 0, 0xFFFFFFFF],
            [1, 0xC0, 0, 0x08000000, 4, 8],
            [4, 0xC0, 0, 0x08000000, 4, 4]);

        var image = Reading.Of("app.elf", bytes);

        var segment = Assert.Single(image.Segments);
        Assert.Equal(AddressRange.Of(0x08000000, 4), segment.Range);
        Assert.Equal("program header 1", segment.Origin.Place(segment.Range));
    }

    [Fact]
    public void A_section_is_named_only_where_its_bytes_are_loaded()
    {
        var half = ElfBytes.Good((ElfBytes.ProgramHeader + 4, ElfBytes.Data + 8), (ElfBytes.ProgramHeader + 16, 8));
        var noload = ElfBytes.Good((ElfBytes.Sections + ElfBytes.SectionLength + 4, 8));
        var comment = ElfBytes.Good((ElfBytes.Sections + ElfBytes.SectionLength + 8, 0));
        var nameless = ElfBytes.With(50, 0);

        Assert.All([half, noload, comment, nameless], bytes => Assert.Empty(Sections(Assert.Single(Reading.Of("app.elf", bytes).Segments))));
    }

    [Fact]
    public void Warns_when_the_linker_loads_the_ELF_header_too()
    {
        var image = Reading.Of("app.elf", ElfBytes.Of(0x100, [1, 0, 0, 0x07FFF000, 0x100, 0x100]));

        Assert.Equal(
            "Program header 0 loads the ELF header itself to 0x07FFF000, because the linker aligned to whole pages. Link with -n if the target should not hold it.",
            Assert.Single(image.Warnings));
    }

    [Fact]
    public void A_section_name_is_cut_before_it_costs_memory()
    {
        var bytes = ElfBytes.Good((ElfBytes.Sections + 2 * ElfBytes.SectionLength + 16, 0x400), (ElfBytes.Sections + 2 * ElfBytes.SectionLength + 20, 0x1000));
        Array.Resize(ref bytes, 0x1400);
        bytes.AsSpan(0x400).Fill((byte)'x');

        var section = Assert.Single(Sections(Assert.Single(Reading.Of("app.elf", bytes).Segments)));

        Assert.Equal(new string('x', 255), section.Name);
    }

    [Fact]
    public void A_place_names_at_most_eight_sections()
    {
        var sections = Enumerable.Range(0, 20).Select(index => new LoadedSection($".s{index}", AddressRange.Of((uint)index, 1)));
        var origin = new SegmentOrigin.ProgramSegment("app.elf", 0, [.. sections]);

        Assert.Equal("sections .s0, .s1, .s2, .s3, .s4, .s5, .s6 and 13 more", origin.Place(AddressRange.Of(0, 20)));
        Assert.Equal("sections .s0, .s1, .s2, .s3, .s4, .s5, .s6 and .s7", origin.Place(AddressRange.Of(0, 8)));
    }

    const int Text = ElfBytes.Sections + ElfBytes.SectionLength;
    const int NameTable = ElfBytes.Sections + 2 * ElfBytes.SectionLength;

    public static TheoryData<Malformed> Refused =>
    [
        Elf("cut in the header", ElfBytes.Good()[..51], ImageCode.Truncated,
            "0x0: The ELF header would take 52 bytes from offset 0x0, but the file ends at 0x33. The file is damaged: copy or build it again."),
        Elf("64-bit", ElfBytes.With(4, 0x0102), ImageCode.Unsupported,
            "0x4: This is a 64-bit ELF file for ARM (40), so it isn't for a microcontroller. Choose the firmware's file."),
        Elf("unknown class", ElfBytes.With(4, 0x0103), ImageCode.Malformed,
            "0x4: ELF class 3 is unknown. The file is damaged: copy or build it again."),
        Elf("big endian", ElfBytes.With(4, 0x0201), ImageCode.Unsupported,
            "0x5: This is a big-endian ELF file, and the targets are little-endian. Choose the firmware's file or build it without -mbig-endian."),
        Elf("unknown encoding", ElfBytes.With(4, 0x0001), ImageCode.Malformed,
            "0x5: ELF data encoding 0 is unknown. The file is damaged: copy or build it again."),
        Elf("unknown version", ElfBytes.With(6, 2), ImageCode.Malformed,
            "0x6: ELF version 2 is unknown. The file is damaged: copy or build it again."),
        Elf("object file", ElfBytes.With(16, 1), ImageCode.Unsupported,
            "0x10: This is an object file, whose addresses are not decided yet. Link it and use the executable."),
        Elf("shared object", ElfBytes.With(16, 3), ImageCode.Unsupported,
            "0x10: This is a shared or position-independent ELF file. Link the firmware to fixed addresses (-no-pie)."),
        Elf("core dump", ElfBytes.With(16, 4), ImageCode.Unsupported,
            "0x10: This is a core dump: what a program had in memory, not what it was loaded from. Choose the firmware's file."),
        Elf("for a PC", ElfBytes.With(18, 3), ImageCode.Unsupported,
            "0x12: This ELF file is for x86 (3), a PC, neither for ARM (40) nor for RISC-V (243). Choose the firmware's file."),
        Elf("PN_XNUM", ElfBytes.With(44, 0xFFFF), ImageCode.Unsupported,
            "0x2C: The ELF file has 65,535 or more program headers (PN_XNUM). No firmware needs them: check the linker script."),
        Elf("no program headers", ElfBytes.With(44, 0), ImageCode.NoData,
            "0x2C: The ELF file has no program headers, so it says nothing about what to load where. Link it as an executable."),
        Elf("sections counted elsewhere", ElfBytes.With(48, 0), ImageCode.Unsupported,
            "0x30: The ELF file counts its sections outside of its header, as only files with 65,280 or more do. Check the linker script."),
        Elf("odd program headers", ElfBytes.With(42, 56), ImageCode.Malformed,
            "0x2A: A program header has 32 bytes, but the file says 56. The file is damaged: copy or build it again."),
        Elf("odd section headers", ElfBytes.With(46, 64), ImageCode.Malformed,
            "0x2E: A section header has 40 bytes, but the file says 64. The file is damaged: copy or build it again."),
        Elf("program headers outside", ElfBytes.Good((28, 0xFFFFFFF0)), ImageCode.Truncated,
            "0x1C: The table of program headers would take 32 bytes from offset 0xFFFFFFF0, but the file ends at 0xF0. The file is damaged: copy or build it again."),
        Elf("more program headers than file", ElfBytes.With(44, 0xFFFE), ImageCode.Truncated,
            "0x1C: The table of program headers would take 2,097,088 bytes from offset 0x34, but the file ends at 0xF0. The file is damaged: copy or build it again."),
        Elf("sections cut off", ElfBytes.Good()[..0xEF], ImageCode.Truncated,
            "0x20: The table of sections would take 120 bytes from offset 0x78, but the file ends at 0xEF. The file is damaged: copy or build it again."),
        Elf("segment outside", ElfBytes.Good((ElfBytes.ProgramHeader + 16, 0xFFFFFFFF), (ElfBytes.ProgramHeader + 20, 0xFFFFFFFF)), ImageCode.Truncated,
            "0x34: The data of program header 0 would take 4,294,967,295 bytes from offset 0x54, but the file ends at 0xF0. The file is damaged: copy or build it again."),
        Elf("more in the file than in memory", ElfBytes.Good((ElfBytes.ProgramHeader + 20, 15)), ImageCode.Malformed,
            "0x34: Program header 0 loads 16 bytes into 15 bytes of memory. The file is damaged: copy or build it again."),
        Elf("beyond 4 GiB", ElfBytes.Good((ElfBytes.ProgramHeader + 12, 0xFFFFFFF1)), ImageCode.OutOfRange,
            "0x34: Program header 0 loads 16 bytes from 0xFFFFFFF1, beyond 0xFFFFFFFF. Correct the load address in the linker script."),
        Elf("only memory, no data", ElfBytes.Of(0x100, [1, 0, 0, 0x20000000, 0, 64]), ImageCode.NoData,
            "The image holds no data, so there is nothing to program. None of its segments has bytes in the file: all of it is NOLOAD or .bss. Check that the vector table and the code are kept (KEEP, an entry point), and that their sections are not NOLOAD."),
        Elf("overlap", ElfBytes.Of(0x100, [1, 0xC0, 0, 0x08000000, 8, 8], [1, 0xC0, 0, 0x08000007, 8, 8]), ImageCode.Overlap,
            "0x54: Data for 0x08000007–0x08000007 is given twice, by program header 0 and again by program header 1. Nothing says which one counts: build the file without the overlap."),
        Elf("names in no section", ElfBytes.With(50, 3), ImageCode.Malformed,
            "0x32: The section names should be in section 3, but there are 3 sections. The file is damaged: copy or build it again."),
        Elf("names in no string table", ElfBytes.With(50, 1), ImageCode.Malformed,
            "0xA0: Section 1 should hold the section names, but it is no string table. The file is damaged: copy or build it again."),
        Elf("names outside", ElfBytes.Good((NameTable + 20, 0xFFFFFFFF)), ImageCode.Truncated,
            "0xC8: The table of section names would take 4,294,967,295 bytes from offset 0x64, but the file ends at 0xF0. The file is damaged: copy or build it again."),
        Elf("name outside of its table", ElfBytes.Good((Text, 17)), ImageCode.Malformed,
            "0xA0: The name of section 1 lies outside of the table of section names. The file is damaged: copy or build it again."),
        Elf("name without an end", ElfBytes.Good((NameTable + 20, 4)), ImageCode.Malformed,
            "0xA0: The name of section 1 runs over the end of the table of section names. The file is damaged: copy or build it again."),
        Elf("section outside", ElfBytes.Good((Text + 20, 0x1000)), ImageCode.Truncated,
            "0xA0: Section 1 would take 4,096 bytes from offset 0x54, but the file ends at 0xF0. The file is damaged: copy or build it again."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_with_the_offset_and_what_to_do(Malformed file) => file.Check();

    static Malformed Elf(string what, byte[] content, string code, string complaint) =>
        new(what, "a.elf", content, At: null, code, complaint.StartsWith("0x", StringComparison.Ordinal) ? $"a.elf at offset {complaint}" : $"a.elf: {complaint}");

    static ImmutableArray<LoadedSection> Sections(Segment segment) => Assert.IsType<SegmentOrigin.ProgramSegment>(segment.Origin).Sections;
}
