using System.Text.RegularExpressions;
using GangFlash.Documents;

namespace GangFlash.Releases;

/// <summary>The names of a release's entries. Images have those that the recipe gives them, so that an unpacked release is a folder that the recipe works in.</summary>
public static partial class ReleaseNames
{
    public const string Recipe = "recipe.yaml";

    public const string Manifest = "manifest.json";

    /// <summary>Of a release's file.</summary>
    public const string Extension = ".gfr";

    const string Folder = "signatures/";
    const string SignatureEnd = ".sig";
    const int Longest = 256;

    public static bool IsRelease(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    public static string Signature(string keyId) => $"{Folder}{keyId}{SignatureEnd}";

    /// <summary>The key whose signature an entry holds; none for any other entry.</summary>
    public static string? KeyOf(string entry) => SignatureName.IsMatch(entry) ? entry[Folder.Length..^SignatureEnd.Length] : null;

    /// <summary>The entry of a file that a recipe names: without steps to and fro.</summary>
    /// <param name="file">As a recipe may write it: relative, and never above its folder.</param>
    public static string Of(string file)
    {
        ArgumentNullException.ThrowIfNull(file);
        var steps = new List<string>();
        foreach (var step in file.Split('/').Where(step => step is not ("" or ".")))
        {
            if (step != "..")
                steps.Add(step);
            else if (steps.Count > 0)
                steps.RemoveAt(steps.Count - 1);
        }

        return string.Join('/', steps);
    }

    /// <summary>Why a released file can't have this name: the rest of a sentence; none if it can.</summary>
    public static string? Refuse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length > Longest)
            return $"has {name.Length} characters; a released file has at most {Longest}";
        if (DocumentScalars.RelativePath(name, "recipe") is { } why)
            return why;
        if (DocumentText.HasInvisible(name) || name != Of(name))
            return "is not how a released file is named: plain steps with one slash between, and no invisible characters";
        if (name.Equals(Manifest, StringComparison.OrdinalIgnoreCase) || name.StartsWith(Folder, StringComparison.OrdinalIgnoreCase) || (name != Recipe && name.Equals(Recipe, StringComparison.OrdinalIgnoreCase)))
            return "is a name that the release itself needs; give the image another one";
        return null;
    }

    [GeneratedRegex("^signatures/[0-9a-f]{16}\\.sig$", RegexOptions.NonBacktracking)]
    private static partial Regex SignatureName { get; }
}
