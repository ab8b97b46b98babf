using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GangFlash.Releases;
using GangFlash.Station.Live;
using GangFlash.Testing;
using Microsoft.Data.Sqlite;

namespace GangFlash.Station.Tests;

public sealed partial class ReleaseCommandTests : IDisposable
{
    readonly ReleaseBench bench = new();

    public void Dispose() => bench.Dispose();

    /// <summary>Without what differs from run to run: the folder, keys, hashes of the manifest, the version.</summary>
    string Same(string text) => Commit.Replace(Id.Replace(text.Replace(bench.PathOf(""), "", StringComparison.Ordinal), "<id>"), "GangFlash <version>");

    [GeneratedRegex("(?<![0-9a-f])([0-9a-f]{16}|(?<=Sha256    |\"sha256\":\")[0-9a-f]{64}(?= \\(of|\",\"files))(?![0-9a-f])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id { get; }

    [GeneratedRegex(@"GangFlash 0[^\s""]*", RegexOptions.NonBacktracking)]
    private static partial Regex Commit { get; }

    [Fact]
    public async Task A_new_key_is_readable_by_its_owner_only_and_never_overwritten()
    {
        var id = await bench.KeyAsync("quality");
        var before = File.ReadAllText(bench.Key("quality"));

        var again = await bench.RunAsync("recipe", "key", "new", "quality", "-o", bench.PathOf("keys"));

        Assert.Matches("^[0-9a-f]{16}$", id);
        Assert.Equal(2, again.Exit);
        Assert.Contains("quality.key is there already, and a key is never overwritten. Choose another name.", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(bench.Key("quality")));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", before, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN PUBLIC KEY-----", File.ReadAllText(bench.PathOf("keys/quality.pub")), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(bench.Key("quality")));
    }

    [Theory]
    [InlineData("correct horse\rcorrect horse\r", 0, "")]
    [InlineData("correct horsf\u007Fe\rcorrect horse\r", 0, "")]
    [InlineData("correct horse\rcorrect house\r", 2, "The two passphrases differ. No key was made.")]
    [InlineData("horse\r", 2, "The passphrase has 5 characters; it needs 8. No key was made.")]
    public async Task A_passphrase_is_asked_for_twice_and_never_shown(string typed, int exit, string error)
    {
        var keys = new Queue<char>(typed);

        var run = await StationRun.With(io => io with { PressedKey = () => keys.TryDequeue(out var key) ? key : null }, "recipe", "key", "new", "quality", "-o", bench.PathOf("keys"));

        Assert.Equal(exit, run.Exit);
        Assert.EndsWith(error, run.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", run.Error + run.Out, StringComparison.Ordinal);
        Assert.Equal(exit == 0, File.Exists(bench.Key("quality")));
    }

    [Fact]
    public async Task Without_a_terminal_and_without_the_variable_no_key_is_made()
    {
        var run = await StationRun.Of("recipe", "key", "new", "quality", "-o", bench.PathOf("keys"));

        Assert.Equal(2, run.Exit);
        Assert.Contains("GANGFLASH_KEY_PASSPHRASE", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Key("quality")));
    }

    [Fact]
    public async Task A_release_shows_what_it_is_and_who_signed_it()
    {
        _ = await bench.ReleasedAsync();
        var station = bench.Station("{ required: true, trusted: keys/engineering.pub }");

        var text = await bench.RunAsync("recipe", "show", bench.Release, "--config", station);
        var json = await bench.RunAsync("recipe", "show", bench.Release, "--config", station, "--json");

        Assert.Equal((0, 0), (text.Exit, json.Exit));
        Golden.Matches(Same(text.Out + json.Out));
    }

    [Fact]
    public async Task What_is_released_is_checked_first()
    {
        _ = await bench.KeyAsync("engineering");
        bench.Write("bad.yaml", "recipe: bad\nrevision: 1\nimages: [ { file: images/f746-app.elf } ]\ndevice: { chip: STM32F746 }\nranges: { write: 0x08040000-0x080FFFFF }\n");
        bench.Write("worse.yaml", "recipe: worse\nimages: [ { file: images/none.elf } ]\n");

        var refused = await bench.RunAsync("recipe", "release", bench.PathOf("bad.yaml"), "--key", bench.Key("engineering"), "-o", bench.Release);
        var unreadable = await bench.RunAsync("recipe", "release", bench.PathOf("worse.yaml"), "--key", bench.Key("engineering"), "-o", bench.Release);

        Assert.Equal((3, 4), (refused.Exit, unreadable.Exit));
        Assert.Contains("preflight.outside-write-range", refused.Out, StringComparison.Ordinal);
        Assert.Contains("'revision' is missing", unreadable.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Release));
    }

    [Theory]
    [InlineData("demo.gfr", "demo2.gfr", 2, "demo.gfr is a release already. Another person signs it with: gangflash recipe approve.")]
    [InlineData("demo.yaml", "demo.zip", 2, "demo.zip does not end in .gfr, which tells a release from a recipe.")]
    [InlineData("demo.yaml", "demo.gfr", 2, "demo.gfr is there already, and a release is never overwritten. Count up the revision, and name another file.")]
    [InlineData("demo.yaml", "none/demo.gfr", 2, "none/demo.gfr cannot be written: ")]
    public async Task What_cannot_be_released_says_why(string recipe, string output, int exit, string error)
    {
        _ = await bench.ReleasedAsync();
        var before = File.ReadAllBytes(bench.Release);

        var run = await bench.RunAsync("recipe", "release", bench.PathOf(recipe), "--key", bench.Key("engineering"), "-o", bench.PathOf(output));

        Assert.Equal(exit, run.Exit);
        Assert.Contains(error, Same(run.Error), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(bench.Release));
    }

    [Fact]
    public async Task A_wrong_key_or_passphrase_signs_nothing()
    {
        _ = await bench.KeyAsync("engineering");
        string[] release = ["recipe", "release", bench.PathOf("demo.yaml"), "-o", bench.Release, "--key"];

        var notKey = await bench.RunAsync([.. release, bench.PathOf("keys/engineering.pub")]);
        var missing = await bench.RunAsync([.. release, bench.PathOf("keys/none.key")]);
        var wrong = await StationRun.With(io => io with { Variable = _ => "correct donkey" }, [.. release, bench.Key("engineering"), "--by", "E. Na"]);

        Assert.Equal((4, 4, 4), (notKey.Exit, missing.Exit, wrong.Exit));
        Assert.Contains("holds no private key; name the .key file that 'gangflash recipe key new' wrote, not the .pub. Nothing was signed.", notKey.Error, StringComparison.Ordinal);
        Assert.Contains("none.key cannot be read: there is no such file. Nothing was signed.", missing.Error, StringComparison.Ordinal);
        Assert.Contains("cannot be opened: the passphrase is not the one that it was made with", wrong.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.Release));
    }

    [Fact]
    public async Task A_station_that_wants_two_signatures_flashes_after_the_second()
    {
        _ = await bench.ReleasedAsync();
        _ = await bench.KeyAsync("quality");
        var station = bench.Station("{ required: true, trusted: [ keys/engineering.pub, keys/quality.pub ], approvals: 2 }");

        var before = await bench.FlashAsync(bench.Release, station);
        var same = await bench.RunAsync("recipe", "approve", bench.Release, "--key", bench.Key("engineering"));
        var approved = await bench.RunAsync("recipe", "approve", bench.Release, "--key", bench.Key("quality"));
        var after = await bench.FlashAsync(bench.Release, station);

        Assert.Equal((4, 2, 0, 0), (before.Exit, same.Exit, approved.Exit, after.Exit));
        Assert.Contains("[release.untrusted]", before.Error, StringComparison.Ordinal);
        Assert.Contains("already; an approval is the signature of another person's key.", same.Error, StringComparison.Ordinal);
        Assert.Contains("2 of 2 passed", after.Out, StringComparison.Ordinal);
        Assert.Contains("released 2026-01-05T06:00:00Z by E. Na; signed by", after.Error, StringComparison.Ordinal);
        var show = JsonNode.Parse((await bench.RunAsync("recipe", "show", bench.Release, "--config", station, "--json")).Out)!;
        using var record = new SqliteConnection($"Data Source={bench.PathOf("record.db")};Pooling=False");
        record.Open();
        using var question = record.CreateCommand();
        question.CommandText = "SELECT group_concat(sha256 || ' ' || json_array_length(signers)) FROM v_attempt_release";
        Assert.Equal($"{show["sha256"]} 2,{show["sha256"]} 2", question.ExecuteScalar());
    }

    [Fact]
    public async Task A_changed_byte_is_refused_everywhere_with_the_name_of_its_file()
    {
        _ = await bench.ReleasedAsync();
        bench.Damage("images/f746-app.elf");

        StationRun[] runs =
        [
            await bench.FlashAsync(bench.Release, bench.Station("{ required: false }")),
            await bench.RunAsync("plan", bench.Release),
            await bench.RunAsync("recipe", "check", bench.Release),
            await bench.RunAsync("recipe", "show", bench.Release, "--config", bench.PathOf("station.yaml")),
            await bench.RunAsync("recipe", "approve", bench.Release, "--key", bench.Key("engineering")),
        ];

        Assert.All(runs, run =>
        {
            Assert.Equal(4, run.Exit);
            Assert.Matches("demo.gfr: error: images/f746-app.elf is not the file that was released: its SHA-256 is [0-9a-f]{64}, the manifest says [0-9a-f]{64}.*\\[release.changed\\]", run.Error);
        });
        Assert.False(File.Exists(bench.PathOf("record.db")));
    }

    [Fact]
    public async Task A_station_that_requires_releases_takes_no_recipe_and_no_unsigned_release()
    {
        _ = await bench.ReleasedAsync();
        _ = await bench.KeyAsync("quality");
        var station = bench.Station("{ required: true, trusted: keys/quality.pub }");

        var plain = await bench.FlashAsync(bench.PathOf("demo.yaml"), station);
        var foreign = await bench.FlashAsync(bench.Release, station);

        Assert.Equal((4, 4), (plain.Exit, foreign.Exit));
        Assert.Contains("demo.yaml: error: This station takes released recipes only, and this is none. Have it released: gangflash recipe release. [release.required]", plain.Error, StringComparison.Ordinal);
        Assert.Contains("None of the keys that signed this release", foreign.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(bench.PathOf("record.db")));
    }

    [Fact]
    public async Task A_release_needs_nothing_beside_it()
    {
        _ = await bench.ReleasedAsync();
        var plan = await bench.RunAsync("plan", bench.PathOf("demo.yaml"));
        Directory.Delete(bench.PathOf("images"), recursive: true);
        File.Delete(bench.PathOf("demo.yaml"));

        var released = await bench.RunAsync("plan", bench.Release);
        var check = await bench.RunAsync("recipe", "check", bench.Release);

        Assert.Equal((0, plan.Out), (released.Exit, released.Out));
        Assert.Equal(0, check.Exit);
        Assert.Contains("signed by", check.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_of_another_recipe_is_refused()
    {
        var files = new Dictionary<string, ReadOnlyMemory<byte>>
        {
            ["recipe.yaml"] = File.ReadAllBytes(bench.PathOf("demo.yaml")),
            ["images/f746-app.elf"] = File.ReadAllBytes(bench.PathOf("images/f746-app.elf")),
        };
        var manifest = new ReleaseManifest("f746-demo", "2", DateTimeOffset.UnixEpoch, "E. Na", "", "GangFlash", []);
        File.WriteAllBytes(bench.Release, ReleaseWriter.Write(ReleaseBundle.Of(manifest, files)));
        files["images/extra.bin"] = new byte[] { 1 };
        File.WriteAllBytes(bench.PathOf("extra.gfr"), ReleaseWriter.Write(ReleaseBundle.Of(manifest with { Revision = "1" }, files)));

        var other = await bench.RunAsync("recipe", "check", bench.Release);
        var extra = await bench.RunAsync("recipe", "check", bench.PathOf("extra.gfr"));

        Assert.Equal((4, 4), (other.Exit, extra.Exit));
        Assert.Contains("recipe.yaml is f746-demo revision 1, and manifest.json releases f746-demo revision 2. Release it anew. [release.recipe]", other.Error, StringComparison.Ordinal);
        Assert.Contains("images/extra.bin is in the release, and recipe.yaml does not name it. Release it anew. [release.recipe]", extra.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys/none.pub", "'trusted': keys/none.pub cannot be read: there is no such file")]
    [InlineData("keys/engineering.key", "'trusted': keys/engineering.key holds no public key; name the .pub file that 'gangflash recipe key new' wrote")]
    [InlineData("keys/copy.pub", "'trusted': keys/copy.pub is the same key as keys/engineering.pub, and two signatures by one key are one approval; remove one of the two")]
    public async Task A_trusted_key_that_cannot_be_used_stops_the_station(string file, string error)
    {
        _ = await bench.ReleasedAsync();
        File.Copy(bench.PathOf("keys/engineering.pub"), bench.PathOf("keys/copy.pub"));

        var run = await bench.FlashAsync(bench.Release, bench.Station($"{{ required: true, trusted: [ keys/engineering.pub, {file} ] }}"));

        Assert.Equal(4, run.Exit);
        Assert.Contains($"station.yaml:3:62: error: {error}", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_screen_lists_a_recipe_that_is_no_release_with_the_reason()
    {
        _ = await bench.ReleasedAsync();
        var trusted = ReleaseKey.FromPem(File.ReadAllText(bench.PathOf("keys/engineering.pub")), out _)!;

        var shelf = RecipeShelf.Of(null, bench.PathOf(""), new(Required: true, [new(trusted, "engineering.pub")], 1));

        Assert.Equal(["f746-demo 1 ", $"demo  {bench.PathOf("demo.yaml")}: error: This station takes released recipes only, and this is none. Have it released: gangflash recipe release. [release.required]"],
            shelf.List().Select(choice => $"{choice.Name} {choice.Revision} {choice.Problem}"));
        var found = shelf.Find("f746-demo").Order!;
        Assert.Equal("E. Na", found.Release!.Manifest.By);
        Assert.Null(shelf.Changed(found));
        bench.Damage("images/f746-app.elf");
        Assert.Contains("[release.changed]", shelf.Changed(found), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_recipe_in_two_files_is_never_chosen_by_chance()
    {
        _ = await bench.ReleasedAsync();

        var shelf = RecipeShelf.Of(null, bench.PathOf(""), ReleaseRules.None);

        const string Why = "the same recipe is in demo.gfr (revision 1) and demo.yaml (revision 1); leave only the one that is to be flashed in this folder";
        Assert.All(shelf.List(), choice => Assert.Equal(Why, choice.Problem));
        Assert.Equal((null, Why), (shelf.Find("f746-demo").Order, shelf.Find("f746-demo").Problems.Single()));
    }

    [Fact]
    public async Task The_doctor_judges_a_recipe_by_the_rules_of_the_station()
    {
        _ = await bench.ReleasedAsync();
        var station = bench.Station("{ required: true, trusted: keys/engineering.pub }");

        var plain = await bench.RunAsync("doctor", "--simulate", "1", "--config", station, "--recipe", bench.PathOf("demo.yaml"), "--json");
        var release = await bench.RunAsync("doctor", "--simulate", "1", "--config", station, "--recipe", bench.Release, "--json");

        Assert.Contains("release.required", plain.Lines.Single(line => line.Contains("\"recipe.file\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("\"verdict\":\"ok\"", release.Lines.Single(line => line.Contains("\"recipe.file\"", StringComparison.Ordinal)), StringComparison.Ordinal);
    }
}
