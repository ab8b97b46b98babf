using System.Collections.Immutable;
using System.Text;
using GangFlash.Devices;
using GangFlash.Documents;
using GangFlash.Fuzz.Mutations;
using GangFlash.Gang;
using GangFlash.Line;
using GangFlash.Messages;
using GangFlash.Simulator;
using GangFlash.Stations;

namespace GangFlash.Fuzz.Parsers;

/// <summary>Short texts: what is scanned, and the words of command lines and files.</summary>
static class WordParsers
{
    public static Parser Scan()
    {
        ImmutableArray<byte[]> seeds =
            [.. ((string[])["B-1001", "WO-1001", "U-00012345", "%GF-START", "%GF-REASON-3", "%SLOT-12", "%RECIPE-f746-demo", "]d201095040001234\u001D21SN-7", "TEST-yzYZ-0123456789_/", "b-1001"]).Select(Encoding.UTF8.GetBytes)];
        var text = new TextMutations(seeds, "%GF-", "%SLOT-", "%RECIPE-", "]d2", "\u001D", "END-BATCH", "REASON-", "2147483648");
        var badges = new BadgeList([new("B-1001", "Operator 1", Role.Operator)]);
        ImmutableArray<ScanReader> readers =
        [
            new(new() { Patterns = ScanSetup.UsualPatterns }, badges, Recipe: null),
            new(new() { Patterns = [.. ScanSetup.UsualPatterns, new(ScanKind.Panel, new("*-0*"), "test")], SelfTest = "TEST-yzYZ-0123456789_/", Separator = GroupSeparator.Keep }, badges, Recipe: null),
            new(new() { Patterns = ScanSetup.UsualPatterns, Separator = GroupSeparator.Replace, Longest = 20 }, badges, Recipe: null),
        ];
        return new("scan", seeds, [ByteMutations.Any, text.Any, text.Any, text.Any], input =>
        {
            var scanned = Encoding.UTF8.GetString(input);
            return readers.Select(reader => reader.Read(scanned, ScanEntry.Scanned)).ToImmutableArray();
        }, answer => JudgeScan((ImmutableArray<Scan>)answer!))
        {
            LongestInput = 4 * 1024,
        };
    }

    static string JudgeScan(ImmutableArray<Scan> scans)
    {
        foreach (var scan in scans)
        {
            Promise.Holds(scan.Raw.Length <= ScanReader.LongestKept, "the kept text is bounded");
            Promise.Holds(scan.Kind != ScanKind.Slot || scan.Problem is not null || scan.Number is >= 0 and <= 9999, "a slot label has a number");
            foreach (var language in Enum.GetValues<Language>())
            {
                if (scan.Problem is { } problem)
                    Promise.IsClear(problem.In(language));
            }
        }

        return scans[0].Problem?.Key ?? scans[0].Kind.ToString();
    }

    public static Parser Words()
    {
        ImmutableArray<byte[]> seeds =
        [
            .. ((string[])
            [
                "1,3-5", "1-4.2", "0483:df11", "0x08000000", "0x08000000-0x0801FFFF", "0x08000000+128K", "131072", "images/app.elf", "unplug@write=50", "stall@erase=0x08004000,again", "bit-flip=0x01@0x08001234",
                "stores-first=64K", "busy@leave", "unplug@transfer=180", "4xSTM32F746,2xSTM32F405", "lying-f105", "F746VG", "500ms", "2.5s", "0.5", "dfuERROR", "errVENDOR", "STM32*BOOTLOADER",
            ]).Select(Encoding.UTF8.GetBytes),
        ];
        var text = new TextMutations(seeds, "again", "every", "leave", "request=", "79228162514264337593543950335", "x", "**", "?*");
        return new("words", seeds, [ByteMutations.Any, text.Any, text.Any, text.Any], input => Read(Encoding.UTF8.GetString(input)), answer => Judge((Meanings)answer!)) { LongestInput = 1024, Bound = new(2 * 1024 * 1024, 1024) };
    }

    sealed record Meanings(int Understood, ImmutableArray<string?> Complaints);

    static Meanings Read(string text)
    {
        var fault = FaultText.Parse(text);
        var fleet = SimulatedFleet.Parse(text, SimulatedFleet.UsualPart);
        ImmutableArray<string?> complaints =
        [
            DocumentScalars.Address(text, out _), DocumentScalars.Word(text, out _), DocumentScalars.Range(text, out _), DocumentScalars.Size(text, out _), DocumentScalars.Truth(text, out _),
            DocumentScalars.Usb(text, out _), DocumentScalars.Choice<GroupSeparator>(text, out _), DocumentScalars.Name(text, "recipe"), DocumentScalars.RelativePath(text, "recipe"),
            SceneWords.Time(text, out _), SceneWords.Factor(text, out _), SceneWords.State(text, out _), SceneWords.Status(text, out _), fault.Problem, fleet.Problem,
        ];
        bool[] others =
        [
            SlotNumbers.Parse(text) is not null, UsbPortPath.TryParse(text, out _), StationCommands.Parse(text) is not null, new TextPattern(text).Matches("STM32  BOOTLOADER"),
            text.Length <= 40 && PatternOverlap.Witness(new(text), new("WO-*"), 32) is not null,
        ];
        return new(others.Count(is_so => is_so) + complaints.Count(complaint => complaint is null), complaints);
    }

    static string Judge(Meanings meanings)
    {
        foreach (var complaint in meanings.Complaints)
        {
            if (complaint is not null)
                Promise.IsClear(complaint);
        }

        return $"{meanings.Understood} readings";
    }
}
