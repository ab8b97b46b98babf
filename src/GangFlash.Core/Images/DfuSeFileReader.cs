using System.Buffers.Binary;
using System.Text;

namespace GangFlash.Images;

/// <summary>Reads DfuSe files (UM0391): a prefix, targets with elements that carry their addresses, and a DFU suffix. All little-endian.</summary>
internal static class DfuSeFileReader
{
    const int PrefixLength = 11;
    const int TargetLength = 274;
    const int ElementLength = 8;
    const int NameLength = 255;

    public static bool Owns(ReadOnlySpan<byte> content) => content.StartsWith("DfuSe"u8);

    public static FirmwareImage Read(ImageFile file)
    {
        var image = new ImageBuilder(file, ImageFormat.DfuSe);
        file.MustHold(0, PrefixLength + DfuSuffixReader.Length, claimedAt: 0, "The DfuSe prefix and suffix");
        if (file.Bytes[5] != 1)
        {
            throw file.WrongAt(5, ImageCode.Unsupported,
                $"DfuSe format version {file.Bytes[5]} is unknown; version 1 is. Pack the file with another tool.");
        }

        CheckSize(file, image);
        image.Device = CheckSuffix(file);
        var at = PrefixLength;
        for (var target = 1; target <= file.Bytes[10]; target++)
            at = ReadTarget(file, image, at, target);
        var end = file.Content.Length - DfuSuffixReader.Length;
        if (at != end)
        {
            throw file.WrongAt(at, ImageCode.Malformed,
                $"{ImageFile.Count(end - at)} stand between the last target and the suffix and belong to neither. {ImageFile.Damaged}");
        }

        image.WhyEmpty = file.Bytes[10] is 0
            ? "The prefix counts no targets. Pack the file again, with an image in it."
            : "No element of its targets has a byte in it. Pack the file again, with an image in it.";
        return image.Build();
    }

    static void CheckSize(ImageFile file, ImageBuilder image)
    {
        var (size, length) = (Word(file, 6), file.Content.Length);
        if (size == length)
            image.Warn($"The prefix counts the {DfuSuffixReader.Length} bytes of the suffix into the image size, as some packers do. All data was read.");
        else if (size > length - DfuSuffixReader.Length)
            file.MustHold(0, size + (long)DfuSuffixReader.Length, claimedAt: 6, "The image and its suffix");
        else if (size < length - DfuSuffixReader.Length)
        {
            throw file.WrongAt(6, ImageCode.Malformed,
                $"The prefix says that the image has {ImageFile.Count(size)}, but {length - DfuSuffixReader.Length:N0} stand before the suffix. {ImageFile.Damaged}");
        }
    }

    static DfuSuffix CheckSuffix(ImageFile file)
    {
        var at = file.Content.Length - DfuSuffixReader.Length;
        if (DfuSuffixReader.Find(file.Bytes) is not { } suffix)
        {
            throw file.WrongAt(at, ImageCode.Truncated,
                $"The file doesn't end in a DFU suffix (\"UFD\" and the length 16), so data may be missing. {ImageFile.Damaged}");
        }

        var crc = DfuSuffixReader.CrcOf(file.Bytes);
        if (suffix.Crc != crc)
        {
            throw file.WrongAt(at + 12, ImageCode.Checksum,
                $"The suffix has CRC 0x{suffix.Crc:X8}, but the file's bytes give 0x{crc:X8}. {ImageFile.DamagedOrEdited}");
        }

        if (suffix.Version != DfuSuffixReader.DfuSeVersion)
        {
            throw file.WrongAt(at + 6, ImageCode.Malformed,
                $"The suffix has DFU version 0x{suffix.Version:X4}; that of a DfuSe file is 0x{DfuSuffixReader.DfuSeVersion:X4}. Pack the file again.");
        }

        return suffix.Device;
    }

    static int ReadTarget(ImageFile file, ImageBuilder image, int at, int target)
    {
        MustHold(file, at, TargetLength, at, $"Target {target}");
        var bytes = file.Bytes.Slice(at, TargetLength);
        if (!bytes.StartsWith("Target"u8))
            throw file.WrongAt(at, ImageCode.Malformed, $"Target {target} should start here with \"Target\". {ImageFile.Damaged}");
        var alternate = bytes[6];
        var name = Word(file, at + 7) is 0 ? "" : NameOf(bytes.Slice(11, NameLength));
        var (size, elements) = (Word(file, at + 266), Word(file, at + 270));
        if (elements is 0)
        {
            throw file.WrongAt(at + 270, ImageCode.NoData,
                $"Target {target} (alternate setting {alternate}) has no elements, so there is nothing to program. Pack the file again.");
        }

        var start = at + TargetLength;
        MustHold(file, start, size, at + 266, $"Target {target}");
        var next = start;
        for (uint element = 1; element <= elements; element++)
        {
            MustHold(file, next, ElementLength, at + 270, $"Element {element} of target {target}");
            var (address, length) = (Word(file, next), Word(file, next + 4));
            MustHold(file, next + ElementLength, length, next + 4, $"Element {element} of target {target}");
            if (address + (ulong)length > AddressRange.AddressSpace)
            {
                throw file.WrongAt(next, ImageCode.OutOfRange,
                    $"Element {element} of target {target} has {ImageFile.Count(length)} from 0x{address:X8}, beyond 0xFFFFFFFF. Correct its address and pack the file again.");
            }

            if (length > 0)
            {
                image.Add(
                    new(address, file.Content.Slice(next + ElementLength, (int)length), new SegmentOrigin.DfuElement(file.Name, target, name, alternate, (int)element)),
                    next);
            }

            next += ElementLength + (int)length;
        }

        if (next - start != size)
        {
            throw file.WrongAt(at + 266, ImageCode.Malformed,
                $"Target {target} should have {ImageFile.Count(size)} of elements, but they take {next - start:N0}. {ImageFile.Damaged}");
        }

        return next;
    }

    /// <summary>Like the file's own check, but the suffix is no place for a target.</summary>
    static void MustHold(ImageFile file, long offset, long length, long claimedAt, string what) =>
        file.MustHold(offset, length + DfuSuffixReader.Length, claimedAt, $"{what} and the suffix");

    static string NameOf(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Printable.Escape(Encoding.Latin1.GetString(end < 0 ? field : field[..end]), NameLength);
    }

    static uint Word(ImageFile file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file.Bytes[at..]);
}
