using Spectre.Console;

namespace GangFlash.Station.Screen.View;

/// <summary>The colours of the screen. A colour only repeats what a word and a symbol say; dark fields are decoration and vanish where there are no colours.</summary>
static class Look
{
    static readonly Color s_white = new(0xFF, 0xFF, 0xFF);
    static readonly Color s_black = new(0x00, 0x00, 0x00);
    static readonly Color s_grey = new(0x8A, 0x94, 0xA6);
    static readonly Color s_calm = new(0x22, 0x27, 0x30);

    public static Style Plain { get; } = Style.Plain;

    public static Style Strong { get; } = new(decoration: Decoration.Bold);

    public static Style Quiet { get; } = new(s_grey);

    public static Style Good { get; } = new(s_black, new(0x2E, 0xC2, 0x4E), Decoration.Bold);

    public static Style Red { get; } = new(s_white, new(0xD2, 0x1F, 0x1F), Decoration.Bold);

    /// <summary>Needs hands.</summary>
    public static Style Hands { get; } = new(s_black, new(0xF2, 0xC0, 0x1E), Decoration.Bold);

    public static Style Running { get; } = new(new(0x7F, 0xD7, 0xFF), new(0x10, 0x2E, 0x4A), Decoration.Bold);

    public static Style Empty { get; } = new(s_grey, s_calm);

    public static Style Ready { get; } = new(s_white, new(0x1B, 0x3B, 0x36), Decoration.Bold);

    public static Style Off { get; } = new(s_grey);

    public static Style GoodText { get; } = new(new(0x2E, 0xC2, 0x4E), decoration: Decoration.Bold);

    public static Style RedText { get; } = new(new(0xFF, 0x5A, 0x5A), decoration: Decoration.Bold);

    public static Style HandsText { get; } = new(new(0xF2, 0xC0, 0x1E), decoration: Decoration.Bold);

    public static Style Key { get; } = new(s_black, new(0x9A, 0xA4, 0xB4));

    public static Style Training { get; } = new(s_black, new(0xC7, 0x8B, 0xFF), Decoration.Bold);
}
