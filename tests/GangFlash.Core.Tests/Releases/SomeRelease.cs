using System.IO.Compression;
using System.Text;
using GangFlash.Releases;

namespace GangFlash.Tests.Releases;

/// <summary>Releases for tests, sound and otherwise.</summary>
static class SomeRelease
{
    public static readonly DateTimeOffset Released = new(2026, 11, 28, 9, 30, 0, TimeSpan.Zero);

    public static Dictionary<string, ReadOnlyMemory<byte>> Files => new()
    {
        ["recipe.yaml"] = "recipe: pump\nrevision: 7\nimages: [ { file: images/app.bin, at: 0x08000000 } ]\n"u8.ToArray(),
        ["images/app.bin"] = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray(),
    };

    public static ReleaseBundle Bundle(string note = "") => ReleaseBundle.Of(new("pump", "7", Released, "E. Na", note, "GangFlash 1.0", []), Files);

    public static byte[] Bytes(params SigningKey[] signers) => ReleaseWriter.Write(signers.Aggregate(Bundle(), (bundle, key) => bundle.SignedBy(key)));

    /// <summary>The same archive with its entries changed, as another program would write it.</summary>
    public static byte[] Changed(byte[] release, Action<Dictionary<string, byte[]>> change, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        var entries = new Dictionary<string, byte[]>();
        using (var archive = new ZipArchive(new MemoryStream(release)))
        {
            foreach (var entry in archive.Entries)
            {
                using var stream = entry.Open();
                var content = new byte[entry.Length];
                stream.ReadExactly(content);
                entries[entry.FullName] = content;
            }
        }

        change(entries);
        return Zip(entries.Select(entry => (entry.Key, entry.Value)), compression);
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> entries, CompressionLevel compression = CompressionLevel.NoCompression)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = archive.CreateEntry(name, compression).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }

    public static byte[] WithManifest(byte[] release, Func<string, string> change) =>
        Changed(release, entries => entries["manifest.json"] = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(entries["manifest.json"]))));
}
