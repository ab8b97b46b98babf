using System.Collections.Immutable;
using System.Text;
using GangFlash.Devices;
using GangFlash.DfuSe;
using GangFlash.Fuzz.Mutations;

namespace GangFlash.Fuzz.Parsers;

/// <summary>What a device says about itself. It may be broken, cloned or hostile.</summary>
static class UsbParsers
{
    public static Parser Layout()
    {
        ImmutableArray<byte[]> seeds =
        [
            .. ((string[])
            [
                "@Internal Flash  /0x08000000/04*016Kg,01*64Kg,03*128Kg", "@Option Bytes  /0x1FFFC000/01*016 e/0x1FFEC000/01*016 e", "@Flash /0xF000/1*4Ka/0xE000/1*4Kg/0x8000/1*24Kg",
                "@External Flash /0x90000000/998*128Kg,1*128Kg,4*128Kg,21*128Ka", "@Bootloader version 22 /0x00000000/0*4Kg", "@Internal Flash/0x08000000/0512*0002Kg", "@X /0xFFFFFFF0/16*001a",
            ]).Select(Encoding.Latin1.GetBytes),
        ];
        var text = new TextMutations(seeds, "@", "*", "K", "M", "B", "a", "g", "e", " ", "65535", "65536", "4294967295", "0xFFFFFFFF", "0x1", "Kg", "Mg");
        return new("layout", seeds, [ByteMutations.Any, text.Any, text.Any, text.Any], input => LayoutString.Parse(Encoding.Latin1.GetString(input)), answer => JudgeLayout((LayoutReading)answer!)) { LongestInput = 4 * 1024 };
    }

    static string JudgeLayout(LayoutReading reading)
    {
        foreach (var warning in reading.Warnings)
            Promise.IsClear(warning, 4096);
        if (reading.Layout is not { } layout)
        {
            Promise.Holds(!reading.Warnings.IsEmpty, "a string without a layout says why");
            return "refused";
        }

        ulong end = 0;
        foreach (var run in layout.Runs.Where(run => run.Count > 0))
        {
            Promise.Holds(run.Address >= end && run.Range.End <= AddressRange.AddressSpace && run.SectorSize > 0, "runs ascend in 32 bits and do not overlap");
            Promise.Holds(layout.Find(run.Range.Last) is { } last && last.Range.Last == run.Range.Last, "the last address of a run is in its last sector");
            end = run.Range.End;
        }

        return reading.Warnings.IsEmpty ? "read" : "read with warnings";
    }

    public static Parser Descriptors()
    {
        byte[] device = [18, 1, 0x00, 0x01, 0, 0, 0, 64, 0x83, 0x04, 0x11, 0xDF, 0x00, 0x22, 1, 2, 3, 1];
        byte[] configuration = [9, 2, 45, 0, 1, 1, 0, 0xC0, 50];
        byte[] setting = [9, 4, 0, 0, 0, 0xFE, 1, 2, 4];
        byte[] other = [9, 4, 0, 1, 0, 0xFE, 1, 2, 5];
        byte[] functional = [9, 0x21, 0x0B, 0xFF, 0x00, 0x00, 0x08, 0x1A, 0x01];
        byte[] text = [26, 3, .. Encoding.Unicode.GetBytes("@Internal /0")];
        byte[] clone = [10, 3, .. "00000001"u8];
        byte[] status = [0, 0x64, 0, 0, 5, 0];
        return new(
            "descriptors",
            [device, [.. configuration, .. setting, .. other, .. functional], [.. configuration, .. setting, .. functional, .. other], text, clone, status],
            [ByteMutations.Any, new UnitMutations((input, at) => input[at], [device, configuration, setting, other, functional, text]).Any, new FieldMutations(input => [.. Enumerable.Range(0, input.Length).Select(at => new Field(at, 1))]).Any],
            input => new Said(
                UsbDeviceDescriptor.Parse(input), UsbConfigurationPart.Split(input), DfuInterface.Find(input), DfuFunctionalDescriptor.Parse(input), UsbString.Decode(input), DfuStatusReport.Parse(input)),
            answer => Judge((Said)answer!))
        {
            LongestInput = 4 * 1024,
        };
    }

    sealed record Said(UsbDeviceDescriptor? Device, ImmutableArray<UsbConfigurationPart> Parts, DfuInterface? Dfu, DfuFunctionalDescriptor? Functional, UsbString Text, DfuStatusReport? Status);

    static string Judge(Said said)
    {
        Promise.IsShowable(said.Text.Text, "a string of a device");
        Promise.Holds(said.Dfu is null || !said.Dfu.Alternates.IsEmpty, "a DFU interface has an alternate setting");
        Promise.Holds(said.Dfu is null || said.Dfu.Alternates.DistinctBy(setting => setting.Number).Count() == said.Dfu.Alternates.Length, "no alternate setting stands twice");
        Promise.Holds(said.Status is not { PollDelay.TotalMilliseconds: < 0 or > 0xFFFFFF }, "a poll delay has 24 bits");
        return (said.Device, said.Dfu, said.Functional, said.Status, said.Text.Text.Length > 0) switch
        {
            (not null, _, _, _, _) => "device",
            (_, not null, _, _, _) => "DFU interface",
            (_, _, not null, _, _) => "functional",
            (_, _, _, not null, _) => "status",
            (_, _, _, _, true) => "string",
            _ => said.Parts.IsEmpty ? "nothing" : "parts",
        };
    }
}
