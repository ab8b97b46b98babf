using GangFlash.Station.Terminal;

namespace GangFlash.Station.Screen.View;

/// <summary>How much a tile can show.</summary>
enum TileSize
{
    /// <summary>Number, symbol and word in one line.</summary>
    Line,

    /// <summary>Two or three lines.</summary>
    Small,

    /// <summary>Four or five lines: number and word, bar, serial, time.</summary>
    Medium,

    /// <summary>The number in big digits; the word too where there is room.</summary>
    Large,
}

/// <summary>Divides an area into equal tiles, as large as they can be with all slots in sight.</summary>
/// <param name="Gap">Empty lines between rows.</param>
sealed record TileGrid(Area Area, int Count, int Columns, int TileWidth, int TileHeight, int Gap, TileSize Size)
{
    /// <summary>Narrower than "120✓GOOD" nothing can be told.</summary>
    public const int NarrowestTile = 8;

    const int WidestTile = 52;
    const int HighestTile = 14;

    static readonly (TileSize Size, int Width, int Height)[] s_needs = [(TileSize.Large, 17, 6), (TileSize.Medium, 15, 4), (TileSize.Small, 12, 2), (TileSize.Line, NarrowestTile, 1)];

    /// <summary>None if not even lines fit: then the terminal is too small.</summary>
    public static TileGrid? Of(Area area, int count)
    {
        var grids =
            from columns in Enumerable.Range(1, Math.Max(1, Math.Min(count, (area.Width + 1) / (NarrowestTile + 1))))
            from gap in (int[])[1, 0]
            let rows = (count + columns - 1) / columns
            let width = Math.Min(WidestTile, (area.Width + 1) / columns - 1)
            let height = Math.Min(HighestTile, (area.Height + gap) / rows - gap)
            let size = SizeOf(width, height)
            where size is not null
            // Rather more in a tile than a gap between tiles; then tiles whose form is near that of a card; then no empty places.
            orderby size descending, gap descending, rows * columns - count, Math.Abs(width - 3 * height)
            select new TileGrid(area, count, columns, width, height, gap, size.Value);
        return grids.FirstOrDefault();
    }

    public Area this[int index] => new(Area.Left + index % Columns * (TileWidth + 1), Area.Top + index / Columns * (TileHeight + Gap), TileWidth, TileHeight);

    static TileSize? SizeOf(int width, int height) =>
        s_needs.Where(need => width >= need.Width && height >= need.Height).Select(need => (TileSize?)need.Size).FirstOrDefault();
}
