namespace GangFlash.Images;

/// <summary>Reads an image file of any format. Where its name and its content contradict each other it refuses; it never guesses.</summary>
public static class ImageReader
{
    /// <param name="name">File name without folder; its extension says the format.</param>
    /// <param name="content">The whole file. The image's segments may refer to it, so it must not change afterwards.</param>
    /// <param name="at">Target address: needed for raw bytes, refused for formats that carry addresses.</param>
    /// <exception cref="ImageException">The file is no usable image.</exception>
    public static FirmwareImage Read(string name, ReadOnlyMemory<byte> content, uint? at)
    {
        ArgumentNullException.ThrowIfNull(name);
        var file = new ImageFile(name, content);
        if (content.Length > ImageLimits.FileLength)
        {
            throw file.Wrong(ImageCode.TooLarge,
                $"The file has {content.Length:N0} bytes; {ImageLimits.FileLength:N0} is the most that is read. Is this the right file?");
        }

        if (content.IsEmpty)
            throw file.Wrong(ImageCode.NoData, "The image holds no data: the file is empty. Build or copy it again.");
        var format = FormatOf(file, at);
        return (format, at) switch
        {
            (ImageFormat.Raw, { } address) => RawBinaryReader.Read(file, address),
            (ImageFormat.Raw, null) => throw file.Wrong(ImageCode.AddressNeeded,
                "Raw bytes don't say where they belong. Give their target address: 'at: 0x08000000' in the recipe, or '--at 0x08000000'."),
            (_, { } address) => throw file.Wrong(ImageCode.AddressUnwanted,
                $"The file is {Named(format)}, which carries its own addresses, so 0x{address:X8} can't be its address. Leave the address away: 'at:' in the recipe, or '--at'."),
            (ImageFormat.Elf, _) => ElfReader.Read(file),
            (ImageFormat.IntelHex, _) => IntelHexReader.Read(file),
            (ImageFormat.SRecord, _) => SRecordReader.Read(file),
            _ => DfuSeFileReader.Read(file),
        };
    }

    static ImageFormat FormatOf(ImageFile file, uint? at)
    {
        var extension = Path.GetExtension(file.Name);
        var content = FormatIn(file.Bytes);
        var foreign = content is null ? ForeignContent.Of(file.Bytes) : null;
        switch (FormatNamed(extension), content)
        {
            case (null, { } seen):
                return seen;
            case (null, null) when foreign is not null && (at is null || foreign.IsNeverData):
                throw file.Wrong(ImageCode.UnknownFormat, $"This is no image: the content is {foreign.What}. {foreign.Remedy}");
            case (null, null):
                return FormatBegunIn(file.Bytes) ?? (at is null ? throw Unknown(file) : ImageFormat.Raw);
            case ({ } named, null) when foreign is not null:
                throw file.Wrong(ImageCode.WrongFormat, $"The name ends in {Printable.Escape(extension)}, but the content is {foreign.What}. {foreign.Remedy}{EvenSo(named, foreign)}");
            case ({ } named, { } seen) when named != seen:
                throw file.Wrong(ImageCode.WrongFormat,
                    $"The name ends in {Printable.Escape(extension)}, but the content is {Named(seen)}. Choose the other file, or rename this one to end in {ExtensionOf(seen)}.");
            case (ImageFormat.Elf, null):
                throw file.Wrong(ImageCode.WrongFormat,
                    $"The name ends in {Printable.Escape(extension)}, but the content doesn't start like an ELF file. Choose the linker's output, or rename raw bytes to end in .bin.");
            case (ImageFormat.DfuSe, null):
                // dfu-util's plain DFU files have this extension too: raw bytes and a suffix.
                return DfuSuffixReader.Find(file.Bytes) is not null ? ImageFormat.Raw : throw file.Wrong(ImageCode.WrongFormat,
                    "The name ends in .dfu, but the content neither starts like a DfuSe file nor ends in a DFU suffix. Build or copy it again.");
            case ({ } named, _):
                return named;       // text formats say themselves, with a line, what is wrong with them
        }
    }

    static ImageFormat? FormatNamed(string extension) => extension.ToLowerInvariant() switch
    {
        ".elf" or ".axf" or ".out" => ImageFormat.Elf,
        ".hex" or ".ihex" or ".ihx" => ImageFormat.IntelHex,
        ".s19" or ".s28" or ".s37" or ".srec" or ".mot" or ".sx" => ImageFormat.SRecord,
        ".dfu" => ImageFormat.DfuSe,
        ".bin" => ImageFormat.Raw,
        _ => null,
    };

    /// <summary>What the content is beyond doubt.</summary>
    static ImageFormat? FormatIn(ReadOnlySpan<byte> content) =>
        ElfReader.Owns(content) ? ImageFormat.Elf
        : DfuSeFileReader.Owns(content) ? ImageFormat.DfuSe
        : IntelHexReader.Owns(content) ? ImageFormat.IntelHex
        : SRecordReader.Owns(content) ? ImageFormat.SRecord
        : null;

    /// <summary>What a damaged text file must have been: better a complaint about its first line than its letters in a flash.</summary>
    static ImageFormat? FormatBegunIn(ReadOnlySpan<byte> content) => content switch
    {
        [(byte)':', ..] => ImageFormat.IntelHex,
        [(byte)'S', >= (byte)'0' and <= (byte)'9', ..] => ImageFormat.SRecord,
        _ => null,
    };

    /// <summary>Bytes of any kind may belong into a flash: pictures, archives. Whoever means that says so by the name.</summary>
    static string EvenSo(ImageFormat named, ForeignContent foreign) =>
        named is ImageFormat.Raw && !foreign.IsNeverData ? " If these very bytes belong into the flash, let the name end in .raw." : "";

    static ImageException Unknown(ImageFile file) => file.Wrong(ImageCode.UnknownFormat,
        "Neither the name nor the content tells the format. For raw bytes give their target address; otherwise rename the file to end in .elf, .hex, .s19, .dfu or .bin.");

    static string Named(ImageFormat format) => format switch
    {
        ImageFormat.Elf => "ELF",
        ImageFormat.IntelHex => "Intel HEX",
        ImageFormat.SRecord => "S-record",
        ImageFormat.DfuSe => "DfuSe",
        _ => "raw",
    };

    static string ExtensionOf(ImageFormat format) => format switch
    {
        ImageFormat.Elf => ".elf",
        ImageFormat.IntelHex => ".hex",
        ImageFormat.SRecord => ".s19",
        ImageFormat.DfuSe => ".dfu",
        _ => ".bin",
    };
}
