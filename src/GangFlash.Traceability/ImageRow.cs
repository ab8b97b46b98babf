using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GangFlash.Images;

namespace GangFlash.Traceability;

/// <summary>A row of <c>image</c>: a file and where its bytes belong. The bytes are in <c>image_file</c>.</summary>
sealed record ImageRow(string Sha256, string Name, string Format, long Size, string Segments, string SegmentsSha256, string FirstSeen)
{
    const string Insert = """
        INSERT INTO image (sha256, name, format, size, segments, segments_sha256, first_seen)
        VALUES (@Sha256, @Name, @Format, @Size, @Segments, @SegmentsSha256, @FirstSeen)
        RETURNING id
        """;

    const string Find = """
        SELECT id FROM image
        WHERE sha256 = @Sha256 AND name = @Name AND format = @Format AND segments_sha256 = @SegmentsSha256
        """;

    public required ImageFileRow File { get; init; }

    /// <param name="mostBytes">A longer file is recorded by its hash alone.</param>
    public static ImageRow Of(FirmwareImage image, long mostBytes, DateTimeOffset seen)
    {
        var segments = RecordJson.Text(image.Segments.Select(segment => new
        {
            Address = RecordJson.Hex(segment.Address),
            segment.Data.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(segment.Data.Span)),
            Origin = segment.Origin.Place(segment.Range),
        }));
        return new(
            image.Sha256,
            image.Name,
            RecordWords.Of(image.Format),
            (long)image.DataLength,
            segments,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(segments))),
            RecordTime.Text(seen))
        {
            File = new(image.Sha256, image.File, mostBytes, RecordTime.Text(seen)),
        };
    }

    /// <summary>Answers the row's id, of now or of before.</summary>
    public long Store(RecordBook book)
    {
        File.Store(book);
        if (book.Statements.Find(Find, this, row => row.Number(0)) is var known and not 0)
            return known;
        var id = book.Statements.Find(Insert, this, row => row.Number(0));
        book.Seal(RecordKind.Image, id.ToString(CultureInfo.InvariantCulture));
        return id;
    }
}
