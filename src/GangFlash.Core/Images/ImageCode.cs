namespace GangFlash.Images;

/// <summary>The codes of <see cref="ImageProblem"/>. Stable: people search for them, so none ever changes its meaning.</summary>
public static class ImageCode
{
    /// <summary>Nothing to program: an empty file, or one whose records, headers or elements carry no bytes.</summary>
    public const string NoData = "image.no-data";

    /// <summary>More than <see cref="ImageLimits"/> allows.</summary>
    public const string TooLarge = "image.too-large";

    /// <summary>Neither name nor content tells the format.</summary>
    public const string UnknownFormat = "image.unknown-format";

    /// <summary>The name says one format and the content another.</summary>
    public const string WrongFormat = "image.wrong-format";

    /// <summary>Raw bytes without a target address.</summary>
    public const string AddressNeeded = "image.address-needed";

    /// <summary>A target address for a format that carries its own.</summary>
    public const string AddressUnwanted = "image.address-unwanted";

    /// <summary>The file ends before what it announces.</summary>
    public const string Truncated = "image.truncated";

    /// <summary>The file breaks a rule of its format.</summary>
    public const string Malformed = "image.malformed";

    /// <summary>A correct file of a kind that can't be flashed: 64-bit, big endian, an object file, another processor.</summary>
    public const string Unsupported = "image.unsupported";

    /// <summary>A checksum or CRC doesn't fit its bytes.</summary>
    public const string Checksum = "image.checksum";

    /// <summary>A count record doesn't fit the records before it.</summary>
    public const string RecordCount = "image.record-count";

    /// <summary>A record follows the record that ends the file.</summary>
    public const string AfterEnd = "image.after-end";

    /// <summary>Data at addresses that 32 bits, or the record's own segment, don't have.</summary>
    public const string OutOfRange = "image.out-of-range";

    /// <summary>Two places of the file give data for the same address.</summary>
    public const string Overlap = "image.overlap";
}
