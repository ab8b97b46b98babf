using System.Collections.Immutable;
using System.Security.Cryptography;

namespace GangFlash.Releases;

/// <summary>A release in memory: what is in it is what its manifest says.</summary>
public sealed class ReleaseBundle
{
    ReleaseBundle(ReleaseManifest manifest, ReadOnlyMemory<byte> manifestBytes, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, ImmutableArray<ReleaseSignature> signatures)
    {
        (Manifest, ManifestBytes, Files, Signatures) = (manifest, manifestBytes, files, signatures);
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(manifestBytes.Span));
    }

    public ReleaseManifest Manifest { get; }

    /// <summary>What is signed, byte by byte.</summary>
    public ReadOnlyMemory<byte> ManifestBytes { get; }

    /// <summary>Of the manifest's bytes, and with that of every file in the release: names it whoever has signed it, and however it is packed.</summary>
    public string Sha256 { get; }

    /// <summary>The recipe and its images, by the names of their entries.</summary>
    public ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> Files { get; }

    /// <summary>In the order of their keys. What they are worth, <see cref="ReleaseRules"/> says.</summary>
    public ImmutableArray<ReleaseSignature> Signatures { get; }

    /// <summary>A release of these files, signed by nobody yet.</summary>
    /// <param name="manifest">Without files; they are counted and hashed here.</param>
    public static ReleaseBundle Of(ReleaseManifest manifest, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var sorted = files.ToImmutableSortedDictionary(StringComparer.Ordinal);
        var whole = manifest with { Files = [.. sorted.Select(file => new ReleasedFile(file.Key, file.Value.Length, Convert.ToHexStringLower(SHA256.HashData(file.Value.Span))))] };
        return new(whole, ManifestJson.Write(whole), sorted, []);
    }

    /// <summary>For the reader, which has compared the files with the manifest.</summary>
    internal static ReleaseBundle Verified(
        ReleaseManifest manifest, ReadOnlyMemory<byte> manifestBytes, ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> files, IEnumerable<ReleaseSignature> signatures) =>
        new(manifest, manifestBytes, files, InOrder(signatures));

    /// <summary>With the signature of one more key.</summary>
    public ReleaseBundle SignedBy(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return new(Manifest, ManifestBytes, Files, InOrder(Signatures.Append(new(key.Public.Id, key.Sign(ManifestBytes.Span)))));
    }

    static ImmutableArray<ReleaseSignature> InOrder(IEnumerable<ReleaseSignature> signatures) => [.. signatures.OrderBy(signature => signature.KeyId, StringComparer.Ordinal)];
}

/// <param name="KeyId">Of the key that is said to have signed.</param>
/// <param name="Bytes">Over the manifest's bytes: ECDSA with SHA-256, DER.</param>
public sealed record ReleaseSignature(string KeyId, ReadOnlyMemory<byte> Bytes);

/// <summary>What came of reading a release.</summary>
/// <param name="Bundle">None as soon as there is one problem.</param>
public sealed record ReleaseReading(ReleaseBundle? Bundle, ImmutableArray<ReleaseProblem> Problems);
