using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

public sealed class SRecordReaderTests
{
    const string End = "S9030000??";

    [Theory]
    [InlineData("S10500101122??", "S9030000??", 0x00000010)]
    [InlineData("S2060800101122??", "S804000000??", 0x00080010)]
    [InlineData("S307080000101122??", "S70500000000??", 0x08000010)]
    public void Reads_addresses_of_two_three_and_four_bytes(string data, string end, uint expected)
    {
        var text = RecordText.S("S0030000??", data, end);

        var image = Reading.Of("app.s19", text);

        var segment = Assert.Single(image.Segments);
        Assert.Equal(AddressRange.Of(expected, 2), segment.Range);
        Assert.Equal("line 2", segment.Origin.Place(segment.Range));
        Assert.Empty(image.Warnings);
    }

    [Fact]
    public void Makes_one_segment_of_each_run_that_ascends_without_a_gap()
    {
        var text = RecordText.S("S10500101122??", "S10500123344??", "S1030014??", "S104000055??", End);

        var image = Reading.Of("app.srec", text.ToLowerInvariant().Replace('s', 'S').Replace("\n", "\r\n\n"));

        Assert.Equal(["0x00000000–0x00000000 55", "0x00000010–0x00000013 11223344"], Reading.Contents(image));
        Assert.Equal(["line 7", "lines 1–3"], image.Segments.Select(segment => segment.Origin.Place(segment.Range)));
    }

    [Theory]
    [InlineData("S5030001??")]
    [InlineData("S604000001??")]
    public void Accepts_a_right_count(string count)
    {
        var text = RecordText.S("S104000011??", count, End);

        var image = Reading.Of("app.s19", text);

        Assert.Equal(1UL, image.DataLength);
    }

    [Theory]
    [InlineData("S705080001E9??", 0x080001E9u)]
    [InlineData("S70500000000??", null)]
    public void Takes_the_start_address_unless_it_is_the_zero_of_who_knows_none(string end, uint? expected)
    {
        var text = RecordText.S("S3060800000011??", end);

        var image = Reading.Of("app.s37", text);

        Assert.Equal(expected, image.EntryPoint);
    }

    [Fact]
    public void Warns_about_an_end_record_of_another_width()
    {
        var text = RecordText.S("S3060800000011??", End);

        var image = Reading.Of("app.mot", text);

        Assert.Equal("Line 2: S9 ends a file of S3 records, where S7 belongs. All data was read.", Assert.Single(image.Warnings));
    }

    public static TheoryData<Malformed> Refused =>
    [
        new("bad checksum", "a.s19", "S104000011EB\n", ImageCode.Checksum,
            "a.s19:1: The record's checksum is 0xEB, but its bytes give 0xEA. The file is damaged, or was changed by hand: copy or build it again."),
        new("odd digits", "a.s19", "S104000011E\n", ImageCode.Malformed,
            "a.s19:1: The record has 9 hex digits, and an odd one out makes no byte. The file is damaged: copy or build it again."),
        new("a letter that is no digit", "a.s19", "S10400O011EA\n", ImageCode.Malformed,
            "a.s19:1: 'O' in column 7 is a letter; was the digit 0 meant? The file is damaged: copy or build it again."),
        new("a small s", "a.s19", "s104000011EA\n", ImageCode.Malformed,
            "a.s19:1: A record starts with 'S' and a digit, and the 's' here is lower case. Write the file with a capital S in front of each record."),
        new("no type", "a.s19", "S", ImageCode.Malformed,
            "a.s19:1: A record starts with 'S' and a digit, and this line starts with 'S'. The file is damaged: copy or build it again."),
        new("the reserved type", "a.s19", RecordText.S("S4030000??"), ImageCode.Malformed,
            "a.s19:1: Record type S4 is reserved, so nothing says what it means. Write the file with S1, S2 or S3 records."),
        new("shorter than its address", "a.s37", RecordText.S("S304080000??"), ImageCode.Malformed,
            "a.s37:1: The record has 5 bytes; even an empty S3 has 6. The file is damaged: copy or build it again."),
        new("nothing but a type", "a.s19", "S1\n", ImageCode.Malformed,
            "a.s19:1: The record has 0 bytes; even an empty S1 has 4. The file is damaged: copy or build it again."),
        new("cut in a record", "a.s19", "S113000011223344", ImageCode.Malformed,
            "a.s19:1: The record announces 19 bytes but holds 6. The file is damaged: copy or build it again."),
        new("longer than any record", "a.s19", "S1" + new string('0', 514), ImageCode.Malformed,
            "a.s19:1: The record has 257 bytes, more than the 256 of the longest possible record. The file is damaged: copy or build it again."),
        new("end record with data", "a.s19", RecordText.S("S104000011??", "S904000011??"), ImageCode.Malformed,
            "a.s19:2: An S9 record carries no data, but this one has 1 byte of it. The file is damaged: copy or build it again."),
        new("wrong count", "a.s19", RecordText.S("S104000011??", "S5030002??", End), ImageCode.RecordCount,
            "a.s19:2: The file announces 2 data records, but 1 stand before this line, so some were lost or added. The file is damaged: copy or build it again."),
        new("wrong wide count", "a.s19", RecordText.S("S104000011??", "S604010000??", End), ImageCode.RecordCount,
            "a.s19:2: The file announces 65,536 data records, but 1 stand before this line, so some were lost or added. The file is damaged: copy or build it again."),
        new("record after the end", "a.s19", RecordText.S("S104000011??", End, "S104000111??"), ImageCode.AfterEnd,
            "a.s19:3: Nothing may follow the end record of line 2. Were two files joined? Use each one by itself."),
        new("no end record", "a.s19", RecordText.S("S104000011??"), ImageCode.Truncated,
            "a.s19:1: The file ends without an end record (S7, S8 or S9), so data may be missing. The file is damaged: copy or build it again."),
        new("overlap", "a.s19", RecordText.S("S10500001122??", "S104000055??", End), ImageCode.Overlap,
            "a.s19:2: Data for 0x00000000–0x00000000 is given twice, by line 1 and again by line 2. Nothing says which one counts: build the file without the overlap."),
        new("data beyond 4 GiB", "a.s37", RecordText.S("S307FFFFFFFF1122??", "S70500000000??"), ImageCode.OutOfRange,
            "a.s37:1: 2 bytes from 0xFFFFFFFF would end beyond 0xFFFFFFFF. Correct the addresses in the linker script or the converter's offset."),
        new("S1 data beyond 64 KiB", "a.s19", RecordText.S("S105FFFF1122??", End), ImageCode.OutOfRange,
            "a.s19:1: 2 bytes from 0x0000FFFF leave what an S1 record can address. Write the file with S3 records."),
        new("S2 data beyond 16 MiB", "a.s28", RecordText.S("S206FFFFFF1122??", "S804000000??"), ImageCode.OutOfRange,
            "a.s28:1: 2 bytes from 0x00FFFFFF leave what an S2 record can address. Write the file with S3 records."),
        new("no data", "a.s19", RecordText.S("S0030000??", "S1030000??", End), ImageCode.NoData,
            "a.s19: The image holds no data, so there is nothing to program. Check the build step or the converter's filter that made the file."),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuses_with_the_line_and_what_to_do(Malformed file) => file.Check();
}
