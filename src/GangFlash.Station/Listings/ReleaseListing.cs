using System.Globalization;
using System.Text;
using GangFlash.Releases;

namespace GangFlash.Station.Listings;

/// <summary>A release for people and machines: what it is, what is in it, who signed it.</summary>
static class ReleaseListing
{
    /// <summary>One line, for a command that goes on to use it.</summary>
    public static string Line(Release release) =>
        $"{Head(release.Manifest)}, released {Moment(release.Manifest)} by {Printable.Escape(release.Manifest.By)}; {(release.Signers.IsEmpty ? "nobody has signed it" : $"signed by {string.Join(", ", release.Signers.Select(signer => $"{signer.KeyId} ({Standing(signer)})"))}")}.";

    /// <param name="refusal">Why the station does not take it; none if it does.</param>
    public static string Text(Release release, ReleaseProblem? refusal)
    {
        var manifest = release.Manifest;
        var text = new StringBuilder();
        Line($"Release   {Head(manifest)}");
        Line($"Released  {Moment(manifest)} by {Printable.Escape(manifest.By)}, with {Printable.Escape(manifest.Program)}");
        foreach (var (line, i) in manifest.Note.Split('\n').Select((line, i) => (line, i)).Where(_ => manifest.Note.Length > 0))
            Line($"{(i == 0 ? "Note" : ""),-10}{Printable.Escape(line, ManifestJson.LongestNote)}");
        Line($"Sha256    {release.Sha256} (of the manifest)");
        var longest = manifest.Files.Max(file => Printable.Escape(file.Name).Length);
        foreach (var (file, i) in manifest.Files.Select((file, i) => (file, i)))
            Line($"{(i == 0 ? "Files" : ""),-10}{Printable.Escape(file.Name).PadRight(longest)}  {file.Size,11:N0} bytes  sha256 {file.Sha256}");
        foreach (var (signer, i) in release.Signers.Select((signer, i) => (signer, i)))
            Line($"{(i == 0 ? "Signed" : ""),-10}{signer.KeyId}  {Standing(signer)}");
        if (release.Signers.IsEmpty)
            Line("Signed    by nobody");
        Line($"Station   {(refusal is null ? "takes it" : $"refuses it: {refusal.Message} [{refusal.Code}]")}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>The fields are a contract; the Station README lists them.</summary>
    public static string Json(Release release, ReleaseProblem? refusal) => JsonLine.Of(new
    {
        release.Manifest.Recipe,
        release.Manifest.Revision,
        Released = Moment(release.Manifest),
        release.Manifest.By,
        release.Manifest.Note,
        release.Manifest.Program,
        release.Sha256,
        Files = release.Manifest.Files.Select(file => new { file.Name, file.Size, file.Sha256 }),
        Signatures = release.Signers.Select(signer => new { Key = signer.KeyId, Standing = signer.Standing.ToString().ToLowerInvariant(), signer.Name }),
        Taken = refusal is null,
        Refusal = refusal is null ? null : new { refusal.Code, refusal.Message },
    });

    public static string Head(ReleaseManifest manifest) => $"{manifest.Recipe} revision {Printable.Escape(manifest.Revision)}";

    static string Moment(ReleaseManifest manifest) => manifest.Released.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static string Standing(ReleaseSigner signer) => signer.Standing switch
    {
        SignerStanding.Trusted => $"trusted: {Printable.Escape(signer.Name ?? "")}",
        SignerStanding.Unknown => "a key that is not known here",
        SignerStanding.Wrong => $"WRONG: not what {Printable.Escape(signer.Name ?? "")} signed",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
