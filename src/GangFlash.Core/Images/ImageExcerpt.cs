using System.Text;

namespace GangFlash.Images;

/// <summary>What stands where a file is wrong, as lines for a terminal: nothing of it can move a cursor.</summary>
internal static class ImageExcerpt
{
    /// <summary>Characters of a line that are shown; more of them is shown around the place.</summary>
    const int Width = 76;

    const int BytesInRow = 16;
    const string Indent = "    ";

    /// <summary>The line of a text and a mark under the column; empty for a line without anything in it.</summary>
    /// <param name="line">From 1, like <paramref name="column"/>.</param>
    public static string OfLine(ReadOnlySpan<byte> content, int line, int? column)
    {
        for (; line > 1 && content.IndexOf((byte)'\n') is >= 0 and var end; line--)
            content = content[(end + 1)..];
        var text = (content.IndexOf((byte)'\n') is >= 0 and var last ? content[..last] : content).TrimEnd(" \t\r"u8);
        if (text.IsEmpty)
            return "";
        var from = column is { } place && place > Width ? place - Width / 2 : 0;
        var shown = new StringBuilder(Indent).Append(from > 0 ? "…" : "");
        var mark = 0;
        for (var i = from; i < text.Length && shown.Length < Indent.Length + Width; i++)
        {
            if (i == column - 1)
                mark = shown.Length;
            _ = text[i] is >= (byte)' ' and <= (byte)'~' ? shown.Append((char)text[i]) : shown.Append($"\\x{text[i]:X2}");
            if (shown.Length >= Indent.Length + Width && i + 1 < text.Length)
                _ = shown.Append('…');
        }

        return mark == 0 ? shown.ToString() : shown.Append('\n').Append(' ', mark).Append('^').ToString();
    }

    /// <summary>The bytes from an offset on; empty at the end of the file.</summary>
    public static string OfBytes(ReadOnlySpan<byte> content, long offset)
    {
        if (offset >= content.Length)
            return "";
        var bytes = content.Slice((int)offset, (int)Math.Min(BytesInRow, content.Length - offset));
        var shown = new StringBuilder($"{Indent}{offset:X8} ");
        foreach (var value in bytes)
            _ = shown.Append($" {value:X2}");
        _ = shown.Append(' ', 3 * (BytesInRow - bytes.Length)).Append("  |");
        foreach (var value in bytes)
            _ = shown.Append(value is >= (byte)' ' and <= (byte)'~' ? (char)value : '.');
        return shown.Append('|').ToString();
    }
}
