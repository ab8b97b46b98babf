namespace GangFlash.Line;

/// <summary>Bounds and classifies what comes from the scanner.</summary>
public static class ScanReader
{
    /// <summary>So many characters of a text are kept for the record.</summary>
    public const int LongestKept = 256;
}
