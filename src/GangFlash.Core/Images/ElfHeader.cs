using System.Buffers.Binary;

namespace GangFlash.Images;

/// <summary>The head of an ELF file that can be flashed (TIS ELF 1.2, "ELF Header"); all other kinds are refused here, by name.</summary>
internal readonly record struct ElfHeader(uint Entry, uint ProgramTable, int ProgramCount, uint SectionTable, int SectionCount, int NameSection)
{
    public const int Length = 52;

    /// <summary>e_phnum of a file with more program headers than the field can count.</summary>
    const ushort CountedElsewhere = 0xFFFF;

    public static ElfHeader Read(ImageFile file)
    {
        file.MustHold(0, Length, claimedAt: 0, "The ELF header");
        var bytes = file.Bytes[..Length];
        MustBeExecutable(file, bytes);
        var header = new ElfHeader(
            Entry: Word(bytes, 24), ProgramTable: Word(bytes, 28), ProgramCount: Half(bytes, 44), SectionTable: Word(bytes, 32),
            SectionCount: Half(bytes, 48), NameSection: Half(bytes, 50));
        if (header.ProgramCount is CountedElsewhere)
        {
            throw file.WrongAt(44, ImageCode.Unsupported,
                "The ELF file has 65,535 or more program headers (PN_XNUM). No firmware needs them: check the linker script.");
        }

        if (header.ProgramCount is 0)
        {
            throw file.WrongAt(44, ImageCode.NoData,
                "The ELF file has no program headers, so it says nothing about what to load where. Link it as an executable.");
        }

        if (header is { SectionCount: 0, SectionTable: not 0 })
        {
            throw file.WrongAt(48, ImageCode.Unsupported,
                "The ELF file counts its sections outside of its header, as only files with 65,280 or more do. Check the linker script.");
        }

        MustBe(file, bytes, 42, 32, "program header");
        if (header.SectionCount > 0)
            MustBe(file, bytes, 46, ElfSections.HeaderLength, "section header");
        return header;
    }

    static void MustBeExecutable(ImageFile file, ReadOnlySpan<byte> bytes)
    {
        _ = bytes[4] switch
        {
            1 => true,
            2 => throw file.WrongAt(4, ImageCode.Unsupported, $"This is a 64-bit ELF file for {MachineName(Half(bytes, 18))}, so it isn't for a microcontroller. Choose the firmware's file."),
            var other => throw file.WrongAt(4, ImageCode.Malformed, $"ELF class {other} is unknown. {ImageFile.Damaged}"),
        };
        _ = bytes[5] switch
        {
            1 => true,
            2 => throw file.WrongAt(5, ImageCode.Unsupported, "This is a big-endian ELF file, and the targets are little-endian. Choose the firmware's file or build it without -mbig-endian."),
            var other => throw file.WrongAt(5, ImageCode.Malformed, $"ELF data encoding {other} is unknown. {ImageFile.Damaged}"),
        };
        if (bytes[6] != 1)
            throw file.WrongAt(6, ImageCode.Malformed, $"ELF version {bytes[6]} is unknown. {ImageFile.Damaged}");
        _ = Half(bytes, 16) switch
        {
            2 => true,
            1 => throw file.WrongAt(16, ImageCode.Unsupported, "This is an object file, whose addresses are not decided yet. Link it and use the executable."),
            4 => throw file.WrongAt(16, ImageCode.Unsupported, "This is a core dump: what a program had in memory, not what it was loaded from. Choose the firmware's file."),
            3 => throw file.WrongAt(16, ImageCode.Unsupported, "This is a shared or position-independent ELF file. Link the firmware to fixed addresses (-no-pie)."),
            var other => throw file.WrongAt(16, ImageCode.Unsupported, $"This ELF file is of type {other}, not an executable (2). Choose the firmware's file."),
        };
        if (Half(bytes, 18) is not (40 or 243) and var machine)
        {
            throw file.WrongAt(18, ImageCode.Unsupported,
                $"This ELF file is for {MachineName(machine)}, neither for ARM (40) nor for RISC-V (243). Choose the firmware's file.");
        }
    }

    /// <summary>As people call it, with its number in the list of the System V ABI, for those that a build can target by mistake.</summary>
    static string MachineName(ushort machine) => machine switch
    {
        0 => "no machine (0)",
        3 => "x86 (3), a PC",
        8 => "MIPS (8)",
        20 => "PowerPC (20)",
        40 => "ARM (40)",
        62 => "x86-64 (62), a PC",
        83 => "AVR (83)",
        94 => "Xtensa (94)",
        105 => "MSP430 (105)",
        183 => "64-bit ARM (183)",
        243 => "RISC-V (243)",
        _ => $"machine {machine}",
    };

    static void MustBe(ImageFile file, ReadOnlySpan<byte> bytes, int at, int length, string what)
    {
        if (Half(bytes, at) != length)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"A {what} has {length} bytes, but the file says {Half(bytes, at)}. {ImageFile.Damaged}");
        }
    }

    static ushort Half(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
