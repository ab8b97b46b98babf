using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>A key or a character, or a mark that the terminal puts around a paste.</summary>
readonly record struct Keystroke(KeystrokeKind Kind, KeyCode Code, Rune Character)
{
    public static Keystroke Of(KeyCode code) => new(KeystrokeKind.Key, code, default);

    public static Keystroke Of(Rune character) => new(KeystrokeKind.Character, KeyCode.Character, character);
}

enum KeystrokeKind
{
    /// <summary>Control characters too: what they mean depends on what surrounds them.</summary>
    Character,

    /// <summary>A key that sends an escape sequence.</summary>
    Key,
    PasteBegins,
    PasteEnds,
}

/// <summary>
/// Bytes of a terminal in, keystrokes out. Knows the sequences of xterm and those alike, the Linux console, tmux and screen. Sequences that
/// nobody here knows are swallowed whole. Holds no clock: whoever feeds it says when a lone ESC has waited long enough.
/// </summary>
sealed class KeyDecoder
{
    /// <summary>Longer sequences are garbage; they are swallowed to their end and never kept.</summary>
    const int MostSequence = 32;

    const byte Escape = 0x1B;

    readonly StringBuilder sequence = new();
    readonly byte[] utf8 = new byte[4];
    int utf8Length;
    Where where;

    enum Where
    {
        Ground,
        AfterEscape,

        /// <summary>ESC O: one more byte.</summary>
        Ss3,

        /// <summary>ESC [: to a byte from @ to ~.</summary>
        Csi,

        /// <summary>ESC [ [: the Linux console's F1 to F5, one more byte.</summary>
        LinuxFunction,

        /// <summary>ESC ], P, X, ^ or _: to BEL or ESC \.</summary>
        Text,
        TextEscape,
    }

    /// <summary>An ESC came and nothing after it: the Esc key, if it stays like that.</summary>
    public bool IsEscapePending => where == Where.AfterEscape;

    /// <summary>Whether a sequence has begun and not ended.</summary>
    public bool IsInSequence => where != Where.Ground;

    public IEnumerable<Keystroke> Feed(ReadOnlyMemory<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var stroke in Feed(bytes.Span[i]))
                yield return stroke;
        }
    }

    /// <summary>Nothing came for a while: a lone ESC was the Esc key; a sequence that never ended is dropped.</summary>
    public IEnumerable<Keystroke> Quiet()
    {
        var pending = IsEscapePending;
        utf8Length = 0;
        Reset();
        return pending ? [Keystroke.Of(KeyCode.Escape)] : [];
    }

    IEnumerable<Keystroke> Feed(byte value)
    {
        switch (where)
        {
            case Where.Ground when value == Escape:
                utf8Length = 0;
                where = Where.AfterEscape;
                return [];
            case Where.Ground:
                return Character(value);
            case Where.AfterEscape:
                return AfterEscape(value);
            case Where.Ss3:
                Reset();
                return Known(Ss3(value));
            case Where.LinuxFunction:
                Reset();
                return Known(value is >= (byte)'A' and <= (byte)'E' ? KeyCode.F1 + (value - 'A') : null);
            case Where.Csi when value == '[' && sequence.Length == 0:
                where = Where.LinuxFunction;
                return [];
            case Where.Csi:
                return Csi(value);
            case Where.TextEscape when value == '\\':
            case Where.Text or Where.TextEscape when value == 0x07:
                Reset();
                return [];
            default:
                where = value == Escape ? Where.TextEscape : Where.Text;
                return [];
        }
    }

    IEnumerable<Keystroke> AfterEscape(byte value)
    {
        switch ((char)value)
        {
            case '[':
                where = Where.Csi;
                return [];
            case 'O':
                where = Where.Ss3;
                return [];
            case ']' or 'P' or 'X' or '^' or '_':
                where = Where.Text;
                return [];
            case (char)Escape:
                return [Keystroke.Of(KeyCode.Escape)];      // the second one may begin a sequence
            default:
                // Esc, then a key soon after; terminals send Alt like this too, and no key here wants Alt.
                Reset();
                return [Keystroke.Of(KeyCode.Escape), .. Character(value)];
        }
    }

    IEnumerable<Keystroke> Csi(byte value)
    {
        if (value is >= 0x20 and <= 0x3F)
        {
            if (sequence.Length < MostSequence)
                _ = sequence.Append((char)value);
            return [];
        }

        var parameters = sequence.ToString();
        Reset();
        if (value == Escape)
        {
            where = Where.AfterEscape;
            return [];
        }

        return (parameters, (char)value) switch
        {
            ("200", '~') => [new(KeystrokeKind.PasteBegins, default, default)],
            ("201", '~') => [new(KeystrokeKind.PasteEnds, default, default)],
            (_, '~') => Known(Numbered(parameters.Split(';')[0])),
            ("" or ['1', ';', ..], var final) => Known(Lettered(final)),
            _ => [],
        };
    }

    /// <summary>ESC O x, and ESC [ x or ESC [ 1 ; modifier x.</summary>
    static KeyCode? Lettered(char final) => final switch
    {
        'A' => KeyCode.Up,
        'B' => KeyCode.Down,
        'C' => KeyCode.Right,
        'D' => KeyCode.Left,
        'H' => KeyCode.Home,
        'F' => KeyCode.End,
        'P' => KeyCode.F1,
        'Q' => KeyCode.F2,
        'R' => KeyCode.F3,
        'S' => KeyCode.F4,
        'M' => KeyCode.Enter,
        _ => null,
    };

    static KeyCode? Ss3(byte value) => Lettered((char)value);

    /// <summary>ESC [ number ~, as VT220 and rxvt number them.</summary>
    static KeyCode? Numbered(string number) => number switch
    {
        "1" or "7" => KeyCode.Home,
        "3" => KeyCode.Delete,
        "4" or "8" => KeyCode.End,
        "5" => KeyCode.PageUp,
        "6" => KeyCode.PageDown,
        "11" => KeyCode.F1,
        "12" => KeyCode.F2,
        "13" => KeyCode.F3,
        "14" => KeyCode.F4,
        "15" => KeyCode.F5,
        "17" => KeyCode.F6,
        "18" => KeyCode.F7,
        "19" => KeyCode.F8,
        "20" => KeyCode.F9,
        "21" => KeyCode.F10,
        _ => null,
    };

    IEnumerable<Keystroke> Character(byte value)
    {
        if (utf8Length == 0 && value < 0x80)
            return [Keystroke.Of(new Rune(value))];
        utf8[utf8Length++] = value;
        switch (Rune.DecodeFromUtf8(utf8.AsSpan(0, utf8Length), out var rune, out var used))
        {
            case System.Buffers.OperationStatus.NeedMoreData:
                return [];
            case System.Buffers.OperationStatus.Done:
                utf8Length = 0;
                return [Keystroke.Of(rune)];
            default:
                // What was no character is one replacement character; what follows it is looked at anew.
                var rest = utf8[used..utf8Length];
                utf8Length = 0;
                return [Keystroke.Of(Rune.ReplacementChar), .. rest.SelectMany(Feed)];
        }
    }

    static IEnumerable<Keystroke> Known(KeyCode? code) => code is { } known ? [Keystroke.Of(known)] : [];

    void Reset()
    {
        _ = sequence.Clear();
        where = Where.Ground;
    }
}
