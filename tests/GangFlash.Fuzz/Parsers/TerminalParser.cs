using System.Collections.Immutable;
using System.Text;
using GangFlash.Fuzz.Mutations;
using GangFlash.Station.Terminal;

namespace GangFlash.Fuzz.Parsers;

/// <summary>Keys, scans and pastes. An input is a row of units: length of the unit, milliseconds since the one before, what a terminal sent then.</summary>
static class TerminalParser
{
    const int HeadLength = 2;

    public static Parser Make()
    {
        byte[][] units =
        [
            .. Enumerable.Range(1, 24).Select(number => Unit(0, $"\u001B[{number}~")), .. "ABCDHFPQRSMZ".Select(letter => Unit(2, $"\u001B[{letter}")),
            Unit(0, "U-00012345\r"), Unit(200, "q"), Unit(0, "\u001B[A"), Unit(5, "\u001B[15~"), Unit(0, "\u001BOP"), Unit(0, "\u001B[[A"), Unit(0, "\u001B[200~pasted\r\n\u001B[201~"), Unit(60, "\u001B"), Unit(10, "\u001B]0;title\u0007"),
            Unit(0, "~U-1#\r"), Unit(0, "é€😀"), Unit(255, "\t"), Unit(0, "\u0003"), Unit(1, "\r\n"), Unit(0, "\u001B[200~"), Unit(0, "\u001B[1;5C"), Unit(0, new string('7', 210)), [3, 0, 0xC3], [4, 0, 0xF0, 0x9F],
        ];
        return new(
            "terminal",
            [[.. units.SelectMany(unit => unit)], .. units],
            [ByteMutations.Any, Units(units), Units(units), Units(units)],
            input => new Session(input, Decode(input, ScannerSettings.Usual), Decode(input, ScannerSettings.Usual with { Prefix = "~", Suffix = "#" })),
            answer => Judge((Session)answer!))
        {
            LongestInput = 4 * 1024,
            Bound = new(64 * 1024, 1024),
        };
    }

    static Mutation Units(byte[][] units) => new UnitMutations((input, at) => input[at], units).Any;

    static byte[] Unit(byte after, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return [(byte)Math.Min(byte.MaxValue, HeadLength + bytes.Length), after, .. bytes];
    }

    sealed record Session(byte[] Input, Heard Usual, Heard Framed);

    sealed record Heard(ImmutableArray<TerminalInput> Inputs, TimeSpan? StillDue);

    static Heard Decode(byte[] input, ScannerSettings settings)
    {
        var decoder = new InputDecoder(settings);
        var inputs = ImmutableArray.CreateBuilder<TerminalInput>();
        var now = TimeSpan.Zero;
        for (var at = 0; at < input.Length;)
        {
            var end = Math.Min(input.Length, at + Math.Max(HeadLength, (int)input[at]));
            now += TimeSpan.FromMilliseconds(at + 1 < input.Length ? input[at + 1] : 0);
            while (decoder.Due is { } due && due <= now)
                inputs.AddRange(decoder.Pass(due));
            inputs.AddRange(decoder.Feed(input.AsMemory(Math.Min(end, at + HeadLength)..end), now));
            at = end;
        }

        // Whatever is open ends, and then nothing is.
        for (var waits = 0; waits < 4 && decoder.Due is { } due; waits++)
            inputs.AddRange(decoder.Pass(due));
        return new(inputs.ToImmutable(), decoder.Due);
    }

    static string Judge(Session session)
    {
        foreach (var heard in (Heard[])[session.Usual, session.Framed])
        {
            Promise.Holds(heard.StillDue is null, "nothing stays open when nobody types");
            foreach (var input in heard.Inputs)
            {
                Promise.Holds(input is not TerminalInput.Scan { Text.Length: > 400 }, "a scan is bounded");
                Promise.Holds(input is not TerminalInput.Unusable { Start.Length: > 24 }, "what is kept of a useless burst is bounded");
            }

            // Keys may be more than characters were (ESC ESC), but never more than twice the bytes.
            Promise.Holds(heard.Inputs.Length <= 2 * session.Input.Length + 2, "no byte becomes many inputs");
        }

        return session.Usual.Inputs.LastOrDefault() switch
        {
            null => "nothing",
            TerminalInput.Key => "keys",
            TerminalInput.Scan scan => $"scan {scan.Entry}",
            TerminalInput.Unusable unusable => $"unusable {unusable.Why}",
            _ => "other",
        };
    }
}
