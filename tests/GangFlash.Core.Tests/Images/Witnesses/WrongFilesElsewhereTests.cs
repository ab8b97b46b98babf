using GangFlash.Testing;

namespace GangFlash.Tests.Images.Witnesses;

/// <summary>What we refuse, other programs refuse too, with the exceptions listed here; a program that changes its mind fails the test.</summary>
public sealed class WrongFilesElsewhereTests
{
    /// <summary>Wrong Intel HEX and S-record files that srec_cat takes all the same, mostly with a warning, and why we do not.</summary>
    static readonly Dictionary<string, string> s_takenBySRecCat = new()
    {
        ["hex-byte-order-mark"] = "it ignores lines that are no records; a first record that is lost is lost data",
        ["hex-comment"] = "as above: who knows what the line was",
        ["hex-comment-hash"] = "as above",
        ["hex-data-after-end"] = "it stops at the first end record, so the second half of a joined file would not be flashed",
        ["hex-no-end-record"] = "a file without its end may lack more than its end",
        ["hex-same-data-twice"] = "it takes the same bytes twice; that two parts of a build own one address is a mistake all the same",
        ["hex-over-the-segment-border"] = "it wraps to the start of the segment, as the specification says; most converters run on, so nobody knows what was meant",
        ["hex-beyond-4-gib"] = "it wraps to 0",
        ["hex-65537-segments"] = "it has no limit",
        ["srecord-end-with-data"] = "it ignores the data",
        ["srecord-data-after-end"] = "it goes on reading behind the end",
        ["srecord-no-end-record"] = "a file without its end may lack more than its end",
        ["srecord-only-a-header"] = "it may have nothing to do; a flash job has not",
        ["srecord-s1-beyond-64-kib"] = "it runs on into addresses that the record cannot name",
        ["srecord-s2-beyond-16-mib"] = "as above",
        ["srecord-s3-beyond-4-gib"] = "as above",
        ["srecord-hex-in-the-middle"] = "it ignores lines that are no records",
        ["srecord-comment"] = "as above",
    };

    /// <summary>The same for objcopy and ELF files.</summary>
    static readonly Dictionary<string, string> s_takenByObjCopy = new()
    {
        ["elf-object-file"] = "it converts sections, whose addresses are all 0 before linking",
        ["elf-x86"] = "it converts for any machine",
        ["elf-avr"] = "as above",
        ["elf-machine-nobody-names"] = "as above",
        ["elf-shared"] = "it converts for any kind of loading",
        ["elf-type-none"] = "as above",
        ["elf-no-program-headers"] = "it goes by sections; what is to be loaded where, only program headers say",
        ["elf-program-header-size"] = "as above: it does not look at them",
        ["elf-more-in-file-than-in-memory"] = "as above",
        ["elf-segment-of-4-gib"] = "as above",
    };

    /// <summary>Odd files that we take, with what srec_cat says about them, and why we take them.</summary>
    public static TheoryData<string, string, bool, string, string> TakenByUs => new()
    {
        { "a.hex", "\r\n\r\n:020000040800F2\r\n\r\n:040000001122334452\r\n:00000001FF", true, "", "blank lines, and no line end at the end of the file: no digit is lost" },
        { "a.hex", ":020000040800F2\n:040000001122334452 \t\n:00000001FF\n", false, "end-of-line expected", "blanks at the end of a line, which editors leave behind: no digit is lost" },
        { "a.hex", ":020000040800f2\n:04000000aAbBcCdDee\n:00000001ff\n", true, "", "small digits" },
        { "a.s37", "S309080000001122334444\nS9030000FC\n", true, "warning", "an S9 that ends S3 records: we warn too" },
        { "a.s37", "S309080000001122334444\nS70500000000FA\n", true, "no header record", "a header says nothing about the data" },
    };

    [NeedsFact(Tool.SRecCat)]
    public void SRecCat_refuses_what_we_refuse_but_for_the_list()
    {
        using var witness = new Witness();
        var taken = new List<string>();
        foreach (var wrong in WrongImages.IntelHex.Concat(WrongImages.SRecord))
        {
            witness.Put(wrong.File, wrong.Content);
            if (witness.Ask("srec_cat", wrong.File, wrong.File.EndsWith(".hex", StringComparison.Ordinal) ? "-intel" : "-motorola", "-o", "out.s37", "-motorola") is { Accepts: true })
                taken.Add(wrong.Case);
        }

        Assert.Equal(s_takenBySRecCat.Keys.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
    }

    [NeedsFact(Tool.ObjCopy)]
    public void ObjCopy_refuses_what_we_refuse_but_for_the_list()
    {
        using var witness = new Witness();
        var taken = new List<string>();
        foreach (var wrong in WrongImages.Elf)
        {
            witness.Put(wrong.File, wrong.Content);
            if (witness.Ask("objcopy", "-I", "elf32-little", "-O", "srec", wrong.File, "out.s37") is { Accepts: true })
                taken.Add(wrong.Case);
        }

        Assert.Equal(s_takenByObjCopy.Keys.Order(StringComparer.Ordinal), taken.Order(StringComparer.Ordinal));
    }

    [NeedsTheory(Tool.SRecCat)]
    [MemberData(nameof(TakenByUs))]
    public void What_we_take_in_spite_of_its_looks_has_the_same_bytes_for_srec_cat_where_it_takes_it(string name, string text, bool isTaken, string words, string why)
    {
        using var witness = new Witness();
        witness.Put(name, System.Text.Encoding.ASCII.GetBytes(text));

        var testimony = witness.Ask("srec_cat", name, name.EndsWith(".hex", StringComparison.Ordinal) ? "-intel" : "-motorola", "-o", "out.s37", "-motorola", "-address-length=4");

        Assert.True(testimony.Accepts == isTaken, $"{why}: {testimony.Errors}");
        Assert.Contains(words, testimony.Errors, StringComparison.Ordinal);
        string[] flashed = isTaken ? PlainRecords.Read(witness.Text("out.s37")).Flashed : ["0x08000000–0x08000003 11223344"];
        Assert.Equal(flashed, Reading.Flashed(Reading.Of(name, text)));
    }

    [NeedsFact(Tool.DfuSuffix)]
    public void DfuSuffix_refuses_wrong_suffixes_as_we_do()
    {
        using var witness = new Witness();
        foreach (var wrong in WrongImages.DfuSe.Where(wrong => wrong.Case is "dfuse-wrong-crc" or "dfuse-no-suffix" or "dfuse-suffix-of-zeros" or "dfuse-wrong-signature" or "dfuse-cut-in-prefix" or "dfuse-cut-in-target"))
        {
            witness.Put(wrong.File, wrong.Content);
            Assert.False(witness.Ask("dfu-suffix", "-c", wrong.File).Accepts, wrong.Case);
        }
    }
}
