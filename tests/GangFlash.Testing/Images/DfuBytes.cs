using System.Buffers.Binary;
using System.Text;

namespace GangFlash.Testing.Images;

/// <summary>Writes DfuSe files and plain DFU suffixes (UM0391; DFU 1.1, appendix B).</summary>
public static class DfuBytes
{
    public static byte[] DfuSe(params DfuTarget[] targets) => Suffixed(Prefixed(targets), 0x011A);

    /// <summary>The same after <paramref name="bend"/> and before the CRC, so that only the bent thing is wrong.</summary>
    public static byte[] Bent(Action<byte[]> bend, params DfuTarget[] targets)
    {
        var body = Prefixed(targets);
        bend(body);
        return Suffixed(body, 0x011A);
    }

    /// <summary>The data with a suffix for 0483:df11, any version, and the right CRC.</summary>
    public static byte[] Suffixed(byte[] data, ushort version, byte[]? device = null)
    {
        byte[] file = [.. data, .. device ?? [0xFF, 0xFF, 0x11, 0xDF, 0x83, 0x04], (byte)version, (byte)(version >> 8), .. "UFD"u8, 16, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), Crc(file.AsSpan(0, file.Length - 4)));
        return file;
    }

    /// <summary>Bit by bit, as the standard draws it, so that it can judge the reader's table.</summary>
    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }

        return crc;
    }

    static byte[] Prefixed(DfuTarget[] targets)
    {
        byte[] body = [.. targets.SelectMany(Bytes)];
        return [.. "DfuSe"u8, 1, .. Word((uint)(11 + body.Length)), (byte)targets.Length, .. body];
    }

    static byte[] Bytes(DfuTarget target)
    {
        byte[] elements = [.. target.Elements.SelectMany(element => (byte[])[.. Word(element.Address), .. Word((uint)element.Data.Length), .. element.Data])];
        var name = new byte[255];
        Encoding.Latin1.GetBytes(target.Name ?? "", name);
        return
        [
            .. "Target"u8, target.Alternate, .. Word(target.Name is null ? 0u : 1u), .. name,
            .. Word((uint)elements.Length), .. Word((uint)target.Elements.Length), .. elements,
        ];
    }

    static byte[] Word(uint value) => BitConverter.GetBytes(value);
}

/// <summary>A target of a DfuSe file to write; <paramref name="Name"/> is null for one that is not named.</summary>
public sealed record DfuTarget(byte Alternate, string? Name, params (uint Address, byte[] Data)[] Elements);
