using System.IO.Compression;
using GangFlash.Testing;

namespace GangFlash.Station.Tests;

/// <summary>A folder with the demo recipe, keys and station files, and the program in it as people use it.</summary>
sealed class ReleaseBench : IDisposable
{
    const string Passphrase = "correct horse";

    readonly TemporaryFolder folder = new();

    public ReleaseBench()
    {
        var root = TestImages.RepositoryRoot();
        Directory.CreateDirectory(PathOf("images"));
        File.Copy(Path.Combine(root, "recipes", "demo.yaml"), PathOf("demo.yaml"));
        File.Copy(Path.Combine(root, "recipes", "images", "f746-app.elf"), PathOf("images/f746-app.elf"));
    }

    public string Release => PathOf("demo.gfr");

    public string PathOf(string name) => folder.PathOf(name);

    public string Write(string name, string text) => folder.Write(name, text);

    public void Dispose() => folder.Dispose();

    /// <summary>With the passphrase of all keys in the environment.</summary>
    public Task<StationRun> RunAsync(params string[] args) => StationRun.With(io => io with { Variable = name => name == "GANGFLASH_KEY_PASSPHRASE" ? Passphrase : null }, args);

    /// <summary>Makes a key and answers its id.</summary>
    public async Task<string> KeyAsync(string name)
    {
        var run = await RunAsync("recipe", "key", "new", name, "-o", PathOf("keys"));
        Assert.Equal((0, ""), (run.Exit, run.Error));
        return run.Out.Split(' ')[0];
    }

    public string Key(string name) => PathOf($"keys/{name}.key");

    /// <summary>Releases the demo recipe with a key of that name, which it makes.</summary>
    public async Task<string> ReleasedAsync(string key = "engineering")
    {
        _ = await KeyAsync(key);
        var run = await RunAsync("recipe", "release", PathOf("demo.yaml"), "--key", Key(key), "-o", Release, "--by", "E. Na", "--note", "First one.");
        Assert.Equal((0, ""), (run.Exit, run.Error));
        return Release;
    }

    /// <summary>A station file; its keys are those of the bench.</summary>
    public string Station(string releases) => Write("station.yaml", $"station: LINE-1\ndatabase: record.db\nreleases: {releases}\n");

    public Task<StationRun> FlashAsync(string recipe, string station, string boards = "2") => RunAsync("flash", recipe, "--simulate", boards, "--config", station, "--operator", "B-1001");

    /// <summary>Changes one byte of an entry in the release, as a hand with an archive program would.</summary>
    public void Damage(string entry)
    {
        using var archive = ZipFile.Open(Release, ZipArchiveMode.Update);
        var content = new byte[archive.GetEntry(entry)!.Length];
        using (var stream = archive.GetEntry(entry)!.Open())
            stream.ReadExactly(content);
        content[content.Length / 2] ^= 1;
        archive.GetEntry(entry)!.Delete();
        using var changed = archive.CreateEntry(entry, CompressionLevel.NoCompression).Open();
        changed.Write(content);
    }
}
