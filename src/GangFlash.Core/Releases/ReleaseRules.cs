using System.Collections.Immutable;
using System.Text;

namespace GangFlash.Releases;

/// <summary>Which recipes a station takes.</summary>
/// <param name="Required">True where only releases are taken that enough trusted keys have signed.</param>
/// <param name="Trusted">No two are the same key.</param>
/// <param name="Approvals">How many of them must have signed, from 1.</param>
public sealed record ReleaseRules(bool Required, ImmutableArray<TrustedKey> Trusted, int Approvals)
{
    /// <summary>Every recipe and every sound release, whoever signed it.</summary>
    public static ReleaseRules None { get; } = new(Required: false, [], Approvals: 1);

    /// <summary>Why a recipe that is no release is not taken; none if it is.</summary>
    public ReleaseProblem? RefusePlain() => Required
        ? new(ReleaseCode.Required, "This station takes released recipes only, and this is none. Have it released: gangflash recipe release.")
        : null;

    /// <summary>A release with who signed it, as far as this station knows their keys.</summary>
    public Release Judge(ReleaseBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        return new(bundle.Manifest, bundle.Sha256, Encoding.UTF8.GetString(bundle.ManifestBytes.Span), [.. bundle.Signatures.Select(Signer)]);

        ReleaseSigner Signer(ReleaseSignature signature) => Trusted.FirstOrDefault(trusted => trusted.Key.Id == signature.KeyId) switch
        {
            null => new(signature.KeyId, SignerStanding.Unknown, null),
            var known when known.Key.Verifies(bundle.ManifestBytes.Span, signature.Bytes.Span) => new(signature.KeyId, SignerStanding.Trusted, known.Name),
            var known => new(signature.KeyId, SignerStanding.Wrong, known.Name),
        };
    }

    /// <summary>Why a release with these signers is not taken; none if it is.</summary>
    public ReleaseProblem? Refuse(ImmutableArray<ReleaseSigner> signers)
    {
        if (signers.FirstOrDefault(signer => signer.Standing is SignerStanding.Wrong) is { } wrong)
        {
            return new(ReleaseCode.Signature,
                $"{ReleaseNames.Signature(wrong.KeyId)} is not what the key {Printable.Escape(wrong.Name ?? "")} signed: {ReleaseNames.Manifest} or the signature was changed. Take the release again from where it was made.");
        }

        if (!Required)
            return null;
        if (signers.IsEmpty)
            return new(ReleaseCode.Unsigned, $"Nobody has signed this release, and this station wants {Wanted}. Have it approved: gangflash recipe approve.");
        var trusted = signers.Count(signer => signer.Standing is SignerStanding.Trusted);
        return trusted >= Approvals ? null : new(ReleaseCode.Untrusted,
            $"{(trusted == 0 ? "None" : $"Only {trusted}")} of the keys that signed this release ({string.Join(", ", signers.Select(signer => signer.KeyId))}) {(trusted > 1 ? "are" : "is")} trusted here, and this station wants {Wanted}. Have it approved: gangflash recipe approve.");
    }

    string Wanted => Approvals == 1 ? "a signature by a trusted key" : $"signatures by {Approvals} different trusted keys";
}

/// <param name="Name">As people know it: the name of its file.</param>
public sealed record TrustedKey(ReleaseKey Key, string Name);

public enum SignerStanding
{
    /// <summary>The station trusts the key, and it has signed this very manifest.</summary>
    Trusted,

    /// <summary>The station does not know the key, so the signature could be anybody's.</summary>
    Unknown,

    /// <summary>The station knows the key, and it has not signed this manifest.</summary>
    Wrong,
}

/// <param name="Name">Of the key at this station; none where it is not known.</param>
public sealed record ReleaseSigner(string KeyId, SignerStanding Standing, string? Name);

/// <summary>The release that a recipe came from.</summary>
/// <param name="Sha256">Of the manifest, see <see cref="ReleaseBundle.Sha256"/>.</param>
/// <param name="ManifestText">The manifest itself, as it goes into the record.</param>
public sealed record Release(ReleaseManifest Manifest, string Sha256, string ManifestText, ImmutableArray<ReleaseSigner> Signers);
