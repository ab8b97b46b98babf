namespace GangFlash.Images;

/// <summary>Reads Motorola S-records (M68000 Family Programmer's Reference Manual, appendix C): S0 to S9 without the reserved S4.</summary>
internal static class SRecordReader
{
    /// <summary>A count, and the at most 255 bytes that it can count.</summary>
    const int LongestRecord = 1 + byte.MaxValue;

    /// <summary>Whether the first line can be nothing else: raw bytes that look like this by chance don't occur.</summary>
    public static bool Owns(ReadOnlySpan<byte> content) =>
        content.TrimStart(" \t\r\n"u8) is [(byte)'S', >= (byte)'0' and <= (byte)'9', .. var digits] && HexDigits.Start(digits, 8);

    public static FirmwareImage Read(ImageFile file)
    {
        var image = new ImageBuilder(file, ImageFormat.SRecord);
        var runs = new RecordRuns(file, image);
        var (dataRecords, widest) = (0, 0);
        int? endedAt = null;
        Span<byte> buffer = stackalloc byte[LongestRecord];
        var lines = new TextLines(file.Bytes);
        while (lines.MoveNext())
        {
            var line = lines.Number;
            if (endedAt is { } end)
            {
                throw file.WrongInLine(line, ImageCode.AfterEnd,
                    $"Nothing may follow the end record of line {end}. Were two files joined? Use each one by itself.");
            }

            var record = Parse(file, line, lines.Current, buffer);
            if (record.Type >= 5 && !record.Data.IsEmpty)
            {
                throw file.WrongInLine(line, ImageCode.Malformed,
                    $"An S{record.Type} record carries no data, but this one has {ImageFile.Count(record.Data.Length)} of it. {ImageFile.Damaged}");
            }

            switch (record.Type)
            {
                case 0:         // a header: the name of a module, for people
                    break;
                case 1 or 2 or 3:
                    MustStayAddressable(file, line, record);
                    runs.Add(record.Address, record.Data, line);
                    dataRecords++;
                    widest = Math.Max(widest, record.Type);
                    break;
                case 5 or 6:
                    MustCount(file, line, record.Address, dataRecords);
                    break;
                default:
                    // Linkers that know no start address write 0 here.
                    image.EntryPoint = record.Address is 0 ? null : record.Address;
                    endedAt = line;
                    if (widest > 0 && record.Type != 10 - widest)
                        image.Warn($"Line {line}: S{record.Type} ends a file of S{widest} records, where S{10 - widest} belongs. All data was read.");
                    break;
            }
        }

        if (endedAt is null)
        {
            throw file.WrongInLine(lines.Number, ImageCode.Truncated,
                $"The file ends without an end record (S7, S8 or S9), so data may be missing. {ImageFile.Damaged}");
        }

        runs.EndRun();
        return image.Build();
    }

    static Record Parse(ImageFile file, int line, ReadOnlySpan<byte> text, Span<byte> buffer)
    {
        if (text is not [(byte)'S', >= (byte)'0' and <= (byte)'9', ..])
        {
            throw file.WrongInLine(line, ImageCode.Malformed, StrayLine.Explain(text, "'S' and a digit"));
        }

        var type = text[1] - '0';
        if (type is 4)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                "Record type S4 is reserved, so nothing says what it means. Write the file with S1, S2 or S3 records.");
        }

        var bytes = HexDigits.Decode(file, line, text, from: 2, buffer);
        var addressLength = type switch { 2 or 6 or 8 => 3, 3 or 7 => 4, _ => 2 };
        if (bytes.Length < 1 + addressLength + 1)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record has {ImageFile.Count(bytes.Length)}; even an empty S{type} has {1 + addressLength + 1}. {ImageFile.Damaged}");
        }

        if (bytes[0] != bytes.Length - 1)
        {
            throw file.WrongInLine(line, ImageCode.Malformed,
                $"The record announces {ImageFile.Count(bytes[0])} but holds {bytes.Length - 1}. {ImageFile.Damaged}");
        }

        var checksum = (byte)~HexDigits.Sum(bytes[..^1]);
        if (bytes[^1] != checksum)
        {
            throw file.WrongInLine(line, ImageCode.Checksum,
                $"The record's checksum is 0x{bytes[^1]:X2}, but its bytes give 0x{checksum:X2}. {ImageFile.DamagedOrEdited}");
        }

        uint address = 0;
        foreach (var value in bytes[1..(1 + addressLength)])
            address = address << 8 | value;
        return new(type, address, bytes[(1 + addressLength)..^1]);
    }

    /// <summary>Past the end of its narrow addresses a record could wrap or run on, and nothing says which.</summary>
    static void MustStayAddressable(ImageFile file, int line, Record record)
    {
        if (record.Type < 3 && record.Address + (ulong)record.Data.Length > 1UL << (record.Type + 1) * 8)
        {
            throw file.WrongInLine(line, ImageCode.OutOfRange,
                $"{ImageFile.Count(record.Data.Length)} from 0x{record.Address:X8} leave what an S{record.Type} record can address. Write the file with S3 records.");
        }
    }

    static void MustCount(ImageFile file, int line, uint announced, int dataRecords)
    {
        if (announced != dataRecords)
        {
            throw file.WrongInLine(line, ImageCode.RecordCount,
                $"The file announces {Records(announced)}, but {dataRecords:N0} stand before this line, so some were lost or added. {ImageFile.Damaged}");
        }
    }

    static string Records(uint count) => count == 1 ? "1 data record" : $"{count:N0} data records";

    readonly ref struct Record(int type, uint address, ReadOnlySpan<byte> data)
    {
        public int Type { get; } = type;

        public uint Address { get; } = address;

        public ReadOnlySpan<byte> Data { get; } = data;
    }
}
