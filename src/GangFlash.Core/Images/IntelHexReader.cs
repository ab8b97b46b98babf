using System.Buffers.Binary;

namespace GangFlash.Images;

/// <summary>Reads Intel HEX (Hexadecimal Object File Format Specification, revision A, 1988): record types 00 to 05.</summary>
internal static class IntelHexReader
{
    /// <summary>Length, offset and type before the data.</summary>
    const int HeadLength = 4;

    /// <summary>Head, at most 255 bytes of data, checksum.</summary>
    const int LongestRecord = HeadLength + byte.MaxValue + 1;

    /// <summary>Whether the first line can be nothing else: raw bytes that look like this by chance don't occur.</summary>
    public static bool Owns(ReadOnlySpan<byte> content) =>
        content.TrimStart(" \t\r\n"u8) is [(byte)':', .. var digits] && HexDigits.Start(digits, (HeadLength + 1) * 2);

    public static FirmwareImage Read(ImageFile file)
    {
        var image = new ImageBuilder(file, ImageFormat.IntelHex);
        var runs = new RecordRuns(file, image);
        var addressing = new Addressing(Base: 0, Segmented: false);
        int? endedAt = null;
        Span<byte> buffer = stackalloc byte[LongestRecord];
        var lines = new TextLines(file.Bytes);
        while (lines.MoveNext())
        {
            var line = lines.Number;
            if (endedAt is { } end)
            {
                throw file.WrongInLine(line, ImageCode.AfterEnd,
                    $"Nothing may follow the end record (type 01) of line {end}. Were two files joined? Use each one by itself.");
            }

            var record = Parse(file, line, lines.Current, buffer);
            switch (record.Type)
            {
                case 0x00:
                    runs.Add(addressing.Of(file, line, record), record.Data, line);
                    break;
                case 0x01:
                    MustHave(file, line, record, 0, "end record");
                    endedAt = line;
                    break;
                case 0x02:
                    MustHave(file, line, record, 2, "extended segment address");
                    addressing = new((ulong)BinaryPrimitives.ReadUInt16BigEndian(record.Data) << 4, Segmented: true);
                    break;
                case 0x03:
                    MustHave(file, line, record, 4, "start segment address");
                    image.EntryPoint = Known(((uint)BinaryPrimitives.ReadUInt16BigEndian(record.Data) << 4) + BinaryPrimitives.ReadUInt16BigEndian(record.Data[2..]));
                    break;
                case 0x04:
                    MustHave(file, line, record, 2, "extended linear address");
                    addressing = new((ulong)BinaryPrimitives.ReadUInt16BigEndian(record.Data) << 16, Segmented: false);
                    break;
                case 0x05:
                    MustHave(file, line, record, 4, "start linear address");
                    image.EntryPoint = Known(BinaryPrimitives.ReadUInt32BigEndian(record.Data));
                    break;
                default:
                    throw file.WrongInLine(line, ImageCode.Malformed,
                        $"Record type {record.Type:X2} is unknown; Intel HEX has 00 to 05. {ImageFile.Damaged}");
            }
        }

        if (endedAt is null)
        {
            throw file.WrongInLine(lines.Number, ImageCode.Truncated,
                $"The file ends without an end record (type 01), so data may be missing. {ImageFile.Damaged}");
        }

        runs.EndRun();
        return image.Build();
    }

    /// <summary>Converters that know no start address write 0, as S-records and ELF have it.</summary>
    static uint? Known(uint entry) => entry is 0 ? null : entry;

    static Record Parse(ImageFile file, int line, ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        if (text[0] != ':')
        {
            throw file.WrongInLine(line, ImageCode.Malformed, StrayLine.Explain(text, "':'"));
        }

        var bytes = HexDigits.Decode(file, line, text, from: 1, buffer);
        if (bytes.Length < HeadLength + 1)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record has {ImageFile.Count(bytes.Length)}; even an empty one has {HeadLength + 1}. {ImageFile.Damaged}");
        }

        if (bytes[0] != bytes.Length - HeadLength - 1)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record announces {ImageFile.Count(bytes[0])} of data but holds {bytes.Length - HeadLength - 1}. {ImageFile.Damaged}");
        }

        var checksum = unchecked((byte)-HexDigits.Sum(bytes[..^1]));
        if (bytes[^1] != checksum)
        {
            throw file.WrongInLine(line, ImageCode.Checksum,
                $"The record's checksum is 0x{bytes[^1]:X2}, but its bytes give 0x{checksum:X2}. {ImageFile.DamagedOrEdited}");
        }

        return new(bytes[3], BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]), bytes[HeadLength..^1]);
    }

    static void MustHave(ImageFile file, int line, Record record, int length, string name)
    {
        if (record.Data.Length != length)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"A record of type {record.Type:X2} ({name}) has {ImageFile.Count(length)} of data, not {record.Data.Length}. {ImageFile.Damaged}");
        }
    }

    readonly ref struct Record(byte type, ushort offset, ReadOnlySpan<byte> data)
    {
        public byte Type { get; } = type;

        public ushort Offset { get; } = offset;

        public ReadOnlySpan<byte> Data { get; } = data;
    }

    /// <summary>What the last record of type 02 or 04 set up for the data records after it; linear from 0 before the first one.</summary>
    readonly record struct Addressing(ulong Base, bool Segmented)
    {
        public ulong Of(ImageFile file, int line, Record record)
        {
            // The specification wraps such a record to the start of its segment, most converters run on: so nobody knows what was meant.
            if (Segmented && record.Offset + record.Data.Length > 0x1_0000)
            {
                throw file.WrongInLine(line, ImageCode.OutOfRange,
                    $"{ImageFile.Count(record.Data.Length)} from offset 0x{record.Offset:X4} leave the 64 KiB segment at 0x{Base:X8}. Write the file with linear addresses (type 04).");
            }

            return Base + record.Offset;
        }
    }
}
