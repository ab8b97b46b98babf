using System.Buffers.Binary;
using System.Text;

namespace GangFlash.Images;

/// <summary>Writes Intel HEX (Hexadecimal Object File Format Specification, revision A, 1988) with linear addresses: record types 00, 01 and 04.</summary>
public static class IntelHexWriter
{
    /// <summary>Bytes of data in a record: what every tool reads.</summary>
    const int RecordLength = 16;

    /// <summary>Addresses that one extended linear address (type 04) covers.</summary>
    const ulong BankLength = 0x1_0000;

    /// <summary>A whole file, in the order of the segments.</summary>
    public static byte[] Write(IEnumerable<Segment> segments)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var text = new StringBuilder();
        var bank = -1;                          // written before the first record too: a reader need not know what it is without
        Span<byte> upper = stackalloc byte[sizeof(ushort)];
        foreach (var segment in segments)
        {
            for (ulong at = segment.Address; at < segment.Range.End;)
            {
                if ((int)(at >> 16) != bank)
                {
                    bank = (int)(at >> 16);
                    BinaryPrimitives.WriteUInt16BigEndian(upper, (ushort)bank);
                    Append(text, 0x04, 0, upper);
                }

                var end = Math.Min(Math.Min(segment.Range.End, at + RecordLength), (at / BankLength + 1) * BankLength);
                Append(text, 0x00, (ushort)at, segment.Data.Span[(int)(at - segment.Address)..(int)(end - segment.Address)]);
                at = end;
            }
        }

        Append(text, 0x01, 0, []);
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    static void Append(StringBuilder text, byte type, ushort offset, ReadOnlySpan<byte> data)
    {
        Span<byte> record = stackalloc byte[RecordLength + 5];      // length, offset, type, data, checksum
        record[0] = (byte)data.Length;
        BinaryPrimitives.WriteUInt16BigEndian(record[1..], offset);
        record[3] = type;
        data.CopyTo(record[4..]);
        var body = record[..(data.Length + 4)];
        record[body.Length] = unchecked((byte)-HexDigits.Sum(body));
        _ = text.Append(':').Append(Convert.ToHexString(record[..(body.Length + 1)])).Append('\n');
    }
}
