using System.Text;
using GangFlash.Releases;

namespace GangFlash.Station.Loading;

/// <summary>Files of the keys that sign releases. A complaint is the rest of a sentence that begins with the file's name.</summary>
static class KeyFile
{
    public const string PrivateEnd = ".key";

    public const string PublicEnd = ".pub";

    /// <summary>A key is a few lines of text.</summary>
    const long MostBytes = 16 << 10;

    public static ReleaseKey? ReadPublic(string path, out string? why) => Text(path, out why) is { } text ? ReleaseKey.FromPem(text, out why) : null;

    /// <summary>The text of a private key's file.</summary>
    public static string? Text(string path, out string? why)
    {
        why = null;
        try
        {
            return Encoding.UTF8.GetString(InputFile.Read(path, MostBytes));
        }
        catch (Exception unreadable) when (InputFile.IsUnreadable(unreadable))
        {
            why = $"cannot be read: {InputFile.Reason(unreadable).TrimEnd('.')}";
            return null;
        }
    }

    /// <summary>Writes both halves of a new key; the private one only its owner may read.</summary>
    /// <exception cref="IOException">One of the files is there already, or cannot be written; see <see cref="InputFile.IsUnreadable"/> for the others.</exception>
    public static void Write(SigningKey key, string passphrase, string privatePath, string publicPath)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(privatePath))!);
        WholeFile.WriteNew(privatePath, Encoding.UTF8.GetBytes(key.ToPem(passphrase)), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        WholeFile.WriteNew(publicPath, Encoding.UTF8.GetBytes(key.Public.ToPem()));
    }
}
