using System.Globalization;
using Dapper;
using GangFlash.Recipes;

namespace GangFlash.Traceability;

/// <summary>A row of <c>recipe_revision</c>: the whole text, once for each content.</summary>
sealed record RecipeRow(string Sha256, string Name, string Revision, string File, string Text, string FirstSeen)
{
    const string Insert = """
        INSERT INTO recipe_revision (sha256, name, revision, file, text, first_seen)
        VALUES (@Sha256, @Name, @Revision, @File, @Text, @FirstSeen)
        ON CONFLICT DO NOTHING
        """;

    const string Find = "SELECT id FROM recipe_revision WHERE sha256 = @Sha256";

    public static RecipeRow Of(Recipe recipe, DateTimeOffset seen) =>
        new(recipe.Source.Sha256, recipe.Name, recipe.Revision, recipe.Source.File, recipe.Source.Text, RecordTime.Text(seen));

    /// <summary>Answers the row's id, of now or of before.</summary>
    public long Store(RecordBook book)
    {
        var isNew = book.Connection.Execute(Insert, this) > 0;
        var id = book.Connection.QuerySingle<long>(Find, this);
        if (isNew)
            book.Seal(RecordKind.Recipe, id.ToString(CultureInfo.InvariantCulture));
        return id;
    }
}
