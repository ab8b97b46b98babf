using System.Security.Cryptography;

namespace GangFlash;

/// <summary>The short name of a public key, for eyes and file names: the first eight bytes of the SHA-256 of its SubjectPublicKeyInfo, 16 hex digits.</summary>
public static class KeyId
{
    const int Bytes = 8;

    /// <param name="subjectPublicKeyInfo">DER (RFC 5280, 4.1.2.7).</param>
    public static string Of(ReadOnlySpan<byte> subjectPublicKeyInfo) => Convert.ToHexStringLower(SHA256.HashData(subjectPublicKeyInfo).AsSpan(0, Bytes));
}
