using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace GangFlash.Releases;

/// <summary>Reads a release and compares each of its files with the manifest. Time and memory are bounded by what the file really has, whatever it claims.</summary>
public sealed class ReleaseReader
{
    const string Again = "Take the release again from where it was made.";

    readonly ImmutableArray<ReleaseProblem>.Builder problems = ImmutableArray.CreateBuilder<ReleaseProblem>();
    readonly Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.OrdinalIgnoreCase);

    ReleaseReader()
    {
    }

    /// <summary>Never throws: a file that is no sound release gives none, and says why.</summary>
    /// <param name="file">The whole file. It must not change afterwards.</param>
    public static ReleaseReading Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (ReleaseContainer.Refuse(file) is { } broken)
            return new(null, [broken]);
        var reader = new ReleaseReader();
        var bundle = reader.Bundle(file);
        return new(reader.problems.Count == 0 ? bundle : null, reader.problems.ToImmutable());
    }

    ReleaseBundle? Bundle(byte[] file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read, leaveOpen: false, Encoding.UTF8);
            foreach (var entry in archive.Entries.Where(entry => !entries.TryAdd(entry.FullName, entry)))
                Wrong(ReleaseCode.Entry, $"{Shown(entry)} is there twice. {Again}");
            // So nothing unpacks to more than there is, and no two entries share what they unpack to.
            foreach (var entry in archive.Entries.Where(entry => entry.Length != entry.CompressedLength))
                Wrong(ReleaseCode.Container, $"{Shown(entry)} is compressed, and nothing in a release is: another program has packed it. {Again}");
            if (archive.Entries.Sum(entry => entry.Length) > file.Length)
                Wrong(ReleaseCode.Container, $"The entries of the archive have more bytes than the file. {Again}");
            return problems.Count > 0 ? null : Bundle();
        }
        catch (InvalidDataException damaged)
        {
            Wrong(ReleaseCode.Container, $"The archive cannot be read: {Printable.Escape(damaged.Message, 200)} {Again}");
            return null;
        }
    }

    ReleaseBundle? Bundle()
    {
        if (!entries.TryGetValue(ReleaseNames.Manifest, out var entry) || entry.FullName != ReleaseNames.Manifest)
            return Wrong(ReleaseCode.Manifest, $"There is no {ReleaseNames.Manifest}, so this is no release of GangFlash.");
        if (Content(entry, ReleaseLimits.ManifestLength) is not { } manifestBytes)
            return Wrong(ReleaseCode.TooLarge, $"{ReleaseNames.Manifest} has more than {ReleaseLimits.ManifestLength:N0} bytes.");
        if (ManifestJson.Read(manifestBytes, out var problem) is not { } manifest)
        {
            problems.Add(problem!);
            return null;
        }

        var files = ImmutableSortedDictionary.CreateBuilder<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var file in manifest.Files)
            files[file.Name] = Released(file);
        var signatures = Others(manifest).Select(Signature).OfType<ReleaseSignature>().ToList();
        if (signatures.Count > ReleaseLimits.Signatures)
            return Wrong(ReleaseCode.TooLarge, $"The release has {signatures.Count} signatures; it can have {ReleaseLimits.Signatures}.");
        return ReleaseBundle.Verified(manifest, manifestBytes, files.ToImmutable(), signatures);
    }

    /// <summary>The bytes of a file that is what the manifest says; none, and a problem, for any other.</summary>
    ReadOnlyMemory<byte> Released(ReleasedFile file)
    {
        var name = Printable.Escape(file.Name);
        if (!entries.TryGetValue(file.Name, out var entry) || entry.FullName != file.Name)
        {
            _ = Wrong(ReleaseCode.Missing, $"{name} is missing, and the manifest lists it. {Again}");
            return default;
        }

        if (entry.Length != file.Size || Content(entry, file.Size) is not { } content || content.Length != file.Size)
        {
            _ = Wrong(ReleaseCode.Changed, $"{name} is not the file that was released: its size is not the {file.Size:N0} bytes that the manifest says. {Again}");
            return default;
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (hash != file.Sha256)
            _ = Wrong(ReleaseCode.Changed, $"{name} is not the file that was released: its SHA-256 is {hash}, the manifest says {file.Sha256}. {Again}");
        return content;
    }

    IEnumerable<ZipArchiveEntry> Others(ReleaseManifest manifest)
    {
        var listed = manifest.Files.Select(file => file.Name).Append(ReleaseNames.Manifest).ToHashSet(StringComparer.Ordinal);
        return entries.Values.Where(entry => !listed.Contains(entry.FullName)).OrderBy(entry => entry.FullName, StringComparer.Ordinal);
    }

    ReleaseSignature? Signature(ZipArchiveEntry entry)
    {
        if (ReleaseNames.KeyOf(entry.FullName) is not { } key)
            _ = Wrong(ReleaseCode.Entry, $"{Shown(entry)} is in the release, and the manifest does not list it. {Again}");
        else if (Content(entry, ReleaseLimits.SignatureLength) is { } bytes)
            return new(key, bytes);
        else
            _ = Wrong(ReleaseCode.TooLarge, $"{Shown(entry)} has more bytes than a signature. {Again}");
        return null;
    }

    /// <summary>What an entry really unpacks to; none where that is more than <paramref name="most"/> or than it claims.</summary>
    static byte[]? Content(ZipArchiveEntry entry, long most)
    {
        if (entry.Length > most)
            return null;
        try
        {
            using var stream = entry.Open();
            var bytes = new byte[entry.Length];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return stream.ReadByte() >= 0 ? null : bytes[..length];
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"{Shown(entry)}: {damaged.Message}", damaged);
        }
    }

    ReleaseBundle? Wrong(string code, string message)
    {
        problems.Add(new(code, message));
        return null;
    }

    static string Shown(ZipArchiveEntry entry) => Printable.Escape(entry.FullName);
}
