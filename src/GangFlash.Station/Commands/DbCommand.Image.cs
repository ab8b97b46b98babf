using System.CommandLine;
using System.Text.Json.Nodes;
using GangFlash.Station.Listings;
using GangFlash.Traceability;

namespace GangFlash.Station.Commands;

/// <summary><c>gangflash db image</c>: the bytes that were flashed, from the record.</summary>
sealed partial class DbCommand
{
    /// <summary>So many digits of a hash name a file as well as all 64.</summary>
    const int FewestDigits = 8;

    readonly Argument<string?> hash = new("sha256") { Description = $"Of the image file, or at least its first {FewestDigits} digits.", Arity = ArgumentArity.ZeroOrOne };
    readonly Option<bool> listImages = new("--list") { Description = "Every image that was flashed, with what the record has of it." };
    readonly Option<string?> output = new("--output", "-o") { Description = "Where the file is written, whole or not at all. It must not be there yet.", HelpName = "FILE" };

    ExitCode Image(ParseResult parsed, string path, CancellationToken ct)
    {
        var (digits, file) = (parsed.GetValue(hash), parsed.GetValue(output));
        if (parsed.GetValue(listImages) == digits is not null || digits is null != file is null)
            return Failed(parsed, ExitCode.Usage, "Give a hash and -o FILE, or --list.");
        if (digits is not null && (digits.Length is < FewestDigits or > 64 || !digits.All(char.IsAsciiHexDigit)))
            return Failed(parsed, ExitCode.Usage, $"{Printable.Escape(digits, 80)} is no hash: 64 digits of 0 to 9 and a to f, or at least the first {FewestDigits} of them.");
        using var reader = TraceabilityReader.Open(path);
        var images = reader.Images(digits ?? "", ct);
        return digits is null ? List(parsed, images) : Write(parsed, reader, images, digits, file!, ct);
    }

    ExitCode List(ParseResult parsed, IReadOnlyList<ImageRecord> images)
    {
        if (parsed.GetValue(json))
        {
            foreach (var image in images)
                io.Out.WriteLine(ImageFileListing.Json(image).ToJsonString());
        }
        else
        {
            ImageFileListing.Write(io, images);
        }

        return ExitCode.Passed;
    }

    ExitCode Write(ParseResult parsed, TraceabilityReader reader, IReadOnlyList<ImageRecord> found, string digits, string file, CancellationToken ct)
    {
        if (found is not [var image])
        {
            return Failed(parsed, ExitCode.Usage, found is []
                ? $"The record knows no image {digits}. 'gangflash db image --list' shows all."
                : $"{digits} can be {found.Count} images: {string.Join(", ", found.Select(one => one.Sha256))}. Give more digits.");
        }

        if (IsThere(file))
            return Failed(parsed, ExitCode.Usage, Taken(file));
        switch (reader.ImageFile(image.Sha256, ct))
        {
            case StoredImage.Whole { Bytes: var bytes }:
                WriteNew(file, bytes.Span);
                if (parsed.GetValue(json))
                    io.Out.WriteLine(new JsonObject { ["file"] = file, ["image"] = ImageFileListing.Json(image) }.ToJsonString());
                else
                    io.Say($"{file}: {bytes.Length:N0} bytes, flashed as {Printable.Escape(image.Names, 200)}, SHA-256 {image.Sha256}.");
                return ExitCode.Passed;
            case StoredImage.Changed:
                return Failed(parsed, ExitCode.BrokenRecord, $"The bytes of {image.Sha256} in the record are not those that were flashed. Nothing was written. Keep the record as it is and call the engineer.");
            default:
                return Failed(parsed, ExitCode.SomeFailed, $"Of {image.Sha256} ({Printable.Escape(image.Names, 200)}) the record has the hash and not the bytes: {Printable.Escape(image.LeftOut ?? "", 80)}.");
        }
    }
}
