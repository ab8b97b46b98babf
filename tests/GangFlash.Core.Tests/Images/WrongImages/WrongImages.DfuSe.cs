using System.Buffers.Binary;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

/// <summary>DfuSe files that are wrong.</summary>
static partial class WrongImages
{
    static readonly DfuTarget s_flash = new(0, "@Internal Flash", (0x08000000, [1, 2, 3, 4]), (0x08004000, [5, 6]));
    static readonly DfuTarget s_option = new(1, "@Option Bytes", (0x1FFFC000, [7, 8]));

    public static IEnumerable<WrongImage> DfuSe =>
    [
        Dfu("wrong-crc", "A byte was patched after packing.", Patched(DfuBytes.DfuSe(s_flash))),
        Dfu("no-suffix", "The last sixteen bytes were cut off.", DfuBytes.DfuSe(s_flash)[..^16]),
        Dfu("suffix-of-zeros", "Padded instead of suffixed.", [.. DfuBytes.DfuSe(s_flash)[..^16], .. new byte[16]]),
        Dfu("wrong-signature", "The suffix says DFU the right way round.", WrongSignature()),
        Dfu("suffix-of-plain-dfu", "dfu-suffix ran on a DfuSe file.", DfuBytes.Suffixed(DfuBytes.DfuSe(s_flash)[..^16], 0x0110)),
        Dfu("version-2", "A format version that nobody defined.", DfuBytes.Bent(body => body[5] = 2, s_flash)),
        Dfu("cut-in-prefix", "A copy that was interrupted at once.", DfuBytes.DfuSe(s_flash)[..20]),
        Dfu("cut-in-target", "A copy that was interrupted in the middle.", DfuBytes.DfuSe(s_flash)[..200]),
        Dfu("size-one-short", "A packer that counts one byte less.", DfuBytes.Bent(body => body[6]--, s_flash)),
        Dfu("size-16-short", "A packer that leaves the suffix out twice.", DfuBytes.Bent(body => BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(6), (uint)body.Length - 16), s_flash)),
        Dfu("size-32-long", "A packer that counts the suffix twice.", DfuBytes.Bent(body => BinaryPrimitives.WriteUInt32LittleEndian(body.AsSpan(6), (uint)body.Length + 32), s_flash)),
        Dfu("no-targets", "Packed without any image.", DfuBytes.DfuSe()),
        Dfu("target-without-elements", "An alternate setting without data.", DfuBytes.DfuSe(s_flash, new DfuTarget(1, "@Option Bytes"))),
        Dfu("only-empty-elements", "An element of no bytes.", DfuBytes.DfuSe(new DfuTarget(0, "", (0x08000000, [])))),
        Dfu("one-target-too-many", "The prefix counts a target that is not there.", DfuBytes.Bent(body => body[10] = 2, s_flash)),
        Dfu("one-target-too-few", "The prefix counts one target, and two follow.", DfuBytes.Bent(body => body[10] = 1, s_flash, s_option)),
        Dfu("no-target-where-one-is-announced", "The word Target is damaged.", DfuBytes.Bent(body => body[11] = (byte)'X', s_flash)),
        Dfu("target-larger-than-its-elements", "The size of a target is wrong.", DfuBytes.Bent(body => body[11 + 266] += 2, s_flash)),
        Dfu("one-element-too-many", "The target counts an element that is not there.", DfuBytes.Bent(body => body[11 + 270] = 3, s_flash)),
        Dfu("element-beyond-the-file", "The size of an element is minus one.", DfuBytes.Bent(body => body.AsSpan(11 + 274 + 4, 4).Fill(0xFF), s_flash)),
        Dfu("element-over-the-suffix", "An element that is sixteen bytes too long, so that it would take the suffix for data.", DfuBytes.Bent(body => body[11 + 274 + 4 + 12] = 18, s_flash)),
        Dfu("overlapping-elements", "Bootloader and application packed with the same address.", DfuBytes.DfuSe(new DfuTarget(0, "", (0x08000000, [1, 2, 3, 4]), (0x08000002, [5, 6])))),
        Dfu("overlapping-targets", "The same data for two alternate settings.", DfuBytes.DfuSe(s_flash, s_flash with { Alternate = 3 })),
        Dfu("beyond-4-gib", "An element that begins two bytes below 4 GiB.", DfuBytes.DfuSe(new DfuTarget(0, "", (0xFFFFFFFE, [1, 2, 3, 4])))),
    ];

    static WrongImage Dfu(string name, string story, byte[] content) => new($"dfuse-{name}", story, "app.dfu", content);

    static byte[] Patched(byte[] file)
    {
        file[^20] ^= 1;
        return file;
    }

    static byte[] WrongSignature()
    {
        var file = DfuBytes.DfuSe(s_flash);
        "DFU"u8.CopyTo(file.AsSpan(file.Length - 8));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(file.Length - 4), DfuBytes.Crc(file.AsSpan(0, file.Length - 4)));
        return file;
    }
}
