using GangFlash.Releases;

namespace GangFlash.Station.Loading;

/// <summary>Where the images of a recipe come from: the folder that it lies in, or a release. Each is read once, so what was looked at is what is used.</summary>
abstract class RecipeFiles
{
    readonly SortedDictionary<string, ReadOnlyMemory<byte>> taken = new(StringComparer.Ordinal);

    private RecipeFiles()
    {
    }

    /// <summary>All that was read, by the names that it has in a release.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Taken => taken;

    /// <param name="file">As a recipe names it.</param>
    /// <param name="most">In bytes.</param>
    /// <exception cref="IOException">It has more bytes, or can't be read; see <see cref="InputFile.IsUnreadable"/> for the others.</exception>
    public ReadOnlyMemory<byte> Read(string file, long most)
    {
        var name = ReleaseNames.Of(file);
        return taken.TryGetValue(name, out var known) ? known : taken[name] = Load(file, most);
    }

    /// <summary>Where a file was looked for that is not there, in words; none if it is.</summary>
    public abstract string? Missing(string file);

    protected abstract ReadOnlyMemory<byte> Load(string file, long most);

    /// <param name="recipe">Path of the recipe's file.</param>
    public sealed class Folder(string recipe) : RecipeFiles
    {
        public override string? Missing(string file) => File.Exists(PathOf(file)) ? null : $"beside the recipe (looked for {Printable.Escape(PathOf(file))})";

        protected override ReadOnlyMemory<byte> Load(string file, long most) => InputFile.Read(PathOf(file), most);

        string PathOf(string file) => Path.Combine(Path.GetDirectoryName(recipe) ?? "", file.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>The files of a release, which are in memory and were compared with its manifest.</summary>
    public sealed class Bundle(ReleaseBundle bundle) : RecipeFiles
    {
        public override string? Missing(string file) => bundle.Files.ContainsKey(ReleaseNames.Of(file)) ? null : "in the release";

        protected override ReadOnlyMemory<byte> Load(string file, long most) => bundle.Files[ReleaseNames.Of(file)];
    }
}
