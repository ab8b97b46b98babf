using GangFlash.Documents;
using GangFlash.Recipes.Keys;

namespace GangFlash.Recipes;

/// <summary>What editors and people are told of the language of recipes; made from the keys that the reader itself uses.</summary>
public static class RecipeLanguage
{
    /// <summary>The JSON Schema; <c>recipes/recipe.schema.json</c> is this text.</summary>
    public static string Schema => DocumentSchema.Of(RecipeKeys.Table, "GangFlash recipe");

    /// <summary>The reference in Markdown; <c>recipes/REFERENCE.md</c> is this text.</summary>
    public static string Reference =>
        $"""
        # The keys of a recipe

        Made by `gangflash recipe reference` from the keys that the reader uses; a test keeps this page equal. Addresses are `0x` and eight hex digits; the last address of a range belongs to it.
        `recipe.schema.json` says the same to editors.

        """ + DocumentReference.Of(RecipeKeys.Table);
}
