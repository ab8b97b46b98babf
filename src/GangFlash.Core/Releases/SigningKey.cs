using System.Security.Cryptography;

namespace GangFlash.Releases;

/// <summary>A key that signs releases, both halves. Outside of a process it exists only encrypted with a passphrase.</summary>
public sealed class SigningKey : IDisposable
{
    /// <summary>A shorter passphrase is found in an afternoon.</summary>
    public const int ShortestPassphrase = 8;

    const string Label = "ENCRYPTED PRIVATE KEY";
    const string PlainLabel = "PRIVATE KEY";
    const string OldLabel = "EC PRIVATE KEY";

    /// <summary>For PBKDF2 with SHA-256, as the OWASP Password Storage Cheat Sheet has it.</summary>
    const int Iterations = 600_000;

    readonly ECDsa pair;

    SigningKey(ECDsa pair, ReleaseKey publicKey) => (this.pair, Public) = (pair, publicKey);

    public ReleaseKey Public { get; }

    public static SigningKey Create() => Of(ECDsa.Create(ECCurve.NamedCurves.nistP256), out _)!;

    /// <summary>The key in a PEM file (PKCS#8, RFC 5958), or why there is none: the rest of a sentence that begins with the file's name.</summary>
    public static SigningKey? FromPem(string text, string passphrase, out string? why)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!PemEncoding.TryFind(text, out var fields))
        {
            why = "holds no key; name the .key file that 'gangflash recipe key new' wrote";
            return null;
        }

        switch (text[fields.Label])
        {
            case Label:
                break;
            case PlainLabel or OldLabel:
                why = "is not encrypted, so that whoever copies it can release; encrypt it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in FILE -out FILE.key";
                return null;
            default:
                why = "holds no private key; name the .key file that 'gangflash recipe key new' wrote, not the .pub";
                return null;
        }

        var read = ECDsa.Create();
        try
        {
            read.ImportEncryptedPkcs8PrivateKey(passphrase, Convert.FromBase64String(text[fields.Base64Data]), out _);
        }
        catch (CryptographicException)
        {
            read.Dispose();
            why = "cannot be opened: the passphrase is not the one that it was made with, or the file is damaged";
            return null;
        }

        var key = Of(read, out why);
        if (key is null)
            read.Dispose();
        return key;
    }

    public string ToPem(string passphrase)
    {
        var encrypted = pair.ExportEncryptedPkcs8PrivateKey(passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations));
        return PemEncoding.WriteString(Label, encrypted) + "\n";
    }

    /// <summary>A signature over the bytes, DER.</summary>
    public byte[] Sign(ReadOnlySpan<byte> data) => pair.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    public void Dispose() => pair.Dispose();

    static SigningKey? Of(ECDsa pair, out string? why) => ReleaseKey.FromInfo(pair.ExportSubjectPublicKeyInfo(), out why) is { } known ? new(pair, known) : null;
}
