namespace GangFlash.Releases;

/// <summary>Why a file is no release that may be used.</summary>
/// <param name="Code">One of <see cref="ReleaseCode"/>.</param>
/// <param name="Message">A sentence or two that name the entry. Safe to show.</param>
public sealed record ReleaseProblem(string Code, string Message);

/// <summary>The codes of what a release can have wrong. Stable: they never change their meaning.</summary>
public static class ReleaseCode
{
    /// <summary>No archive, a damaged one, or one with more around it than a release has.</summary>
    public const string Container = "release.container";

    /// <summary>More bytes, entries or names than any release has.</summary>
    public const string TooLarge = "release.too-large";

    /// <summary>An entry that the manifest does not list, or two of one name.</summary>
    public const string Entry = "release.entry";

    /// <summary>The manifest is missing or says nothing that can be used.</summary>
    public const string Manifest = "release.manifest";

    /// <summary>Made by a program that writes another version.</summary>
    public const string Version = "release.version";

    /// <summary>The manifest lists a file, and the archive does not have it.</summary>
    public const string Missing = "release.missing";

    /// <summary>A file is not the one that was released.</summary>
    public const string Changed = "release.changed";

    /// <summary>A trusted key did not sign this manifest, although a signature bears its name.</summary>
    public const string Signature = "release.signature";

    /// <summary>The recipe inside is not the one that the manifest names, or has other images.</summary>
    public const string Recipe = "release.recipe";

    /// <summary>The station takes releases only, and this is none.</summary>
    public const string Required = "release.required";

    /// <summary>Nobody signed it, and the station wants signatures.</summary>
    public const string Unsigned = "release.unsigned";

    /// <summary>Fewer trusted keys signed it than the station wants.</summary>
    public const string Untrusted = "release.untrusted";
}
