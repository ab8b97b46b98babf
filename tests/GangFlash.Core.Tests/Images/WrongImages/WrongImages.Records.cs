using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Tests.Images;

/// <summary>Files of the two text formats that are wrong.</summary>
static partial class WrongImages
{
    const string End = ":00000001??";

    public static IEnumerable<WrongImage> IntelHex =>
    [
        Hex("missing-colon", "The first character of a line was deleted.", RecordText.Hex(":020000040800??") + "040000001122334452\n:00000001FF\n"),
        Hex("odd-digits", "One digit was deleted.", RecordText.Hex(":020000040800??") + ":04000000112233452\n:00000001FF\n"),
        Hex("wrong-checksum", "A byte was patched in an editor and the checksum was not.", GoodHex.Replace("1122334452", "1122334552")),
        Hex("letter-o", "A record that was typed from paper.", ":0400O0001122334452\n:00000001FF\n"),
        Hex("letter-l", "The same with a one.", ":04000000l122334452\n:00000001FF\n"),
        Hex("no-digit", "A character that is no digit.", ":04000000G122334452\n:00000001FF\n"),
        Hex("blank-in-record", "Columns made by an editor.", ":04 0000 00 11223344 52\n:00000001FF\n"),
        Hex("zero-byte", "A sector of the disk came back as zeros.", ":0400\0\0\0\0\0\0\0\0\0\0\0\0\n:00000001FF\n"),
        Hex("joined-lines", "A line end was lost.", ":020000040800F2:040000001122334452\n:00000001FF\n"),
        Hex("old-mac-line-ends", "Saved with CR alone.", GoodHex.Replace('\n', '\r')),
        Hex("indented", "Pasted out of a document.", "\n  :020000040800F2\n  :00000001FF\n"),
        Hex("byte-order-mark", "Saved as UTF-8 with a mark by a Windows editor.", "\xEF\xBB\xBF" + GoodHex),
        Hex("comment", "Annotated by hand.", "; bootloader 1.4\n" + GoodHex),
        Hex("comment-hash", "Annotated in another style.", GoodHex.Replace(":00000001FF", "# end of the parameters\n:00000001FF")),
        Hex("merge-conflict", "Checked in, and then merged as text.", ":020000040800F2\n<<<<<<< HEAD\n:040000001122334452\n=======\n:040000005566778842\n>>>>>>> feature\n:00000001FF\n"),
        Hex("record-longer-than-announced", "Two digits were doubled.", RecordText.Hex(":010000001122??", End)),
        Hex("record-shorter-than-announced", "A line was cut off.", ":020000040800F2\n:1000000011223344\n:00000001FF\n"),
        Hex("record-without-checksum", "The end of a line was cut off.", ":00000001\n"),
        Hex("record-of-300-bytes", "A tool that knows no limit.", RecordText.Hex($":FF000000{new string('A', 600)}??", End)),
        Hex("type-06", "A record type that nobody defined.", RecordText.Hex(":020000060800??", End)),
        Hex("linear-address-of-3-bytes", "A type 04 record with three bytes.", RecordText.Hex(":03000004080000??", End)),
        Hex("start-address-of-2-bytes", "A type 05 record with two bytes.", RecordText.Hex(":0400000011223344??", ":020000050800??", End)),
        Hex("end-record-with-data", "An end record that carries a byte.", RecordText.Hex(":0400000011223344??", ":0100000142??")),
        Hex("data-after-end", "Bootloader and application joined with cat or copy.", GoodHex + GoodHex),
        Hex("no-end-record", "The download stopped.", RecordText.Hex(":020000040800??", ":0400000011223344??")),
        Hex("cut-in-record", "The download stopped in the middle of a line.", GoodHex[..27]),
        Hex("blank-lines-only", "The converter wrote nothing.", "\r\n\r\n"),
        Hex("no-data", "Only an end record: the converter's filter took everything away.", RecordText.Hex(End)),
        Hex("overlap", "Two files merged without looking at their addresses.", RecordText.Hex(":020000040800??", ":0400000011223344??", ":0400020055667788??", End)),
        Hex("same-data-twice", "The same record twice.", RecordText.Hex(":020000040800??", ":0400000011223344??", ":0400100011223344??", ":0400000011223344??", End)),
        Hex("overlap-through-segments", "A segment address and a linear one that mean the same place.", RecordText.Hex(":020000021000??", ":020000001122??", ":020000040001??", ":020000003344??", End)),
        Hex("over-the-segment-border", "A 16-bit tool lets a record run over the end of its 64 KiB segment.", RecordText.Hex(":020000021000??", ":04FFFE0011223344??", End)),
        Hex("beyond-4-gib", "A record that begins two bytes below 4 GiB.", RecordText.Hex(":02000004FFFF??", ":04FFFE0011223344??", End)),
        Hex("srecord-in-the-middle", "Two formats joined.", ":020000040800F2\nS309080000001122334444\n"),
        Hex("65537-segments", "Every second byte, in no order that joins.", RecordText.Hex(Enumerable.Range(0, ImageLimits.Segments + 1).Select(index => ((uint)index * 2, (byte[])[1])), 1)),
    ];

    public static IEnumerable<WrongImage> SRecord =>
    [
        S("wrong-checksum", "A byte was patched in an editor.", "S309080000001122334445\nS70500000000FA\n"),
        S("odd-digits", "One digit was deleted.", RecordText.S("S3090800000011223344??").TrimEnd()[..^1] + "\nS70500000000FA\n"),
        S("small-s", "Written in small letters throughout.", RecordText.S("S3090800000011223344??", "S70500000000??").ToLowerInvariant()),
        S("no-digit", "A character that is no digit.", "S30908OO00001122334449\nS70500000000FA\n"),
        S("length-too-large", "A line was cut off.", "S3150800000011223344\nS70500000000FA\n"),
        S("length-too-small", "Two digits were doubled.", RecordText.S("S307080000001122334455??", "S70500000000??")),
        S("shorter-than-its-address", "An S3 record with an address of two bytes.", RecordText.S("S3030800??", "S70500000000??")),
        S("type-4", "A record type that is reserved.", RecordText.S("S4050800001122??", "S70500000000??")),
        S("count-too-large", "A line was lost, and the S5 record knows.", RecordText.S("S3090800000011223344??", "S5030002??", "S70500000000??")),
        S("count-24-bits", "The same with an S6 record.", RecordText.S("S3090800000011223344??", "S604010001??", "S70500000000??")),
        S("end-with-data", "An end record that carries data.", RecordText.S("S3090800000011223344??", "S70608000000AA??")),
        S("data-after-end", "Two files joined.", RecordText.S("S3090800000011223344??", "S70500000000??", "S0030000??", "S3090801000011223344??", "S70500000000??")),
        S("no-end-record", "The download stopped.", RecordText.S("S0030000??", "S3090800000011223344??")),
        S("only-a-header", "The converter wrote its header and stopped.", RecordText.S("S0060000617070??", "S9030000??")),
        S("header-with-escapes", "A header that would clear the screen, in front of a record with a wrong checksum.", RecordText.S("S00900001B5B324A6869??", "S309080000001122334445")),
        S("s1-beyond-64-kib", "An S1 record that runs over its last address.", RecordText.S("S107FFFE11223344??", "S9030000??")),
        S("s2-beyond-16-mib", "An S2 record that runs over its last address.", RecordText.S("S208FFFFFE11223344??", "S804000000??")),
        S("s3-beyond-4-gib", "An S3 record that runs over its last address.", RecordText.S("S309FFFFFFFE11223344??", "S70500000000??")),
        S("overlap", "Two files merged without looking at their addresses.", RecordText.S("S3090800000011223344??", "S3090800000255667788??", "S70500000000??")),
        S("hex-in-the-middle", "Two formats joined.", RecordText.S("S3090800000011223344??") + GoodHex),
        S("comment", "Annotated by hand.", "# application 1.4\n" + RecordText.S("S3090800000011223344??", "S70500000000??")),
        S("record-of-300-bytes", "A tool that knows no limit.", RecordText.S($"S3FF08000000{new string('A', 600)}??", "S70500000000??")),
    ];

    static WrongImage Hex(string name, string story, string text) => new($"hex-{name}", story, "app.hex", text);

    static WrongImage S(string name, string story, string text) => new($"srecord-{name}", story, "app.s19", text);
}
