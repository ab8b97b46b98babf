using System.Security.Cryptography;
using System.Text;

namespace GangFlash.Traceability;

/// <summary>A link of the chain.</summary>
/// <param name="Seq">1, 2, 3 … without a gap.</param>
/// <param name="Record">Table of the record's head row.</param>
/// <param name="At">When it was written, by the station's clock.</param>
/// <param name="Content">Hash over the record's rows.</param>
/// <param name="Previous">Hash of the link before; zeros for the first one.</param>
sealed record LedgerEntry(long Seq, string Record, string Key, string At, byte[] Content, byte[] Previous, byte[] Hash)
{
    /// <summary>What the first link follows.</summary>
    public static byte[] Genesis => new byte[SHA256.HashSizeInBytes];

    public static LedgerEntry After(long seq, byte[] hash, string record, string key, string at, byte[] content) =>
        new(seq + 1, record, key, at, content, hash, HashOf(hash, record, key, at, content));

    /// <summary>Whether the link says of itself what it was written with. Its place is told by its neighbours.</summary>
    public bool IsWhole => Hash.AsSpan().SequenceEqual(HashOf(Previous, Record, Key, At, Content));

    // Lengths in front, so that no text can move a border.
    static byte[] HashOf(byte[] previous, string record, string key, string at, byte[] content) => SHA256.HashData(Encoding.UTF8.GetBytes(
        $"{Convert.ToHexStringLower(previous)}\n{Encoding.UTF8.GetByteCount(record)}:{record}\n{Encoding.UTF8.GetByteCount(key)}:{key}\n{at}\n{Convert.ToHexStringLower(content)}\n"));
}
