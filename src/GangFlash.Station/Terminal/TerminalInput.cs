using System.Text;

namespace GangFlash.Station.Terminal;

/// <summary>What a person did at the terminal: pressed a key, or gave a whole text at once.</summary>
abstract record TerminalInput
{
    private TerminalInput() { }

    /// <param name="Character">What was typed, for <see cref="KeyCode.Character"/>.</param>
    public sealed record Key(KeyCode Code, Rune Character = default) : TerminalInput;

    /// <summary>A text that came faster than one types, or as a paste. Untrusted: it may hold any character but the suffix.</summary>
    /// <param name="Terminated">Ended by its suffix, and not by a pause.</param>
    public sealed record Scan(string Text, EntryKind Entry, bool Terminated) : TerminalInput;

    /// <summary>A burst that is no scan. Nothing of it may have any effect.</summary>
    /// <param name="Length">Characters that came, as far as they were counted.</param>
    /// <param name="Start">The first few of them.</param>
    public sealed record Unusable(UnusableBurst Why, int Length, string Start) : TerminalInput;
}

/// <summary>How a text came in, as it is recorded. Speed is a hint and never proof: a remote terminal delivers a scan in one lump, as it does a paste.</summary>
enum EntryKind
{
    /// <summary>With the scanner's own prefix, or as fast and as evenly as only a scanner types.</summary>
    Scanned,

    /// <summary>Key by key, by hand.</summary>
    Typed,

    /// <summary>The terminal said that it is a paste.</summary>
    Pasted,

    /// <summary>In one lump: a scan over a remote terminal looks like this, and other things do.</summary>
    Unknown,
}

enum UnusableBurst
{
    TooLong,

    /// <summary>Escape sequences in the middle of a burst: a label that wants to press keys.</summary>
    PressesKeys,

    /// <summary>Several lines were pasted, or a scanner dumps what it stored.</summary>
    SeveralLines,
}

enum KeyCode
{
    /// <summary>Any printable character.</summary>
    Character,
    Enter,
    Tab,
    Backspace,
    Escape,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    Delete,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
    F9,
    F10,

    /// <summary>Ctrl+C, which in raw mode is a key like others.</summary>
    Interrupt,

    /// <summary>Ctrl+L: draw everything anew.</summary>
    Redraw,
}
