using System.Collections.Frozen;

namespace GangFlash.Station.Screen.View;

/// <summary>Letters and digits three lines high, of half blocks, to be read from two metres.</summary>
static class BigText
{
    public const int Height = 3;

    const int GlyphWidth = 3;

    static readonly FrozenDictionary<char, string[]> s_glyphs = new Dictionary<char, string[]>
    {
        ['0'] = ["█▀█", "█ █", "▀▀▀"],
        ['1'] = ["▀█ ", " █ ", "▀▀▀"],
        ['2'] = ["▀▀█", "█▀▀", "▀▀▀"],
        ['3'] = ["▀▀█", " ▀█", "▀▀▀"],
        ['4'] = ["█ █", "▀▀█", "  ▀"],
        ['5'] = ["█▀▀", "▀▀█", "▀▀▀"],
        ['6'] = ["█▀▀", "█▀█", "▀▀▀"],
        ['7'] = ["▀▀█", "  █", "  ▀"],
        ['8'] = ["█▀█", "█▀█", "▀▀▀"],
        ['9'] = ["█▀█", "▀▀█", "▀▀▀"],
        ['A'] = ["█▀█", "█▀█", "▀ ▀"],
        ['Ä'] = ["▀▄▀", "█▀█", "▀ ▀"],
        ['B'] = ["█▀▄", "█▀▄", "▀▀ "],
        ['C'] = ["█▀▀", "█  ", "▀▀▀"],
        ['D'] = ["█▀▄", "█ █", "▀▀ "],
        ['E'] = ["█▀▀", "█▀▀", "▀▀▀"],
        ['F'] = ["█▀▀", "█▀▀", "▀  "],
        ['G'] = ["█▀▀", "█ █", "▀▀▀"],
        ['H'] = ["█ █", "█▀█", "▀ ▀"],
        ['I'] = ["▀█▀", " █ ", "▀▀▀"],
        ['J'] = ["  █", "  █", "▀▀▀"],
        ['K'] = ["█ █", "█▀▄", "▀ ▀"],
        ['L'] = ["█  ", "█  ", "▀▀▀"],
        ['M'] = ["█▄█", "█▀█", "▀ ▀"],
        ['N'] = ["█▀█", "█ █", "▀ ▀"],
        ['O'] = ["█▀█", "█ █", "▀▀▀"],
        ['Ö'] = ["▀▄▀", "█ █", "▀▀▀"],
        ['P'] = ["█▀█", "█▀▀", "▀  "],
        ['Q'] = ["█▀█", "█ █", "▀▀█"],
        ['R'] = ["█▀█", "█▀▄", "▀ ▀"],
        ['S'] = ["█▀▀", "▀▀█", "▀▀▀"],
        ['T'] = ["▀█▀", " █ ", " ▀ "],
        ['U'] = ["█ █", "█ █", "▀▀▀"],
        ['Ü'] = ["▀ ▀", "█ █", "▀▀▀"],
        ['V'] = ["█ █", "█ █", " ▀ "],
        ['W'] = ["█ █", "█▄█", "▀ ▀"],
        ['X'] = ["█ █", " █ ", "▀ ▀"],
        ['Y'] = ["█ █", " █ ", " ▀ "],
        ['Z'] = ["▀▀█", "▄▀ ", "▀▀▀"],
        ['-'] = ["   ", "▀▀▀", "   "],
        [' '] = ["   ", "   ", "   "],
    }.ToFrozenDictionary();

    /// <summary>Cells that the text takes.</summary>
    public static int Width(string text) => text.Length * (GlyphWidth + 1) - 1;

    /// <summary>Whether every character has a big form.</summary>
    public static bool Knows(string text) => text.Length > 0 && text.All(s_glyphs.ContainsKey);

    /// <summary>Three lines; a character without a big form leaves a gap.</summary>
    public static string[] Lines(string text) =>
    [
        .. Enumerable.Range(0, Height).Select(line => string.Join(' ', text.Select(character => s_glyphs.GetValueOrDefault(character, s_glyphs[' '])[line]))),
    ];
}
