namespace GangFlash.Images;

/// <summary>The lines of a text format that hold something, without their ends: LF, CRLF, and blanks before them.</summary>
internal ref struct TextLines(ReadOnlySpan<byte> text)
{
    ReadOnlySpan<byte> rest = text;

    /// <summary>From 1; blank lines count, though they are not shown. After the last line, the number of lines.</summary>
    public int Number { get; private set; }

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        var blank = rest.IndexOfAnyExcept(" \t\r\n"u8);
        if (blank < 0)
        {
            Number += rest.Count((byte)'\n') + (rest is [] or [.., (byte)'\n'] ? 0 : 1);
            rest = [];
            return false;
        }

        // All blank lines at once: a file may be full of them.
        var start = rest[..blank].LastIndexOf((byte)'\n') + 1;
        Number += rest[..start].Count((byte)'\n') + 1;
        rest = rest[start..];
        var end = rest.IndexOf((byte)'\n');
        Current = (end < 0 ? rest : rest[..end]).TrimEnd(" \t\r"u8);
        rest = end < 0 ? [] : rest[(end + 1)..];
        return true;
    }
}
