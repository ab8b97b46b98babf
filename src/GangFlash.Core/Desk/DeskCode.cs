namespace GangFlash.Desk;

/// <summary>The codes of what will bite later, without the <c>recipe.</c> in front. All are warnings. Stable: they never change their meaning.</summary>
public static class DeskCode
{
    /// <summary>Neither chip nor layout is named, so nothing can be held against a memory map.</summary>
    public const string NoTarget = "no-target";

    /// <summary>Where the part starts there is no vector table of this job.</summary>
    public const string VectorTable = "vector-table";

    /// <summary>Protected bytes are erased and put back.</summary>
    public const string SharedSector = "shared-sector";

    /// <summary>Bytes that are put back belong to a unit that nobody can name after a power cut.</summary>
    public const string RestoreWithoutSerial = "restore-without-serial";

    /// <summary>A label of a unit reads as something else, too.</summary>
    public const string LabelMeansTwo = "label-means-two";

    /// <summary>Any label is taken for a unit.</summary>
    public const string AnyLabel = "any-label";

    /// <summary>The same revision was run with another text or other images.</summary>
    public const string SameRevision = "same-revision";

    /// <summary>Another revision, and the image is the old one.</summary>
    public const string SameImage = "same-image";

    /// <summary>An image file is odd, and was understood.</summary>
    public const string OddImage = "odd-image";
}
