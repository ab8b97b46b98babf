using System.Collections.Immutable;

namespace GangFlash.Fuzz.Parsers;

/// <summary>Every parser that takes bytes from outside: from files, devices, scanners, terminals and the network.</summary>
static class AllParsers
{
    static readonly (string Name, Func<Parser> Make)[] s_all =
    [
        ("elf", ImageParsers.Elf),
        ("intel-hex", ImageParsers.IntelHex),
        ("s-record", ImageParsers.SRecord),
        ("dfuse", ImageParsers.DfuSe),
        ("image", ImageParsers.Sniffed),
        ("layout", UsbParsers.Layout),
        ("descriptors", UsbParsers.Descriptors),
        ("usbip", UsbIpParser.Make),
        ("recipe", DocumentParsers.Recipe),
        ("station", DocumentParsers.Station),
        ("scenario", DocumentParsers.Scenario),
        ("slots", DocumentParsers.Slots),
        ("work-orders", DocumentParsers.WorkOrders),
        ("report", DocumentParsers.Report),
        ("release", ReleaseParser.Make),
        ("terminal", TerminalParser.Make),
        ("scan", WordParsers.Scan),
        ("words", WordParsers.Words),
    ];

    public static ImmutableArray<string> Names { get; } = [.. s_all.Select(parser => parser.Name)];

    public static Parser Make(string name) => s_all.First(parser => parser.Name == name).Make();
}
