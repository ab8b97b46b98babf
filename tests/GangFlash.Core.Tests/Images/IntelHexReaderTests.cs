using GangFlash.Images;
using GangFlash.Testing;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class IntelHexReaderTests
{
    const string End = ":00000001??";

    [Fact]
    public void Knows_the_line_of_every_byte_of_the_mailbox()
    {
        var image = Reading.Of("h747-cm7.hex", TestImages.Bytes("h747-cm7.hex"));

        var mailbox = image.Segments[^1];

        Assert.Equal(AddressRange.Of(0x38000000, 256), mailbox.Range);
        Assert.Equal("lines 9421–9436", mailbox.Origin.Place(mailbox.Range));
        Assert.Equal("line 9422", mailbox.Origin.Place(AddressRange.Of(0x38000010, 16)));
        Assert.Equal("lines 9421–9422", mailbox.Origin.Place(AddressRange.Of(0x3800000F, 2)));
    }

    [Fact]
    public void Reads_what_people_and_editors_leave_behind()
    {
        var text = RecordText.Hex(":020000040800??", ":02000000abcd??", ":0200020001EF??", End).ToLowerInvariant();

        var image = Reading.Of("APP.HEX", "\r\n \n" + text.Replace("\n", " \t\r\n\n"));

        var segment = Assert.Single(image.Segments);
        Assert.Equal(AddressRange.Of(0x08000000, 4), segment.Range);
        Assert.Equal("ABCD01EF", Convert.ToHexString(segment.Data.Span));
        Assert.Equal("lines 5–7", segment.Origin.Place(segment.Range));
    }

    [Fact]
    public void Makes_one_segment_of_each_run_that_ascends_without_a_gap()
    {
        var text = RecordText.Hex(":020010000304??", ":020012000506??", ":00001400??", ":020000000102??", ":020002000A0B??", ":010005000C??", End);

        var image = Reading.Of("app.hex", text);

        Assert.Equal(
            ["0x00000000–0x00000003 01020A0B", "0x00000005–0x00000005 0C", "0x00000010–0x00000013 03040506"],
            Reading.Contents(image));
        Assert.Equal(["lines 4–5", "line 6", "lines 1–2"], image.Segments.Select(segment => segment.Origin.Place(segment.Range)));
    }

    [Fact]
    public void Adds_segment_addresses_in_sixteens_and_linear_ones_in_64_KiB()
    {
        var text = RecordText.Hex(":020000021234??", ":0100100011??", ":020000040001??", ":0100200022??", End);

        var image = Reading.Of("app.hex", text);

        Assert.Equal(["0x00010020–0x00010020 22", "0x00012350–0x00012350 11"], Reading.Contents(image));
    }

    [Fact]
    public void A_linear_record_may_run_on_into_the_next_64_KiB()
    {
        var text = RecordText.Hex(":020000040800??", ":02FFFF001122??", End);

        var image = Reading.Of("app.hex", text);

        Assert.Equal(["0x0800FFFF–0x08010000 1122"], Reading.Contents(image));
    }

    [Theory]
    [InlineData(":04000005080001E9??", 0x080001E9)]
    [InlineData(":04000003123400F0??", 0x00012430)]
    public void Takes_the_start_address_of_either_kind(string start, uint expected)
    {
        var text = RecordText.Hex(":0100000011??", start, End);

        var image = Reading.Of("app.hex", text);

        Assert.Equal(expected, image.EntryPoint);
    }

    [Fact]
    public void Data_may_end_at_4_GiB()
    {
        var text = RecordText.Hex(":02000004FFFF??", ":02FFFE001122??", End);

        var image = Reading.Of("app.hex", text);

        Assert.Equal(["0xFFFFFFFE–0xFFFFFFFF 1122"], Reading.Contents(image));
    }

    public static TheoryData<Malformed> Refused =>
    [
        new("bad checksum", "a.hex", ":0100000011EF\n:00000001FF\n", ImageCode.Checksum,
            "a.hex:1: The record's checksum is 0xEF, but its bytes give 0xEE. The file is damaged, or was changed by hand: copy or build it again."),
        new("odd digits", "a.hex", RecordText.Hex(":0100000011??") + ":00000001F\n", ImageCode.Malformed,
            "a.hex:2: The record has 9 hex digits, and an odd one out makes no byte. The file is damaged: copy or build it again."),
        new("a letter that is no digit", "a.hex", ":01000000G1EE\n", ImageCode.Malformed,
            "a.hex:1: 'G' in column 10 is no hex digit. The file is damaged: copy or build it again."),
        new("a byte that is no letter", "a.hex", ":0100\0" + "00011EE\n", ImageCode.Malformed,
            "a.hex:1: Byte 0x00 in column 6 is no hex digit. The file is damaged: copy or build it again."),
        new("no colon", "a.hex", "\n0100000011EE\n", ImageCode.Malformed,
            "a.hex:2: A record starts with ':', and this line has its digits without it. The file is damaged: copy or build it again."),
        new("shorter than any record", "a.hex", ":00000001\n", ImageCode.Malformed,
            "a.hex:1: The record has 4 bytes; even an empty one has 5. The file is damaged: copy or build it again."),
        new("cut in a record", "a.hex", ":100000000001", ImageCode.Malformed,
            "a.hex:1: The record announces 16 bytes of data but holds 1. The file is damaged: copy or build it again."),
        new("longer than announced", "a.hex", RecordText.Hex(":010000001122??"), ImageCode.Malformed,
            "a.hex:1: The record announces 1 byte of data but holds 2. The file is damaged: copy or build it again."),
        new("longer than any record", "a.hex", ":" + new string('0', 522), ImageCode.Malformed,
            "a.hex:1: The record has 261 bytes, more than the 260 of the longest possible record. The file is damaged: copy or build it again."),
        new("unknown type", "a.hex", RecordText.Hex(":00000006??"), ImageCode.Malformed,
            "a.hex:1: Record type 06 is unknown; Intel HEX has 00 to 05. The file is damaged: copy or build it again."),
        new("end record with data", "a.hex", RecordText.Hex(":0100000100??"), ImageCode.Malformed,
            "a.hex:1: A record of type 01 (end record) has 0 bytes of data, not 1. The file is damaged: copy or build it again."),
        new("short segment address", "a.hex", RecordText.Hex(":0100000210??"), ImageCode.Malformed,
            "a.hex:1: A record of type 02 (extended segment address) has 2 bytes of data, not 1. The file is damaged: copy or build it again."),
        new("short start segment", "a.hex", RecordText.Hex(":020000030000??"), ImageCode.Malformed,
            "a.hex:1: A record of type 03 (start segment address) has 4 bytes of data, not 2. The file is damaged: copy or build it again."),
        new("long linear address", "a.hex", RecordText.Hex(":03000004080000??"), ImageCode.Malformed,
            "a.hex:1: A record of type 04 (extended linear address) has 2 bytes of data, not 3. The file is damaged: copy or build it again."),
        new("empty start address", "a.hex", RecordText.Hex(":00000005??"), ImageCode.Malformed,
            "a.hex:1: A record of type 05 (start linear address) has 4 bytes of data, not 0. The file is damaged: copy or build it again."),
        new("record after the end", "a.hex", RecordText.Hex(":0100000011??", End, "", ":0100010011??"), ImageCode.AfterEnd,
            "a.hex:4: Nothing may follow the end record (type 01) of line 2. Were two files joined? Use each one by itself."),
        new("no end record", "a.hex", RecordText.Hex(":0100000011??", ":0100010011??"), ImageCode.Truncated,
            "a.hex:2: The file ends without an end record (type 01), so data may be missing. The file is damaged: copy or build it again."),
        new("only blank lines", "a.hex", "\n\r\n", ImageCode.Truncated,
            "a.hex:2: The file ends without an end record (type 01), so data may be missing. The file is damaged: copy or build it again."),
        new("a last line of blanks", "a.hex", "\n\r\n ", ImageCode.Truncated,
            "a.hex:3: The file ends without an end record (type 01), so data may be missing. The file is damaged: copy or build it again."),
        new("an indented record", "a.hex", "\n\n :00000001FF", ImageCode.Malformed,
            "a.hex:3: A record starts with ':', and here a blank stands before it. Remove the blanks at the start of the line."),
        new("overlap", "a.hex", RecordText.Hex(":0400000011223344??", ":0400100011223344??", ":020003005566??", End), ImageCode.Overlap,
            "a.hex:3: Data for 0x00000003–0x00000003 is given twice, by line 1 and again by line 3. Nothing says which one counts: build the file without the overlap."),
        new("overlap with an earlier line at a higher address", "a.hex", RecordText.Hex(":020003001122??", ":0400000011223344??", End), ImageCode.Overlap,
            "a.hex:2: Data for 0x00000003–0x00000003 is given twice, by line 1 and again by line 2. Nothing says which one counts: build the file without the overlap."),
        new("record over the end of its segment", "a.hex", RecordText.Hex(":020000021000??", ":02FFFF001122??", End), ImageCode.OutOfRange,
            "a.hex:2: 2 bytes from offset 0xFFFF leave the 64 KiB segment at 0x00010000. Write the file with linear addresses (type 04)."),
        new("data beyond 4 GiB", "a.hex", RecordText.Hex(":02000004FFFF??", ":02FFFF001122??", End), ImageCode.OutOfRange,
            "a.hex:2: 2 bytes from 0xFFFFFFFF would end beyond 0xFFFFFFFF. Correct the addresses in the linker script or the converter's offset."),
        new("no data", "a.hex", RecordText.Hex(":020000040800??", ":00000000??", End), ImageCode.NoData,
            "a.hex: The image holds no data, so there is nothing to program. Check the build step or the converter's filter that made the file."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_with_the_line_and_what_to_do(Malformed file) => file.Check();
}
