using System.Security.Cryptography;
using GangFlash.Documents;
using GangFlash.Recipes.Keys;

namespace GangFlash.Recipes;

/// <summary>Reads a recipe file and reports all of its problems at once. What its keys are and how each is read, <see cref="RecipeKeys"/> says.</summary>
public static class RecipeReader
{
    internal static DocumentKind Kind { get; } = new("recipe", "recipe", "'recipe: name-of-the-recipe'", ForeignKeys.Find);

    /// <summary>Never throws: a file that is no recipe gives none, and says why.</summary>
    /// <param name="file">For the messages and the record; nothing is opened.</param>
    /// <param name="bytes">The whole file, as it was on the disk.</param>
    public static RecipeReading Read(string file, ReadOnlySpan<byte> bytes)
    {
        var found = new DocumentProblems(Kind, file);
        Recipe? recipe = null;
        if (DocumentText.Decode(bytes, found) is { } text && YamlDocument.Load(text[DocumentText.WithoutMark(text)..], found) is { } root)
        {
            var source = new RecipeSource(file, text, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            recipe = new DocumentValue(root, RecipeKeys.Table.Title, found).Keys(RecipeKeys.Table, keys => RecipeKeys.Read(keys, source));
        }

        return new(found.HasErrors ? null : recipe, found.InOrder());
    }
}
