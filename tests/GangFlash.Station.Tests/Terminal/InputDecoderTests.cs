using System.Text;
using GangFlash.Station.Terminal;

namespace GangFlash.Station.Tests.Terminal;

/// <summary>What the keyboard and the scanner send, byte by byte and moment by moment.</summary>
public sealed class InputDecoderTests
{
    const int ScannerPace = 5;
    const int TypistPace = 150;

    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\t")]
    [InlineData("\t\r")]
    public void Each_suffix_ends_a_scan_once(string suffix) =>
        Assert.Equal(["scanned \"U-0001\"", "scanned \"U-0002\""], Decoded(Slowly("U-0001" + suffix, ScannerPace).Concat(Slowly("U-0002" + suffix, ScannerPace, 500))));

    [Fact]
    public void A_pause_ends_a_scan_of_a_scanner_without_suffix() =>
        Assert.Equal(["scanned, open \"U-0001\"", "scanned, open \"U-0002\""], Decoded(Slowly("U-0001", ScannerPace).Concat(Slowly("U-0002", ScannerPace, 500))));

    [Fact]
    public void A_remote_terminal_delivers_in_one_lump_and_nobody_claims_to_know_more() =>
        Assert.Equal(["unknown \"U-0001\"", "unknown \"U-0002\""], Decoded(Lump("U-0001\rU-0002\r\n")));

    [Fact]
    public void With_a_prefix_even_a_lump_is_a_scan_for_certain() =>
        Assert.Equal(["scanned \"U-0001\"", "unknown \"U-0002\""], Decoded(Lump("\u0002U-0001\rU-0002\r"), ScannerSettings.Usual with { Prefix = "\u0002" }));

    [Fact]
    public void A_person_types_keys_and_no_scans() =>
        Assert.Equal(["key U", "key -", "key 7", "Enter"], Decoded(Slowly("U-7\r", TypistPace)));

    [Fact]
    public void Too_few_characters_for_a_code_are_keys_however_fast() =>
        Assert.Equal(["key 1", "key 2", "Enter"], Decoded(Slowly("12\r", ScannerPace)));

    [Fact]
    public void Tab_is_a_key_outside_of_a_burst() =>
        Assert.Equal(["Tab", "scanned \"ABC\""], Decoded(Slowly("\t", ScannerPace).Concat(Slowly("ABC\t", ScannerPace, 300))));

    [Fact]
    public void Enter_pressed_twice_is_two_keys() =>
        Assert.Equal(["Enter", "Enter"], Decoded(Slowly("\r\r", ScannerPace)));

    [Fact]
    public void A_group_separator_stays_in_the_text() =>
        Assert.Equal("]d20104012345678901\u001D21X7", Assert.IsType<TerminalInput.Scan>(Assert.Single(Inputs(Lump("]d20104012345678901\u001D21X7\r")))).Text);

    [Fact]
    public void A_paste_is_known_for_what_it_is() =>
        Assert.Equal(["pasted \"U-0001\""], Decoded(Lump("\e[200~U-0001\r\n\e[201~")));

    [Fact]
    public void A_paste_in_pieces_is_one_paste() =>
        Assert.Equal(["pasted \"U-0001\""], Decoded([(0, Bytes("\e[200~U-")), (700, Bytes("0001\e[20")), (720, Bytes("1~"))]));

    [Fact]
    public void A_paste_that_never_ends_is_ended() =>
        Assert.Equal(["pasted \"U-0001\"", "F1"], Decoded([(0, Bytes("\e[200~U-0001")), (5000, Bytes("\eOP"))]));

    [Fact]
    public void Several_pasted_lines_are_no_scan() =>
        Assert.Equal(["unusable SeveralLines 12 \"U-0001U-0002\""], Decoded(Lump("\e[200~U-0001\nU-0002\n\e[201~")));

    [Fact]
    public void A_scan_of_ten_thousand_characters_is_refused_and_the_next_one_taken() =>
        Assert.Equal(["unusable TooLong 10000 \"AAAAAAAAAAAAAAAAAAAAAAAA\"", "unknown \"U-0001\""], Decoded(Lump(new string('A', 10_000) + "\rU-0001\r")));

    [Fact]
    public void A_thousand_keys_a_second_are_survived()
    {
        var strokes = Enumerable.Range(0, 20_000).Select(i => (i, (byte[])[(byte)('0' + i % 10)])).ToList();

        Assert.Equal(["unusable TooLong 20000 \"012345678901234567890123\""], Decoded(strokes));
    }

    [Theory]
    [InlineData("U-00\e[15~01\r")]
    [InlineData("U-00\e01\r")]
    [InlineData("U-00\e[Z01\eOP\r")]
    public void A_label_that_wants_to_press_keys_is_refused_whole(string sent) =>
        Assert.StartsWith("unusable PressesKeys", Assert.Single(Decoded(Lump(sent))), StringComparison.Ordinal);

    [Fact]
    public void Ctrl_C_in_a_scan_is_a_character_and_alone_it_is_a_key() =>
        Assert.Equal(["unknown \"AB\u0003C\"", "Interrupt"], Decoded([(0, Bytes("AB\u0003C\r")), (500, Bytes("\u0003"))]));

    [Theory]
    [InlineData("\eOP", "F1")]
    [InlineData("\e[11~", "F1")]
    [InlineData("\e[[A", "F1")]
    [InlineData("\eOQ", "F2")]
    [InlineData("\e[[C", "F3")]
    [InlineData("\e[14~", "F4")]
    [InlineData("\e[15~", "F5")]
    [InlineData("\e[[E", "F5")]
    [InlineData("\e[17~", "F6")]
    [InlineData("\e[18~", "F7")]
    [InlineData("\e[19~", "F8")]
    [InlineData("\e[20~", "F9")]
    [InlineData("\e[21~", "F10")]
    [InlineData("\e[21;2~", "F10")]
    [InlineData("\e[A", "Up")]
    [InlineData("\eOB", "Down")]
    [InlineData("\e[1;5C", "Right")]
    [InlineData("\e[D", "Left")]
    [InlineData("\e[H", "Home")]
    [InlineData("\e[4~", "End")]
    [InlineData("\e[5~", "PageUp")]
    [InlineData("\e[6~", "PageDown")]
    [InlineData("\e[3~", "Delete")]
    [InlineData("\e", "Escape")]
    [InlineData("\e\e", "Escape Escape")]
    [InlineData("\eq", "Escape key q")]
    [InlineData("\u007F", "Backspace")]
    [InlineData("\b", "Backspace")]
    [InlineData("\f", "Redraw")]
    [InlineData(" ", "key  ")]
    [InlineData("ß", "key ß")]
    [InlineData("\e[?1;2c", "")]
    [InlineData("\e[99~", "")]
    [InlineData("\e]0;title\a", "")]
    [InlineData("\ePq\e\\", "")]
    [InlineData("\e[<0;10;10M", "")]
    public void Keys_of_every_usual_terminal(string sent, string keys) => Assert.Equal(keys, string.Join(' ', Decoded(Lump(sent))));

    [Fact]
    public void An_escape_sequence_may_come_in_pieces() =>
        Assert.Equal(["F5"], Decoded([(0, Bytes("\e")), (10, Bytes("[1")), (20, Bytes("5~"))]));

    [Fact]
    public void Bytes_that_are_no_text_become_replacement_characters() =>
        Assert.Equal(["unknown \"A\uFFFDB\uFFFDC\""], Decoded([(0, [(byte)'A', 0xC3, (byte)'B', 0xFF, (byte)'C', 13])]));

    static string[] Decoded(IEnumerable<(int At, byte[] Bytes)> sent, ScannerSettings? settings = null) => [.. Inputs(sent, settings).Select(Words)];

    /// <summary>Feeds the bytes as the event loop does: alarms ring when they are due.</summary>
    static List<TerminalInput> Inputs(IEnumerable<(int At, byte[] Bytes)> sent, ScannerSettings? settings = null)
    {
        var decoder = new InputDecoder(settings ?? ScannerSettings.Usual);
        var inputs = new List<TerminalInput>();
        foreach (var (at, bytes) in sent)
        {
            var now = TimeSpan.FromMilliseconds(at);
            while (decoder.Due is { } due && due <= now)
                inputs.AddRange(decoder.Pass(due));
            inputs.AddRange(decoder.Feed(bytes, now));
        }

        while (decoder.Due is { } due)
            inputs.AddRange(decoder.Pass(due));
        return inputs;
    }

    static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static IEnumerable<(int At, byte[] Bytes)> Lump(string text) => [(0, Bytes(text))];

    static IEnumerable<(int At, byte[] Bytes)> Slowly(string text, int pace, int from = 0) => text.Select((character, i) => (from + i * pace, Bytes(character.ToString())));

    static string Words(TerminalInput input) => input switch
    {
        TerminalInput.Key { Code: KeyCode.Character } key => $"key {key.Character}",
        TerminalInput.Key key => $"{key.Code}",
        TerminalInput.Scan scan => $"{scan.Entry.ToString().ToLowerInvariant()}{(scan.Terminated ? "" : ", open")} \"{scan.Text}\"",
        TerminalInput.Unusable unusable => $"unusable {unusable.Why} {unusable.Length} \"{unusable.Start}\"",
        _ => throw new ArgumentOutOfRangeException(nameof(input)),
    };
}
