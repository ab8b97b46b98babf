using System.Buffers.Binary;
using System.Text;

namespace GangFlash.Testing.Images;

/// <summary>
/// A small ELF executable that a test can bend: 52 bytes of header, one program header of 32 bytes for 16 bytes of data at 0x54,
/// section names at 0x64, and three section headers (none, .text, .shstrtab) from 0x78.
/// </summary>
public static class ElfBytes
{
    public const int ProgramHeader = 0x34;
    public const int Data = 0x54;
    public const int DataLength = 16;
    public const int Names = 0x64;
    public const int Sections = 0x78;
    public const int SectionLength = 40;

    public static byte[] Good(params (int At, uint Word)[] changes)
    {
        var bytes = new byte[Sections + 3 * SectionLength];
        "\u007FELF\u0001\u0001\u0001"u8.CopyTo(bytes);
        Half(bytes, 16, 2);
        Half(bytes, 18, 40);
        Words(bytes, 20, 1, 0x08000001, ProgramHeader, Sections);
        Half(bytes, 40, 52);
        Half(bytes, 42, 32);
        Half(bytes, 44, 1);
        Half(bytes, 46, SectionLength);
        Half(bytes, 48, 3);
        Half(bytes, 50, 2);
        Words(bytes, ProgramHeader, 1, Data, 0x20000000, 0x08000000, DataLength, DataLength, 5, 4);
        bytes.AsSpan(Data, DataLength).Fill(0xA5);
        Encoding.ASCII.GetBytes("\0.text\0.shstrtab\0").CopyTo(bytes, Names);
        Words(bytes, Sections + SectionLength, 1, 1, 2, 0x20000000, Data, DataLength);
        Words(bytes, Sections + 2 * SectionLength, 7, 3, 0, 0, Names, 17);
        foreach (var (at, word) in changes)
            Words(bytes, at, word);
        return bytes;
    }

    /// <summary>The same with a 16-bit field of the header changed.</summary>
    public static byte[] With(int at, ushort half)
    {
        var bytes = Good();
        Half(bytes, at, half);
        return bytes;
    }

    /// <summary>An executable without sections whose program headers are all given: type, offset, virtual and physical address, sizes in file and memory.</summary>
    public static byte[] Of(int length, params uint[][] programs)
    {
        var bytes = new byte[Math.Max(length, ProgramHeader + programs.Length * 32)];
        Good().AsSpan(0, ProgramHeader).CopyTo(bytes);
        Words(bytes, 32, 0);
        Half(bytes, 44, (ushort)programs.Length);
        Half(bytes, 48, 0);
        Half(bytes, 50, 0);
        foreach (var (index, program) in programs.Index())
            Words(bytes, ProgramHeader + index * 32, program);
        return bytes;
    }

    /// <summary>An executable with a program header for each segment, and a section for each of their parts, as a linker writes it.</summary>
    public static byte[] Linked(uint entry, params ElfSegment[] segments)
    {
        var names = new List<byte> { 0 };
        var data = new List<byte>();
        var headers = new List<uint[]> { new uint[10] };
        var programs = new List<uint[]>();
        var at = (uint)(ProgramHeader + segments.Length * 32);
        foreach (var (address, parts) in segments)
        {
            var length = (uint)parts.Sum(part => part.Data.Length);
            programs.Add([1, at, address, address, length, length, 5, 1]);
            var from = address;
            foreach (var (name, bytes) in parts)
            {
                headers.Add([(uint)names.Count, 1, 2, from, at, (uint)bytes.Length, 0, 0, 1, 0]);
                names.AddRange([.. Encoding.ASCII.GetBytes(name), 0]);
                data.AddRange(bytes);
                (at, from) = (at + (uint)bytes.Length, from + (uint)bytes.Length);
            }
        }

        headers.Add([(uint)names.Count, 3, 0, 0, at, (uint)names.Count + 10, 0, 0, 1, 0]);
        names.AddRange([.. ".shstrtab"u8, 0]);
        var table = ProgramHeader + segments.Length * 32 + data.Count + names.Count;
        var file = new byte[table + headers.Count * SectionLength];
        Good().AsSpan(0, ProgramHeader).CopyTo(file);
        Words(file, 24, entry, ProgramHeader, (uint)table);
        Half(file, 44, (ushort)segments.Length);
        Half(file, 48, (ushort)headers.Count);
        Half(file, 50, (ushort)(headers.Count - 1));
        Words(file, ProgramHeader, [.. programs.SelectMany(program => program)]);
        data.CopyTo(file, ProgramHeader + segments.Length * 32);
        names.CopyTo(file, table - names.Count);
        Words(file, table, [.. headers.SelectMany(header => header)]);
        return file;
    }

    /// <summary>Names every section like the first name in a string table that is itself the first section: one zero byte of data.</summary>
    public static void AddSections(byte[] bytes, int table, int count, int data)
    {
        Words(bytes, 32, (uint)table);
        Half(bytes, 48, (ushort)count);
        Half(bytes, 50, 1);
        for (var index = 1; index < count; index++)
            Words(bytes, table + index * SectionLength, 0, index is 1 ? 3u : 1u, 2, 0, (uint)(data + index), 1);
    }

    static void Half(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    static void Words(byte[] bytes, int at, params uint[] values)
    {
        foreach (var (index, value) in values.Index())
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + index * 4), value);
    }
}

/// <summary>A segment of an ELF file to write: sections one after the other from an address on.</summary>
public sealed record ElfSegment(uint Address, params (string Name, byte[] Data)[] Sections);
