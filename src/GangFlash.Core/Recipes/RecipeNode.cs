using System.Collections.Immutable;

namespace GangFlash.Recipes;

/// <summary>A value of a recipe file as YAML gives it, with its place and without a meaning.</summary>
abstract record RecipeNode
{
    private RecipeNode() { }

    public abstract SourcePlace Place { get; init; }

    /// <param name="Plain">Written without quotes, so that it may be one of YAML's spellings of nothing.</param>
    public sealed record Scalar(SourcePlace Place, string Text, bool Plain) : RecipeNode
    {
        public bool IsNothing => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");
    }

    public sealed record Sequence(SourcePlace Place, ImmutableArray<RecipeNode> Items) : RecipeNode;

    /// <summary>No two entries have the same key.</summary>
    public sealed record Mapping(SourcePlace Place, ImmutableArray<RecipeEntry> Entries) : RecipeNode;

    /// <summary>Complained about while it was loaded: nobody needs to complain again.</summary>
    public sealed record Refused(SourcePlace Place) : RecipeNode;
}

readonly record struct RecipeEntry(string Key, SourcePlace Place, RecipeNode Value);
