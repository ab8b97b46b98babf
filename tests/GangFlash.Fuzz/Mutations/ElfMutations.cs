using System.Buffers.Binary;

namespace GangFlash.Fuzz.Mutations;

/// <summary>Changes ELF files by the fields of their header and of both tables, and grows the tables at the end of the file.</summary>
static class ElfMutations
{
    const int ProgramLength = 32;
    const int SectionLength = 40;
    const int MostEntries = 24;

    public static IReadOnlyList<Field> Fields(byte[] input)
    {
        if (input.Length < 52)
            return [];
        List<Field> fields =
        [
            new(4, 1), new(5, 1), new(6, 1), new(16, 2), new(18, 2), new(24, 4), new(28, 4), new(32, 4), new(42, 2), new(44, 2), new(46, 2), new(48, 2), new(50, 2),
        ];
        AddTable(fields, input, at: 28, count: 44, ProgramLength);
        AddTable(fields, input, at: 32, count: 48, SectionLength);
        return fields;
    }

    /// <summary>
    /// A table at the end of the file, with some of its entries again: how a file gets many segments or sections. Now and then both tables, by hundreds, to see what grows with
    /// their product.
    /// </summary>
    public static byte[] Grow(byte[] input, byte[] donor, Dice dice)
    {
        if (input.Length < 52)
            return ByteMutations.Any(input, donor, dice);
        if (dice.OneIn(40))
            return Grow(Grow(input, isPrograms: true, dice.Below(700), same: true, dice), isPrograms: false, dice.Below(700), same: true, dice);
        return Grow(input, dice.OneIn(2), dice.OneIn(8) ? dice.Below(200) : dice.Few(6), dice.OneIn(2), dice);
    }

    /// <param name="same">Whether the entries stay as they are.</param>
    static byte[] Grow(byte[] input, bool isPrograms, int more, bool same, Dice dice)
    {
        var (place, counter, length) = isPrograms ? (28, 44, ProgramLength) : (32, 48, SectionLength);
        var at = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(place));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(counter));
        if (count == 0 || at + (long)count * length > input.Length)
            return input;
        var table = input.AsSpan((int)at, count * length);
        var again = new byte[more * length];
        for (var i = 0; i < more; i++)
        {
            var entry = table.Slice(dice.Below(count) * length, length);
            entry.CopyTo(again.AsSpan(i * length));
            if (same)
                continue;
            // The address of a segment, or the name of a section.
            var field = again.AsSpan(i * length + (length == ProgramLength ? 12 : 0), 4);
            BinaryPrimitives.WriteUInt32LittleEndian(field, BinaryPrimitives.ReadUInt32LittleEndian(field) + (uint)(dice.Below(64) - 4));
        }

        byte[] grown = [.. input, .. table, .. again];
        BinaryPrimitives.WriteUInt32LittleEndian(grown.AsSpan(place), (uint)input.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(grown.AsSpan(counter), (ushort)(count + more));
        return grown;
    }

    static void AddTable(List<Field> fields, byte[] input, int at, int count, int length)
    {
        var table = BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(at));
        var entries = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(count)), MostEntries);
        for (var entry = 0; entry < entries && table + (long)(entry + 1) * length <= input.Length; entry++)
        {
            for (var field = 0; field < length; field += 4)
                fields.Add(new((int)table + entry * length + field, 4));
        }
    }
}
