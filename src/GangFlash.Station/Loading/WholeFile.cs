namespace GangFlash.Station.Loading;

/// <summary>Writes a file whole or not at all: who opens it sees the old one or the new one, also after a power cut.</summary>
static class WholeFile
{
    /// <exception cref="IOException">It cannot be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => Write(path, bytes, overwrite: true, mode: null);

    /// <summary>As <see cref="Write(string, ReadOnlySpan{byte})"/>, where there is no such file yet.</summary>
    /// <param name="mode">Who may do what with it, on systems that have such modes; none for what is usual.</param>
    /// <exception cref="IOException">There is such a file, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null) => Write(path, bytes, overwrite: false, mode);

    static void Write(string path, ReadOnlySpan<byte> bytes, bool overwrite, UnixFileMode? mode)
    {
        var full = Path.GetFullPath(path);
        var draft = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Environment.ProcessId}.part");
        var options = new FileStreamOptions { Mode = mode is null ? FileMode.Create : FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows() && mode is { } only)
            options.UnixCreateMode = only;
        try
        {
            using (var file = new FileStream(draft, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, full, overwrite);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
