using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace GangFlash.Images;

/// <summary>The sections of an ELF file that put bytes into memory. They only lend their names: what is loaded, program headers say.</summary>
internal sealed class ElfSections
{
    public const int HeaderLength = 40;

    const uint NoBits = 8;
    const uint StringTable = 3;
    const uint Allocated = 2;

    /// <summary>Longer names are cut: a table of one long string that every section points into must not cost its square.</summary>
    const int LongestName = 255;

    readonly ImageFile file;
    readonly Section[] ascending;
    int looks;

    ElfSections(ImageFile file, IEnumerable<Section> sections) => (this.file, ascending) = (file, [.. sections.OrderBy(section => section.Offset)]);

    public static ElfSections Read(ImageFile file, ElfHeader header)
    {
        // A stripped file may have no sections or no names for them; its segments are then known by their number.
        if (header.SectionCount is 0 || header.NameSection is 0)
            return new(file, []);
        file.MustHold(header.SectionTable, (long)header.SectionCount * HeaderLength, claimedAt: 32, "The table of sections");
        var names = NameTable(file, header);
        var sections = new List<Section>();
        for (var index = 0; index < header.SectionCount; index++)
        {
            var at = At(header, index);
            var raw = SectionHeader.Read(file, at);
            if (raw.Type is 0 or NoBits || (raw.Flags & Allocated) == 0 || raw.Size is 0)
                continue;
            file.MustHold(raw.Offset, raw.Size, at, $"Section {index}");
            sections.Add(new(NameOf(file, at, index, raw.Name, names), raw.Offset, raw.Size));
        }

        return new(file, sections);
    }

    /// <summary>The sections whose bytes the program header loads, and where it loads them to; ascending.</summary>
    public ImmutableArray<LoadedSection> In(ProgramHeader program)
    {
        var loaded = ImmutableArray.CreateBuilder<LoadedSection>();
        var end = (ulong)program.Offset + program.FileSize;
        for (var i = FirstFrom(program.Offset); i < ascending.Length && ascending[i].Offset < end; i++)
        {
            // A section lies in one segment, so a sound file never comes near this; a forged one would take the product of both tables.
            if (++looks > ImageLimits.Segments)
                throw file.Wrong(ImageCode.TooLarge, $"The program headers load the same sections over and over. {ImageFile.Damaged}");
            var section = ascending[i];
            if ((ulong)section.Offset + section.Size <= end)
                loaded.Add(new(section.Name, AddressRange.Of(program.Address + (section.Offset - program.Offset), section.Size)));
        }

        return loaded.ToImmutable();
    }

    int FirstFrom(uint offset)
    {
        var (low, high) = (0, ascending.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ascending[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    static ReadOnlySpan<byte> NameTable(ImageFile file, ElfHeader header)
    {
        if (header.NameSection >= header.SectionCount)
        {
            throw file.WrongAt(50, ImageCode.Malformed,
                $"The section names should be in section {header.NameSection}, but there are {header.SectionCount} sections. {ImageFile.Damaged}");
        }

        var at = At(header, header.NameSection);
        var table = SectionHeader.Read(file, at);
        if (table.Type != StringTable)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"Section {header.NameSection} should hold the section names, but it is no string table. {ImageFile.Damaged}");
        }

        file.MustHold(table.Offset, table.Size, at, "The table of section names");
        return file.Bytes.Slice((int)table.Offset, (int)table.Size);
    }

    static string NameOf(ImageFile file, long at, int index, uint start, ReadOnlySpan<byte> names)
    {
        if (start >= names.Length)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"The name of section {index} lies outside of the table of section names. {ImageFile.Damaged}");
        }

        var name = names[(int)start..];
        var longest = name[..Math.Min(name.Length, LongestName)];
        var end = longest.IndexOf((byte)0);
        if (end < 0 && longest.Length == name.Length)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"The name of section {index} runs over the end of the table of section names. {ImageFile.Damaged}");
        }

        return Encoding.UTF8.GetString(end < 0 ? longest : longest[..end]);
    }

    static long At(ElfHeader header, int index) => header.SectionTable + (long)index * HeaderLength;

    readonly record struct Section(string Name, uint Offset, uint Size);

    readonly record struct SectionHeader(uint Name, uint Type, uint Flags, uint Offset, uint Size)
    {
        public static SectionHeader Read(ImageFile file, long at)
        {
            var bytes = file.Bytes.Slice((int)at, HeaderLength);
            return new(Word(bytes, 0), Word(bytes, 4), Word(bytes, 8), Word(bytes, 16), Word(bytes, 20));
        }

        static uint Word(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
    }
}
