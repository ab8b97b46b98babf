using System.IO.Compression;
using System.Text;

namespace GangFlash.Releases;

/// <summary>Packs a release: the same release gives the same bytes. Nothing is compressed, so that no library's version shows in them.</summary>
public static class ReleaseWriter
{
    /// <summary>The earliest that an archive can say (APPNOTE 4.4.6).</summary>
    static readonly DateTimeOffset s_noTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A plain file that everybody may read, for programs that unpack it on Unix.</summary>
    const int PlainFile = 0x81A4 << 16;

    public static byte[] Write(ReleaseBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, content) in Entries(bundle).OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                (entry.LastWriteTime, entry.ExternalAttributes) = (s_noTime, PlainFile);
                using var stream = entry.Open();
                stream.Write(content.Span);
            }
        }

        return file.ToArray();
    }

    static IEnumerable<(string Name, ReadOnlyMemory<byte> Content)> Entries(ReleaseBundle bundle) =>
        bundle.Files.Select(file => (file.Key, file.Value))
            .Append((ReleaseNames.Manifest, bundle.ManifestBytes))
            .Concat(bundle.Signatures.Select(signature => (ReleaseNames.Signature(signature.KeyId), signature.Bytes)));
}
