using Dapper;
using GangFlash.Gang;
using GangFlash.Releases;

namespace GangFlash.Traceability.Tests;

/// <summary>What a release leaves in the record: which it was, and who had signed it when an attempt began.</summary>
public sealed class ReleaseTests : IDisposable
{
    readonly RecordFolder folder = new();

    public void Dispose() => folder.Dispose();

    static AttemptStart Start(string serial, Release? release) => Some.Start(1, serial, Some.Order() with { Release = release });

    [Fact]
    public async Task A_release_is_stored_once_and_each_attempt_says_who_had_signed_it()
    {
        var approved = Some.Release with { Signers = [.. Some.Release.Signers, new("aaaaaaaaaaaaaaaa", SignerStanding.Trusted, "keys/other.pub")] };
        await using (var store = await folder.OpenAsync())
        {
            foreach (var (serial, release) in ((string, Release?)[])[("A", Some.Release), ("B", approved), ("C", null)])
                await store.EndAsync(await store.BegunAsync(Start(serial, release)), Some.Pass(), default);
        }

        using var connection = folder.Beside();
        Assert.Equal(
            [
                """A cccc pump C [{"key":"0123456789abcdef","trusted":true,"name":"keys/quality.pub"},{"key":"fedcba9876543210","trusted":false,"name":null}]""",
                """B cccc pump C [{"key":"0123456789abcdef","trusted":true,"name":"keys/quality.pub"},{"key":"fedcba9876543210","trusted":false,"name":null},{"key":"aaaaaaaaaaaaaaaa","trusted":true,"name":"keys/other.pub"}]""",
            ],
            connection.Query<string>("SELECT s.unit_serial || ' ' || substr(r.sha256, 1, 4) || ' ' || r.recipe || ' ' || r.revision || ' ' || r.signers FROM v_attempt_release r JOIN attempt_start s ON s.attempt = r.attempt ORDER BY s.seq"));
        Assert.Equal(["{ manifest }\n"], connection.Query<string>("SELECT manifest FROM recipe_release"));
        Assert.True(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).IsWhole);
    }

    [Theory]
    [InlineData("attempt_release", "UPDATE attempt_release SET signers = '[]'")]
    [InlineData("attempt_release", "DELETE FROM attempt_release")]
    [InlineData("recipe_release", "UPDATE recipe_release SET manifest = 'other'")]
    public async Task A_release_that_was_changed_behind_our_back_shows(string table, string forged)
    {
        await using (var store = await folder.OpenAsync())
            await store.EndAsync(await store.BegunAsync(Start("A", Some.Release)), Some.Pass(), default);

        using (var connection = folder.Beside())
            _ = connection.Execute($"DROP TRIGGER {table}_no_update; DROP TRIGGER {table}_no_delete; {forged}");

        Assert.NotEmpty(RecordArchive.Verify(folder.Database, null, folder.Clock, null, default).Findings);
    }

    [Fact]
    public async Task An_attempt_can_begin_with_a_release_that_another_station_began_with()
    {
        await using var one = await folder.OpenAsync();
        await using var other = await folder.OpenAsync();

        foreach (var (store, station) in new[] { (one, "line-1"), (other, "line-2"), (one, "line-1") })
            await store.EndAsync(await store.BegunAsync(Start($"SN-{station}", Some.Release) with { Context = Some.Context with { Station = station } }), Some.Pass(), default);

        Assert.Equal(1, folder.Ask<int>("SELECT count(*) FROM recipe_release"));
        Assert.Equal(3, folder.Ask<int>("SELECT count(*) FROM attempt_release"));
    }
}
