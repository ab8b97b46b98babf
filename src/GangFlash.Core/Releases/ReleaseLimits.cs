namespace GangFlash.Releases;

/// <summary>Bounds that keep a hostile or broken file from costing more than a clear error.</summary>
public static class ReleaseLimits
{
    /// <summary>Largest release, packed and unpacked, in bytes: two external flashes of 128 MiB as Intel HEX.</summary>
    public const long BundleLength = 1L << 30;

    public const int ManifestLength = 256 << 10;

    /// <summary>Of one signature, in bytes: DER of two numbers of 256 bits has at most 72.</summary>
    public const int SignatureLength = 128;

    /// <summary>The recipe and its images.</summary>
    public const int Files = 512;

    public const int Signatures = 32;

    public const int Entries = Files + Signatures + 1;

    /// <summary>Of the archive's list of entries, in bytes: 46 an entry (APPNOTE 4.3.12) and its name.</summary>
    public const int Directory = 1 << 20;
}
