namespace GangFlash.Testing;

/// <summary>The real linker output in <c>tests/Images</c>.</summary>
public static class TestImages
{
    public static string Folder { get; } = Path.Combine(RepositoryRoot(), "tests", "Images");

    public static string PathOf(string name) => Path.Combine(Folder, name);

    public static byte[] Bytes(string name) => File.ReadAllBytes(PathOf(name));

    /// <summary>The images whose names end so, in order.</summary>
    public static IEnumerable<string> Names(params string[] extensions) =>
        Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Where(name => extensions.Any(extension => name.EndsWith(extension, StringComparison.Ordinal))).Order(StringComparer.Ordinal);

    /// <summary>The folder with the solution file, found upwards from where the tests run.</summary>
    public static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GangFlash.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests run outside of the repository: GangFlash.sln is in no folder above.");
    }
}
