namespace GangFlash.Images;

/// <summary>Places the bytes of a file at an address, without the DFU suffix that some packers leave behind raw data.</summary>
internal static class RawBinaryReader
{
    public static FirmwareImage Read(ImageFile file, uint at)
    {
        var image = new ImageBuilder(file, ImageFormat.Raw);
        image.WhyEmpty = "The file is nothing but a DFU suffix: dfu-suffix ran on an empty file. Build it again.";
        var data = file.Content;
        if (DfuSuffixReader.Find(file.Bytes) is { } suffix)
        {
            MustBePlain(file, suffix);
            data = data[..^DfuSuffixReader.Length];
            image.Device = suffix.Device;
            image.Warn($"The last {DfuSuffixReader.Length} bytes are a DFU suffix (for device {suffix.Device}); they are not part of the data and were left out.");
        }

        if ((ulong)data.Length > AddressRange.AddressSpace - at)
        {
            throw file.Wrong(ImageCode.OutOfRange,
                $"{ImageFile.Count(data.Length)} from 0x{at:X8} would end beyond 0xFFFFFFFF. Correct the address or the file.");
        }

        if (!data.IsEmpty)
            image.Add(new(at, data, new SegmentOrigin.RawBytes(file.Name, at)));
        return image.Build();
    }

    /// <summary>"UFD" and a length stand there by chance once in four thousand million files; a wrong CRC behind them is damage.</summary>
    static void MustBePlain(ImageFile file, DfuSuffixBytes suffix)
    {
        var at = file.Content.Length - DfuSuffixReader.Length;
        var crc = DfuSuffixReader.CrcOf(file.Bytes);
        if (suffix.Crc != crc)
        {
            throw file.WrongAt(at, ImageCode.Checksum,
                $"The file ends in a DFU suffix with CRC 0x{suffix.Crc:X8}, but its bytes give 0x{crc:X8}. {ImageFile.DamagedOrEdited}");
        }

        if (suffix.Version is not (0x0100 or 0x0110))
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"The file ends in a DFU suffix of version 0x{suffix.Version:X4}, which doesn't belong behind raw data (0x0100 or 0x0110 do). Build the file again.");
        }
    }
}
