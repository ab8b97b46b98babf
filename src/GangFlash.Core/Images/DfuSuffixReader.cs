using System.Buffers.Binary;

namespace GangFlash.Images;

/// <summary>Reads the 16 bytes that close a DFU file (DFU 1.1, appendix B; UM0391 for the DfuSe version).</summary>
internal static class DfuSuffixReader
{
    public const int Length = 16;

    /// <summary>The bcdDFU of a DfuSe file; plain DFU files have 0x0100 or 0x0110.</summary>
    public const ushort DfuSeVersion = 0x011A;

    /// <summary>None where the file doesn't end in "UFD" and the suffix length.</summary>
    public static DfuSuffixBytes? Find(ReadOnlySpan<byte> file)
    {
        if (file.Length < Length || file[^Length..] is not [_, _, _, _, _, _, _, _, (byte)'U', (byte)'F', (byte)'D', Length, _, _, _, _])
            return null;
        var suffix = file[^Length..];
        return new(
            new(Vendor: Word(suffix, 4), Product: Word(suffix, 2), Device: Word(suffix, 0)),
            Version: Word(suffix, 6),
            Crc: BinaryPrimitives.ReadUInt32LittleEndian(suffix[12..]));
    }

    /// <summary>The CRC that the last four bytes of <paramref name="file"/> should be.</summary>
    public static uint CrcOf(ReadOnlySpan<byte> file)
    {
        // CRC-32 without the final inversion; "123456789" gives 0x340BC6D9.
        var crc = uint.MaxValue;
        foreach (var value in file[..^4])
            crc = s_table[(byte)(crc ^ value)] ^ crc >> 8;
        return crc;
    }

    static ushort Word(ReadOnlySpan<byte> suffix, int at) => BinaryPrimitives.ReadUInt16LittleEndian(suffix[at..]);

    static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(index =>
    {
        var entry = (uint)index;
        for (var bit = 0; bit < 8; bit++)
            entry = (entry & 1) != 0 ? entry >> 1 ^ 0xEDB88320 : entry >> 1;
        return entry;
    })];
}

/// <summary>What a DFU suffix says, before anyone checked its CRC.</summary>
internal readonly record struct DfuSuffixBytes(DfuSuffix Device, ushort Version, uint Crc);
