using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

/// <summary>ELF files that cannot be flashed.</summary>
static partial class WrongImages
{
    const int Program = ElfBytes.ProgramHeader;
    const int TextSection = ElfBytes.Sections + ElfBytes.SectionLength;
    const int NamesSection = ElfBytes.Sections + 2 * ElfBytes.SectionLength;

    public static IEnumerable<WrongImage> Elf =>
    [
        Elfs("object-file", "main.o instead of the executable.", ElfBytes.With(16, 1)),
        Elfs("64-bit-pc", "The unit tests, built for the PC.", WithMachine(ElfBytes.With(4, 0x0102), 62)),
        Elfs("64-bit-arm", "Built for the application processor beside the microcontroller.", WithMachine(ElfBytes.With(4, 0x0102), 183)),
        Elfs("x86", "Built for a 32-bit PC.", ElfBytes.With(18, 3)),
        Elfs("avr", "The firmware of another product.", ElfBytes.With(18, 83)),
        Elfs("machine-nobody-names", "A processor that is not in the list.", ElfBytes.With(18, 0x1234)),
        Elfs("big-endian", "Built with -mbig-endian.", ElfBytes.With(4, 0x0201)),
        Elfs("shared", "Linked as position-independent, as a distribution's compiler does by itself.", ElfBytes.With(16, 3)),
        Elfs("core-dump", "A core dump of the simulator.", ElfBytes.With(16, 4)),
        Elfs("type-none", "A file of type ET_NONE, from an unfinished tool.", ElfBytes.With(16, 0)),
        Elfs("class-unknown", "One byte of the header went wrong.", ElfBytes.With(4, 0x0105)),
        Elfs("encoding-unknown", "Another one.", ElfBytes.With(4, 0x0301)),
        Elfs("version-unknown", "A third one.", ElfBytes.With(6, 9)),
        Elfs("cut-in-magic", "A copy that was interrupted in the first line.", ElfBytes.Good()[..4]),
        Elfs("cut-in-header", "A copy that was interrupted a little later.", ElfBytes.Good()[..40]),
        Elfs("cut-in-program-headers", "A copy that was interrupted in the table.", ElfBytes.Good()[..(Program + 16)]),
        Elfs("cut-in-data", "A copy that was interrupted in the data.", ElfBytes.Of(0x100, [1, 0xC0, 0, 0x08000000, 64, 64])[..0xE0]),
        Elfs("cut-in-sections", "A copy that was interrupted at its end, where the sections are.", ElfBytes.Good()[..0xD0]),
        Elfs("no-program-headers", "Linked with -r: all sections, nothing that says what to load.", ElfBytes.With(44, 0)),
        Elfs("program-headers-outside", "The offset of the table points behind the file.", ElfBytes.Good((28, 0x0010_0000))),
        Elfs("65535-program-headers", "PN_XNUM, the count of a core dump of a large program.", ElfBytes.With(44, 0xFFFF)),
        Elfs("65534-program-headers", "A count that the file cannot hold.", ElfBytes.With(44, 0xFFFE)),
        Elfs("program-header-size", "The size of a 64-bit header in a 32-bit file.", ElfBytes.With(42, 56)),
        Elfs("section-header-size", "The same for sections.", ElfBytes.With(46, 64)),
        Elfs("sections-counted-elsewhere", "A count of 0 with a table.", ElfBytes.With(48, 0)),
        Elfs("only-noload", "Every section NOLOAD, since somebody copied the attribute of one to all.", ElfBytes.Of(0x100, [1, 0, 0x20000000, 0x20000000, 0, 64], [1, 0, 0x08000000, 0x08000000, 0, 1024])),
        Elfs("nothing-loadable", "A file of symbols only.", ElfBytes.Of(0x100, [4, 0xC0, 0, 0, 16, 16], [6, 0x34, 0, 0, 64, 64])),
        Elfs("more-in-file-than-in-memory", "A program header whose sizes are swapped.", ElfBytes.Good((Program + 16, 16), (Program + 20, 8))),
        Elfs("segment-of-4-gib", "A size of minus one.", ElfBytes.Good((Program + 16, uint.MaxValue), (Program + 20, uint.MaxValue))),
        Elfs("beyond-4-gib", "A load address of minus sixteen.", ElfBytes.Of(0x100, [1, 0xC0, 0, 0xFFFFFFF0, 32, 32])),
        Elfs("overlapping-segments", "Two regions of the linker script share an address.", ElfBytes.Of(0x100, [1, 0xC0, 0x08000000, 0x08000000, 16, 16], [1, 0xD0, 0x20000000, 0x0800000C, 8, 8])),
        Elfs("segment-twice", "The same segment twice.", ElfBytes.Of(0x100, [1, 0xC0, 0, 0x08000000, 16, 16], [1, 0xC0, 0, 0x08000000, 16, 16])),
        Elfs("name-table-missing", "The number of the section with the names is one too high.", ElfBytes.With(50, 3)),
        Elfs("name-table-is-code", "It points to .text.", ElfBytes.With(50, 1)),
        Elfs("name-table-outside", "The table of names is larger than the file.", ElfBytes.Good((NamesSection + 20, 0x10000))),
        Elfs("name-outside-table", "A name begins behind the table.", ElfBytes.Good((TextSection, 400))),
        Elfs("name-without-end", "The table ends in the middle of a name.", ElfBytes.Good((NamesSection + 20, 4))),
        Elfs("section-outside", "A section is larger than the file.", ElfBytes.Good((TextSection + 20, 0x10000))),
        Elfs("too-much-data", "Program headers that load the same megabyte 257 times.", ElfBytes.Of(0x4000 + (1 << 20), [.. Enumerable.Range(0, 257).Select(index => (uint[])[1, 0x4000, 0, (uint)index << 20, 1 << 20, 1 << 20])])),
    ];

    static WrongImage Elfs(string name, string story, byte[] content) => new($"elf-{name}", story, "app.elf", content);

    static byte[] WithMachine(byte[] elf, byte machine)
    {
        elf[18] = machine;
        return elf;
    }
}
