using System.Buffers.Binary;

namespace GangFlash.Fuzz.Mutations;

/// <summary>A number in a binary format, as wide as its field.</summary>
readonly record struct Field(int At, int Size, bool IsBigEndian = false);

/// <summary>Changes numbers of a binary format where they stand, to those at which readers turn; then lets the format mend its checksums, nine times in ten.</summary>
/// <param name="fields">The fields of an input, as far as it has a shape; they may lie outside of it.</param>
sealed class FieldMutations(Func<byte[], IReadOnlyList<Field>> fields, Func<byte[], Dice, byte[]>? mend = null)
{
    public byte[] Any(byte[] input, byte[] donor, Dice dice)
    {
        List<Field> found = [.. fields(input).Where(field => field.At >= 0 && field.At + field.Size <= input.Length)];
        if (found.Count == 0)
            return ByteMutations.Any(input, donor, dice);
        byte[] changed = [.. input];
        var field = dice.Pick(found);
        var before = Read(changed, field);
        Write(changed, field, dice.OneIn(5) ? Read(changed, dice.Pick(found)) : dice.Number(before, input.Length));
        return mend is null || dice.OneIn(10) ? changed : mend(changed, dice);
    }

    static uint Read(byte[] bytes, Field field)
    {
        uint value = 0;
        for (var i = 0; i < field.Size; i++)
            value |= (uint)bytes[field.At + i] << 8 * (field.IsBigEndian ? field.Size - 1 - i : i);
        return value;
    }

    static void Write(byte[] bytes, Field field, uint value)
    {
        Span<byte> word = stackalloc byte[4];
        if (field.IsBigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(word, value);
            word[^field.Size..].CopyTo(bytes.AsSpan(field.At));
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(word, value);
            word[..field.Size].CopyTo(bytes.AsSpan(field.At));
        }
    }
}
