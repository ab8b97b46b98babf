using System.Globalization;
using GangFlash.Releases;

namespace GangFlash.Traceability;

/// <summary>A row of <c>recipe_release</c>, once for each release, and the row of <c>attempt_release</c> that leads to it.</summary>
sealed record ReleaseRow(string Sha256, string Manifest, string Signers, string FirstSeen)
{
    const string Insert = "INSERT INTO recipe_release (sha256, recipe, manifest, first_seen) VALUES (@Sha256, @Recipe, @Manifest, @FirstSeen) RETURNING id";

    const string Find = "SELECT id FROM recipe_release WHERE sha256 = @Sha256";

    const string LinkToAttempt = "INSERT INTO attempt_release (attempt, release, signers) VALUES (@Attempt, @Release, @Signers)";

    public static ReleaseRow Of(Release release, DateTimeOffset seen) => new(
        release.Sha256,
        release.ManifestText,
        RecordJson.Text(release.Signers.Select(signer => new { Key = signer.KeyId, Trusted = signer.Standing is SignerStanding.Trusted, signer.Name })),
        RecordTime.Text(seen));

    /// <summary>Id of the recipe's row.</summary>
    public long Recipe { get; private init; }

    /// <summary>The row of the attempt is sealed with the attempt.</summary>
    public void Store(RecordBook book, string attempt, long recipe)
    {
        var release = book.Statements.Find(Find, this, row => row.Number(0));
        if (release == 0)
        {
            release = book.Statements.Find(Insert, this with { Recipe = recipe }, row => row.Number(0));
            book.Seal(RecordKind.Release, release.ToString(CultureInfo.InvariantCulture));
        }

        _ = book.Statements.Execute(LinkToAttempt, new { Attempt = attempt, Release = release, Signers });
    }
}
