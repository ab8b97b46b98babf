using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>
/// Bytes of a terminal with the moments at which they came in; keys and scans out. A scanner is a keyboard that types fast and ends with a
/// suffix. CR, LF and CR LF end a scan, Tab ends one inside of a burst only, and a pause ends it where the scanner sends no suffix.
/// The same bytes at the same moments always give the same input: it has no clock of its own.
/// </summary>
/// <remarks>Whoever feeds it calls <see cref="Pass"/> at <see cref="Due"/>, if no byte came before.</remarks>
sealed class InputDecoder(ScannerSettings settings)
{
    /// <summary>How much of something unusable is kept, to be shown and recorded.</summary>
    const int KeptOfUnusable = 24;

    /// <summary>The rest of an escape sequence follows its ESC within this, or it was the Esc key.</summary>
    static readonly TimeSpan s_escapeGap = TimeSpan.FromMilliseconds(50);

    /// <summary>A paste whose end never came.</summary>
    static readonly TimeSpan s_pasteGap = TimeSpan.FromSeconds(1);

    readonly KeyDecoder keys = new();
    readonly StringBuilder burst = new();
    int length;
    bool pressesKeys;
    bool isPaste;
    bool lineEnded;
    bool severalLines;
    bool swallowNext;
    char endedBy;
    TimeSpan first;
    TimeSpan last;
    TimeSpan ended = TimeSpan.MinValue;
    TimeSpan widest;
    TimeSpan heard;

    /// <summary>When <see cref="Pass"/> has something to say; none while nothing is open.</summary>
    public TimeSpan? Due => keys.IsInSequence ? heard + s_escapeGap : isPaste ? heard + s_pasteGap : length > 0 ? last + settings.QuietGap : null;

    /// <summary>Bytes that were read together.</summary>
    /// <param name="at">On a clock that only goes forward.</param>
    public IEnumerable<TerminalInput> Feed(ReadOnlyMemory<byte> bytes, TimeSpan at)
    {
        var before = Pass(at).ToList();
        heard = at;
        return [.. before, .. keys.Feed(bytes).SelectMany(stroke => Take(stroke, at))];
    }

    /// <summary>Time went by without a byte.</summary>
    public IEnumerable<TerminalInput> Pass(TimeSpan at)
    {
        var inputs = new List<TerminalInput>();
        if (keys.IsInSequence && at >= heard + s_escapeGap)
            inputs.AddRange(keys.Quiet().SelectMany(stroke => Take(stroke, heard)));
        if (isPaste && at >= heard + s_pasteGap)
            inputs.AddRange(EndPaste());
        if (!isPaste && length > 0 && at >= last + settings.QuietGap)
            inputs.AddRange(EndBurst(terminated: false));
        return inputs;
    }

    IEnumerable<TerminalInput> Take(Keystroke stroke, TimeSpan at) => stroke.Kind switch
    {
        KeystrokeKind.PasteBegins => BeginPaste(),
        KeystrokeKind.PasteEnds => isPaste ? EndPaste() : [],
        KeystrokeKind.Key => Key(stroke.Code),
        _ when isPaste => Pasted(stroke.Character),
        _ => Typed(stroke.Character, at),
    };

    /// <summary>A key in the middle of a burst was not pressed by anybody: then the whole burst is refused.</summary>
    IEnumerable<TerminalInput> Key(KeyCode code)
    {
        if (length == 0 && !isPaste)
            return [new TerminalInput.Key(code)];
        pressesKeys = true;
        return [];
    }

    IEnumerable<TerminalInput> Typed(Rune character, TimeSpan at)
    {
        var isEnd = character.Value is '\r' or '\n' || (character.Value == '\t' && length > 0);
        if (isEnd && length == 0 && swallowNext && character.Value != endedBy && at - ended < settings.QuietGap)
        {
            swallowNext = false;
            return [];
        }

        swallowNext = false;
        if (isEnd)
        {
            (ended, endedBy) = (at, (char)character.Value);
            if (length == 0)
            {
                swallowNext = character.Value == '\r';
                return [new TerminalInput.Key(KeyCode.Enter)];
            }

            swallowNext = true;
            return EndBurst(terminated: true, character.Value == '\t' ? KeyCode.Tab : KeyCode.Enter);
        }

        if (length == 0)
        {
            if (Control(character) is { } key && !settings.Prefix.StartsWith((char)character.Value))
                return [new TerminalInput.Key(key)];
            (first, widest) = (at, TimeSpan.Zero);
        }
        else if (at - last > widest)
        {
            widest = at - last;
        }

        last = at;
        Add(character);
        return [];
    }

    void Add(Rune character)
    {
        length++;
        if (length <= settings.MostCharacters)
            _ = burst.Append(character);
    }

    /// <summary>What a control character means as a key of its own.</summary>
    static KeyCode? Control(Rune character) => character.Value switch
    {
        0x03 => KeyCode.Interrupt,
        0x08 or 0x7F => KeyCode.Backspace,
        '\t' => KeyCode.Tab,
        0x0C => KeyCode.Redraw,
        _ => null,
    };

    IEnumerable<TerminalInput> EndBurst(bool terminated, KeyCode suffix = KeyCode.Enter)
    {
        var text = burst.ToString();
        var (count, presses) = (length, pressesKeys);
        var isLump = first == last;
        Clear();
        if (count > settings.MostCharacters)
            return [new TerminalInput.Unusable(UnusableBurst.TooLong, count, Start(text))];
        if (presses)
            return [new TerminalInput.Unusable(UnusableBurst.PressesKeys, count, Start(text))];
        if (IsFramed(text))
            return [new TerminalInput.Scan(text[settings.Prefix.Length..^settings.Suffix.Length], EntryKind.Scanned, terminated)];
        if (count < settings.FewestCharacters)
            return [.. text.EnumerateRunes().Select(KeyOf), .. terminated ? new[] { new TerminalInput.Key(suffix) } : []];
        return [new TerminalInput.Scan(text, !isLump && widest <= settings.ScannerGap ? EntryKind.Scanned : EntryKind.Unknown, terminated)];
    }

    /// <summary>Has all that the scanners of this station type around a code, where they type anything.</summary>
    bool IsFramed(string text) =>
        settings.Prefix.Length + settings.Suffix.Length is > 0 and var frame && text.Length > frame
        && text.StartsWith(settings.Prefix, StringComparison.Ordinal) && text.EndsWith(settings.Suffix, StringComparison.Ordinal);

    static TerminalInput KeyOf(Rune character) => new TerminalInput.Key(Control(character) ?? KeyCode.Character, Control(character) is null ? character : default);

    List<TerminalInput> BeginPaste()
    {
        List<TerminalInput> before = length > 0 ? [.. EndBurst(terminated: false)] : [];
        Clear();
        isPaste = true;
        return before;
    }

    IEnumerable<TerminalInput> Pasted(Rune character)
    {
        // Line ends at the end of a paste are no second line; they are cut when it ends.
        if (character.Value is '\r' or '\n')
        {
            lineEnded = length > 0;
            return [];
        }

        severalLines |= lineEnded;
        Add(character);
        return [];
    }

    IEnumerable<TerminalInput> EndPaste()
    {
        var text = burst.ToString();
        var (count, presses, lines) = (length, pressesKeys, severalLines);
        Clear();
        return count == 0 && !presses ? []
            : count > settings.MostCharacters ? [new TerminalInput.Unusable(UnusableBurst.TooLong, count, Start(text))]
            : lines ? [new TerminalInput.Unusable(UnusableBurst.SeveralLines, count, Start(text))]
            : presses ? [new TerminalInput.Unusable(UnusableBurst.PressesKeys, count, Start(text))]
            : [new TerminalInput.Scan(text, EntryKind.Pasted, Terminated: true)];
    }

    static string Start(string text) => text.Length <= KeptOfUnusable ? text : text[..(char.IsHighSurrogate(text[KeptOfUnusable - 1]) ? KeptOfUnusable - 1 : KeptOfUnusable)];

    void Clear()
    {
        _ = burst.Clear();
        length = 0;
        (pressesKeys, isPaste, lineEnded, severalLines) = (false, false, false, false);
    }
}
