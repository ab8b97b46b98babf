namespace GangFlash.Station.Loading;

/// <summary>Files that people give, within bounds.</summary>
static class InputFile
{
    /// <exception cref="IOException">The file has more bytes, or can't be read; see <see cref="IsUnreadable"/> for the others.</exception>
    public static byte[] Read(string path, long most)
    {
        using var file = File.OpenRead(path);
        if (file.Length > most)
            throw new IOException($"The file has {file.Length:N0} bytes; at most {most:N0} are read.");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>What a file that can't be read or written throws.</summary>
    public static bool IsUnreadable(Exception exception) => exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    public static string Reason(Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file.",
        UnauthorizedAccessException => "this user may not read it, or it is a folder.",
        _ => Printable.Escape(exception.Message),
    };
}
