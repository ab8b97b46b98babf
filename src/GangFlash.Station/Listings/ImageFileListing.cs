using System.Text.Json.Nodes;
using GangFlash.Traceability;
using Spectre.Console;

namespace GangFlash.Station.Listings;

/// <summary>The image files of a record, for eyes and as JSON.</summary>
static class ImageFileListing
{
    /// <summary>Digits of a hash that are shown: enough to name it.</summary>
    const int Digits = 12;

    public static void Write(StationIo io, IReadOnlyList<ImageRecord> images)
    {
        if (images.Count == 0)
        {
            io.Say("The record knows no image.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("SHA-256", "File").AddColumn("Bytes", column => column.RightAligned()).AddColumn("In the record", column => column.RightAligned()).AddColumn("First flashed");
        foreach (var image in images)
        {
            _ = table.AddRow(
                new Text(image.Sha256[..Digits]), new Text(Printable.Escape(image.Names, 60)), new Text(image.FileSize is { } size ? $"{size:N0}" : ""),
                new Text(image.StoredSize is { } stored ? $"{stored:N0}" : $"hash only: {Printable.Escape(image.LeftOut ?? "", 60)}"), new Text($"{image.FirstSeen:u}"));
        }

        io.Console().Write(table);
        io.Say("'gangflash db image SHA-256 -o FILE' writes one out; its first 8 digits do.");
    }

    public static JsonObject Json(ImageRecord image) => new()
    {
        ["sha256"] = image.Sha256,
        ["names"] = image.Names,
        ["bytes"] = image.FileSize,
        ["storedBytes"] = image.StoredSize,
        ["leftOut"] = image.LeftOut,
        ["firstSeen"] = image.FirstSeen,
    };
}
