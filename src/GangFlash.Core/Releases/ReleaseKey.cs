using System.Security.Cryptography;

namespace GangFlash.Releases;

/// <summary>The public half of a key that signs releases: ECDSA on the curve P-256.</summary>
public sealed class ReleaseKey
{
    const string Label = "PUBLIC KEY";

    /// <summary>What every SubjectPublicKeyInfo of P-256 with an uncompressed point begins with (RFC 5480, 2).</summary>
    static ReadOnlySpan<byte> P256 => [0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04];

    readonly byte[] info;

    ReleaseKey(byte[] info) => (this.info, Id) = (info, KeyId.Of(info));

    /// <summary>16 hex digits, see <see cref="KeyId"/>.</summary>
    public string Id { get; }

    /// <summary>The key in a PEM file (RFC 7468), or why there is none: the rest of a sentence that begins with the file's name.</summary>
    public static ReleaseKey? FromPem(string text, out string? why)
    {
        ArgumentNullException.ThrowIfNull(text);
        why = "holds no public key; name the .pub file that 'gangflash recipe key new' wrote";
        if (!PemEncoding.TryFind(text, out var fields) || !text.AsSpan()[fields.Label].SequenceEqual(Label))
            return null;
        return FromInfo(Convert.FromBase64String(text[fields.Base64Data]), out why);
    }

    /// <inheritdoc cref="FromPem"/>
    internal static ReleaseKey? FromInfo(byte[] info, out string? why)
    {
        why = "holds a key that is not ECDSA on the curve P-256, the only one that signs releases";
        if (!info.AsSpan().StartsWith(P256))
            return null;
        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(info, out var read);
            if (read != info.Length)
                return null;
        }
        catch (CryptographicException)
        {
            why = "holds a key that is damaged; copy it again";
            return null;
        }

        why = null;
        return new(info);
    }

    public string ToPem() => PemEncoding.WriteString(Label, info) + "\n";

    /// <param name="signature">DER (RFC 3279, 2.2.3), as OpenSSL writes and reads it.</param>
    public bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(info, out _);
        try
        {
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;       // no signature at all
        }
    }
}
