namespace GangFlash.Recipes;

/// <summary>Computes checksums bit by bit: a few kilobytes for each unit are nothing beside the wire.</summary>
public static class Checksum
{
    /// <summary>Bytes of the result.</summary>
    public static int LengthOf(ChecksumKind kind) => kind is ChecksumKind.Crc16Ccitt or ChecksumKind.Crc16Modbus ? 2 : 4;

    /// <param name="bytes">For <see cref="ChecksumKind.Crc32Stm32"/> a multiple of 4.</param>
    public static uint Of(ChecksumKind kind, ReadOnlySpan<byte> bytes) => kind switch
    {
        ChecksumKind.Crc32 => ~Reflected(bytes, 0xEDB8_8320, uint.MaxValue),
        ChecksumKind.Crc32Mpeg2 => Straight(bytes, 32, 0x04C1_1DB7, uint.MaxValue),
        ChecksumKind.Crc32Stm32 => Straight(WordsSwapped(bytes), 32, 0x04C1_1DB7, uint.MaxValue),
        ChecksumKind.Crc16Ccitt => Straight(bytes, 16, 0x1021, 0xFFFF),
        ChecksumKind.Crc16Modbus => Reflected(bytes, 0xA001, 0xFFFF),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    static uint Reflected(ReadOnlySpan<byte> bytes, uint polynomial, uint initial)
    {
        var crc = initial;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) != 0 ? polynomial : 0);
        }

        return crc;
    }

    static uint Straight(ReadOnlySpan<byte> bytes, int width, uint polynomial, uint initial)
    {
        var (crc, top) = (initial << (32 - width), polynomial << (32 - width));
        foreach (var value in bytes)
        {
            crc ^= (uint)value << 24;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc << 1) ^ ((crc & 0x8000_0000) != 0 ? top : 0);
        }

        return crc >> (32 - width);
    }

    static byte[] WordsSwapped(ReadOnlySpan<byte> bytes)
    {
        var swapped = new byte[bytes.Length / 4 * 4];
        for (var i = 0; i < swapped.Length; i++)
            swapped[i] = bytes[(i & ~3) + 3 - (i & 3)];
        return swapped;
    }
}
