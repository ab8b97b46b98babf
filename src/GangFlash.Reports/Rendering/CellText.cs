using System.Globalization;
using GangFlash.Numbers;

namespace GangFlash.Reports;

/// <summary>A cell as people read it. Nothing of it can move a cursor or hide from an eye; markup is the renderer's business.</summary>
static class CellText
{
    const string None = "–";

    public static string Of(ReportColumn column, object? cell) => (column.Type, cell) switch
    {
        (_, null) => None,
        (_, Share share) => OfShare(share),
        (ColumnType.Address, long address) => $"0x{address:X8}",
        (_, long number) => number.ToString("N0", CultureInfo.InvariantCulture),
        (_, double number) => number.ToString("N1", CultureInfo.InvariantCulture),
        (_, DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        (_, DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        (_, TimeSpan duration) => OfDuration(duration),
        (_, bool flag) => flag ? "yes" : "no",
        (ColumnType.Outcome, string outcome) => $"{Mark(outcome)} {Printable.Escape(outcome, 64)}",
        (ColumnType.Block, string block) => string.Join('\n', block.ReplaceLineEndings("\n").Split('\n').Select(line => Printable.Escape(line, int.MaxValue))),
        (_, string { Length: 0 }) => None,
        _ => Printable.Escape(cell as string ?? "", int.MaxValue),
    };

    /// <summary>As <c>97.2 % (95.4–98.3 %, n = 500)</c>.</summary>
    public static string OfShare(Share share) => share.Whole == 0 ? None : string.Create(CultureInfo.InvariantCulture, $"{share.Percent} ({share.Interval}, n = {share.Whole:N0})");

    public static string OfDuration(TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMilliseconds:0} ms"),
        { TotalMinutes: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        _ => duration.ToString(@"d\.hh\:mm\:ss", CultureInfo.InvariantCulture).TrimStart('0', '.'),
    };

    /// <summary>A shape for each outcome, so that it can be told apart in black and white.</summary>
    public static string Mark(string outcome) => outcome switch
    {
        "PASS" or "PASS (images)" => "●",
        "PASS (unverified)" => "◐",
        "FAIL" => "✕",
        "ERROR" => "△",
        "ABORTED" => "○",
        "INTERRUPTED" => "◇",
        _ => "·",
    };

    /// <summary>Numbers stand at the right, so that their digits stand under each other.</summary>
    public static bool IsRight(ColumnType type) =>
        type is ColumnType.Integer or ColumnType.Number or ColumnType.Duration or ColumnType.Bytes or ColumnType.Address or ColumnType.Share;
}

/// <summary>A section as other programs read it: plain columns, of which a share makes five.</summary>
static class PlainCells
{
    public static IEnumerable<string> Names(ReportColumn column) => column.Type == ColumnType.Share
        ? [column.Name, $"{column.Name}_part", $"{column.Name}_n", $"{column.Name}_low", $"{column.Name}_high"]
        : [column.Name];

    /// <summary>Text, <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or none.</summary>
    public static IEnumerable<object?> Of(ReportColumn column, object? cell) => (column.Type, cell) switch
    {
        (ColumnType.Share, Share share) => [Rounded(share.Value), (long)share.Part, (long)share.Whole, Rounded(share.Wilson95?.Low), Rounded(share.Wilson95?.High)],
        (ColumnType.Share, _) => [null, null, null, null, null],
        (ColumnType.Address, long address) => [$"0x{address:X8}"],
        (_, DateTimeOffset time) => [time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+00:00'", CultureInfo.InvariantCulture)],
        (_, DateOnly date) => [date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)],
        (_, TimeSpan duration) => [Math.Round(duration.TotalMilliseconds, 3) is var ms && Math.Floor(ms) == ms ? (long)ms : ms],
        _ => [cell],
    };

    static double? Rounded(double? share) => share is { } value ? Math.Round(value, 6) : null;
}
