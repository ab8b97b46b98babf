using Dapper;
using Microsoft.Data.Sqlite;

namespace GangFlash.Traceability.Tests;

public sealed class PreparedStatementsTests : IDisposable
{
    const string Insert = "INSERT INTO thing (text, number, truth, bytes) VALUES (@Text, @Number, @Truth, @Bytes)";

    readonly SqliteConnection connection = Schema.Pattern(TimeProvider.System);
    readonly PreparedStatements statements;

    public PreparedStatementsTests()
    {
        _ = connection.Execute("CREATE TABLE thing (text TEXT NOT NULL, number INTEGER, truth INTEGER CHECK (truth IN (0, 1)), bytes BLOB)");
        statements = new(connection);
    }

    public void Dispose()
    {
        statements.Dispose();
        connection.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("SN-0001")]
    [InlineData("Größe 24 µF")]
    [InlineData("cut\0here")]       // scanners send anything
    public void A_text_is_stored_as_it_is(string text)
    {
        foreach (var given in new[] { text, text + new string('ß', 1000) })
        {
            _ = statements.Execute(Insert, new Thing(given, null, null, null));

            Assert.Equal(given, statements.Find("SELECT text FROM thing WHERE rowid = last_insert_rowid()", PreparedStatements.Nothing, row => row.Text(0)));
        }

        Assert.Equal("text,text", connection.QuerySingle<string>("SELECT group_concat(typeof(text)) FROM thing"));
    }

    [Fact]
    public void What_is_missing_is_NULL_and_what_is_empty_is_not()
    {
        _ = statements.Execute(Insert, new Thing("", null, null, null));
        _ = statements.Execute(Insert, new Thing("", 0, false, []));
        _ = statements.Execute(Insert, new Thing("", -1, true, [1, 0, 2]));

        Assert.Equal(
            "null null null ,integer integer blob ,integer integer blob 010002",
            connection.QuerySingle<string>("SELECT group_concat(typeof(number) || ' ' || typeof(truth) || ' ' || typeof(bytes) || ' ' || COALESCE(hex(bytes), '')) FROM thing"));
        Assert.Equal([(0, false), (0, false), (-1, true)], statements.All("SELECT number, truth FROM thing", PreparedStatements.Nothing, row => (row.Number(0), row.Truth(1))));
    }

    [Fact]
    public void One_that_was_refused_can_be_used_again()
    {
        var refused = Assert.Throws<SqliteException>(() => statements.Execute(Insert, new { Text = (string?)null, Number = 1, Truth = true, Bytes = Array.Empty<byte>() }));

        Assert.Equal(SQLitePCL.raw.SQLITE_CONSTRAINT, refused.SqliteErrorCode);
        Assert.Contains("thing.text", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, statements.Execute(Insert, new { Text = (string?)"x", Number = 1, Truth = true, Bytes = Array.Empty<byte>() }));
    }

    [Fact]
    public void What_was_rolled_back_leaves_the_statement_usable()
    {
        using (connection.BeginTransaction())
            _ = statements.Execute(Insert, new Thing("lost", 1, null, null));

        Assert.Equal(1, statements.Execute(Insert, new Thing("kept", 2, null, null)));
        Assert.Equal("kept", connection.QuerySingle<string>("SELECT group_concat(text) FROM thing"));
    }

    [Fact]
    public void A_question_for_one_row_does_not_choose_among_several()
    {
        _ = statements.Execute(Insert, new Thing("a", 1, null, null));
        _ = statements.Execute(Insert, new Thing("b", 2, null, null));

        _ = Assert.Throws<InvalidOperationException>(() => statements.Find("SELECT number FROM thing", PreparedStatements.Nothing, row => row.Number(0)));

        Assert.Equal(0, statements.Find("SELECT number FROM thing WHERE text = 'c'", PreparedStatements.Nothing, row => row.Number(0)));
    }

    [Fact]
    public void A_parameter_without_a_property_is_named() => Assert.Contains(
        "no property Text", Assert.Throws<InvalidOperationException>(() => statements.Execute(Insert, new { Number = 1 })).Message, StringComparison.Ordinal);

    sealed record Thing(string Text, long? Number, bool? Truth, byte[]? Bytes);
}
