using System.Globalization;
using GangFlash.Recipes;

namespace GangFlash.Traceability;

/// <summary>A row of <c>recipe_revision</c>: the whole text, once for each content.</summary>
sealed record RecipeRow(string Sha256, string Name, string Revision, string File, string Text, string FirstSeen)
{
    const string Insert = """
        INSERT INTO recipe_revision (sha256, name, revision, file, text, first_seen)
        VALUES (@Sha256, @Name, @Revision, @File, @Text, @FirstSeen)
        RETURNING id
        """;

    const string Find = "SELECT id FROM recipe_revision WHERE sha256 = @Sha256";

    public static RecipeRow Of(Recipe recipe, DateTimeOffset seen) =>
        new(recipe.Source.Sha256, recipe.Name, recipe.Revision, recipe.Source.File, recipe.Source.Text, RecordTime.Text(seen));

    /// <summary>Answers the row's id, of now or of before.</summary>
    public long Store(RecordBook book)
    {
        if (book.Statements.Find(Find, this, row => row.Number(0)) is var known and not 0)
            return known;
        var id = book.Statements.Find(Insert, this, row => row.Number(0));
        book.Seal(RecordKind.Recipe, id.ToString(CultureInfo.InvariantCulture));
        return id;
    }
}
