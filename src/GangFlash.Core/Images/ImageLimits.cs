namespace GangFlash.Images;

/// <summary>Bounds that keep a hostile or broken file from costing more than a clear error.</summary>
public static class ImageLimits
{
    /// <summary>Largest file that is read, in bytes: a 128 MiB external flash as Intel HEX is 360 MB.</summary>
    public const long FileLength = 512L << 20;

    /// <summary>Most data that one image may hold, in bytes.</summary>
    public const long DataLength = 256L << 20;

    /// <summary>Most segments that one image may hold.</summary>
    public const int Segments = 65_536;
}
