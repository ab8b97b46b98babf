using System.Collections.Immutable;
using System.Text;
using GangFlash.Fuzz.Mutations;
using GangFlash.Images;
using GangFlash.Testing.Images;

namespace GangFlash.Fuzz.Parsers;

/// <summary>The readers of images, each under a name of its format, and the one that finds out which it is.</summary>
static class ImageParsers
{
    public static Parser Elf()
    {
        var shared = ElfBytes.Of(0x400, [1, 0x200, 0, 0x08000000, 64, 64], [1, 0x240, 0, 0x08004000, 32, 64], [1, 0, 0x20000000, 0x20000000, 0, 128]);
        ElfBytes.AddSections(shared, table: 0x280, count: 8, data: 0x200);
        return new(
            "elf",
            [ElfBytes.Good(), shared, ElfBytes.Of(0x100, [1, 0xC0, 0, 0x08000000, 16, 16], [1, 0xD0, 0, 0x1FFF7800, 16, 16])],
            [ByteMutations.Any, new FieldMutations(ElfMutations.Fields).Any, new FieldMutations(ElfMutations.Fields).Any, new FieldMutations(ElfMutations.Fields).Any, ElfMutations.Grow],
            input => Read("app.elf", input, at: null),
            Judge)
        {
            LongestInput = 64 * 1024,
            Bound = s_elfBound,
        };
    }

    public static Parser IntelHex() => new(
        "intel-hex",
        s_hex,
        [ByteMutations.Any, Records(RecordShape.IntelHex), Records(RecordShape.IntelHex), Records(RecordShape.IntelHex)],
        input => Read("app.hex", input, at: null),
        Judge);

    public static Parser SRecord() => new(
        "s-record",
        s_srec,
        [ByteMutations.Any, Records(RecordShape.SRecord), Records(RecordShape.SRecord), Records(RecordShape.SRecord)],
        input => Read("app.s19", input, at: null),
        Judge);

    public static Parser DfuSe() => new(
        "dfuse",
        s_dfuse,
        [ByteMutations.Any, MendedBytes, new FieldMutations(DfuSeMutations.Fields, DfuSeMutations.Mend).Any, new FieldMutations(DfuSeMutations.Fields, DfuSeMutations.Mend).Any, DfuSeMutations.Targets],
        input => Read("app.dfu", input, at: null),
        Judge);

    /// <summary>Two bytes in front choose a name and an address; any content can come under any of them.</summary>
    public static Parser Sniffed()
    {
        ImmutableArray<byte[]> contents = [ElfBytes.Good(), .. s_hex, .. s_srec, .. s_dfuse, DfuBytes.Suffixed([1, 2, 3], 0x0100), .. s_foreign, new byte[100]];
        return new(
            "image",
            [.. contents.SelectMany(content => Enumerable.Range(0, s_names.Length).Select(name => (byte[])[(byte)name, (byte)(name % 3), .. content]))],
            [ByteMutations.Any, Behind(2, MendedBytes), Behind(2, Records(RecordShape.IntelHex)), Behind(2, Records(RecordShape.SRecord)), Behind(2, DfuSeMutations.Targets), Behind(2, new FieldMutations(ElfMutations.Fields).Any)],
            input => input is [var name, var at, .. var content] ? Read(s_names[name % s_names.Length], content, s_addresses[at % s_addresses.Length]) : null,
            Judge)
        {
            Bound = s_elfBound,
        };
    }

    /// <summary>Program headers may name 65,536 sections between them, and not one more, however many there are of both.</summary>
    static readonly AllocationBound s_elfBound = new(4 * 1024 * 1024, 64);

    static readonly string[] s_names = ["app.elf", "app.hex", "app.s19", "app.dfu", "app.bin", "app", "app.txt", "\u001B[31m.bin", ".hex", "app.BIN", "app.raw"];

    static readonly uint?[] s_addresses = [null, 0x08000000, 0xFFFFFFF0];

    /// <summary>The beginnings of files that are no image.</summary>
    static readonly ImmutableArray<byte[]> s_foreign =
    [
        .. ((string[])["PK\u0003\u0004", "\u001F\u008B\u0008", "%PDF-1.7\n", "<!DOCTYPE html>\n<html>", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n", "MZ\u0090\0", "<<<<<<< HEAD\n", "Memory Configuration\n", "#include <stdint.h>\n", "\u00FF\u00FE:\0" + "0\0" + "2\0", ":\0" + "0\0" + "2\0" + "0\0", "!<arch>\n", "recipe: a\n", "<?xml", "// c", "app.elf: file format elf32-littlearm\n", "SECTIONS { .text : { } }\n", "MEMORY { F : ORIGIN = 0 }\n", "UF2\n\u0057\u0051\u005D\u009E"])
            .Select(Encoding.Latin1.GetBytes),
    ];

    static readonly ImmutableArray<byte[]> s_hex =
    [
        Text(RecordText.Hex([(0x08000000, Bytes(40)), (0x0801FFF8, Bytes(16))], 16)),
        Text(RecordText.Hex(":020000021000??", ":04FFFC0001020304??", ":04000003123400F0??", ":00000001??")),
        Text(RecordText.Hex(":020000040800??", ":0100000011??", ":04000005080001E9??", ":00000001??").Replace("\n", "\r\n", StringComparison.Ordinal)),
    ];

    static readonly ImmutableArray<byte[]> s_srec =
    [
        .. Enumerable.Range(1, 3).Select(type => Text(RecordText.S([(0x1000, Bytes(40)), (0xFF00, Bytes(16))], 16, type))),
        Text(RecordText.S("S00600004844521B", "S107000001020304??", "S5030001??", "S9030001??")),
    ];

    static readonly ImmutableArray<byte[]> s_dfuse =
    [
        DfuBytes.DfuSe(new(0, "@Internal Flash", (0x08000000, Bytes(40)), (0x08004000, [1, 2])), new(1, Name: null, (0x1FFF7800, [3]))),
        DfuBytes.DfuSe(new DfuTarget(0, "", (0x90000000, Bytes(5)))),
        DfuBytes.Suffixed(Bytes(20), 0x0100),
    ];

    static Mutation Records(RecordShape shape) => new RecordMutations(shape).Any;

    static byte[] MendedBytes(byte[] input, byte[] donor, Dice dice) => DfuSeMutations.Mend(ByteMutations.Any(input, donor, dice), dice);

    static Mutation Behind(int length, Mutation mutation) => (input, donor, dice) =>
        input.Length < length || donor.Length < length ? ByteMutations.Any(input, donor, dice) : [.. input[..length], .. mutation(input[length..], donor[length..], dice)];

    static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);

    static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(value => (byte)value)];

    static object Read(string name, byte[] content, uint? at)
    {
        try
        {
            return ImageReader.Read(name, content, at);
        }
        catch (ImageException refused)
        {
            return refused.Problem;
        }
    }

    static string Judge(object? answer)
    {
        if (answer is ImageProblem problem)
        {
            Promise.IsClear(problem.ToString());
            foreach (var line in problem.Excerpt.Split('\n'))
                Promise.IsShowable(line, "an excerpt");
            Promise.Holds(problem.Excerpt.Length <= 400, "an excerpt is short");
            Promise.Holds(problem.Message[^1] is '.' or '?', "a complaint is a whole sentence");
            return problem.Code;
        }

        if (answer is not FirmwareImage image)
            return "nothing";
        Promise.Holds(!image.Segments.IsEmpty && image.DataLength <= (ulong)ImageLimits.DataLength && image.Segments.Length <= ImageLimits.Segments, "an image has data, within the limits");
        ulong end = 0;
        foreach (var segment in image.Segments)
        {
            Promise.Holds(!segment.Data.IsEmpty && segment.Address >= end, "segments are filled, ascend and do not overlap");
            end = segment.Range.End;
            Promise.IsClear(segment.Origin.Place(segment.Range));
            Promise.IsClear(segment.Origin.Place(new(segment.Range.Last, end)));
        }

        foreach (var warning in image.Warnings)
            Promise.IsClear(warning);
        return "read";
    }
}
