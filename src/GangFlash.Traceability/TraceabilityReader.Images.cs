using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability;

/// <summary>The bytes that were flashed.</summary>
public sealed partial class TraceabilityReader
{
    const string FindImages = """
        SELECT sha256 AS Sha256, group_concat(DISTINCT name) AS Names, max(file_size) AS FileSize, max(stored_size) AS StoredSize, max(left_out) AS LeftOut, min(first_seen) AS FirstSeen
        FROM v_image WHERE sha256 >= @prefix AND sha256 < @prefix || 'g'
        GROUP BY sha256 ORDER BY min(id)
        """;

    const string FindFile = "SELECT rowid, size FROM image_file WHERE sha256 = @sha256 AND bytes IS NOT NULL";

    /// <summary>Every image file that was flashed, in the order in which they were first seen.</summary>
    /// <param name="prefix">First digits of their hashes; empty: all.</param>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public ImmutableArray<ImageRecord> Images(string prefix, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(prefix);
#pragma warning disable CA1308 // Hashes are written in small letters.
        return [.. Query<ImageColumns>(FindImages, new { prefix = prefix.ToLowerInvariant() }, ct).Select(row => row.Value)];
#pragma warning restore CA1308
    }

    /// <summary>The file, proven by its hash.</summary>
    /// <param name="sha256">All 64 digits.</param>
    /// <exception cref="Gang.RecordException">The record cannot be read.</exception>
    public StoredImage ImageFile(string sha256, CancellationToken ct) => Ask<StoredImage>(
        connection =>
        {
            if (statements.Find(FindFile, new { sha256 }, row => ((long Row, long Size)?)(row.Number(0), row.Number(1))) is not { } found)
                return new StoredImage.HashOnly();
            using var packed = new SqliteBlob(connection, "image_file", "bytes", found.Row, readOnly: true);
            using var file = new MemoryStream();
            return ImageFileRow.Unpack(packed, file, sha256, found.Size) ? new StoredImage.Whole(file.ToArray()) : new StoredImage.Changed();
        },
        ct);

    sealed class ImageColumns
    {
        public required string Sha256 { get; init; }

        public required string Names { get; init; }

        public long? FileSize { get; init; }

        public long? StoredSize { get; init; }

        public string? LeftOut { get; init; }

        public required string FirstSeen { get; init; }

        public ImageRecord Value => new(Sha256, Names, FileSize, StoredSize, LeftOut, RecordTime.Parse(FirstSeen));
    }
}

/// <summary>An image file that was flashed.</summary>
/// <param name="Names">Under which it was, with commas between.</param>
/// <param name="FileSize">In bytes; none where only the hash is known.</param>
/// <param name="StoredSize">Of the packed bytes; none where they are not in the record.</param>
/// <param name="LeftOut">Why they are not; none where they are.</param>
public sealed record ImageRecord(string Sha256, string Names, long? FileSize, long? StoredSize, string? LeftOut, DateTimeOffset FirstSeen);

/// <summary>What the record has of an image file.</summary>
public abstract record StoredImage
{
    private StoredImage() { }

    public sealed record Whole(ReadOnlyMemory<byte> Bytes) : StoredImage;

    /// <summary>The bytes were not kept, or the hash is not in the record.</summary>
    public sealed record HashOnly : StoredImage;

    /// <summary>The bytes do not fit their hash.</summary>
    public sealed record Changed : StoredImage;
}
