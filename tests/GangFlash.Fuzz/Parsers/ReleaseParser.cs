using System.Security.Cryptography;
using GangFlash.Fuzz.Mutations;
using GangFlash.Releases;

namespace GangFlash.Fuzz.Parsers;

/// <summary>The reader of releases, and what a station that trusts nobody says of their signatures.</summary>
static class ReleaseParser
{
    public static Parser Make()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["recipe.yaml"] = "recipe: pump\nrevision: 7\nimages: [ { file: images/app.bin, at: 0x08000000 } ]\n"u8.ToArray(),
            ["images/app.bin"] = new byte[] { 1, 2, 3, 4 },
        };
        var bundle = ReleaseBundle.Of(new("pump", "7", DateTimeOffset.UnixEpoch, "E. Na", "First one.", "GangFlash 1.0", []), files);
        using var key = SigningKey.Create();
        var text = new TextMutations([bundle.ManifestBytes.ToArray()]);
        var fields = new FieldMutations(ReleaseMutations.Fields);
        return new(
            "release",
            [ReleaseWriter.Write(bundle), ReleaseWriter.Write(bundle.SignedBy(key))],
            [ByteMutations.Any, fields.Any, fields.Any, ReleaseMutations.Entries, ReleaseMutations.Entries, ReleaseMutations.Manifest(text), ReleaseMutations.Manifest(text)],
            input => ReleaseReader.Read(input),
            answer => Judge((ReleaseReading)answer!))
        {
            // .NET keeps an object and two texts for each entry of an archive, and a complaint about each has a few hundred characters.
            Bound = new(1024 * 1024, 256),
        };
    }

    static string Judge(ReleaseReading reading)
    {
        foreach (var problem in reading.Problems)
            Promise.IsClear(problem.Message);
        Promise.Holds(reading.Bundle is null == !reading.Problems.IsEmpty, "there is a release or a problem, and never both");
        if (reading.Bundle is not { } bundle)
            return reading.Problems[0].Code;
        Promise.Holds(bundle.Manifest.Files.Select(file => file.Name).Order(StringComparer.Ordinal).SequenceEqual(bundle.Files.Keys), "a release has the files of its manifest");
        Promise.Holds(bundle.Manifest.Files.All(file => Convert.ToHexStringLower(SHA256.HashData(bundle.Files[file.Name].Span)) == file.Sha256), "a file has the hash that the manifest says");
        Promise.Holds(bundle.Files.Keys.All(name => ReleaseNames.Refuse(name) is null), "a file has a name that a released file can have");
        Promise.Holds(ReleaseRules.None.Refuse(ReleaseRules.None.Judge(bundle).Signers) is null, "nobody is wrong where nobody is known");
        Promise.IsShowable(bundle.Manifest.By + bundle.Manifest.Revision + bundle.Manifest.Program + bundle.Manifest.Note.ReplaceLineEndings(" "), "a manifest");
        return "read";
    }
}
