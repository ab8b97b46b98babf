namespace GangFlash.Images;

/// <summary>The file that is being read, and the words to say where in it something is wrong.</summary>
internal readonly record struct ImageFile(string Name, ReadOnlyMemory<byte> Content)
{
    /// <summary>What to do with a file that can't have left its tool like this.</summary>
    public const string Damaged = "The file is damaged: copy or build it again.";

    /// <summary>What to do with a record or a file whose checksum is wrong.</summary>
    public const string DamagedOrEdited = "The file is damaged, or was changed by hand: copy or build it again.";

    public ReadOnlySpan<byte> Bytes => Content.Span;

    public static string Count(long bytes) => bytes == 1 ? "1 byte" : $"{bytes:N0} bytes";

    public ImageException Wrong(string code, string message) => new(new(code, Name, Line: null, Offset: null, message));

    /// <param name="column">From 1, where one character is meant and not the line.</param>
    public ImageException WrongInLine(int line, string code, string message, int? column = null) =>
        new(new(code, Name, line, Offset: null, message) { Excerpt = ImageExcerpt.OfLine(Bytes, line, column) });

    public ImageException WrongAt(long offset, string code, string message) =>
        new(new(code, Name, Line: null, offset, message) { Excerpt = ImageExcerpt.OfBytes(Bytes, offset) });

    /// <summary>Refuses a stretch that leaves the file; in 64 bits, so that no claim of the file can wrap around.</summary>
    public void MustHold(long offset, long length, long claimedAt, string what)
    {
        if (offset + length > Content.Length)
        {
            throw WrongAt(claimedAt, ImageCode.Truncated,
                $"{what} would take {Count(length)} from offset 0x{offset:X}, but the file ends at 0x{Content.Length:X}. {Damaged}");
        }
    }
}
