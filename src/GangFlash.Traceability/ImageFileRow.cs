using System.IO.Compression;
using System.Security.Cryptography;
using GangFlash.Images;

namespace GangFlash.Traceability;

/// <summary>A row of <c>image_file</c>: the bytes of an image file, packed as gzip (RFC 1952), which every system can unpack in ten years too.</summary>
/// <param name="File">Empty where nobody has the bytes; then there is no row.</param>
/// <param name="Most">A file of more bytes is recorded by its hash alone.</param>
sealed record ImageFileRow(string Sha256, ReadOnlyMemory<byte> File, long Most, string FirstSeen)
{
    const string FindStored = "SELECT 1 FROM image_file WHERE sha256 = @Sha256";

    const string Insert = "INSERT INTO image_file (sha256, size, first_seen, left_out, bytes) VALUES (@Sha256, @Size, @FirstSeen, @LeftOut, @Bytes)";

    public long Size => File.Length;

    /// <summary>Why the bytes are not stored; none where they are.</summary>
    public string? LeftOut => File.Length > Most ? $"larger than {Most:N0} bytes" : null;

    /// <summary>Packs them, which takes some 15 ms for a MiB.</summary>
    public byte[]? Bytes => LeftOut is null ? Pack(File.Span) : null;

    /// <summary>Once for each content: the first attempt with an image pays for it.</summary>
    public void Store(RecordBook book)
    {
        if (File.IsEmpty || book.Statements.Find(FindStored, this, row => row.Truth(0)))
            return;
        _ = book.Statements.Execute(Insert, this);
        book.Seal(RecordKind.ImageFile, Sha256);
    }

    /// <summary>Whether it is the file that was packed. Writes no more than that has, whatever is in <paramref name="packed"/>.</summary>
    public static bool Unpack(Stream packed, Stream file, string sha256, long size)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var gzip = new GZipStream(packed, CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[64 * 1024];
        try
        {
            var left = Math.Min(size, ImageLimits.FileLength);
            int length;
            while ((length = gzip.Read(buffer)) > 0 && length <= left)
            {
                hash.AppendData(buffer, 0, length);
                file.Write(buffer, 0, length);
                left -= length;
            }

            return length == 0 && left == 0 && string.Equals(Convert.ToHexStringLower(hash.GetHashAndReset()), sha256, StringComparison.Ordinal);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    static byte[] Pack(ReadOnlySpan<byte> file)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(file);
        return packed.ToArray();
    }
}
