using System.Buffers.Binary;
using System.IO.Compression;
using GangFlash.Releases;

namespace GangFlash.Fuzz.Mutations;

/// <summary>Changes releases as what they are: an archive of entries, with a manifest that lists them.</summary>
static class ReleaseMutations
{
    const int EndLength = 22;
    const uint ListedEntry = 0x02014B50;

    static readonly string[] s_names = ["recipe.yaml", "manifest.json", "images/app.bin", "Images/App.bin", "../app.bin", "/app.bin", "images/", "signatures/0123456789abcdef.sig", "signatures/../recipe.yaml", "a\u0000b", "a\u001b[2Jb", new('n', 300)];

    /// <summary>Packed anew from its entries; half of the time with a manifest that lists what is there.</summary>
    public static byte[] Entries(byte[] input, byte[] donor, Dice dice)
    {
        if (EntriesOf(input) is not { Count: > 0 } entries)
            return ByteMutations.Any(input, donor, dice);
        var at = dice.Below(entries.Count);
        var (name, content) = entries[at];
        switch (dice.Below(6))
        {
            case 0:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.Add((dice.Pick(s_names), content));
                break;
            case 2:
                entries[at] = (dice.Pick(s_names), content);
                break;
            case 3 when EntriesOf(donor) is { Count: > 0 } others:
                entries.Add(dice.Pick(others));
                break;
            case 4:
                entries.AddRange(Enumerable.Repeat(entries[at], dice.OneIn(30) ? dice.Below(600) : dice.Few(3)));
                break;
            default:
                entries[at] = (name, ByteMutations.Any(content, donor, dice));
                break;
        }

        return Packed(dice.OneIn(2) ? Listed(entries) : entries, dice.OneIn(8) ? CompressionLevel.Fastest : CompressionLevel.NoCompression);
    }

    /// <summary>The manifest as a text.</summary>
    public static Mutation Manifest(TextMutations text) => (input, donor, dice) =>
    {
        var entries = EntriesOf(input) ?? [];
        var at = entries.FindIndex(entry => entry.Name == ReleaseNames.Manifest);
        if (at < 0)
            return ByteMutations.Any(input, donor, dice);
        entries[at] = (ReleaseNames.Manifest, text.Any(entries[at].Content, [], dice));
        return Packed(entries, CompressionLevel.NoCompression);
    };

    /// <summary>All numbers of the list of entries and of its end (APPNOTE 4.3.12, 4.3.16).</summary>
    public static IReadOnlyList<Field> Fields(byte[] input)
    {
        var fields = new List<Field>();
        for (var at = 0; at + 46 <= input.Length; at++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(input.AsSpan(at)) == ListedEntry)
                fields.AddRange([new(at + 8, 2), new(at + 10, 2), new(at + 16, 4), new(at + 20, 4), new(at + 24, 4), new(at + 28, 2), new(at + 30, 2), new(at + 32, 2), new(at + 42, 4)]);
        }

        var end = input.Length - EndLength;
        fields.AddRange([new(end + 4, 2), new(end + 8, 2), new(end + 10, 2), new(end + 12, 4), new(end + 16, 4), new(end + 20, 2)]);
        return fields;
    }

    /// <summary>None where the archive cannot be read.</summary>
    static List<(string Name, byte[] Content)>? EntriesOf(byte[] input)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(input));
            return
            [
                .. archive.Entries.Take(600).Select(entry =>
                {
                    using var stream = entry.Open();
                    var content = new byte[Math.Min(entry.Length, 64 * 1024)];
                    return (entry.FullName, content[..stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)]);
                }),
            ];
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException or ArgumentException)
        {
            return null;
        }
    }

    static List<(string Name, byte[] Content)> Listed(List<(string Name, byte[] Content)> entries)
    {
        var files = entries.Where(entry => entry.Name != ReleaseNames.Manifest && ReleaseNames.KeyOf(entry.Name) is null).DistinctBy(entry => entry.Name).ToDictionary(entry => entry.Name, entry => (ReadOnlyMemory<byte>)entry.Content);
        var bundle = ReleaseBundle.Of(new("pump", "7", DateTimeOffset.UnixEpoch, "E. Na", "", "GangFlash", []), files);
        return [.. entries.Where(entry => entry.Name != ReleaseNames.Manifest), (ReleaseNames.Manifest, bundle.ManifestBytes.ToArray())];
    }

    static byte[] Packed(List<(string Name, byte[] Content)> entries, CompressionLevel compression)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries.Where(entry => entry.Name.Length > 0))
            {
                using var stream = archive.CreateEntry(name, compression).Open();
                stream.Write(content);
            }
        }

        return file.ToArray();
    }
}
