namespace GangFlash.Fuzz.Mutations;

/// <summary>What can happen to any file, whatever it holds.</summary>
static class ByteMutations
{
    /// <summary>Enough of one thing to see what grows with its square.</summary>
    const int LongestRepeat = 8 * 1024;

    public static byte[] Any(byte[] input, byte[] donor, Dice dice)
    {
        var (at, length) = Stretch(input, dice);
        var part = input.AsSpan(at, length);
        return dice.Below(10) switch
        {
            0 => With(input, at, [(byte)(at < input.Length ? input[at] ^ 1 << dice.Below(8) : 0)]),
            1 => With(input, at, [dice.Byte()]),
            2 => With(input, at, [dice.Pick(s_telling)]),
            3 => [.. input[..at], .. Some(dice), .. input[at..]],
            4 => [.. input[..at], .. input[(at + length)..]],
            5 => [.. input[..at], .. part, .. input[at..]],
            6 => input[..at],
            7 => [.. input[..at], .. From(donor, dice), .. input[(at + length)..]],
            8 => With(input, at, From(input, dice)),
            _ when dice.OneIn(50) => Repeat(input, at, length, dice),
            _ => With(input, at, Some(dice)),
        };
    }

    static readonly byte[] s_telling = [0x00, 0x01, 0x09, 0x0A, 0x0D, 0x1B, 0x20, 0x22, 0x2E, 0x3A, 0x7F, 0x80, 0xC3, 0xE2, 0xEF, 0xF0, 0xFE, 0xFF];

    static byte[] Some(Dice dice)
    {
        var bytes = new byte[dice.Few(8)];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = dice.Byte();
        return bytes;
    }

    static byte[] From(byte[] input, Dice dice)
    {
        var (at, length) = Stretch(input, dice);
        return input[at..(at + length)];
    }

    static byte[] Repeat(byte[] input, int at, int length, Dice dice)
    {
        var most = length == 0 ? 0 : LongestRepeat / length;
        var times = dice.Below(most + 1);
        return [.. input[..at], .. Enumerable.Repeat(input[at..(at + length)], times).SelectMany(part => part), .. input[at..]];
    }

    /// <summary>A few bytes mostly, seldom up to all that follow.</summary>
    static (int At, int Length) Stretch(byte[] input, Dice dice)
    {
        var at = dice.Below(input.Length + 1);
        var rest = input.Length - at;
        return (at, Math.Min(rest, dice.OneIn(4) ? dice.Below(rest + 1) : dice.Below(17)));
    }

    static byte[] With(byte[] input, int at, ReadOnlySpan<byte> bytes)
    {
        byte[] changed = [.. input];
        bytes[..Math.Min(bytes.Length, input.Length - at)].CopyTo(changed.AsSpan(at));
        return changed;
    }
}
