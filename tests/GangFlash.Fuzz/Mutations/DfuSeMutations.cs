using System.Buffers.Binary;
using GangFlash.Testing.Images;

namespace GangFlash.Fuzz.Mutations;

/// <summary>Changes DfuSe files as what they are: targets with elements, then the sizes and the CRC that belong to them.</summary>
static class DfuSeMutations
{
    const int PrefixLength = 11;
    const int TargetLength = 274;
    const int SuffixLength = 16;

    /// <summary>Written anew from its targets, so that every size is right.</summary>
    public static byte[] Targets(byte[] input, byte[] donor, Dice dice)
    {
        List<DfuTarget> targets = [.. TargetsOf(input)];
        List<DfuTarget> others = [.. TargetsOf(donor)];
        if (targets.Count == 0)
            targets.Add(new(0, "@Internal Flash", (0x08000000, [1, 2, 3])));
        var at = dice.Below(targets.Count);
        var target = targets[at];
        switch (dice.Below(7))
        {
            case 0:
                targets.RemoveAt(at);
                break;
            case 1:
                targets.Insert(at, target with { Alternate = dice.Byte() });
                break;
            case 2 when others.Count > 0:
                targets.Add(dice.Pick(others));
                break;
            case 3:
                targets[at] = target with { Name = dice.OneIn(3) ? null : new string((char)dice.Byte(), dice.Below(256)) };
                break;
            case 4:
                targets[at] = target with { Elements = [.. target.Elements, New(dice)] };
                break;
            case 5:
                targets[at] = target with { Elements = [.. target.Elements.Skip(1)] };
                break;
            default:
                targets[at] = target with { Elements = [.. target.Elements.Select(element => dice.OneIn(2) ? element : (dice.Number(element.Address, element.Data.Length), element.Data))] };
                break;
        }

        return DfuBytes.DfuSe([.. targets.Take(255)]);
    }

    /// <summary>All numbers of prefix, targets, elements and suffix.</summary>
    public static IReadOnlyList<Field> Fields(byte[] input)
    {
        List<Field> fields = [new(5, 1), new(6, 4), new(10, 1)];
        foreach (var (at, elements) in Places(input))
        {
            fields.AddRange([new(at + 6, 1), new(at + 7, 4), new(at + 266, 4), new(at + 270, 4)]);
            fields.AddRange(elements.SelectMany(element => (Field[])[new(element, 4), new(element + 4, 4)]));
        }

        var suffix = input.Length - SuffixLength;
        fields.AddRange([new(suffix, 2), new(suffix + 2, 2), new(suffix + 4, 2), new(suffix + 6, 2), new(suffix + 11, 1), new(suffix + 12, 4)]);
        return fields;
    }

    /// <summary>The CRC always; half of the time the size in the prefix too.</summary>
    public static byte[] Mend(byte[] input, Dice dice)
    {
        byte[] mended = [.. input];
        if (mended.Length >= PrefixLength + SuffixLength && dice.OneIn(2))
            BinaryPrimitives.WriteUInt32LittleEndian(mended.AsSpan(6), (uint)(mended.Length - SuffixLength));
        if (mended.Length >= SuffixLength)
            BinaryPrimitives.WriteUInt32LittleEndian(mended.AsSpan(mended.Length - 4), DfuBytes.Crc(mended.AsSpan(0, mended.Length - 4)));
        return mended;
    }

    static (uint Address, byte[] Data) New(Dice dice)
    {
        var data = new byte[dice.Below(40)];
        Array.Fill(data, dice.Byte());
        return (dice.Number(0x08000000, data.Length), data);
    }

    static IEnumerable<DfuTarget> TargetsOf(byte[] input)
    {
        foreach (var (at, elements) in Places(input))
        {
            yield return new(
                input[at + 6],
                input[at + 7] == 0 ? null : System.Text.Encoding.Latin1.GetString(input.AsSpan(at + 11, 255)).TrimEnd('\0'),
                [.. elements.Select(element => (Word(input, element), input[(element + 8)..(element + 8 + (int)Word(input, element + 4))]))]);
        }
    }

    /// <summary>Where targets and their elements begin, as far as the file can be walked.</summary>
    static IEnumerable<(int At, List<int> Elements)> Places(byte[] input)
    {
        for (var at = PrefixLength; at + TargetLength <= input.Length && input.AsSpan(at).StartsWith("Target"u8);)
        {
            var elements = new List<int>();
            var next = at + TargetLength;
            var count = Word(input, at + 270);
            while (elements.Count < count && next + 8 <= input.Length && next + 8L + Word(input, next + 4) <= input.Length)
            {
                elements.Add(next);
                next += 8 + (int)Word(input, next + 4);
            }

            yield return (at, elements);
            at = next;
        }
    }

    static uint Word(byte[] input, int at) => BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(at));
}
