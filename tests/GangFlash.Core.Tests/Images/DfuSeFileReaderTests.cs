using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class DfuSeFileReaderTests
{
    static readonly DfuTarget s_internal = new(0, "@Internal Flash", (0x08000000, [1, 2, 3]), (0x08004000, [4]));
    static readonly DfuTarget s_external = new(3, Name: null, (0x90000000, [5, 6]));

    [Fact]
    public void Reads_every_element_of_every_target()
    {
        var image = Reading.Of("app.dfu", DfuBytes.DfuSe(s_internal, s_external));

        Assert.Equal(["0x08000000–0x08000002 010203", "0x08004000–0x08004000 04", "0x90000000–0x90000001 0506"], Reading.Contents(image));
        Assert.Equal(
            ["element 1 of target 1 (alternate setting 0)", "element 2 of target 1 (alternate setting 0)", "element 1 of target 2 (alternate setting 3)"],
            image.Segments.Select(segment => segment.Origin.Place(segment.Range)));
        Assert.Equal(["@Internal Flash", "@Internal Flash", ""], image.Segments.Select(segment => ((SegmentOrigin.DfuElement)segment.Origin).TargetName));
        Assert.Equal(new DfuSuffix(0x0483, 0xDF11, 0xFFFF), image.Device);
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Accepts_a_size_that_counts_the_suffix_and_says_so()
    {
        var content = DfuBytes.Bent(body => body[6] += 16, s_external);

        var image = Reading.Of("app.dfu", content);

        Assert.Equal("The prefix counts the 16 bytes of the suffix into the image size, as some packers do. All data was read.", Assert.Single(image.Warnings));
        Assert.Equal(2UL, image.DataLength);
    }

    [Fact]
    public void A_name_that_would_move_the_cursor_is_escaped_and_one_without_an_end_is_cut()
    {
        var image = Reading.Of("app.dfu", DfuBytes.DfuSe(new(0, "\u001B[2J", (0, [1])), new(1, new string('n', 255), (1, [1]))));

        Assert.Equal([@"\x1B[2J", new string('n', 255)], image.Segments.Select(segment => ((SegmentOrigin.DfuElement)segment.Origin).TargetName));
    }

    [Fact]
    public void An_element_without_bytes_is_no_data()
    {
        var image = Reading.Of("app.dfu", DfuBytes.DfuSe(new DfuTarget(0, "", (0x08000000, []), (0x08000000, [1]))));

        Assert.Equal(["0x08000000–0x08000000 01"], Reading.Contents(image));
    }

    [Fact]
    public void Checks_the_CRC_that_the_standard_checks() => Assert.Equal(0x340BC6D9u, DfuBytes.Crc("123456789"u8));

    public static TheoryData<Malformed> Refused =>
    [
        Dfu("cut in the prefix", DfuBytes.DfuSe()[..26], ImageCode.Truncated,
            "0x0: The DfuSe prefix and suffix would take 27 bytes from offset 0x0, but the file ends at 0x1A. The file is damaged: copy or build it again."),
        Dfu("another version", DfuBytes.Bent(body => body[5] = 2, s_external), ImageCode.Unsupported,
            "0x5: DfuSe format version 2 is unknown; version 1 is. Pack the file with another tool."),
        Dfu("cut off", DfuBytes.DfuSe(s_external)[..^17], ImageCode.Truncated,
            "0x6: The image and its suffix would take 311 bytes from offset 0x0, but the file ends at 0x126. The file is damaged: copy or build it again."),
        Dfu("image of 4 GiB", DfuBytes.Bent(body => body.AsSpan(6, 4).Fill(0xFF), s_external), ImageCode.Truncated,
            "0x6: The image and its suffix would take 4,294,967,311 bytes from offset 0x0, but the file ends at 0x137. The file is damaged: copy or build it again."),
        Dfu("size too small", DfuBytes.Bent(body => body[6]--, s_external), ImageCode.Malformed,
            "0x6: The prefix says that the image has 294 bytes, but 295 stand before the suffix. The file is damaged: copy or build it again."),
        Dfu("no suffix", [.. DfuBytes.DfuSe(s_external)[..^16], .. new byte[16]], ImageCode.Truncated,
            "0x127: The file doesn't end in a DFU suffix (\"UFD\" and the length 16), so data may be missing. The file is damaged: copy or build it again."),
        Dfu("wrong CRC", [.. DfuBytes.DfuSe()[..^4], 0xEF, 0xBE, 0xAD, 0xDE], ImageCode.Checksum,
            "0x17: The suffix has CRC 0xDEADBEEF, but the file's bytes give 0xF00E3AE9. The file is damaged, or was changed by hand: copy or build it again."),
        Dfu("suffix of plain DFU", DfuBytes.Suffixed(DfuBytes.DfuSe(s_external)[..^16], 0x0100), ImageCode.Malformed,
            "0x12D: The suffix has DFU version 0x0100; that of a DfuSe file is 0x011A. Pack the file again."),
        Dfu("no targets", DfuBytes.DfuSe(), ImageCode.NoData,
            "The image holds no data, so there is nothing to program. The prefix counts no targets. Pack the file again, with an image in it."),
        Dfu("more targets than announced", DfuBytes.Bent(body => body[10] = 1, s_internal, s_external), ImageCode.Malformed,
            "0x131: 284 bytes stand between the last target and the suffix and belong to neither. The file is damaged: copy or build it again."),
        Dfu("fewer targets than announced", DfuBytes.Bent(body => body[10] = 2, s_external), ImageCode.Truncated,
            "0x127: Target 2 and the suffix would take 290 bytes from offset 0x127, but the file ends at 0x137. The file is damaged: copy or build it again."),
        Dfu("no target where one is announced", DfuBytes.Bent(body => body[11] = (byte)'t', s_external), ImageCode.Malformed,
            "0xB: Target 1 should start here with \"Target\". The file is damaged: copy or build it again."),
        Dfu("a target without elements", DfuBytes.DfuSe(s_internal, new DfuTarget(1, "@Option Bytes")), ImageCode.NoData,
            "0x23F: Target 2 (alternate setting 1) has no elements, so there is nothing to program. Pack the file again."),
        Dfu("target of 4 GiB", DfuBytes.Bent(body => body.AsSpan(277, 4).Fill(0xFF), s_external), ImageCode.Truncated,
            "0x115: Target 1 and the suffix would take 4,294,967,311 bytes from offset 0x11D, but the file ends at 0x137. The file is damaged: copy or build it again."),
        Dfu("4 Gi elements", DfuBytes.Bent(body => body.AsSpan(281, 4).Fill(0xFF), s_external), ImageCode.Truncated,
            "0x119: Element 2 of target 1 and the suffix would take 24 bytes from offset 0x127, but the file ends at 0x137. The file is damaged: copy or build it again."),
        Dfu("element of 4 GiB", DfuBytes.Bent(body => body.AsSpan(289, 4).Fill(0xFF), s_external), ImageCode.Truncated,
            "0x121: Element 1 of target 1 and the suffix would take 4,294,967,311 bytes from offset 0x125, but the file ends at 0x137. The file is damaged: copy or build it again."),
        Dfu("target larger than its elements", DfuBytes.Bent(body => body[277] = 9, s_external), ImageCode.Malformed,
            "0x115: Target 1 should have 9 bytes of elements, but they take 10. The file is damaged: copy or build it again."),
        Dfu("beyond 4 GiB", DfuBytes.DfuSe(new DfuTarget(0, "", (0xFFFFFFFF, [1, 2]))), ImageCode.OutOfRange,
            "0x11D: Element 1 of target 1 has 2 bytes from 0xFFFFFFFF, beyond 0xFFFFFFFF. Correct its address and pack the file again."),
        Dfu("overlap", DfuBytes.DfuSe(s_internal, new DfuTarget(1, "", (0x08000002, [9]))), ImageCode.Overlap,
            "0x243: Data for 0x08000002–0x08000002 is given twice, by element 1 of target 1 (alternate setting 0) and again by element 1 of target 2 (alternate setting 1). " +
            "Nothing says which one counts: build the file without the overlap."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_with_the_offset_and_what_to_do(Malformed file) => file.Check();

    static Malformed Dfu(string what, byte[] content, string code, string complaint) =>
        new(what, "a.dfu", content, At: null, code, complaint.StartsWith("0x", StringComparison.Ordinal) ? $"a.dfu at offset {complaint}" : $"a.dfu: {complaint}");
}
