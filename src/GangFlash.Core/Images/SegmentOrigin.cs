using System.Collections.Immutable;

namespace GangFlash.Images;

/// <summary>Where in a file a segment came from, so that a complaint can name the linker section or the line and not only an address.</summary>
/// <param name="File">File name without folder.</param>
public abstract record SegmentOrigin(string File)
{
    /// <summary>The place of <paramref name="part"/> inside the file, for a sentence: <c>sections .data and .bss</c>, <c>lines 9421–9436</c>.</summary>
    public abstract string Place(AddressRange part);

    public sealed override string ToString() => File;

    /// <summary>An ELF program header and the sections that it loads.</summary>
    /// <param name="ProgramHeader">Index in the program header table, from 0.</param>
    public sealed record ProgramSegment(string File, int ProgramHeader, ImmutableArray<LoadedSection> Sections) : SegmentOrigin(File)
    {
        /// <summary>A sentence with more names than this helps nobody.</summary>
        const int MostNames = 8;

        public override string Place(AddressRange part)
        {
            string[] names = [.. Sections.Where(section => section.Range.Overlaps(part)).Select(section => Printable.Escape(section.Name, 64))];
            return names switch
            {
                [] => $"program header {ProgramHeader}",
                [var only] => $"section {only}",
                { Length: > MostNames } => $"sections {string.Join(", ", names.Take(MostNames - 1))} and {names.Length - MostNames + 1} more",
                [.. var most, var last] => $"sections {string.Join(", ", most)} and {last}",
            };
        }
    }

    /// <summary>Records of a text format; each mark is a record in ascending order of its address.</summary>
    public sealed record Records(string File, ImmutableArray<RecordMark> Marks) : SegmentOrigin(File)
    {
        public override string Place(AddressRange part)
        {
            var (first, last) = (LineOf(part.Start), LineOf(part.Last));
            return first == last ? $"line {first}" : $"lines {first}–{last}";
        }

        /// <summary>The line of the record that holds <paramref name="address"/>, which must lie inside the segment.</summary>
        public int LineOf(uint address)
        {
            var at = Marks.BinarySearch(new RecordMark(address, 0), s_byAddress);
            return Marks[at < 0 ? ~at - 1 : at].Line;
        }

        static readonly Comparer<RecordMark> s_byAddress = Comparer<RecordMark>.Create((one, other) => one.Address.CompareTo(other.Address));
    }

    /// <summary>An element of a target of a DfuSe file (UM0391).</summary>
    /// <param name="Target">From 1, like <paramref name="Element"/>: that is how dfu-util counts them.</param>
    /// <param name="TargetName">As the file writes it, escaped for a terminal; empty where it names none.</param>
    /// <param name="Alternate">The alternate setting that the element is meant for.</param>
    /// <param name="Element">From 1.</param>
    public sealed record DfuElement(string File, int Target, string TargetName, byte Alternate, int Element) : SegmentOrigin(File)
    {
        public override string Place(AddressRange part) => $"element {Element} of target {Target} (alternate setting {Alternate})";
    }

    /// <summary>Bytes that were on the board before.</summary>
    public sealed record OfBoard() : SegmentOrigin("the board")
    {
        public override string Place(AddressRange part) => "kept bytes";
    }

    /// <summary>A field that differs from unit to unit.</summary>
    public sealed record UnitData(string Field) : SegmentOrigin("unit data")
    {
        public override string Place(AddressRange part) => $"field {Field}";
    }

    /// <summary>A raw binary, placed by the recipe.</summary>
    public sealed record RawBytes(string File, uint Base) : SegmentOrigin(File)
    {
        public override string Place(AddressRange part) => $"bytes from offset 0x{part.Start - Base:X}";
    }
}

/// <summary>A section and the addresses that its bytes are loaded to.</summary>
public sealed record LoadedSection(string Name, AddressRange Range);

/// <summary>The line of the record that holds the data from an address on.</summary>
public readonly record struct RecordMark(uint Address, int Line);
