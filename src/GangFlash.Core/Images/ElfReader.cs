using System.Buffers.Binary;

namespace GangFlash.Images;

/// <summary>
/// Reads 32-bit little-endian executables (Tool Interface Standard ELF 1.2) by their program headers: what a loader would put
/// at the physical addresses, and only the bytes that the file has. NOLOAD sections and .bss have none.
/// </summary>
internal static class ElfReader
{
    const int ProgramHeaderLength = 32;
    const uint Loadable = 1;

    public static bool Owns(ReadOnlySpan<byte> content) => content.StartsWith("\u007FELF"u8);

    public static FirmwareImage Read(ImageFile file)
    {
        var header = ElfHeader.Read(file);
        file.MustHold(header.ProgramTable, (long)header.ProgramCount * ProgramHeaderLength, claimedAt: 28, "The table of program headers");
        var sections = ElfSections.Read(file, header);
        var image = new ImageBuilder(file, ImageFormat.Elf) { EntryPoint = header.Entry is 0 ? null : header.Entry };
        var loadable = 0;
        for (var index = 0; index < header.ProgramCount; index++)
        {
            var at = header.ProgramTable + (long)index * ProgramHeaderLength;
            var program = ProgramHeader.Read(file.Bytes.Slice((int)at, ProgramHeaderLength));
            if (program.Type != Loadable)
                continue;
            loadable++;
            if (program.FileSize is 0)
                continue;
            MustBeSound(file, at, index, program);
            if (program.Offset < ElfHeader.Length)
            {
                image.Warn($"Program header {index} loads the ELF header itself to 0x{program.Address:X8}, because the linker aligned to whole pages. " +
                    "Link with -n if the target should not hold it.");
            }

            image.Add(
                new(program.Address,
                    file.Content.Slice((int)program.Offset, (int)program.FileSize),
                    new SegmentOrigin.ProgramSegment(file.Name, index, sections.In(program))),
                at);
        }

        image.WhyEmpty = loadable > 0
            ? "None of its segments has bytes in the file: all of it is NOLOAD or .bss. Check that the vector table and the code are kept (KEEP, an entry point), and that their sections are not NOLOAD."
            : "None of its program headers is loadable (PT_LOAD). Choose the linker's output, not a file of symbols.";
        return image.Build();
    }

    static void MustBeSound(ImageFile file, long at, int index, ProgramHeader program)
    {
        file.MustHold(program.Offset, program.FileSize, at, $"The data of program header {index}");
        if (program.FileSize > program.MemorySize)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"Program header {index} loads {ImageFile.Count(program.FileSize)} into {ImageFile.Count(program.MemorySize)} of memory. {ImageFile.Damaged}");
        }

        if ((ulong)program.Address + program.FileSize > AddressRange.AddressSpace)
        {
            throw file.WrongAt(at, ImageCode.OutOfRange,
                $"Program header {index} loads {ImageFile.Count(program.FileSize)} from 0x{program.Address:X8}, beyond 0xFFFFFFFF. Correct the load address in the linker script.");
        }
    }
}

/// <summary>What of a program header says which bytes go where.</summary>
/// <param name="Address">p_paddr: where the bytes are stored. p_vaddr is where the program wants to find them once it runs.</param>
internal readonly record struct ProgramHeader(uint Type, uint Offset, uint Address, uint FileSize, uint MemorySize)
{
    public static ProgramHeader Read(ReadOnlySpan<byte> bytes) =>
        new(Word(bytes, 0), Word(bytes, 4), Word(bytes, 12), Word(bytes, 16), Word(bytes, 20));

    static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
