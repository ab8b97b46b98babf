namespace GangFlash.Station.Terminal;

/// <summary>How many colours the terminal can show.</summary>
enum ColourProfile
{
    /// <summary>None: bold and inverse only.</summary>
    None,

    /// <summary>The sixteen of the palette, which the terminal's owner may have changed.</summary>
    Sixteen,
    TwoHundredFiftySix,
    True,
}

static class ColourProfiles
{
    /// <summary>As the environment says: NO_COLOR, then COLORTERM, then TERM.</summary>
    public static ColourProfile Of(Func<string, string?> environment)
    {
        var term = environment("TERM") ?? "";
        if (!string.IsNullOrEmpty(environment("NO_COLOR")) || term == "dumb" || term.StartsWith("vt", StringComparison.Ordinal))
            return ColourProfile.None;
        if (environment("COLORTERM") is "truecolor" or "24bit" || term.EndsWith("-direct", StringComparison.Ordinal) || !string.IsNullOrEmpty(environment("WT_SESSION")))
            return ColourProfile.True;
        return term.Contains("256", StringComparison.Ordinal) ? ColourProfile.TwoHundredFiftySix : ColourProfile.Sixteen;
    }
}

/// <summary>The sequence that sets a cell's look (ECMA-48, SGR), in as many colours as there are.</summary>
static class Sgr
{
    // The palette of xterm; other terminals differ a little, and the nearest colour stays the same.
    static readonly int[] s_sixteen =
    [
        0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
        0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
    ];

    static readonly int[] s_cube = [0, 95, 135, 175, 215, 255];

    /// <summary>Of 255.</summary>
    const int BrightField = 64;

    public static string Of(CellStyle style, ColourProfile profile)
    {
        var codes = new List<string> { "0" };
        if (style.Flags.HasFlag(CellFlags.Bold))
            codes.Add("1");
        if (style.Flags.HasFlag(CellFlags.Dim))
            codes.Add("2");
        if (style.Flags.HasFlag(CellFlags.Underline))
            codes.Add("4");
        // Without colours a coloured field would vanish: bright ones are shown inverse. Dark ones are decoration.
        if (style.Flags.HasFlag(CellFlags.Invert) || (profile == ColourProfile.None && style.Background != CellStyle.Default && Brightness(style.Background) >= BrightField))
            codes.Add("7");
        if (style.Foreground != CellStyle.Default && Colour(style.Foreground, profile, background: false) is { } foreground)
            codes.Add(foreground);
        if (style.Background != CellStyle.Default && Colour(style.Background, profile, background: true) is { } ground)
            codes.Add(ground);
        return $"\e[{string.Join(';', codes)}m";
    }

    static string? Colour(int value, ColourProfile profile, bool background) => profile switch
    {
        ColourProfile.Sixteen => Nearest(value) is var index and < 8 ? $"{(background ? 40 : 30) + index}" : $"{(background ? 100 : 90) + Nearest(value) - 8}",
        ColourProfile.TwoHundredFiftySix => $"{(background ? 48 : 38)};5;{InCube(value)}",
        ColourProfile.True => $"{(background ? 48 : 38)};2;{value >> 16};{value >> 8 & 0xFF};{value & 0xFF}",
        _ => null,
    };

    static int Brightness(int value) => (299 * (value >> 16) + 587 * (value >> 8 & 0xFF) + 114 * (value & 0xFF)) / 1000;

    static int Nearest(int value) => Enumerable.Range(0, s_sixteen.Length).MinBy(i => Distance(value, s_sixteen[i]));

    /// <summary>The nearest of the 6 × 6 × 6 cube, or of the 24 greys.</summary>
    static int InCube(int value)
    {
        var (r, g, b) = (Step(value >> 16), Step(value >> 8 & 0xFF), Step(value & 0xFF));
        var grey = Math.Clamp(((value >> 16) + (value >> 8 & 0xFF) + (value & 0xFF)) / 3 - 3, 0, 235) / 10;
        var cube = s_cube[r] << 16 | s_cube[g] << 8 | s_cube[b];
        var level = 8 + 10 * grey;
        return Distance(value, cube) <= Distance(value, level << 16 | level << 8 | level) ? 16 + 36 * r + 6 * g + b : 232 + grey;
    }

    static int Step(int channel) => Enumerable.Range(0, s_cube.Length).MinBy(i => Math.Abs(s_cube[i] - channel));

    static int Distance(int one, int other)
    {
        var (r, g, b) = ((one >> 16) - (other >> 16), (one >> 8 & 0xFF) - (other >> 8 & 0xFF), (one & 0xFF) - (other & 0xFF));
        return 2 * r * r + 4 * g * g + 3 * b * b;
    }
}
